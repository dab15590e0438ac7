/** Polder Pay in memory, written from PROVIDER.md alone: it knows neither the adapter nor `@paylayer/core`. */
import { Assumption, BackOffice, Decimal, Deliveries, Json, Shopper, Simulation, Truth } from "@paylayer/simulator"
import type { Wire } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"

/** The merchant, as Polder knows it. */
export const shop = {
  account: "shop-1",
  key: "pk_4f8a02c6d1",
  secret: "whs_9d31e7b05a",
  url: "https://shop.example/in"
}

/** What PROVIDER.md leaves open: the laws run with both positions. */
export const assumptions = {
  checkedFirst: Assumption.make({
    id: "POLDER-1",
    question: "Is an old version of an order that is closed refused as old, or as closed?",
    positions: ["status", "version"],
    assumed: "status",
    because: "no newer version of a closed order would be taken either",
    settledBy: "a PATCH of a paid order with the version that it had before it was paid"
  })
}

const decimals: Readonly<Record<string, number>> = { EUR: 2, HUF: 0, JPY: 0, BHD: 3 }
const currencyOf = (amount: string) => amount.split(" ")[1] ?? ""
const valueOf = (amount = "") => Decimal.parse(amount.split(" ")[0] ?? "") ?? Decimal.zero
const isAmount = (amount: string, currency = currencyOf(amount)) =>
  currencyOf(amount) === currency && isPositive(valueOf(amount)) && valueOf(amount).scale <= (decimals[currency] ?? -1)
const isPositive = ({ coefficient }: Decimal.Decimal) => coefficient > 0n

type Type = "capture" | "cancel" | "refund"
interface Operation {
  readonly id: string
  readonly type: Type
  readonly name: string | undefined
  readonly amount: string | undefined
  state: "pending" | "done" | "refused" | "undone"
}
type Asked = Readonly<Record<string, string | undefined>>
const iso = (millis: number) => new Date(millis).toISOString()
const orderOf = (id: string, now: number, { reference, return_url, total = "" }: Asked) => ({
  id,
  version: 1,
  reference: reference ?? "",
  total,
  status: "open" as "open" | "paid" | "cancelled",
  return_url,
  expires_at: iso(now + 30 * 60_000),
  pay_url: `https://pay.polder.example/${id}?s=${btoa(`page of ${id}`)}`,
  operations: [] as Array<Operation>
})
type Order = ReturnType<typeof orderOf>
const amountOf = ({ total }: Order, value = valueOf(total)): Truth.Amount => ({
  decimal: Decimal.format(value),
  currency: currencyOf(total)
})
const sum = ({ operations }: Order, type: Type, ...states: ReadonlyArray<Operation["state"]>): Decimal.Decimal =>
  operations
    .filter((operation) => operation.type === type && states.includes(operation.state))
    .reduce((total, { amount }) => Decimal.add(total, valueOf(amount)), Decimal.zero)
const isCancelled = ({ operations }: Order) => operations.some((one) => one.type === "cancel" && one.state === "done")

const headers = { "content-type": "application/json" }
const answer = (status: number, body: object): Wire.WireResponse => ({ status, headers, body: JSON.stringify(body) })
const refuse = (status: number, code: string, fields?: object) => answer(status, { code, message: "Refused.", fields })

/** The headers of a notification that is sent at this moment. */
export const sign = (secret: string, now: number, body: string) => {
  const time = String(Math.floor(now / 1000))
  const [key, text] = [secret, [time, shop.url, body].join("\n")].map((part) => new TextEncoder().encode(part))
  return { "polder-time": time, "polder-signature": Base64.encode(mac.hmac("SHA-256", key!, text!)) }
}

export const make = Effect.fnUntraced(function* (assume: Partial<Assumption.Positions<typeof assumptions>> = {}) {
  const { checkedFirst } = Assumption.positions(assumptions, assume)
  const clock = yield* Clock.Clock
  const now = () => Math.floor(clock.currentTimeMillisUnsafe())
  const run = Effect.runForkWith(yield* Effect.context<never>())
  const later = (f: () => void) => run(Effect.delay(Effect.sync(f), "2 seconds"))
  let ids = 0
  const next = (kind: string) => `${kind}_${++ids}`
  const orders = new Map<string, Order>()
  const paid = () => [...orders.values()].filter(({ status }) => status === "paid")
  const answered = new Map<string, { readonly asked: string; readonly response: Wire.WireResponse }>()
  const declining = new Set<string>()
  const notifications: Array<Omit<Deliveries.Delivery, "headers">> = []

  const announce = (order: Order) => {
    const id = next("dlv")
    const told = { delivery: id, account: shop.account, type: "order.changed", order }
    notifications.push({ id, method: "POST", body: JSON.stringify(told) })
  }
  const become = (order: Order, operation: Operation, state: object) => {
    Object.assign(operation, state, { decided_at: iso(now()) })
    announce(order)
  }
  const decide = (order: Order, operation: Operation) => {
    const declined = declining.delete(`${operation.type} ${order.id}`)
    become(order, operation, declined ? { state: "refused", reason: "declined" } : { state: "done" })
  }

  const create = (asked: Asked) => {
    if (!isAmount(asked["total"] ?? "")) return refuse(422, "invalid", { total: "must be an amount" })
    const order = orderOf(next("ord"), now(), asked)
    orders.set(order.id, order)
    return answer(201, order)
  }
  const isOpen = (order: Order) => order.status === "open" && now() < Date.parse(order.expires_at)
  const change = (order: Order, version: string | undefined, asked: Asked) => {
    const { reference = order.reference, total = order.total } = asked
    const old = version === `"${order.version}"` ? undefined : refuse(412, "version_differs")
    const closed = isOpen(order) ? undefined : refuse(409, "order_closed")
    const refusal = checkedFirst === "status" ? (closed ?? old) : (old ?? closed)
    if (refusal !== undefined) return refusal
    if (!isAmount(total, currencyOf(order.total))) return refuse(422, "invalid", { total: "must be in its currency" })
    return answer(200, Object.assign(order, { reference, total, version: order.version + 1 }))
  }
  /** A new operation, or the code of the refusal. One without a name is the back office's, and is decided at once. */
  const operate = (order: Order, type: Type, amount?: string, name?: string): Operation | string => {
    if (order.status !== "paid") return "not_paid"
    if (isCancelled(order)) return "cancelled"
    const taken = sum(order, "capture", "pending", "done")
    if (type === "cancel" && isPositive(taken)) return "captured"
    const refundable = Decimal.subtract(sum(order, "capture", "done"), sum(order, "refund", "done"))
    const left = type === "refund" ? refundable : Decimal.subtract(valueOf(order.total), taken)
    if (Decimal.compare(valueOf(amount), left) > 0) return "exceeds"
    const operation: Operation = { id: next("op"), type, name, amount, state: "pending" }
    order.operations.push(operation)
    if (type === "capture" && name !== undefined) later(() => decide(order, operation))
    else decide(order, operation)
    return operation
  }

  const route = ({ body, headers, method, path }: Wire.WireRequest): Wire.WireResponse => {
    const asked = (Json.toPlain(Json.parse(body) ?? {}) ?? {}) as Asked
    if (path === "/v3/orders") return create(asked)
    const order = orders.get(path.split("/")[3] ?? "")
    if (order === undefined) return refuse(404, "not_found")
    if (method === "PATCH") return change(order, headers["if-match"], asked)
    if (method === "GET") return answer(200, order)
    const { amount, name, type } = asked
    const isComplete = type === "cancel" || (amount !== undefined && isAmount(amount, currencyOf(order.total)))
    if (!isComplete) return refuse(422, "invalid", { amount: "must be in the currency of the order" })
    const operation = operate(order, type as Type, amount, name)
    return typeof operation === "string" ? refuse(409, operation) : answer(201, operation)
  }
  /** Under one idempotency key the first answer again. */
  const once = (request: Wire.WireRequest): Wire.WireResponse => {
    const asked = `${request.method} ${request.path} ${request.body}`
    const key = request.headers["idempotency-key"] ?? ""
    const first = answered.get(key) ?? { asked, response: route(request) }
    if (key !== "") answered.set(key, first)
    return first.asked === asked ? first.response : refuse(409, "key_reused")
  }

  const submit = (order: Order | undefined, manner: Shopper.Manner): Shopper.Submission => {
    if (order === undefined || !isOpen(order)) return { _tag: "Refused", why: "the order is not open" }
    if (manner === "challenge" || manner === "pending") return { _tag: "Refused", why: "the issuer decides at once" }
    if (manner === "decline") return { _tag: "Declined" }
    Object.assign(order, { version: order.version + 1, status: manner === "pay" ? "paid" : "cancelled" })
    announce(order)
    if (manner === "abandon") return { _tag: "Cancelled" }
    return { _tag: "Authorised", authorisation: order.id, amount: amountOf(order) }
  }
  const elsewhere = (order: Order | undefined, act: BackOffice.Act): boolean => {
    if (order === undefined) return false
    if (act._tag === "RefuseNext") return act.kind !== "adjust" && declining.add(`${act.kind} ${order.id}`).size > 0
    const type = act._tag.startsWith("Capture") ? "capture" : "refund"
    if (act._tag === "Capture" || act._tag === "Refund") {
      return typeof operate(order, type, `${act.amount.decimal} ${act.amount.currency}`) !== "string"
    }
    const done = order.operations.findLast((one) => one.type === type && one.state === "done")
    if (done === undefined || !act._tag.endsWith("Fails")) return false
    become(order, done, { state: "undone" })
    return true
  }

  return {
    handler: (request: Wire.WireRequest) =>
      Effect.sync(() => (request.headers["polder-key"] === shop.key ? once(request) : refuse(401, "key_unknown"))),
    truth: Truth.Truth.of({
      sessions: Effect.sync(() =>
        Array.from(orders.values(), (order) => ({
          id: order.id,
          reference: order.reference,
          amount: amountOf(order),
          status: order.status === "paid" ? "completed" : order.status,
          rest: { return_url: order.return_url }
        }))
      ),
      authorisations: Effect.sync(() =>
        paid().map((order) => ({
          id: order.id,
          authorised: amountOf(order),
          captured: amountOf(order, sum(order, "capture", "done")),
          refunded: amountOf(order, sum(order, "refund", "done")),
          released: isCancelled(order)
        }))
      )
    }),
    shopper: Shopper.Shopper.of({
      open: ({ id }) =>
        Effect.sync(() => {
          const order = orders.get(id)
          return order ? { _tag: "Shown", amount: amountOf(order) } : { _tag: "Refused", why: "no such order" }
        }),
      submit: ({ id }, manner = "pay") => Effect.sync(() => submit(orders.get(id), manner)),
      settle: () => Effect.succeed({ _tag: "Refused", why: "nothing is pending" })
    }),
    deliveries: Deliveries.Deliveries.of({
      take: Effect.sync(() =>
        notifications.splice(0).map((told) => ({ ...told, headers: sign(shop.secret, now(), told.body) }))
      )
    }),
    backOffice: BackOffice.BackOffice.of({ act: (id, act) => Effect.sync(() => elsewhere(orders.get(id), act)) })
  }
})

export const layer = (assume?: Parameters<typeof make>[0]) => Simulation.layer(make(assume))
