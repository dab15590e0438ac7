/** What is held to the laws: an adapter, and the world in which its provider can be watched. */
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { ProviderOption } from "@paylayer/core"
import type { HttpClient, Mac } from "@paylayer/core/adapter"

/** One answer of the provider's table of errors, and what it must become. */
export interface DocumentedError {
  readonly name: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** Which operation meets it. */
  readonly operation: "create" | "update"
  /** The tag of the rule violation, or of the `ProviderError`'s reason. */
  readonly becomes: string
  /** The provider's own code, where the error has to keep it. */
  readonly code?: string
  /** Every parameter with its reason, where the answer names them. */
  readonly parameters?: ReadonlyArray<{ readonly parameter: string; readonly reason: string }>
}

/** A known gap. Strict: the law must fail, else the run does. */
export interface Deviation {
  readonly law: string
  readonly kind: "provider-limit" | "not-implemented" | "known-bug"
  readonly reason: string
}

export interface Subject {
  readonly name: string
  readonly version: string
  /** Some of the ports. */
  readonly layer: Layer.Layer<never, unknown, HttpClient | Mac>
  /** `HttpClient`, `Mac`, and the controls that this world has. */
  readonly world: Layer.Layer<HttpClient | Mac, unknown>
  /** What a session of this provider needs besides amount and reference. */
  readonly defaults: {
    readonly returnUrl?: string
    readonly provider?: ReadonlyArray<ProviderOption.ProviderOption>
  }
  /** The credentials that the layer was given: they must not show anywhere. */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
  /** The provider's documented errors, and one that no document knows. */
  readonly errors: ReadonlyArray<DocumentedError>
  /** Takes out of a creation's answer that the amount may change, where `updatable` is `confirmed`. */
  readonly unconfirmed?: (body: string) => string
  /** Makes the answer to an update state another total than the provider's, where `amountFrom` is the provider. */
  readonly otherTotal?: (body: string) => string
  readonly deviations: ReadonlyArray<Deviation>
}

/**
 * A subject from an adapter's layer and a world.
 *
 * What is left out of `defaults`, `secrets`, `errors` and `deviations` is empty; a law that needs it is reported as
 * skipped with that reason.
 */
export const make = <Ports, World>(
  subject: Partial<Omit<Subject, "name" | "version" | "layer" | "world">> &
    Pick<Subject, "name" | "version"> & {
      readonly layer: Layer.Layer<Ports, unknown, HttpClient | Mac>
      readonly world: Layer.Layer<World | HttpClient | Mac, unknown>
    }
): Subject => ({ defaults: {}, secrets: [], errors: [], deviations: [], ...subject })
