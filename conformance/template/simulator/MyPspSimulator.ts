/**
 * MyPsp in memory, written from its document alone: it knows neither the adapter nor `@paylayer/core`, so that an error in one
 * reading of the document does not hide the same error in the other. Each comment with "->" is a place to go on from.
 */
import { Decimal, Json, Shopper, Simulation, Truth, type Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

export const apiKey = "test_0123456789abcdef"

// -> The document's table of currencies: decimals on the wire, smallest and largest amount, step.
const currencies: Readonly<Record<string, readonly [decimals: number, least: number, most: number, step: number]>> = {
  EUR: [2, 50, 99_999_999, 1],
  GBP: [2, 50, 99_999_999, 1],
  ISK: [2, 100, 99_999_900, 100],
  JPY: [0, 50, 99_999_999, 1]
}

interface Checkout {
  readonly id: string
  readonly reference: string
  readonly returnUrl: unknown
  readonly token: string
  readonly ends: number
  amount: { readonly value: number; readonly currency: string }
  status: "open" | "pending" | "completed" | "cancelled"
}

const answer = (status: number, body: object): Wire.WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})

const problem = (status: number, code: string, fields: ReadonlyArray<string> = []) =>
  answer(status, { code, message: `The checkout: ${code}`, fields: fields.map((name) => ({ name, why: "wrong" })) })

/** Answers of the document, as the laws arm them; the last one is in no document. */
export const documentedErrors = [
  { name: "bad_key", response: problem(401, "bad_key") },
  { name: "not_found", response: problem(404, "not_found") },
  { name: "key_reused", response: problem(409, "key_reused") },
  { name: "invalid", response: problem(422, "invalid", ["amount.value"]) },
  { name: "brand_new", response: problem(400, "brand_new") }
]

const isAmount = (given: unknown): given is Checkout["amount"] => {
  const { currency, value } = (given ?? {}) as Partial<Record<string, unknown>>
  const limits = typeof currency === "string" && Object.hasOwn(currencies, currency) ? currencies[currency] : undefined
  if (limits === undefined || typeof value !== "number" || !Number.isInteger(value)) return false
  const [, least, most, step] = limits
  return value >= least && value <= most && value % step === 0
}

const stated = ({ amount: { currency, value } }: Checkout): Truth.Amount => ({
  decimal: Decimal.format(Decimal.fromMinorUnits(BigInt(value), currencies[currency]?.[0] ?? 0)),
  currency
})

const make = Effect.map(Clock.Clock, (clock) => {
  const now = () => clock.currentTimeMillisUnsafe()
  const checkouts: Array<Checkout> = []
  const payments: Array<Truth.AuthorisationTruth> = []
  const answers = new Map<string, { readonly sent: string; readonly response: Wire.WireResponse }>()

  const shown = ({ amount, ends, id, token }: Checkout) =>
    answer(200, { id, amount, token, expires_at: new Date(ends).toISOString() })

  const create = ({ amount, reference, return_url: returnUrl }: Readonly<Record<string, unknown>>) => {
    if (typeof reference !== "string" || reference === "") return problem(422, "invalid", ["reference"])
    if (!isAmount(amount)) return problem(422, "invalid", ["amount.value"])
    const number = checkouts.length + 1
    const id = `chk_${number}`
    const token = `browser-token-${number}`
    const checkout: Checkout = { id, token, reference, returnUrl, amount, ends: now() + 30 * 60_000, status: "open" }
    checkouts.push(checkout)
    return shown(checkout)
  }

  const update = (id: string, { amount }: Readonly<Record<string, unknown>>) => {
    const checkout = checkouts.find((one) => one.id === id)
    if (checkout === undefined) return problem(404, "not_found")
    if (checkout.status !== "open") return problem(409, "closed")
    if (now() >= checkout.ends) return problem(410, "expired")
    if (!isAmount(amount) || amount.currency !== checkout.amount.currency)
      return problem(422, "invalid", ["amount.value"])
    checkout.amount = amount
    return shown(checkout)
  }

  // -> One line for each request of the document.
  const handle = ({ body, headers, method, path }: Wire.WireRequest): Wire.WireResponse => {
    if (headers["authorization"] !== `Bearer ${apiKey}`) return problem(401, "bad_key")
    const parsed = Json.parse(body)
    if (!Json.isObject(parsed)) return problem(422, "invalid", ["body"])
    const given = Json.toPlain(parsed) as Readonly<Record<string, unknown>>
    const key = headers["idempotency-key"]
    const sent = `${method} ${path} ${body}`
    const before = key === undefined ? undefined : answers.get(key)
    if (before !== undefined) return before.sent === sent ? before.response : problem(409, "key_reused")
    const [, id] = /\/checkouts\/([^/]+)$/.exec(path) ?? []
    const response =
      method === "POST" && path.endsWith("/checkouts")
        ? create(given)
        : method === "PATCH" && id !== undefined
          ? update(id, given)
          : problem(404, "not_found")
    if (key !== undefined) answers.set(key, { sent, response })
    return response
  }

  const refused = (why: string) => ({ _tag: "Refused", why }) as const

  const payable = ({ id, token }: Shopper.Checkout) => {
    const checkout = checkouts.find((one) => one.id === id)
    if (checkout === undefined || checkout.token !== token) return "unknown"
    return checkout.status !== "open" || now() >= checkout.ends ? "over" : checkout
  }

  const submit = (given: Shopper.Checkout, manner: Shopper.Manner): Shopper.Submission => {
    const checkout = payable(given)
    if (typeof checkout === "string") return refused(checkout)
    if (manner === "decline") return { _tag: "Declined" }
    if (manner === "abandon") checkout.status = "cancelled"
    if (manner === "abandon") return { _tag: "Cancelled" }
    if (manner === "pending") checkout.status = "pending"
    if (manner === "pending") return { _tag: "Pending" }
    const amount = stated(checkout)
    const id = `pay_${payments.length + 1}`
    const refunded = { decimal: "0", currency: amount.currency }
    payments.push({ id, session: checkout.id, authorised: amount, captured: amount, refunded, released: false })
    checkout.status = "completed"
    return { _tag: "Authorised", authorisation: id, amount }
  }

  return {
    handler: (request: Wire.WireRequest) => Effect.sync(() => handle(request)),
    // What the provider itself believes: the laws compare with this, never with the adapter.
    truth: Truth.Truth.of({
      authorisations: Effect.sync(() => payments),
      sessions: Effect.sync(() =>
        checkouts.map((checkout) => ({
          id: checkout.id,
          reference: checkout.reference,
          amount: stated(checkout),
          status: checkout.status === "open" && now() >= checkout.ends ? "expired" : checkout.status,
          rest: { return_url: checkout.returnUrl }
        }))
      )
    }),
    shopper: Shopper.Shopper.of({
      open: (given) =>
        Effect.sync(() => {
          const checkout = payable(given)
          return typeof checkout === "string"
            ? refused(checkout)
            : ({ _tag: "Shown", amount: stated(checkout) } as const)
        }),
      submit: (given, manner = "pay") => Effect.sync(() => submit(given, manner)),
      settle: () => Effect.succeed(refused("nothing is pending"))
    })
    // -> `deliveries` for webhooks, `backOffice` for what happens behind the shop's back.
  }
})

export const layer = Simulation.layer(make)
