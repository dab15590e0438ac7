/**
 * The errors that Stripe documents, or answered when it was recorded, as a client meets them when it creates or updates a
 * PaymentIntent or a Checkout Session; and one that nobody knows.
 */
import { Assumption } from "@paylayer/simulator"
import { tooSmall } from "./amounts.ts"
import { assumptions } from "./assumptions.ts"
import { maximumText, minimumText } from "./currencies.ts"
import * as refusals from "./refusals.ts"

export interface DocumentedError {
  readonly name: string
  /** Which object's operations meet it. */
  readonly face: "intents" | "checkout"
  readonly operation: "create" | "update"
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Stripe's own code, where the error has one. */
  readonly code?: string
  readonly param?: string
}

const requestId = "req_1234567890abcd"

const row = (
  name: string,
  face: DocumentedError["face"],
  operation: DocumentedError["operation"],
  refusal: refusals.Refusal
): DocumentedError => {
  const positions = Assumption.positions(assumptions)
  const { body, headers, status } = refusals.toWire(refusal, requestId, positions)
  return {
    name,
    face,
    operation,
    status,
    headers: { "content-type": "application/json", "request-id": requestId, ...headers },
    body,
    ...(refusal.code === undefined ? {} : { code: refusal.code }),
    ...(refusal.param === undefined ? {} : { param: refusal.param })
  }
}

const both = (name: string, refusal: refusals.Refusal): ReadonlyArray<DocumentedError> =>
  (["intents", "checkout"] as const).flatMap((face) => [
    row(name, face, "create", refusal),
    row(name, face, "update", refusal)
  ])

const intent = { id: "pi_3OtherPaymentIntent000001", object: "payment_intent", amount: 1000, currency: "usd" }

const unexpectedState = (status: string): refusals.Refusal =>
  refusals.forbidden(
    `This PaymentIntent's amount could not be updated because it has a status of ${status}. You may only update the amount ` +
      "of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.",
    { code: "payment_intent_unexpected_state", param: "amount", more: { payment_intent: { ...intent, status } } }
  )

const [tooSmallCode, tooSmallText] = tooSmall("usd")
const limit = (code: string, message: string, param?: string): refusals.Refusal =>
  refusals.forbidden(message, { code, ...(param === undefined ? {} : { param }) })

const failed = (status: number, type: refusals.ErrorType, message: string, code?: string): refusals.Refusal => ({
  status,
  type,
  message,
  executed: true,
  ...(code === undefined ? {} : { code })
})

const closed = (status: string): refusals.Refusal =>
  refusals.unseen(
    `Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of \`${status}\`.`
  )

export const documentedErrors: ReadonlyArray<DocumentedError> = [
  ...["processing", "requires_capture", "succeeded", "canceled"].map((status) =>
    row(`payment_intent_unexpected_state: ${status}`, "intents", "update", unexpectedState(status))
  ),
  row("amount_too_small", "intents", "create", limit(tooSmallCode, tooSmallText, "amount")),
  row("amount_too_small", "intents", "update", limit(tooSmallCode, tooSmallText, "amount")),
  row(
    "amount_too_large",
    "intents",
    "create",
    limit("amount_too_large", `Amount must be no more than ${maximumText("usd")}`, "amount")
  ),
  row(
    "amount_too_small",
    "checkout",
    "create",
    limit("amount_too_small", `The Checkout Session's total amount due must add up to at least ${minimumText("usd")}`)
  ),
  row("parameter_invalid_integer", "intents", "create", refusals.invalidInteger("amount", "abc")),
  row("parameter_missing", "intents", "create", refusals.missing("currency")),
  row("parameter_missing", "checkout", "create", refusals.missing("line_items")),
  row("parameter_unknown", "intents", "update", refusals.unknownParameter("nope")),
  row("parameter_unknown", "checkout", "update", refusals.unknownParameter("line_items[0][nope]")),
  row("resource_missing", "intents", "update", {
    ...refusals.invalid("No such payment_intent: 'pi_x'", { code: "resource_missing", param: "intent" }),
    status: 404
  }),
  row("resource_missing", "checkout", "update", {
    ...refusals.invalid("No such checkout.session: 'cs_test_x'", { code: "resource_missing", param: "session" }),
    status: 404
  }),
  row(
    "expires_at",
    "checkout",
    "create",
    refusals.invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param: "expires_at"
    })
  ),
  ...["complete", "expired"].map((status) => row(`not open: ${status}`, "checkout", "update", closed(status))),
  row(
    "wrong ui_mode",
    "checkout",
    "update",
    refusals.unseen("You can only update `line_items` if `ui_mode` is `elements`.", "line_items")
  ),
  ...both("idempotency_error", refusals.keyReused("a-key")),
  ...both("idempotency_key_in_use", refusals.keyInUse("a-key", { inFlightType: "idempotency_error" })),
  ...both("unauthenticated", refusals.unauthenticated("sk_test_other")),
  ...both(
    "permission",
    failed(403, "invalid_request_error", "The provided key 'rk_test_***' does not have the required permissions.")
  ),
  ...both("rate_limit", {
    ...failed(429, "invalid_request_error", "Request rate limit exceeded.", "rate_limit"),
    headers: { "stripe-rate-limited-reason": "endpoint-rate" }
  }),
  ...both(
    "lock_timeout",
    failed(
      429,
      "invalid_request_error",
      "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.",
      "lock_timeout"
    )
  ),
  ...both("api_error", failed(500, "api_error", "Something went wrong on Stripe's end.")),
  ...both("unknown", failed(400, "invalid_request_error", "Something that no document knows.", "brewing"))
]
