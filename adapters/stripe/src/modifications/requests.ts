/**
 * What may be asked of the issuer beside the amount. Docs: "Capture a payment multiple times", "Capture more than the
 * authorized amount", "Increment an authorization", "Place an extended hold".
 */
import { defined } from "@paylayer/core/adapter"
import * as Schema from "effect/Schema"

const Request = Schema.Literal("if_available")

/**
 * Which abilities are asked for, for every payment that is captured by hand. Whether a card and a merchant category have
 * one is known from the authorisation; the account has to have it at all.
 */
export interface Requests {
  /** More than one capture. */
  readonly multicapture?: "if_available"
  /** A capture of more than what is authorised. */
  readonly overcapture?: "if_available"
  /** Increments of what is authorised. */
  readonly incrementalAuthorisation?: "if_available"
  /** More time than the usual seven days. */
  readonly extendedAuthorisation?: "if_available"
}

/** `payment_method_options` of a creation. */
export const MethodOptions = Schema.Struct({
  card: Schema.Struct({
    request_multicapture: Schema.optionalKey(Request),
    request_overcapture: Schema.optionalKey(Request),
    request_incremental_authorization: Schema.optionalKey(Request),
    request_extended_authorization: Schema.optionalKey(Request)
  })
})

/** What a creation says: nothing, where capture is automatic and none of it has a use. */
export const methodOptions = (
  requests: Requests = {},
  capture: "automatic" | "manual" | undefined
): { readonly payment_method_options?: typeof MethodOptions.Type } => {
  const card = defined({
    request_multicapture: requests.multicapture,
    request_overcapture: requests.overcapture,
    request_incremental_authorization: requests.incrementalAuthorisation,
    request_extended_authorization: requests.extendedAuthorisation
  })
  return capture === "manual" && Object.keys(card).length > 0 ? { payment_method_options: { card } } : {}
}
