/**
 * The parameters of a payment session, with the limits of Acquired.com's reference ("Generate a session_id", "Process a
 * payment"). All invalid ones are reported at once. How a reason reads is documented for a missing parameter, for a
 * currency and for an enumeration; the rest is worded alike.
 */
import { Decimal, Json } from "@paylayer/simulator"
import { counted, tooLarge, tooSmall } from "./amounts.ts"
import type { InvalidParameter } from "./answers.ts"
import type { Positions } from "./assumptions.ts"
import { currencies, unsupported } from "./currencies.ts"
import {
  base64,
  boolean,
  branch,
  checkFields,
  empty,
  failed,
  many,
  type Node,
  oneOf,
  optional,
  required,
  secure,
  text,
  uri
} from "./fields.ts"

const contact: Readonly<Record<string, Node>> = {
  address: branch({
    line_1: optional(text(0, 50)),
    line_2: optional(text(0, 50)),
    city: optional(text(0, 40)),
    state: optional(text(0, 3)),
    postcode: optional(text(0, 40)),
    country_code: optional(text(2, 2, /^[A-Za-z]{2}$/))
  }),
  email: optional(text(0, Infinity, /^(?:[^\s@]+@[^\s@]+)?$/)),
  phone: branch({
    country_code: optional(text(1, 3, /^\d+$/)),
    number: optional(text(0, 15, /^\d*$/))
  })
}

/** `order_id` may have an underscore besides the reference's letters, digits and hyphens: the provider's own plugin sends it. */
const session = {
  transaction: branch({
    order_id: required(text(2, 50, /^[A-Za-z0-9_-]+$/)),
    amount: required((value) => (value instanceof Json.Numeral ? undefined : failed)),
    currency: required((value) =>
      typeof value === "string" && currencies.includes(value) ? undefined : `:${unsupported}`
    ),
    moto: optional(boolean),
    capture: optional(boolean),
    custom_data: optional(base64),
    custom1: optional(text(0, 50)),
    custom2: optional(text(0, 50))
  }),
  payment: branch({ reference: optional(text(1, 18)), create_card: optional(boolean) }),
  customer: branch({
    customer_id: optional(text(0, 36, /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/i)),
    reference: optional(text(0, Infinity)),
    first_name: optional(text(0, 22)),
    last_name: optional(text(0, 22)),
    dob: optional(text(0, 10, /^(?:\d{4}-\d{2}-\d{2})?$/)),
    ip: optional(text(0, 45)),
    custom_data: optional(base64),
    billing: branch(contact),
    shipping: branch({ ...contact, address_match: optional(boolean) })
  }),
  tds: branch({
    is_active: optional(boolean),
    challenge_preference: optional(
      oneOf("challenge_mandated", "challenge_preferred", "no_challenge_requested", "no_preference")
    ),
    challenge_window_size: optional(
      oneOf("full_screen", "windowed_250x400", "windowed_390x400", "windowed_500x600", "windowed_600x400")
    ),
    contact_url: optional(secure),
    redirect_url: optional(secure),
    webhook_url: optional(secure)
  }),
  webhook_url: optional(uri(["https:", "http:"])),
  save_card: optional(boolean),
  is_recurring: optional(boolean),
  payment_methods: optional(many(oneOf("card", "apple_pay", "google_pay"))),
  company_domains: optional(many(uri(["https:", "http:"])))
} as const satisfies Readonly<Record<string, Node>>

export interface Checked {
  /** What the provider holds: the parameters that it knows. */
  readonly parameters: Json.JsonObject
  readonly invalid: ReadonlyArray<InvalidParameter>
}

/** Checks all that a session would hold: after a PUT, what it held and what the PUT changes. */
export const check = (body: Json.JsonObject, positions: Positions): Checked => {
  const invalid: Array<InvalidParameter> = []
  const parameters = checkFields("", session, body, positions, invalid)
  if (positions.tdsUrls === "required") invalid.push(...missingUrls(parameters))
  const wrong = (parameter: string) => invalid.some((found) => found.parameter === parameter)
  if (wrong("transaction.amount")) return { parameters, invalid }
  const amount = checkAmount(parameters, positions)
  return typeof amount === "string"
    ? { parameters, invalid: [...invalid, { parameter: "transaction.amount", reason: `transaction.amount ${amount}` }] }
    : { parameters: merge(parameters, { transaction: { amount } }), invalid }
}

const missingUrls = ({ tds }: Json.JsonObject): ReadonlyArray<InvalidParameter> =>
  Json.isObject(tds) && tds["is_active"] === true
    ? ["tds.contact_url", "tds.redirect_url", "tds.webhook_url"]
        .filter((parameter) => tds[parameter.slice(4)] === undefined)
        .map((parameter) => ({ parameter, reason: `${parameter} ${empty}` }))
    : []

/** The amount as it counts, or what is wrong with it. */
const checkAmount = (parameters: Json.JsonObject, positions: Positions): Json.Numeral | string => {
  const { amount, currency } = transactionOf(parameters)
  if (amount === undefined) return failed
  const exact = counted(amount, currency, positions)
  if (typeof exact === "string") return exact
  const sign = Decimal.compare(exact, Decimal.zero)
  if (sign < 0 || (sign === 0 && positions.zeroAmount === "refused")) return tooSmall
  const { maximumAmount } = positions
  return maximumAmount !== "none" && Decimal.compare(exact, Decimal.of(maximumAmount)) > 0
    ? tooLarge(maximumAmount)
    : new Json.Numeral(Decimal.format(exact))
}

export interface Transaction {
  readonly orderId: string
  /** In major units, exactly. */
  readonly amount: Decimal.Decimal | undefined
  /** In lower case. */
  readonly currency: string
  readonly capture: boolean
}

export const transactionOf = ({ transaction }: Json.JsonObject): Transaction => {
  const { amount, capture, currency, order_id: orderId } = Json.isObject(transaction) ? transaction : {}
  return {
    orderId: typeof orderId === "string" ? orderId : "",
    amount: amount instanceof Json.Numeral ? Decimal.parse(amount.text) : undefined,
    currency: typeof currency === "string" ? currency : "",
    // "Set false to authorize only; default: true"
    capture: capture !== false
  }
}

/** What a PUT leaves behind: objects member by member, everything else as it is given. */
const merge = (held: Json.JsonObject, given: Json.JsonObject): Json.JsonObject => {
  const merged: Record<string, Json.Value> = { ...held }
  for (const [name, value] of Object.entries(given)) {
    const before = merged[name]
    merged[name] = Json.isObject(value) && Json.isObject(before) ? merge(before, value) : value
  }
  return merged
}

/** What a PUT leaves behind, by the position taken. */
export const update = (
  held: Json.JsonObject,
  given: Json.JsonObject,
  { putSemantics }: Pick<Positions, "putSemantics">
): Json.JsonObject => {
  switch (putSemantics) {
    case "merge":
      return merge(held, given)
    case "merge-objects-whole":
      return { ...held, ...given }
    case "replace":
      return given
  }
}
