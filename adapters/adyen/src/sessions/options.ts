/** What a creation at Adyen may say beyond the model. */
import * as Result from "effect/Result"
import type { Session } from "@paylayer/core"
import { ProviderOption } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { defined, merge } from "@paylayer/core/adapter"
import * as lineItems from "../checkout/lineItems.ts"
import * as splits from "../checkout/splits.ts"
import type { NotSayable } from "../checkout/units.ts"
import { unitsIn } from "../checkout/units.ts"
import { provider } from "../currencies.ts"
import type { Wrong } from "../request.ts"
import type { Asked } from "./state.ts"
import type * as wire from "./wire.ts"

export type { LineItem } from "../checkout/lineItems.ts"
export type { Split } from "../checkout/splits.ts"

/** Adyen's own names; amounts are `Money`, converted like the session's. */
export interface SessionOptions extends Omit<typeof wire.Optional.Type, "lineItems" | "splits"> {
  readonly lineItems?: ReadonlyArray<lineItems.LineItem>
  readonly splits?: ReadonlyArray<splits.Split>
  /** As `additionalData.authorisationType`: only what was pre-authorised can be adjusted later. */
  readonly authorisationType?: "PreAuth"
}

interface SessionOption extends ProviderOption.ProviderOption {
  readonly options: SessionOptions
}

const isSessionOption = (option: ProviderOption.ProviderOption): option is SessionOption =>
  option.provider === provider && option.kind === "session"

/**
 * For `provider: [...]` of a creation. An update cannot change these: at Adyen it changes the amount and nothing else.
 *
 * **Example** (A shopper who is known)
 *
 * ```ts
 * sessionOptions({ countryCode: "NL", shopperReference: "customer-7", allowedPaymentMethods: ["ideal", "scheme"] })
 * ```
 */
export const sessionOptions = (options: SessionOptions): SessionOption => ({ provider, kind: "session", options })

/** Whether a request or a change carries options of this adapter. */
export const has = ({ provider }: { readonly provider?: ReadonlyArray<ProviderOption.ProviderOption> }): boolean =>
  ProviderOption.of(provider, isSessionOption).length > 0

/** What the options of a request set, its amounts in Adyen's units, and which of them are in another currency. */
export const chosen = (
  amounts: AmountTable.AmountTable,
  request: Session.SessionRequest
): Result.Result<
  { readonly fields: Readonly<Record<string, unknown>>; readonly wrong: ReadonlyArray<Wrong> },
  NotSayable
> =>
  Result.gen(function* () {
    const given = ProviderOption.of(request.provider, isSessionOption).map(({ options }) => options)
    const { authorisationType, ...options }: SessionOptions = merge(...given)
    const wrong: Array<Wrong> = []
    if (authorisationType !== undefined && authorisationType !== "PreAuth") {
      wrong.push({ parameter: "authorisationType", reason: 'Expected "PreAuth"' })
    }
    const units = unitsIn(amounts, request.amount.currency, wrong)
    return {
      fields: {
        ...options,
        ...defined({
          lineItems: yield* lineItems.toWire(options.lineItems, units),
          splits: yield* splits.toWire(options.splits, units),
          additionalData: authorisationType === undefined ? undefined : { ...options.additionalData, authorisationType }
        })
      },
      wrong
    }
  })

type Fields = Readonly<Record<string, unknown>>

/** How the payment of this session is to be made and captured: the model's word, else that of the options. */
export const asked = (
  { capture }: Session.SessionRequest,
  fields: Fields
): { readonly fields: Fields; readonly state: Asked } => {
  const { additionalData, captureDelayHours: delay } = fields as SessionOptions
  const { manualCapture, ...rest } = additionalData ?? {}
  const manual = capture === undefined ? manualCapture : capture === "manual" ? "true" : undefined
  const hours = capture === "automatic" ? 0 : capture === "manual" ? undefined : delay
  const data = { ...rest, ...defined({ manualCapture: manual }) }
  return {
    fields: defined({
      ...fields,
      captureDelayHours: hours,
      additionalData: Object.keys(data).length === 0 ? undefined : data
    }),
    state: defined({
      capture: manual === "true" ? ("manual" as const) : hours === undefined ? undefined : { hours },
      preAuthorised: rest["authorisationType"] === "PreAuth" ? (true as const) : undefined
    })
  }
}
