/** A simulated Adyen and the shortest way to speak to it. */
import { BackOffice, Deliveries, Faults, Shopper, type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { AdyenSimulator } from "../../src/simulator/index.ts"

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"
type Headers = Readonly<Record<string, string>>
/** Text is sent as it is. */
type Body = string | object

export type Positions = AdyenSimulator.Positions
export const origin = "https://checkout-test.adyen.com"
export const { credentials } = AdyenSimulator
export const apiKey: Headers = { "x-api-key": credentials.apiKey }
export const eur = (value: number) => ({ value, currency: "EUR" })
/** An order that may change. */
export const order = {
  merchantAccount: credentials.merchantAccount,
  amount: eur(1900),
  returnUrl: "https://shop.example/checkout?order=12xy",
  reference: "order-1",
  countryCode: "NL",
  payable: false
}

/** An event as it stands in a webhook in JSON. */
export interface Event {
  readonly additionalData?: Readonly<Record<string, string>>
  readonly amount: { readonly currency: string; readonly value: number }
  readonly eventCode: string
  readonly eventDate: string
  readonly merchantAccountCode: string
  readonly merchantReference: string
  readonly operations?: ReadonlyArray<string>
  readonly originalReference?: string
  readonly paymentMethod?: string
  readonly pspReference: string
  readonly reason: string
  readonly success: string
}

export const eventsIn = ({ body }: Deliveries.Delivery): ReadonlyArray<Event> =>
  (JSON.parse(body) as { notificationItems: Array<{ NotificationRequestItem: Event }> }).notificationItems.map(
    ({ NotificationRequestItem: event }) => event
  )

export type Endpoint = "amountUpdates" | "captures" | "cancels" | "refunds" | "reversals"
export const preAuth = { additionalData: { authorisationType: "PreAuth" } }
/** Where payments are captured only when they are asked to be. */
export const openManual = (options: AdyenSimulator.Options & Simulation.Options = {}) =>
  open({ captureDelay: "manual", clock: { start: Date.UTC(2026, 0, 1) }, ...options })

export const open = async (options: AdyenSimulator.Options & Simulation.Options = {}) => {
  const runtime = ManagedRuntime.make(AdyenSimulator.layer(options))
  const context = await runtime.context()
  const clock = Context.get(context, VirtualClock.VirtualClock)
  const client = Context.get(context, HttpClient.HttpClient)
  const { authorisations, sessions } = Context.get(context, Truth.Truth)
  const shopper = Context.get(context, Shopper.Shopper)
  const faults = Context.get(context, Faults.Faults)
  const deliveries = Context.get(context, Deliveries.Deliveries)
  const backOffice = Context.get(context, BackOffice.BackOffice)

  const run = async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const exit = await clock.drive(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  }

  const sending = (
    method: Method,
    path: string,
    body?: Body,
    headers: Headers = {}
  ): Effect.Effect<Answer, unknown> => {
    const bare = HttpClientRequest.setHeaders(HttpClientRequest.make(method)(origin + path), headers)
    const request =
      body === undefined
        ? bare
        : HttpClientRequest.bodyText(bare, typeof body === "string" ? body : JSON.stringify(body), "application/json")
    return Effect.flatMap(client.execute(request), (response) =>
      Effect.map(response.text, (text) => {
        const isJson = response.headers["content-type"]?.startsWith("application/json") === true
        const read: unknown = isJson ? JSON.parse(text) : { text }
        return { status: response.status, headers: { ...response.headers }, body: read as Answer["body"] }
      })
    )
  }
  const send = (...asked: Parameters<typeof sending>) => run(sending(...asked))

  const post = (body: Body, headers: Headers = {}) => send("POST", "/v72/sessions", body, { ...apiKey, ...headers })
  const patch = (id: string, body: Body, headers: Headers = {}) =>
    send("PATCH", `/v72/sessions/${id}`, body, { ...apiKey, ...headers })
  const result = (id: string, sessionResult?: string) => {
    const query = sessionResult === undefined ? "" : `?${new URLSearchParams({ sessionResult })}`
    return send("GET", `/v72/sessions/${id}${query}`, undefined, apiKey)
  }
  /** A new session, and what the server got of it. */
  const create = async (others: object = {}): Promise<{ readonly id: string; readonly token: string }> => {
    const { body } = await post({ ...order, ...others })
    return { id: String(body["id"]), token: String(body["sessionData"]) }
  }
  /** A new session that the shopper may pay. */
  const payable = (others: object = {}) => create({ ...others, payable: true })
  /** As Drop-in asks. */
  const drop = (path: string, body: Body, clientKey = credentials.clientKey) =>
    send("POST", `/test/checkoutshopper/${path}?clientKey=${clientKey}`, body)

  /** A payment of 19.00 EUR, by its pspReference. */
  const authorised = async (others: object = {}): Promise<string> => {
    const paid = await run(shopper.submit(await payable(others)))
    return paid._tag === "Authorised" ? paid.authorisation : paid._tag
  }
  /** With the amount, if any, and this account. */
  const modify = (psp: string, endpoint: Endpoint, body: object = {}, headers: Headers = {}) =>
    send(
      "POST",
      `/v72/payments/${psp}/${endpoint}`,
      { merchantAccount: credentials.merchantAccount, ...body },
      { ...apiKey, ...headers }
    )
  const take = () => run(deliveries.take)
  /** All that is told by then, 2 seconds later. */
  const told = async (): Promise<ReadonlyArray<Event>> => {
    await run(clock.advance("2 seconds"))
    return (await take()).flatMap(eventsIn)
  }

  return {
    act: (authorisation: string, act: BackOffice.Act) => run(backOffice.act(authorisation, act)),
    authorised,
    modify,
    take,
    told,
    /** The money of an authorisation: authorised, captured, refunded, in major units, and whether it is released. */
    money: async (psp: string) => {
      const found = (await run(authorisations)).find(({ id }) => id === psp)
      return found && [found.authorised.decimal, found.captured.decimal, found.refunded.decimal, found.released]
    },
    authorisations: () => run(authorisations),
    clock,
    create,
    drop,
    faults,
    patch,
    payable,
    post,
    result,
    run,
    send,
    sending,
    sessions: () => run(sessions),
    shopper,
    advance: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)),
    shown: (id: string, token?: string) => run(shopper.open(token === undefined ? { id } : { id, token })),
    settle: (id: string, approved: boolean) => run(shopper.settle(id, approved)),
    submit: (checkout: Shopper.Checkout, manner?: Shopper.Manner) => run(shopper.submit(checkout, manner)),
    truth: async (id: string) => (await run(sessions)).find((session) => session.id === id)
  }
}

export const codeOf = ({ body, status }: Answer): string => `${status} ${String(body["errorCode"])}`
export const proofOf = (submission: Shopper.Submission): string =>
  "proof" in submission ? (submission.proof ?? "") : ""
export const tokenOf = (
  submission: { readonly _tag: string; readonly token?: string } | { readonly _tag: string }
): string => ("token" in submission ? (submission.token ?? "") : "")
