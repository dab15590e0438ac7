/**
 * Our wire schemas held against the types of Adyen's own library, where these have the field: `payable` is in its document
 * and not in the library, and so is the `enhancedSchemeData` of an amount update.
 */
import type { ApplicationInfo } from "@adyen/api-library/lib/src/typings/checkout/applicationInfo.js"
import type { CheckoutSessionPatchSessionRequest } from "@adyen/api-library/lib/src/typings/checkout/checkoutSessionPatchSessionRequest.js"
import type { CreateCheckoutSessionRequest } from "@adyen/api-library/lib/src/typings/checkout/createCheckoutSessionRequest.js"
import type { CreateCheckoutSessionResponse } from "@adyen/api-library/lib/src/typings/checkout/createCheckoutSessionResponse.js"
import type { Airline } from "@adyen/api-library/lib/src/typings/checkout/airline.js"
import type { LineItem } from "@adyen/api-library/lib/src/typings/checkout/lineItem.js"
import type { PaymentAmountUpdateRequest } from "@adyen/api-library/lib/src/typings/checkout/paymentAmountUpdateRequest.js"
import type { PaymentAmountUpdateResponse } from "@adyen/api-library/lib/src/typings/checkout/paymentAmountUpdateResponse.js"
import type { PaymentCancelRequest } from "@adyen/api-library/lib/src/typings/checkout/paymentCancelRequest.js"
import type { PaymentCaptureRequest } from "@adyen/api-library/lib/src/typings/checkout/paymentCaptureRequest.js"
import type { PaymentRefundRequest } from "@adyen/api-library/lib/src/typings/checkout/paymentRefundRequest.js"
import type { PaymentReversalRequest } from "@adyen/api-library/lib/src/typings/checkout/paymentReversalRequest.js"
import type { PlatformChargebackLogic } from "@adyen/api-library/lib/src/typings/checkout/platformChargebackLogic.js"
import type { SessionResultResponse } from "@adyen/api-library/lib/src/typings/checkout/sessionResultResponse.js"
import type { Split } from "@adyen/api-library/lib/src/typings/checkout/split.js"
import type { StandalonePaymentCancelRequest } from "@adyen/api-library/lib/src/typings/checkout/standalonePaymentCancelRequest.js"
import type { StandalonePaymentCancelResponse } from "@adyen/api-library/lib/src/typings/checkout/standalonePaymentCancelResponse.js"
import type * as modifications from "../../adapters/adyen/src/checkout/wire.ts"
import type * as sessions from "../../adapters/adyen/src/sessions/wire.ts"

type Created = (typeof sessions.SessionCreated)["Encoded"]
type Result = (typeof sessions.SessionResult)["Encoded"]
type New = (typeof sessions.NewSession)["Encoded"]
type Patch = (typeof sessions.SessionPatch)["Encoded"]

type AmountUpdate = (typeof modifications.AmountUpdate)["Encoded"]
type Capture = (typeof modifications.Capture)["Encoded"]
type Refund = (typeof modifications.Refund)["Encoded"]
type Cancel = (typeof modifications.Cancel)["Encoded"]
type TechnicalCancel = (typeof modifications.TechnicalCancel)["Encoded"]
type Received = (typeof modifications.Received)["Encoded"]

/** What is inside, where it is given. */
type Inside<A, Name extends keyof A> = NonNullable<A[Name]>
type OurLineItem = Inside<Capture, "lineItems">[number]
type OurSplit = Inside<Capture, "splits">[number]
type OurAirline = Inside<Inside<Capture, "enhancedSchemeData">, "airline">

/** Fields of ours that theirs has no place for. */
type Foreign<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>
/** Fields of theirs that we have none for. */
type Lacking<Ours, Theirs> = Exclude<keyof Theirs, keyof Ours>

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

export const checked: [
  Same<Foreign<New, CreateCheckoutSessionRequest>, "payable">,
  Same<Foreign<Created, CreateCheckoutSessionResponse>, "payable">,
  Same<Foreign<Patch, CheckoutSessionPatchSessionRequest>, never>,
  Same<Foreign<Result, SessionResultResponse>, never>
] = [true, true, true, true]

/** Requests, and what is inside: no other field of ours is foreign to the library. */
export const modified: [
  Same<Foreign<AmountUpdate, PaymentAmountUpdateRequest>, "enhancedSchemeData">,
  Same<Foreign<Capture, PaymentCaptureRequest>, never>,
  Same<Foreign<Refund, PaymentRefundRequest>, never>,
  Same<Foreign<Cancel, PaymentCancelRequest>, never>,
  Same<Foreign<Cancel, PaymentReversalRequest>, never>,
  Same<Foreign<TechnicalCancel, StandalonePaymentCancelRequest>, never>,
  Same<Foreign<Received, PaymentAmountUpdateResponse & StandalonePaymentCancelResponse>, never>,
  Same<Foreign<Inside<Cancel, "applicationInfo">, ApplicationInfo>, never>,
  Same<Foreign<OurLineItem, LineItem>, never>,
  Same<Foreign<OurSplit, Split>, never>,
  Same<Foreign<OurAirline, Airline>, never>,
  Same<Foreign<Inside<Capture, "platformChargebackLogic">, PlatformChargebackLogic>, never>
] = [true, true, true, true, true, true, true, true, true, true, true, true]

/** What the library can say and our adapter cannot. */
export const lacking: [
  Same<Lacking<AmountUpdate, PaymentAmountUpdateRequest>, "mpiData">,
  Same<Lacking<Capture, PaymentCaptureRequest>, "subMerchants">,
  Same<Lacking<Refund, PaymentRefundRequest>, never>,
  Same<Lacking<Cancel, PaymentCancelRequest>, never>,
  Same<Lacking<TechnicalCancel, StandalonePaymentCancelRequest>, never>,
  Same<Lacking<OurSplit, Split>, never>,
  Same<Lacking<OurAirline, Airline>, never>
] = [true, true, true, true, true, true, true]

/** The words of an enumeration: theirs are ours. */
export const words: [
  Same<Inside<AmountUpdate, "industryUsage">, `${PaymentAmountUpdateRequest.IndustryUsageEnum}`>,
  Same<Inside<AmountUpdate, "adjustAuthType">, `${PaymentAmountUpdateRequest.AdjustAuthTypeEnum}`>,
  Same<Inside<Refund, "merchantRefundReason">, `${PaymentRefundRequest.MerchantRefundReasonEnum}`>,
  Same<OurSplit["type"], `${Split.TypeEnum}`>,
  Same<Inside<Inside<Capture, "platformChargebackLogic">, "behavior">, `${PlatformChargebackLogic.BehaviorEnum}`>
] = [true, true, true, true, true]
