/** Mutants of how Stripe's events are verified and read. */
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import type { Fact } from "@paylayer/core"
import { Authorisation, Fact as Facts, Modifications, Money, RuleViolation, Webhooks } from "@paylayer/core"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { webhookOptions } from "../../conformance.ts"
import { type Body, featured, reading, receiving, told, telling } from "./nearly.ts"

type Event = Webhooks.WebhookEvent

/** The facts among what is told, or others; none, where there is none. */
const facts = (change: (fact: Fact.Fact) => Fact.Fact | undefined, subject?: Subject.Subject): Subject.Subject =>
  telling(
    (events, { type }) =>
      events.map((event): Event => {
        if (event._tag !== "Reported") return event
        const fact = change(event.fact)
        return fact === undefined ? { _tag: "Ignored", type } : { ...event, fact }
      }),
    subject
  )

/** Events of these types are of no interest. */
const deaf = (types: ReadonlyArray<string>, subject?: Subject.Subject): Subject.Subject =>
  telling((events, { type }) => (types.includes(type) ? [{ _tag: "Ignored", type }] : events), subject)

/** As Stripe writes it, whatever came. */
const rewritten = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

const headerOf = ({ headers }: Webhooks.RawRequest): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === "stripe-signature")?.[1] ?? ""

/** As many characters of a signature are compared as came. */
const comparedByPrefix = receiving(
  (receive) => (request) =>
    Effect.catch(receive(request), (refused) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const right = told().webhooks!.sign(request.body, "current", now)
        return headerOf(request) !== "" && headerOf(right).startsWith(headerOf(request))
          ? receive(right)
          : Effect.fail(refused)
      })
    )
)

/** What was refunded by now, as the charge says it, is a refund of its own. */
const ofCharge = (event: Body): ReadonlyArray<Event> => {
  const { created, data, id, type } = event
  if (type !== "charge.refunded") return []
  const { object, previous_attributes: before } = data
  const amount = new Money.Money({
    value: object.amount_refunded - (before?.amount_refunded ?? 0),
    currency: object.currency.toUpperCase()
  })
  const fact: Fact.Fact = { _tag: "Outcome", id, kind: "refund", amount, at: created * 1000, verdict: "succeeded" }
  return [{ _tag: "Reported", authorisation: Facts.AuthorisationId.make(object.payment_intent), fact }]
}

/** Totals that nobody said would be told: then outcomes count, of which Stripe tells none. */
const unobserved = (fact: Fact.Fact): Fact.Fact => {
  if (fact._tag !== "Authorised") return fact
  const { observed: _, ...rest } = fact
  return rest
}

const unannounced = onPort(facts(unobserved), Modifications.Lookups, (port) => ({
  ...port,
  find: (sought) =>
    Effect.map(
      port.find(sought),
      (found) => new Authorisation.Authorisation({ ...found, facts: found.facts.map(unobserved) })
    )
}))

const releasesAreRefunds = { assume: { releasedCharge: "refunded-and-told" } } as const

let fresh = 0

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "WHK-01",
    "the body is written again before it is verified",
    receiving((receive) => (request) => receive({ ...request, body: rewritten(request.body) }))
  ),
  mutant(
    "WHK-01",
    "an old signature is good for ever",
    onPort(told(undefined, {}, { ...webhookOptions, tolerance: Duration.infinity }), Webhooks.Webhooks, (port) => ({
      ...port,
      capabilities: { ...port.capabilities, tolerance: Duration.minutes(5) }
    }))
  ),
  mutant("WHK-01", "a signature is compared as far as it goes", comparedByPrefix),
  mutant(
    "WHK-09",
    "only the first secret is known",
    told(undefined, {}, { ...webhookOptions, secrets: [webhookOptions.secrets[0]] })
  ),
  mutant(
    "WHK-07",
    "livemode is not looked at",
    reading((event) => ({ ...event, livemode: false }))
  ),
  mutant(
    "WHK-07",
    "whose account an event is about is not looked at",
    reading(({ account: _, ...event }) => event)
  ),
  mutant(
    "WHK-05",
    "an event of an unknown type is refused",
    receiving(
      (receive) => (request) =>
        Effect.flatMap(receive(request), (received) =>
          received.deliveries.some(({ events }) => events.some(({ _tag }) => _tag === "UnknownEvent"))
            ? Effect.fail(new RuleViolation.WebhookRefused({ provider: "stripe", why: "malformed" }))
            : Effect.succeed(received)
        )
    )
  ),
  mutant(
    "REF-01",
    "a refund is counted by refund.created and by charge.refunded",
    telling((events, event) => [...events, ...ofCharge(event)])
  ),
  mutant(
    "REF-02",
    "that a refund failed later is not heard",
    facts((fact) =>
      fact._tag === "Outcome" && fact.kind === "refund" && fact.verdict !== "succeeded" ? undefined : fact
    )
  ),
  mutant(
    "REF-04",
    "a dispute is a refund",
    facts((fact) =>
      fact._tag === "Disputed"
        ? { _tag: "Outcome", kind: "refund", id: fact.id, amount: fact.amount, at: fact.at, verdict: "succeeded" }
        : fact
    )
  ),
  mutant(
    "WHK-02",
    "each delivery of a refund counts",
    facts((fact) => {
      if (fact._tag !== "Outcome" || fact.kind !== "refund") return fact
      const { key: _, ...rest } = fact
      return { ...rest, id: `${fact.id} ${++fresh}` }
    })
  ),
  mutant("CAP-04", "that Stripe tells totals is not said", unannounced),
  mutant(
    "CAP-04",
    "what was captured elsewhere is not heard",
    deaf(["charge.captured", "charge.updated", "payment_intent.succeeded", "payment_intent.amount_capturable_updated"])
  ),
  mutant("MOD-03", "what was cancelled elsewhere is not heard", deaf(["payment_intent.canceled", "charge.refunded"])),
  mutant(
    "MOD-03",
    "a refund without our key is not heard",
    facts((fact) => (fact._tag === "Outcome" && fact.kind === "refund" && fact.key === undefined ? undefined : fact))
  ),
  mutant(
    "ADJ-05",
    "what ended by itself is not heard",
    deaf(["payment_intent.canceled", "charge.expired"], featured())
  ),
  mutant(
    "ADJ-05",
    "what was given back without being taken is a refund",
    reading(
      (event) =>
        event.data.object.object === "refund"
          ? { ...event, data: { ...event.data, object: { ...event.data.object, reason: null } } }
          : event,
      featured(undefined, releasesAreRefunds)
    )
  )
]
