/** Adyen's adapters with one decision replaced, or with calls and notifications that are changed on their way. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Subject } from "@paylayer/conformance"
import { onPort } from "@paylayer/conformance/mutants"
import type { Fact } from "@paylayer/core"
import { Authorisation, Money, Sessions, Webhooks } from "@paylayer/core"
import type { ProviderClient } from "@paylayer/core/adapter"
import { AmountTable, defined } from "@paylayer/core/adapter"
import { adyen, webhookOptions } from "../../conformance.ts"
import type { Account } from "../../src/account.ts"
import * as AdyenClient from "../../src/AdyenClient.ts"
import * as checkout from "../../src/checkout/ports.ts"
import { amounts, provider } from "../../src/currencies.ts"
import * as sessions from "../../src/sessions/ports.ts"
import { AdyenSimulator } from "../../src/simulator/index.ts"
import { eventOf } from "../../src/webhooks/events.ts"
import type { Item } from "../../src/webhooks/item.ts"
import * as webhooks from "../../src/webhooks/ports.ts"

export const options = {
  apiKey: Redacted.make(AdyenSimulator.credentials.apiKey),
  merchantAccount: AdyenSimulator.credentials.merchantAccount
}
export const right = adyen("adyen")

export type Call = ProviderClient.Call<unknown, unknown>
type Execute = ProviderClient.ProviderClient["execute"]

/** What is wrong, and the world in which that can be seen. */
export interface Change {
  readonly sessions?: Partial<sessions.Decisions>
  readonly modifications?: Partial<checkout.Decisions>
  readonly webhooks?: Partial<webhooks.Decisions>
  /** Another call than the right one. */
  readonly call?: (call: Call) => Call
  /** Something else that is done with a call. */
  readonly execute?: (execute: Execute, call: Call) => Effect.Effect<unknown, unknown>
  /** Without the client's own retries. */
  readonly once?: true
  /** What the adapter is told of the account. */
  readonly account?: Account
  readonly assume?: Partial<AdyenSimulator.Positions>
  readonly world?: AdyenSimulator.Options
}

/** Checkout and its webhooks, right but for that. */
export const nearly = (change: Change = {}): Subject.Subject => {
  const { account, assume = {}, call = (call: Call) => call, world = {} } = change
  const { execute = (execute: Execute, call: Call) => execute(call) } = change
  const merchant = { ...options, ...defined({ account }) }
  const client = AdyenClient.make({ ...options, ...(change.once ? { retry: { attempts: 1 } } : {}) })
  const ports = Effect.map(client, (client) => {
    const changed = { execute: ((one: Call) => execute(client.execute, call(one))) as Execute }
    return Context.merge(
      sessions.make(changed, merchant, { ...sessions.decisions, ...change.sessions }),
      checkout.make(changed, merchant, { ...checkout.decisions, ...change.modifications })
    )
  })
  const receiving = webhooks.make(
    { ...webhookOptions, ...defined({ account }) },
    { ...webhooks.decisions, ...change.webhooks }
  )
  return adyen(
    "adyen",
    assume,
    Layer.merge(Layer.effectContext(ports), Layer.effect(Webhooks.Webhooks, receiving)),
    world
  )
}

/** Calls of one operation with other fields in their body. */
export const sending = (
  isMeant: (call: Call) => boolean,
  change: (body: Record<string, unknown>) => object,
  world: Omit<Change, "call"> = {}
): Subject.Subject =>
  nearly({
    ...world,
    call: (call) => (isMeant(call) ? { ...call, json: change(call.json as Record<string, unknown>) as never } : call)
  })

export const isModification = ({ operation }: Call): boolean => !operation.startsWith("Session")

/** An account on which a payment can be captured several times, and an adapter that was told so. */
export const severalCaptures: Pick<Change, "account" | "world"> = {
  account: { multiplePartialCaptures: true },
  world: { multiplePartialCaptures: true }
}

/** Verified as they came, and read as other notifications. */
export const reading = (change: (item: Item) => Item): Pick<Change, "webhooks"> => ({
  webhooks: { event: (item, setting) => eventOf(change(item), setting) }
})

/** The same notifications, which tell something else: no fact, where there is none. */
export const telling = (change: (fact: Fact.Fact, item: Item) => Fact.Fact | undefined): Pick<Change, "webhooks"> => ({
  webhooks: {
    event: (item, setting) =>
      Result.map(eventOf(item, setting), (event) => {
        if (event._tag !== "Reported") return event
        const fact = change(event.fact, item)
        return fact === undefined ? { _tag: "Ignored", type: item.eventCode ?? "" } : { ...event, fact }
      })
  }
})

/** The outcomes among them. */
export const outcomes = (change: (fact: Fact.Outcome, item: Item) => Fact.Fact | undefined) =>
  telling((fact, item) => (fact._tag === "Outcome" ? change(fact, item) : fact))

type Receive = Webhooks.Webhooks["Service"]["receive"]

/** Requests received in another way. */
export const receiving = (change: (receive: Receive) => Receive, subject: Subject.Subject = right): Subject.Subject =>
  onPort(subject, Webhooks.Webhooks, (port) => ({ ...port, receive: change(port.receive) }))

/** The body as Adyen would have signed it. */
export const signed = (body: string): Webhooks.RawRequest => right.webhooks!.sign(body, "current", 0)

/** Sessions that are told to be authorised in another way. */
export const authorised = (change: (first: Fact.Authorised) => Fact.Authorised, subject = right): Subject.Subject =>
  onPort(subject, Sessions.SessionResults, ({ result }) => ({
    result: (session, proof) =>
      Effect.map(result(session, proof), (found) => {
        const first = found.authorisation?.facts.find((fact) => fact._tag === "Authorised")
        return first === undefined
          ? found
          : new Sessions.SessionResult({ ...found, authorisation: Authorisation.make(provider, change(first)) })
      })
  }))

/** Some of Adyen's currencies, counted in another way: of all, a law meets few. */
export const counted = (
  currencies: AmountTable.AmountTable["currencies"],
  changed: Partial<AmountTable.AmountTable> = {}
): AmountTable.AmountTable => ({ ...amounts, currencies, ...changed })

/** As ISO 4217 counts. */
export const iso = AmountTable.make(provider, AmountTable.iso(amounts.currencies))

/** How much the one is above or below the other; where they are the same, the one. */
export const difference = (amount: Money.Money, other: Money.Money): Money.Money =>
  new Money.Money({ value: Math.abs(amount.value - other.value) || amount.value, currency: amount.currency })

let fresh = 0
/** A name that nothing had before. */
export const anew = (): string => `fresh-${++fresh}`
