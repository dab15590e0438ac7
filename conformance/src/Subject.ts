/** What is held to the laws: an adapter, and the world in which its provider can be watched. */
import * as Data from "effect/Data"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Authorisation, Capabilities, Money, ProviderOption, Session, Webhooks } from "@paylayer/core"
import { Totals } from "@paylayer/core"
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
  /** Whether it leaves open what became of the change: a key that is in use may be in use by it. */
  readonly unsure?: true
  /** Every parameter with its reason, where the answer names them. */
  readonly parameters?: ReadonlyArray<{ readonly parameter: string; readonly reason: string }>
}

/** A known gap. Strict: the law must fail, and in this way, else the run does. */
export interface Deviation {
  readonly law: string
  /** Whose it is. Only with a limit of the provider can an adapter still be called conformant. */
  readonly kind: "provider-limit" | "not-implemented" | "known-bug"
  /**
   * How the law fails: words of how the story of each failure ends, `expected …, got …`. Where inputs fail in several
   * ways, each of them; every other failure fails the law.
   */
  readonly fails: string | ReadonlyArray<string>
  readonly reason: string
  /** The last day (`2027-01-31`) on which this is accepted. */
  readonly until?: string
}

/** What a run shows something about: claims of different kinds are never made into one. */
export type Evidence = "simulator" | "recorded" | "live"

/**
 * What of a request the provider signs, and how old it may be: `none` where no time is signed with it. An adapter may
 * declare neither less nor older. Where it is `nothing`, the subject's `sign` signs nothing.
 */
export type Signs =
  | { readonly _tag: "nothing" }
  | (Exclude<Capabilities.WebhookCapabilities["signed"], { readonly _tag: "nothing" }> & {
      readonly tolerance: Duration.Input | "none"
    })

/**
 * What laws have to know to make webhook requests of their own: what the provider would sign. A function that changes
 * nothing of a body that a law gives it is a problem of the subject.
 */
export interface WebhookWorld {
  /**
   * A request with this body, signed at this moment (milliseconds): by the secret in use, by the next one of a rotation, by one that nobody
   * knows, or with the right signature cut to its first half. The signature is what differs between `current` and
   * `other`: one or more headers, or a part of the body.
   */
  readonly sign: (body: string, by: "current" | "next" | "other" | "prefix", now: number) => Webhooks.RawRequest
  /** As the provider's document says it. */
  readonly signs: Signs
  /** What webhooks are signed with, of 8 characters or more each: it must not show when one comes. `[]` where nothing is. */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
  /** Whether the layer knows a second secret, `next`; `false` where the provider never has two. */
  readonly rotates?: boolean
  /** The body without its signature: only where that is part of the body. */
  readonly unsigned?: (body: string) => string
  /** The same event with a type that no document knows. */
  readonly unknown: (body: string) => string
  /** The same event without a field that the document promises. */
  readonly broken: (body: string) => string
  /** The same event of another merchant; a live one where test is expected; `[]` where the provider sends none. */
  readonly foreign?: ReadonlyArray<(body: string) => string>
  /** Whether the provider takes this answer for an acknowledgement of such a request. */
  readonly accepts: (answer: Webhooks.WebhookAnswer, body: string) => boolean
}

/** What laws want reserved, to be captured by hand. */
export interface AuthoriseRequest {
  readonly amount: Money.PositiveMoney
  readonly reference: string
  readonly adjustable: boolean
}

/** In what alone a variant differs: before or after payment, in how messages are written, or in how long a request takes. */
export type Differs = "before-payment" | "after-payment" | "encoding" | "latency"

/** What a subject is a variant of, by name, and how it differs. */
export interface Variant {
  readonly of: string
  readonly differs: Differs
}

export interface Subject {
  readonly name: string
  readonly version: string
  /** Where its world's answers come from; `simulator` unless told. */
  readonly evidence: Evidence
  /** Some of the ports. */
  readonly layer: Layer.Layer<never, unknown, HttpClient | Mac>
  /** `HttpClient`, `Mac`, and the controls that this world has. */
  readonly world: Layer.Layer<HttpClient | Mac, unknown>
  /** What a session of this provider needs besides amount and reference. */
  readonly defaults: {
    readonly returnUrl?: string
    readonly provider?: ReadonlyArray<ProviderOption.ProviderOption>
  }
  /** What makes a session whose payment cannot be adjusted, where that depends on how it was made. */
  readonly notAdjustable?: Partial<Session.SessionRequest>
  /** Reserves money where the adapter has neither sessions nor intents, by a port of its own. */
  readonly authorise?: (request: AuthoriseRequest) => Effect.Effect<Authorisation.Authorisation, unknown, never>
  /** How long an authorisation of this world is valid, where it is. */
  readonly validity?: Duration.Duration
  /** How long after a capture this provider refunds, where not at once. */
  readonly refundableAfter?: Duration.Duration
  readonly webhooks?: WebhookWorld
  /** `look-up`: this provider's webhooks do not say what became of a modification. `webhooks` unless told. */
  readonly learnsBy?: "webhooks" | "look-up"
  /** Where it is a variant of another subject, made by `Variant.of`: laws that this cannot matter to are not tried. */
  readonly variant?: Variant
  /** How facts add up: the core's fold, which its mutants replace. */
  readonly fold: typeof Totals.fold
  /** The credentials that the layer was given, of 8 characters or more each: they must not show anywhere. */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
  /** The provider's documented errors, and one that no document knows. */
  readonly errors: ReadonlyArray<DocumentedError>
  /** Takes out of a creation's answer that the amount may change, where `updatable` is `confirmed`. */
  readonly unconfirmed?: (body: string) => string
  /** Something besides amount and reference that an update may change, and that the next one has to keep. */
  readonly otherChange?: Session.SessionChange
  /** Makes the answer to an update state another total than the provider's, where `amountFrom` is the provider. */
  readonly otherTotal?: (body: string) => string
  /** Makes the answer about a session's result say a status `brand-new`; the first `"status"` in it unless told. */
  readonly strangeStatus: (body: string) => string
  readonly deviations: ReadonlyArray<Deviation>
}

/**
 * A subject from an adapter's layer and a world.
 *
 * What is left out of `defaults`, `secrets`, `errors` and `deviations` is empty; a law that needs it is reported as
 * skipped with that reason.
 */
export const make = <Ports, World>({
  authorise,
  ...subject
}: Partial<Omit<Subject, "name" | "version" | "layer" | "world" | "authorise">> &
  Pick<Subject, "name" | "version"> & {
    readonly layer: Layer.Layer<Ports, unknown, HttpClient | Mac>
    readonly world: Layer.Layer<World | HttpClient | Mac, unknown>
    readonly authorise?: (request: AuthoriseRequest) => Effect.Effect<Authorisation.Authorisation, unknown, Ports>
  }): Subject => ({
  defaults: {},
  secrets: [],
  errors: [],
  deviations: [],
  evidence: "simulator",
  fold: Totals.fold,
  strangeStatus,
  ...subject,
  // Laws run it where the layer's ports are.
  ...(authorise === undefined ? {} : { authorise: authorise as NonNullable<Subject["authorise"]> })
})

const strangeStatus = (body: string): string => body.replace(/"status"\s*:\s*"[^"]*"/, '"status":"brand-new"')

/** A law found that the subject says of itself what is not so: this is no fault of the adapter. */
export class Misstated extends Data.TaggedError("Misstated")<{ readonly problem: string }> {}

/** The subject cannot be set up: nothing is known about its laws. */
export class BrokenSubject extends Data.TaggedError("BrokenSubject")<{
  readonly subject: string
  readonly reason: string
}> {
  override get message(): string {
    return `${this.subject} cannot be set up: ${this.reason}`
  }
}
