/**
 * A provider that nobody has heard of, as unlike Acquired.com as one with a PUT can be.
 *
 * `POST /checkouts` and `PUT /checkouts/{id}` take the whole of a checkout, amounts in minor units; ISK has two decimals,
 * and only whole crowns. `X-Api-Key` says who it is, `Idempotency-Key` makes a creation safe to repeat. A checkout lives
 * for 45 minutes, its currency may change, and its secret belongs into the browser.
 */
import { Json, Shopper, Simulation, Truth, type Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

export const apiKey = "second-0123456789abcdef"

/** What a request may be, as far as nobody has looked. */
interface Body {
  readonly ref: string
  readonly total: { readonly minor: number; readonly ccy: string }
  readonly settle?: "now" | "later"
}
interface Checkout {
  readonly id: string
  readonly secret: string
  readonly ends: number
  body: Body
  status: "open" | "pending" | "completed"
}

const decimals: Readonly<Record<string, number>> = { EUR: 2, ISK: 2, JPY: 0, KWD: 3 }
const answer = (status: number, body: unknown): Wire.WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})
const problem = (status: number, kind: string, fields: ReadonlyArray<string> = []) =>
  answer(status, {
    problem: { kind, message: `The checkout: ${kind}`, fields: fields.map((path) => ({ path, why: "wrong" })) }
  })

const wrong = ({ ref, total: { ccy, minor } }: Body): ReadonlyArray<string> => [
  ...(/^[\w-]{4,20}$/.test(ref) ? [] : ["ref"]),
  ...(Object.hasOwn(decimals, ccy) ? [] : ["total.ccy"]),
  ...(Number.isInteger(minor) && minor >= 50 && (ccy !== "ISK" || minor % 100 === 0) ? [] : ["total.minor"])
]

const amountOf = ({ body: { total } }: Checkout): Truth.Amount => {
  const places = decimals[total.ccy] ?? 0
  const digits = String(total.minor).padStart(places + 1, "0")
  const whole = digits.slice(0, digits.length - places)
  return { decimal: places === 0 ? whole : `${whole}.${digits.slice(-places)}`, currency: total.ccy }
}

const make = Effect.map(Clock.Clock, (clock) => {
  const now = () => clock.currentTimeMillisUnsafe()
  const checkouts: Array<Checkout> = []
  const authorisations: Array<Truth.AuthorisationTruth> = []
  const answers = new Map<string, { readonly sent: string; readonly answer: Wire.WireResponse }>()
  const find = (id: string) => checkouts.find((checkout) => checkout.id === id)

  const create = (body: Body): Wire.WireResponse => {
    if (wrong(body).length > 0) return problem(422, "invalid", wrong(body))
    const number = checkouts.length + 1
    const checkout: Checkout = {
      id: `chk_${number}`,
      secret: `browser-secret-${number}`,
      ends: now() + 45 * 60_000,
      body,
      status: "open"
    }
    checkouts.push(checkout)
    return answer(200, { checkout: { id: checkout.id, secret: checkout.secret } })
  }

  const put = (id: string, body: Body): Wire.WireResponse => {
    const checkout = find(id)
    if (checkout === undefined) return problem(404, "unknown")
    if (checkout.status !== "open") return problem(409, "closed")
    if (now() >= checkout.ends) return problem(410, "over")
    if (wrong(body).length > 0) return problem(422, "invalid", wrong(body))
    checkout.body = body
    return answer(200, { done: true })
  }

  const handle = ({ body, headers, method, path }: Wire.WireRequest): Wire.WireResponse => {
    if (headers["x-api-key"] !== apiKey) return problem(401, "key")
    const parsed = Json.parse(body)
    if (parsed === undefined) return problem(400, "not_json")
    const given = Json.toPlain(parsed) as Body
    if (method === "PUT") return put(path.slice("/checkouts/".length), given)
    const key = headers["idempotency-key"]
    const before = key === undefined ? undefined : answers.get(key)
    if (before !== undefined) return before.sent === body ? before.answer : problem(409, "key_reused")
    const answered = create(given)
    if (key !== undefined) answers.set(key, { sent: body, answer: answered })
    return answered
  }

  const refused = (why: string) => ({ _tag: "Refused", why }) as const
  const payable = ({ id, token }: Shopper.Checkout): Checkout | ReturnType<typeof refused> => {
    const checkout = find(id)
    if (checkout === undefined || checkout.secret !== token) return refused("unknown")
    return checkout.status !== "open" || now() >= checkout.ends ? refused("over") : checkout
  }
  const authorise = (checkout: Checkout): Shopper.Submission => {
    const amount = amountOf(checkout)
    const nothing = { decimal: "0", currency: amount.currency }
    const id = `pay_${authorisations.length + 1}`
    const captured = checkout.body.settle === "later" ? nothing : amount
    authorisations.push({ id, session: checkout.id, authorised: amount, captured, refunded: nothing, released: false })
    checkout.status = "completed"
    return { _tag: "Authorised", authorisation: id, amount }
  }

  return {
    handler: (request: Wire.WireRequest) => Effect.sync(() => handle(request)),
    truth: Truth.Truth.of({
      authorisations: Effect.sync(() => authorisations),
      sessions: Effect.sync(() =>
        checkouts.map((checkout) => {
          const { ref, total: _, ...rest } = checkout.body
          const status = checkout.status === "open" && now() >= checkout.ends ? "expired" : checkout.status
          return { id: checkout.id, reference: ref, amount: amountOf(checkout), status, rest }
        })
      )
    }),
    shopper: Shopper.Shopper.of({
      open: (given) =>
        Effect.sync(() => {
          const checkout = payable(given)
          return "_tag" in checkout ? checkout : ({ _tag: "Shown", amount: amountOf(checkout) } as const)
        }),
      submit: (given, manner = "pay") =>
        Effect.sync((): Shopper.Submission => {
          const checkout = payable(given)
          if ("_tag" in checkout) return checkout
          if (manner === "decline") return { _tag: "Declined" }
          if (manner === "abandon") return { _tag: "Cancelled" }
          if (manner !== "pending") return authorise(checkout)
          checkout.status = "pending"
          return { _tag: "Pending" }
        }),
      settle: () => Effect.succeed(refused("nothing is pending"))
    })
  }
})

export const layer = Simulation.layer(make)
