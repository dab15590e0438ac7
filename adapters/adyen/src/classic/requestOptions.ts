/** What a request to the Classic API may say beyond the model. */
import type * as Redacted from "effect/Redacted"
import { ProviderOption } from "@paylayer/core"
import { provider } from "../currencies.ts"

export interface RequestOptions {
  /** Adyen's own names: `{ "metadata.basket": "9" }`. What the adapter says itself stands above it. */
  readonly additionalData?: Readonly<Record<string, string>>
  /**
   * Asks for a decision at once, of an adjustment only. It is what the payment's authorisation, or the adjustment before,
   * gave: see `adjustAuthorisationData`.
   */
  readonly adjustAuthorisationData?: Redacted.Redacted<string>
}

export interface RequestOption extends ProviderOption.ProviderOption {
  readonly options: RequestOptions
}

const kind = "classic-request"

/**
 * For `provider: [...]` of anything that is asked of the Classic API.
 *
 * **Example** (Something for a report)
 *
 * ```ts
 * requestOptions({ additionalData: { "metadata.room": "217" } })
 * ```
 */
export const requestOptions = (options: RequestOptions): RequestOption => ({ provider, kind, options })

const isRequestOption = (option: ProviderOption.ProviderOption): option is RequestOption =>
  option.provider === provider && option.kind === kind

/** What the options say together: a later one wins name by name. */
export const chosen = (given: ReadonlyArray<ProviderOption.ProviderOption> | undefined): RequestOptions =>
  ProviderOption.of(given, isRequestOption).reduce<RequestOptions>(
    (before, { options }) => ({
      ...before,
      ...options,
      ...(options.additionalData === undefined
        ? {}
        : { additionalData: { ...before.additionalData, ...options.additionalData } })
    }),
    {}
  )

/** Additional data, if there is any. */
export const additional = (
  ...sets: ReadonlyArray<Readonly<Record<string, string | undefined>> | undefined>
): Readonly<Record<string, string | undefined>> | undefined => {
  const entries = sets.flatMap((set) => Object.entries(set ?? {})).filter(([, value]) => value !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
