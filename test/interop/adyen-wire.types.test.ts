/**
 * Our wire schemas held against the types of Adyen's own library, where these have the field: `payable` is in its document
 * and not in the library.
 */
import type { CreateCheckoutSessionRequest } from "@adyen/api-library/lib/src/typings/checkout/createCheckoutSessionRequest.js"
import type { CreateCheckoutSessionResponse } from "@adyen/api-library/lib/src/typings/checkout/createCheckoutSessionResponse.js"
import type { CheckoutSessionPatchSessionRequest } from "@adyen/api-library/lib/src/typings/checkout/checkoutSessionPatchSessionRequest.js"
import type { SessionResultResponse } from "@adyen/api-library/lib/src/typings/checkout/sessionResultResponse.js"
import type * as wire from "../../adapters/adyen/src/sessions/wire.ts"

type Created = (typeof wire.SessionCreated)["Encoded"]
type Result = (typeof wire.SessionResult)["Encoded"]
type New = (typeof wire.NewSession)["Encoded"]
type Patch = (typeof wire.SessionPatch)["Encoded"]

/** Fields of ours that theirs has no place for. */
type Foreign<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

export const checked: [
  Same<Foreign<New, CreateCheckoutSessionRequest>, "payable">,
  Same<Foreign<Created, CreateCheckoutSessionResponse>, "payable">,
  Same<Foreign<Patch, CheckoutSessionPatchSessionRequest>, never>,
  Same<Foreign<Result, SessionResultResponse>, never>
] = [true, true, true, true]
