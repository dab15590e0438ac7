/** The reference provider under a virtual clock, held by hand: requests, shopper, back office, deliveries, truth. */
import { BackOffice, Shopper, Truth, VirtualClock } from "@paylayer/simulator"
import type { Wire } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { expect } from "vitest"
import * as Reference from "../src/reference/provider/index.ts"

export type Fields = Readonly<Record<string, unknown>>
export type Request = readonly [method: string, path: string, body: unknown]

export interface Answer extends Wire.WireResponse {
  readonly json: Fields
}

export const second = 1000
export const hour = 60 * 60 * second
export const day = 24 * hour
export const start = Date.UTC(2026, 0, 1)
export const iso = (millis: number) => new Date(start + millis).toISOString()
export const eur = (value: number) => ({ value, currency: "EUR" })
export const euros = (decimal: string): Truth.Amount => ({ decimal, currency: "EUR" })
export const session = { reference: "order-1", amount: eur(1900), final: false, capture: "manual" }
export const intent = { reference: "order-1", amount: eur(1900), capture: "automatic", payment_method: true }

export const textOf = (value: unknown): string => {
  if (typeof value !== "string") throw new TypeError(`expected a string, got ${String(value)}`)
  return value
}

export const errorOf = ({ json, status }: Answer) => {
  const error = json["error"] as { readonly code: string; readonly parameters?: ReadonlyArray<Fields> } | undefined
  const names = error?.parameters?.map(({ name }) => name)
  return [status, error?.code, ...(names === undefined ? [] : [names])]
}
export const proofOf = (submission: Shopper.Submission): string =>
  textOf("proof" in submission ? submission.proof : undefined)

/** The members of an event, as the wire has them. */
export interface Event extends Fields {
  readonly id: string
  readonly type: string
  readonly created: string
  readonly data: Fields
}

export const world = (options?: Reference.Options) => {
  const clock = VirtualClock.make()
  const provider = Effect.runSync(Effect.provideContext(Reference.make(options), clock.context))
  const { backOffice, deliveries, shopper, truth } = provider

  const request = (method: string, path: string, body: unknown = "", headers: Record<string, string> = {}) => {
    const url = new URL(`https://reference.test/v1${path}`)
    return {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: `Bearer ${options?.key ?? Reference.credentials.key}`, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body)
    }
  }
  const ask = (...args: Parameters<typeof request>): Effect.Effect<Answer> =>
    Effect.map(provider.handler(request(...args)), (response) => ({
      ...response,
      json: JSON.parse(response.body) as Fields
    }))
  const send = (...args: Parameters<typeof request>): Answer => Effect.runSync(ask(...args))
  const keyed = (key: string, method: string, path: string, body?: unknown) =>
    send(method, path, body, { "idempotency-key": key })

  const create = (fields: Fields = {}) => {
    const { json } = send("POST", "/sessions", { ...session, ...fields })
    return { id: textOf(json["id"]), token: textOf(json["token"]) }
  }
  const update = (id: string, fields: Fields) => send("PATCH", `/sessions/${id}`, fields)
  const lock = (id: string, token: string) => textOf(update(id, { token, final: true }).json["token"])
  const ready = (fields: Fields = {}) => create({ final: true, ...fields })
  const result = (proof: string | undefined, id = "whatever") => send("GET", `/sessions/${id}/result?proof=${proof}`)
  const createIntent = (fields: Fields = {}) => textOf(send("POST", "/intents", { ...intent, ...fields }).json["id"])
  const confirm = (id: string, outcome?: string) =>
    send("POST", `/intents/${id}/confirm`, outcome === undefined ? {} : { outcome })
  const submit = (checkout: Shopper.Checkout, manner?: Shopper.Manner) =>
    Effect.runSync(shopper.submit(checkout, manner))

  /** An approved payment: its id. */
  const paid = (fields: Fields = {}): string => {
    const submission = submit(ready(fields))
    return submission._tag === "Authorised" ? submission.authorisation : expect.fail()
  }
  const modify = (payment: string, collection: string, fields: Fields = {}) =>
    send("POST", `/payments/${payment}/${collection}`, { reference: `${collection} of it`, ...fields })

  const take = () => Effect.runSync(deliveries.take)
  const events = (): ReadonlyArray<Event> =>
    take().flatMap(({ body }) => (JSON.parse(body) as { readonly events: ReadonlyArray<Event> }).events)

  return {
    clock,
    ask,
    send,
    keyed,
    create,
    update,
    lock,
    ready,
    result,
    createIntent,
    confirm,
    paid,
    modify,
    take,
    events,
    /** What has come since, without what has been taken before. */
    announced: () => events().map(({ data, type }) => ({ type, ...data })),
    payment: (id: string) => send("GET", `/payments/${id}`).json,
    modifications: (id: string) => send("GET", `/payments/${id}`).json["modifications"] as ReadonlyArray<Fields>,
    act: (payment: string, act: BackOffice.Act) => Effect.runSync(backOffice.act(payment, act)),
    at: (millis: number) => Effect.runPromise(clock.advanceTo(start + millis)),
    open: (id: string) => Effect.runSync(shopper.open({ id })),
    submit,
    settle: (id: string, passed: boolean) => Effect.runSync(shopper.settle(id, passed)),
    sessions: () => Effect.runSync(truth.sessions),
    authorisations: () => Effect.runSync(truth.authorisations)
  }
}

export type World = ReturnType<typeof world>

/** What is authorised, captured and refunded, and whether the rest is released: in euros, or whatever it is in. */
export type Standing = readonly [authorised: string, captured: string, refunded: string, released: boolean]

export const standingOf = ({ authorisations }: World, payment: string): Standing => {
  const { authorised, captured, refunded, released } =
    authorisations().find(({ id }) => id === payment) ?? expect.fail(`there is no ${payment}`)
  return [authorised.decimal, captured.decimal, refunded.decimal, released]
}

/** A modification of each kind that a payment of 19 euros allows, if any. */
export const bodies = {
  adjustments: { amount: eur(2150) },
  captures: { amount: eur(700) },
  cancellations: {},
  refunds: { amount: eur(100) },
  reversals: {}
} as const
export type Collection = keyof typeof bodies

export const modes = ["later", "at-once"] as const

export const now = ({ clock }: World) => clock.now() - start
/** Until all that was asked for is decided. */
export const decided = (w: World) => w.at(now(w) + 2 * second)

export const whyOf = ({ json }: Answer) => (json["error"] as Fields)["why"]

/** Why it was not done, in whichever way the account says it; `undefined` where it was. */
export const refusalOf = async (w: World, payment: string, answer: Answer): Promise<unknown> => {
  if (answer.status === 409) return errorOf(answer)[1] === "too_much" ? "too_much" : whyOf(answer)
  expect(answer.status).toBe(201)
  await decided(w)
  const modification = w.modifications(payment).find(({ id }) => id === answer.json["id"]) ?? expect.fail()
  expect(modification["status"]).toBe(modification["reason"] === undefined ? "succeeded" : "failed")
  return modification["reason"]
}

/** All that is asked for succeeds. */
export const doing = async (w: World, payment: string, collection: Collection, fields: Fields = bodies[collection]) => {
  expect(await refusalOf(w, payment, w.modify(payment, collection, fields))).toBe(undefined)
}
