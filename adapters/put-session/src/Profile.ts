/**
 * One provider, as its document describes it, in small pure functions. What it has beyond sessions are optional parts:
 * a part that is there is a port of the layer, one that is not leaves it out.
 */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Failure, Money } from "@paylayer/core"
import type { Capabilities, Modifications, ProviderError, RuleViolation, Session, Webhooks } from "@paylayer/core"
import type { AmountTable, Answer, Authentication, Digest, Mac } from "@paylayer/core/adapter"

/** What may be wrong with an amount that has to be written as the provider writes it. */
export type InvalidAmount =
  | RuleViolation.UnsupportedCurrency
  | RuleViolation.AmountNotRepresentable
  | RuleViolation.AmountOutOfRange

/** What may stand against a session's parameters, besides the limits of the document. */
export type InvalidParameters = InvalidAmount | RuleViolation.Unsupported

/** What an update sets: amount and reference always, changed or not. */
export interface Update extends Session.SessionChange {
  readonly amount: Money.PositiveMoney
  readonly reference: string
}

/** What the answer to a creation says. */
export interface Created {
  readonly id: Session.SessionId
  /** What the browser needs, where that is more than the id. */
  readonly token?: Redacted.Redacted<string>
}

/**
 * What a refused update says about the session: it has `expired`; it is `closed`, being paid or about to be; or it is
 * `gone`, which is expired if its time is over and unknown otherwise.
 */
export type Refusal = "expired" | "closed" | "gone"

/** What an answer says of a change of an authorisation. To be decoded into. */
export const Decided = Schema.Struct({
  /** The provider's id of the change. */
  id: Schema.NonEmptyString,
  /** Absent: a word that nobody knows. Like `pending` it decides nothing. */
  verdict: Schema.optionalKey(Schema.Literals(["succeeded", "failed", "pending"])),
  failure: Schema.optionalKey(Schema.toType(Failure.Failure)),
  /** When, in milliseconds since the epoch, where the answer tells. */
  at: Schema.optionalKey(Schema.Int),
  /** Of a reversal: which of the two it was, where the answer tells. */
  turned: Schema.optionalKey(Schema.Literals(["cancel", "refund"]))
})
export type Decided = typeof Decided.Type

/** What the provider says of one transaction: of a payment, or of a change of one. To be decoded into. */
export const Transaction = Schema.Struct({
  id: Schema.NonEmptyString,
  /** `reversal`: which of the two it was is not told. Absent: of a type that nobody knows. */
  is: Schema.optionalKey(Schema.Literals(["payment", "capture", "cancel", "refund", "reversal"])),
  /** The provider's word. */
  status: Schema.String,
  verdict: Decided.fields.verdict,
  failure: Decided.fields.failure,
  /** When it was made: the same at every reading. */
  at: Schema.Int,
  /** The merchant's reference of the payment. */
  reference: Schema.NonEmptyString,
  amount: Schema.toType(Money.PositiveMoney),
  /** Of a payment: how it is captured, where the provider tells. */
  capture: Schema.optionalKey(Schema.Literals(["automatic", "manual"]))
})
export type Transaction = typeof Transaction.Type

/** How one transaction is read. */
export interface Read {
  /** With `{id}` in it. */
  readonly path: string
  readonly answer: Schema.ConstraintDecoder<Transaction>
}

/** A body as it goes out, or what stands against the document's limits. */
export type Body<E = never> = Result.Result<Schema.Json, E | typeof ProviderError.InvalidRequest.Type>

/** One change of an authorisation: a POST, sent once unless told that it may be sent again. */
export interface Change {
  /** With `{id}` in it, which is the authorisation's. */
  readonly path: string
  readonly answer: Schema.ConstraintDecoder<Decided>
  /** Where a key makes it safe to send it twice, it goes in the header of `create.key`. */
  readonly idempotency?: Capabilities.Idempotency
  /** Whether the answer is the outcome, or the outcome comes later; `at-once` unless told. */
  readonly decided?: "at-once" | "later"
  /** What a refusal before anything was accepted says: the amount `exceeds` what is left, or it is `over`. */
  readonly refusal?: (answer: Answer) => "exceeds" | "over" | undefined
}

export interface CaptureChange extends Change, Pick<Capabilities.CaptureCapabilities, "partial" | "multiple"> {
  readonly remainder: "released" | "kept"
  readonly body: (amount: Money.PositiveMoney, options: Modifications.CaptureOptions) => Body<InvalidAmount>
}

export interface VoidChange extends Change {
  readonly body?: (options: Modifications.ModificationOptions) => Body
}

export interface RefundChange extends Change, Pick<Capabilities.RefundCapabilities, "partial" | "multiple"> {
  readonly body: (amount: Money.PositiveMoney, options: Modifications.RefundOptions) => Body<InvalidAmount>
}

export interface ReversalChange extends VoidChange {
  readonly afterSeveralCaptures: boolean
  /** Whether it is possible after a refund of a part. */
  readonly afterRefunds: boolean
  /** Where its own transaction tells which of the two it was, and the answer does not. */
  readonly read?: Read
}

export interface Find extends Read {
  /** How payments are captured of which the provider does not tell it. Without it such a one cannot be looked up. */
  readonly capture?: "automatic" | "manual" | undefined
}

/** What the browser's proof names, once it is known to be the provider's. */
export interface Proof {
  /** The provider's id of the payment. */
  readonly id: string
  readonly reference: string
}

export interface ResultProof<Parameters> {
  /** What it proves; nothing where the provider did not make it. */
  readonly verify: (proof: string) => Effect.Effect<Proof | undefined, never, Mac | Digest>
  /** The payment itself, from which everything else is taken: never from the browser. */
  readonly read: Read
  /** How a session with these parameters is captured, where the payment does not say. */
  readonly capture: (parameters: Parameters) => "automatic" | "manual"
}

export interface WebhookNotices {
  readonly signed: Capabilities.WebhookCapabilities["signed"]
  /** Why a request is not to be believed; nothing where it is. Names of headers come in lower case. */
  readonly refusal: (
    request: Webhooks.RawRequest
  ) => Effect.Effect<Pick<RuleViolation.WebhookRefused, "why" | "problem"> | undefined, never, Mac>
  /** What of a body is read as JSON, where that is not all of it: what is signed. */
  readonly text?: (body: string) => string
  /** What a believed request says, or what it lacks of what the document promises. */
  readonly read: (event: unknown, headers: Webhooks.RawRequest["headers"]) => Result.Result<Webhooks.Delivered, string>
  readonly acknowledgement: Webhooks.WebhookAnswer
}

/** One provider. `Parameters` is the body of its requests about sessions: the full set, each time. */
export interface Profile<Parameters> {
  /** The name in sessions and errors. */
  readonly provider: string
  /** What stands before every path. */
  readonly baseUrl: string
  readonly headers?: Readonly<Record<string, string>>
  /** A log-in that gives a token for a while, or credentials that stay. */
  readonly login:
    | {
        readonly path: string
        readonly body: Schema.Json
        readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
        readonly answer: Schema.ConstraintDecoder<Authentication.Token>
      }
    | Authentication.Authentication
  readonly amounts: AmountTable.AmountTable
  /** How long a session lives, from its creation; an update does not make it longer. */
  readonly expiry: Duration.Input
  /** Which ways of capturing `create` understands. */
  readonly captureWays: Capabilities.AmountCapabilities["capture"]
  /** Whether a PUT may change the currency; no unless told. */
  readonly currencyChange?: boolean
  /** The strict schema of the body, with the limits of the document: what it refuses is not sent. */
  readonly parameters: Schema.ConstraintCodec<Parameters, Schema.Json>
  readonly create: {
    readonly path: string
    /** The parameters of a new session; `parameters` checks them. */
    readonly body: (request: Session.SessionRequest) => Result.Result<unknown, InvalidParameters>
    readonly answer: Schema.ConstraintDecoder<Created>
    /** Where a key makes it safe to send a creation twice, and the header for it. It is sent once unless told. */
    readonly key?: Extract<Capabilities.Idempotency, { readonly _tag: "key" }> & { readonly header: string }
  }
  readonly update: {
    /** With `{id}` in it. */
    readonly path: string
    /** The full set of parameters: those sent last, with what the update, or the lock, sets put in their place. */
    readonly body: (
      sent: Parameters,
      update: Update,
      operation: "update" | "lock"
    ) => Result.Result<unknown, InvalidParameters>
    readonly refusal: (answer: Answer) => Refusal | undefined
    /** What the answer has to be for it to be about this session. Nothing of it is used. */
    readonly answer?: (id: Session.SessionId) => Schema.ConstraintDecoder<unknown>
  }
  /** What a refusal means, where the status alone does not tell. */
  readonly decodeError: (answer: Answer) => ProviderError.Reason | undefined

  /** `Captures`. */
  readonly capture?: CaptureChange
  /** `Cancellations`. */
  readonly void?: VoidChange
  /** `Refunds`. */
  readonly refund?: RefundChange
  /** `Reversals`. */
  readonly reversal?: ReversalChange
  /**
   * `Lookups`, by id: of a payment, or of a change whose id an answer gave. Of a payment it reads the payment only, and
   * not its captures and refunds: join what it finds with what is known.
   */
  readonly find?: Find
  /** `SessionResults`. */
  readonly result?: ResultProof<Parameters>
  /** `Webhooks`. */
  readonly webhooks?: WebhookNotices
}

type Part = "capture" | "void" | "refund" | "reversal" | "find" | "result" | "webhooks"

/** A profile that has these parts, so that its layer provides their ports. */
export type With<Parameters, Parts extends Part> = Profile<Parameters> & Required<Pick<Profile<Parameters>, Parts>>
