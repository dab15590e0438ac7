/** A simulated Stripe and the shortest way to speak to it. */
import { BackOffice, Deliveries, Faults, Shopper, type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { StripeSimulator } from "../../src/simulator/index.ts"

/** Whatever JSON there is: tests look at what they expect. */
export interface Json {
  readonly [name: string]: any // oxlint-disable-line typescript/no-explicit-any
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
  readonly text: string
}

type Headers = Readonly<Record<string, string>>
/** With brackets in the names: `line_items[0][quantity]`; text is sent as it is. */
export type Form = string | Readonly<Record<string, string | number | boolean>>

const encode = (form: Form): string =>
  typeof form === "string"
    ? form
    : new URLSearchParams(Object.entries(form).map(([name, value]) => [name, String(value)])).toString()

/** One item of a form, by its place. */
export const item = (
  unitAmount: number | string,
  {
    currency = "usd",
    index = 0,
    name = "Trip",
    quantity = 1
  }: Partial<Record<"currency" | "name", string>> & {
    readonly index?: number
    readonly quantity?: number
  } = {}
): Record<string, string | number> => ({
  [`line_items[${index}][price_data][currency]`]: currency,
  [`line_items[${index}][price_data][product_data][name]`]: name,
  [`line_items[${index}][price_data][unit_amount]`]: unitAmount,
  [`line_items[${index}][quantity]`]: quantity
})

export const elements = { mode: "payment", ui_mode: "elements", return_url: "https://shop.example/back" }
export const hosted = { mode: "payment", ui_mode: "hosted_page", success_url: "https://shop.example/thanks" }

const { secretKey } = StripeSimulator.credentials

export const open = async (options: StripeSimulator.Options & Simulation.Options = {}) => {
  const runtime = ManagedRuntime.make(StripeSimulator.layer(options))
  const context = await runtime.context()
  const clock = Context.get(context, VirtualClock.VirtualClock)
  const client = Context.get(context, HttpClient.HttpClient)
  const { authorisations, sessions } = Context.get(context, Truth.Truth)
  const shopper = Context.get(context, Shopper.Shopper)
  const deliveries = Context.get(context, Deliveries.Deliveries)
  const backOffice = Context.get(context, BackOffice.BackOffice)

  const run = async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const exit = await clock.drive(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  }

  const bearer = { authorization: `Bearer ${options.credentials?.secretKey ?? secretKey}` }
  const sending = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, form?: Form, headers: Headers = {}) => {
    const query = method === "GET" && form !== undefined ? `?${encode(form)}` : ""
    const bare = HttpClientRequest.setHeaders(HttpClientRequest.make(method)(`https://api.stripe.com${path}${query}`), {
      ...bearer,
      ...headers
    })
    const request =
      method === "GET" || form === undefined
        ? bare
        : HttpClientRequest.bodyText(bare, encode(form), headers["content-type"] ?? "application/x-www-form-urlencoded")
    return Effect.flatMap(client.execute(request), (response) =>
      Effect.map(response.text, (text): Answer => ({
        status: response.status,
        headers: response.headers,
        body: JSON.parse(text) as Json,
        text
      }))
    )
  }
  const send = (...request: Parameters<typeof sending>) => run(sending(...request))

  const post = (path: string, form: Form = {}, headers?: Headers) => send("POST", `/v1/${path}`, form, headers)
  const get = (path: string, form?: Form) => send("GET", `/v1/${path}`, form)

  /** A PaymentIntent of 15.00 USD. */
  const intent = async (form: Form = {}): Promise<Json> =>
    (await post("payment_intents", { amount: 1500, currency: "usd", ...(form as object) })).body
  /** A Checkout Session of one item of 15.00 USD. */
  const session = async (form: object = {}): Promise<Json> =>
    (await post("checkout/sessions", { ...elements, ...item(1500), ...form })).body

  const take = async () => (await run(deliveries.take)).map(({ body }) => JSON.parse(body) as Json)
  /** A PaymentIntent of 15.00 USD that is paid, and waits for its capture unless told; its events are taken. */
  const authorised = async (form: Form = {}): Promise<Json> => {
    const { id } = await intent({ capture_method: "manual", ...(form as object) })
    const { body } = await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa" })
    await take()
    return body
  }

  const checkout = ({ client_secret: token, id }: Json): Shopper.Checkout =>
    typeof token === "string" ? { id: String(id), token } : { id: String(id) }
  const finish = async (submission: Shopper.Submission, passed: boolean): Promise<Shopper.Submission> =>
    submission._tag === "Challenged" ? run(submission.finish(passed)) : submission

  return {
    act: (id: string, act: BackOffice.Act) => run(backOffice.act(id, act)),
    authorised,
    bearer,
    clock,
    faults: Context.get(context, Faults.Faults),
    finish,
    get,
    intent,
    post,
    run,
    send,
    sending,
    session,
    advance: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)),
    authorisations: () => run(authorisations),
    deliveries: () => run(deliveries.take),
    /** The events since the last time, and what they are about. */
    events: take,
    sessions: () => run(sessions),
    shown: (object: Json) => run(shopper.open(checkout(object))),
    shop: shopper,
    settle: (id: string, approved: boolean) => run(shopper.settle(id, approved)),
    submit: (object: Json, manner?: Shopper.Manner) => run(shopper.submit(checkout(object), manner)),
    /** What was authorised, captured and refunded, and whether the rest was given back. */
    totals: async (id: string) => {
      const one = (await run(authorisations)).find((authorisation) => authorisation.id === id)
      return one === undefined
        ? undefined
        : [one.authorised.decimal, one.captured.decimal, one.refunded.decimal, one.released]
    },
    truth: async (id: string) => (await run(sessions)).find((one) => one.id === id)
  }
}

export const error = ({ body }: Answer): Json => body["error"] as Json

/** What every account with all features offers. */
export const everything = {
  features: { multicapture: true, incrementalAuthorisation: true, overcapture: 20, extendedAuthorisation: true }
} as const

/** Asks for one of them. */
export const asking = (...names: ReadonlyArray<string>): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`payment_method_options[card][request_${name}]`, "if_available"]))

export const usd = (decimal: string) => ({ decimal, currency: "USD" })
