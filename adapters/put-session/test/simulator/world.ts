/** A simulated Acquired.com and the shortest way to speak to it. */
import { BackOffice, Deliveries, Faults, Shopper, type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { AcquiredSimulator } from "../../src/simulator/index.ts"

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
type Headers = Readonly<Record<string, string>>
/** Text is sent as it is. */
type Body = string | object

const origin = "https://test-api.acquired.com"
export const order = { order_id: "order-1", amount: 15.02, currency: "gbp", capture: true }

export const open = async (options: AcquiredSimulator.Options & Simulation.Options = {}) => {
  const runtime = ManagedRuntime.make(AcquiredSimulator.layer(options))
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

  const send = (method: Method, path: string, body?: Body, headers: Headers = {}): Promise<Answer> => {
    const bare = HttpClientRequest.setHeaders(HttpClientRequest.make(method)(origin + path), headers)
    const request =
      body === undefined
        ? bare
        : HttpClientRequest.bodyText(bare, typeof body === "string" ? body : JSON.stringify(body), "application/json")
    return run(
      Effect.flatMap(client.execute(request), (response) =>
        Effect.map(response.json, (json) => ({ status: response.status, body: json as Answer["body"] }))
      )
    )
  }

  const { appId, appKey } = options.credentials ?? AcquiredSimulator.credentials
  const logIn = async (): Promise<Headers> => {
    const { body } = await send("POST", "/v1/login", { app_id: appId, app_key: appKey })
    return { authorization: `Bearer ${String(body["access_token"])}` }
  }
  const bearer = await logIn()
  const post = (body: Body, headers: Headers = {}) =>
    send("POST", "/v1/payment-sessions", body, { ...bearer, ...headers })
  const put = (id: string, body: Body, headers: Headers = {}) =>
    send("PUT", `/v1/payment-sessions/${id}`, body, { ...bearer, ...headers })
  /** The id of a new session. */
  const create = async (transaction: object = {}, others: object = {}): Promise<string> => {
    const { body } = await post({ transaction: { ...order, ...transaction }, ...others })
    return String(body["session_id"])
  }

  const submit = (id: string, manner?: Shopper.Manner) => run(shopper.submit({ id }, manner))
  // From here on with a token of its own each: what follows a payment takes days, and a token lasts for an hour.
  /** The id of a new payment. */
  const pay = async (transaction: object = {}, others: object = {}): Promise<string> => {
    const { body } = await post({ transaction: { ...order, ...transaction }, ...others }, await logIn())
    const paid = await submit(String(body["session_id"]))
    if (paid._tag !== "Authorised") throw new Error(paid._tag)
    return paid.authorisation
  }
  const read = async (id: string, query = "") => send("GET", `/v1/transactions/${id}${query}`, undefined, await logIn())

  return {
    bearer,
    clock,
    create,
    faults,
    logIn,
    post,
    put,
    run,
    send,
    act: (authorisation: string, act: BackOffice.Act) => run(backOffice.act(authorisation, act)),
    advance: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)),
    /** What the provider believes about an authorisation: captured, refunded, released. */
    believed: async (id: string) => {
      const found = (await run(authorisations)).find((authorisation) => authorisation.id === id)
      return found && [found.captured.decimal, found.refunded.decimal, found.released]
    },
    authorisations: () => run(authorisations),
    deliveries: () => run(deliveries.take),
    modify: async (id: string, operation: string, body?: Body, headers: Headers = {}) =>
      send("POST", `/v1/transactions/${id}/${operation}`, body, { ...(await logIn()), ...headers }),
    pay,
    read,
    sessions: () => run(sessions),
    shown: (id: string) => run(shopper.open({ id })),
    settle: (id: string, approved: boolean) => run(shopper.settle(id, approved)),
    submit,
    truth: async (id: string) => (await run(sessions)).find((session) => session.id === id)
  }
}

/** The parameters that an answer calls invalid, with its reasons. */
export const invalid = ({ body }: Answer): ReadonlyArray<readonly [string, string]> =>
  ((body["invalid_parameters"] ?? []) as ReadonlyArray<{ readonly parameter: string; readonly reason: string }>).map(
    ({ parameter, reason }) => [parameter, reason]
  )

/** The id of the transaction that an answer names. */
export const idOf = ({ body }: Answer): string => String(body["transaction_id"])

/** The HTTP status of an answer, with the status of the transaction or the type of the error. */
export const gist = ({ body, status }: Answer): string => `${status} ${String(body["error_type"] ?? body["status"])}`

/** What webhooks say: the ids of transactions, with their statuses. */
export const told = (deliveries: ReadonlyArray<Deliveries.Delivery>): ReadonlyArray<readonly [string, string]> =>
  deliveries.map(({ body }) => {
    const { status, transaction_id } = (JSON.parse(body) as { readonly webhook_body: Record<string, string> })
      .webhook_body
    return [String(transaction_id), String(status)]
  })
