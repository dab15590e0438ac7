/** Authorising with card data: for merchants who may handle it. Only Adyen's Classic API has it here. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type {
  Authorisation,
  Capabilities,
  ModificationKey,
  Money,
  ProviderError,
  ProviderOption,
  RuleViolation
} from "@paylayer/core"
import type { Card } from "./card.ts"

export interface AuthorisationRequest {
  /** The merchant's own name for the payment, of at most 80 characters. */
  readonly reference: string
  readonly amount: Money.PositiveMoney
  readonly card: Card
  /** Whether it is a pre-authorisation (`PreAuth`): only the amount of one can be adjusted. `true` unless told. */
  readonly adjustable?: boolean
  readonly provider?: ReadonlyArray<ProviderOption.ProviderOption>
}

/** Funds are reserved. */
export interface Authorised {
  readonly authorisation: Authorisation.Authorisation
  /** The issuer's. */
  readonly authCode?: string
  /** For an adjustment that is to be decided at once. Store it encrypted, if at all. */
  readonly adjustAuthorisationData?: Redacted.Redacted<string>
}

/** Nothing is reserved: the issuer, or Adyen, said no. */
export class AuthorisationRefused extends Schema.TaggedError<AuthorisationRefused>()("AuthorisationRefused", {
  /** Adyen's id of the attempt. */
  id: Schema.String,
  reference: Schema.String,
  why: Schema.Literals(["refused", "cancelled", "error"]),
  reason: Schema.optionalKey(Schema.String),
  /** What the issuer said, in its own words. */
  code: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    return `payment ${this.reference} was not authorised: ${this.reason ?? this.why}`
  }
}

/**
 * Neither authorised nor refused: under way, authorised in part, or waiting for the shopper (3-D Secure), which this API
 * cannot go on with. What becomes of it, the webhook AUTHORISATION says; `TechnicalCancels` gives it up.
 */
export class AuthorisationUndecided extends Schema.TaggedError<AuthorisationUndecided>()("AuthorisationUndecided", {
  id: Schema.String,
  reference: Schema.String,
  /** Adyen's word. */
  resultCode: Schema.String
}) {
  override get message() {
    return `payment ${this.reference} is not decided: ${this.resultCode}`
  }
}

export type AuthoriseError =
  | AuthorisationRefused
  | AuthorisationUndecided
  | RuleViolation.UnsupportedCurrency
  | RuleViolation.AmountOutOfRange
  | RuleViolation.AmountNotRepresentable
  | ProviderError.ProviderError

export class DirectAuthorisations extends Context.Service<
  DirectAuthorisations,
  {
    readonly capabilities: Capabilities.ModificationCapabilities
    /**
     * Asks the issuer for the funds. The same key again is the same payment, whatever it says; without an answer nobody
     * knows whether it was made (`outcome: "unknown"`).
     */
    readonly authorise: (
      request: AuthorisationRequest,
      options?: { readonly key?: ModificationKey.ModificationKey }
    ) => Effect.Effect<Authorised, AuthoriseError>
  }
>()("@paylayer/adyen/DirectAuthorisations") {}
