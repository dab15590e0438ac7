/** Mutants of how events are verified and read, on the reference adapter. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Fact } from "@paylayer/core"
import { Webhooks } from "@paylayer/core"
import { Hmac } from "@paylayer/core/adapter"
import type { Mutant } from "../Mutant.ts"
import type { Event } from "../reference/webhooks.ts"
import { eventOf } from "../reference/webhooks.ts"
import * as references from "../reference/index.ts"
import { mutant, onPort } from "./operators.ts"

const { subject } = references

/** Events read with other data. */
const reading = (change: (event: Event) => Event) => ({
  event: ((event, read) => eventOf(change(event), read)) satisfies typeof eventOf
})

const data = (event: Event, change: (data: Readonly<Record<string, unknown>>) => object): Event => ({
  ...event,
  data: change(event.data as Readonly<Record<string, unknown>>)
})

const onReceive = (
  change: (receive: Webhooks.Webhooks["Service"]["receive"]) => Webhooks.Webhooks["Service"]["receive"]
) => onPort(references.reference, Webhooks.Webhooks, (port) => ({ ...port, receive: change(port.receive) }))

/** What is received, with each event as zero or more others. */
const events = (change: (event: Webhooks.WebhookEvent) => ReadonlyArray<Webhooks.WebhookEvent>) =>
  onReceive(
    (receive) => (request) =>
      Effect.map(receive(request), (received) => ({
        ...received,
        deliveries: received.deliveries.map(({ events, id }) => ({ id, events: events.flatMap(change) }))
      }))
  )

const outcomes = (change: (fact: Fact.Outcome) => Fact.Fact) =>
  events((event) =>
    event._tag === "Reported" && event.fact._tag === "Outcome" ? [{ ...event, fact: change(event.fact) }] : [event]
  )

const acknowledgement = { status: 200, headers: {}, body: '{"received":1}' }

/** The same value, written by us. */
const rewritten = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body
  }
}

export const mutants: ReadonlyArray<Mutant> = [
  mutant("WHK-01", "no signature is checked", subject("reference", { isSigned: () => Effect.succeed(true) as never })),
  mutant(
    "WHK-01",
    "signatures are compared by their beginning",
    subject("reference", {
      isSigned: ((keys, tags, text) =>
        tags.some((tag) => tag.length < 32)
          ? Effect.succeed(true)
          : Hmac.isSigned(keys, tags, text)) as typeof Hmac.isSigned
    })
  ),
  mutant("WHK-01", "the body is written again before it is verified", subject("reference", { signedText: rewritten })),
  mutant(
    "WHK-01",
    "an old signature is good for ever",
    subject("reference", {
      tolerance: Infinity,
      webhooks: (capabilities) => ({ ...capabilities, tolerance: Duration.minutes(5) })
    })
  ),
  mutant(
    "WHK-01",
    "an old signature is good for ever, and no tolerance is declared",
    subject("reference", { tolerance: Infinity, webhooks: ({ tolerance: _, ...capabilities }) => capabilities })
  ),
  mutant(
    "WHK-01",
    "a signature is good for longer than the document says",
    subject("reference", { tolerance: Duration.toMillis(Duration.hours(1)) })
  ),
  mutant(
    "WHK-01",
    "less is verified than is signed, and said to be",
    subject("reference", {
      signedText: rewritten,
      webhooks: (capabilities) => ({ ...capabilities, signed: { _tag: "body-without-whitespace" } })
    })
  ),
  mutant(
    "WHK-01",
    "what has no signature at all is believed",
    onReceive(
      (receive) => (request) =>
        "reference-signature" in request.headers
          ? receive(request)
          : Effect.flatMap(Clock.currentTimeMillis, (now) =>
              receive(references.reference.webhooks!.sign(request.body, "current", now))
            )
    )
  ),
  mutant(
    "WHK-01",
    "a bad signature is acknowledged",
    onReceive(
      (receive) => (request) =>
        Effect.catch(receive(request), () => Effect.succeed({ deliveries: [], acknowledgement }))
    )
  ),
  mutant(
    "WHK-09",
    "only the first secret is known",
    subject("reference", {
      isSigned: ((keys, ...rest) => Hmac.isSigned(keys.slice(0, 1), ...rest)) as typeof Hmac.isSigned
    })
  ),
  mutant(
    "WHK-04",
    "every event is a success",
    subject(
      "reference",
      reading((event) => data(event, (told) => ("success" in told ? { ...told, success: true } : told)))
    )
  ),
  mutant(
    "WHK-05",
    "an unknown event is refused",
    subject("reference", {
      event: (event, read) =>
        Result.flatMap(eventOf(event, read), (told) =>
          told._tag === "UnknownEvent" ? Result.fail("an unknown type") : Result.succeed(told)
        )
    })
  ),
  mutant(
    "WHK-05",
    "a broken event is taken for an unknown one",
    subject("reference", {
      event: (event, read) =>
        Result.orElse(eventOf(event, read), () => Result.succeed({ _tag: "UnknownEvent" as const, type: event.type }))
    })
  ),
  mutant(
    "WHK-07",
    "live events and other merchants' are applied",
    events((event) => [event._tag === "ForeignEvent" ? { _tag: "Ignored", type: event.type } : event])
  ),
  mutant(
    "WHK-10",
    "acknowledged with an empty answer",
    subject("reference", { acknowledge: () => ({ status: 204, headers: {}, body: "" }) })
  ),
  mutant(
    "WHK-03",
    "an event that overtook its answer is dropped",
    events((event) =>
      event._tag === "Reported" && event.fact._tag === "Outcome" && event.fact.key !== undefined ? [] : [event]
    )
  ),
  mutant(
    "WHK-06",
    "an event has neither the key nor the id of its modification",
    outcomes(({ id: _, key: __, ...fact }) => fact)
  ),
  mutant(
    "WHK-02",
    "each delivery of an event is another modification",
    outcomes(({ key: _, ...fact }) => ({ ...fact, id: `${fact.id ?? ""} ${(deliveries += 1)}` }))
  ),
  mutant(
    "REV-01",
    "a reversal's event is always read as a refund",
    subject(
      "reference",
      reading((event) => data(event, (told) => ("turned_out" in told ? { ...told, turned_out: "refund" } : told)))
    )
  ),
  mutant(
    "CAP-03",
    "a capture that failed after all is read as a success",
    subject(
      "reference",
      reading((event) => (event.type === "modification.reverted" ? { ...event, type: "modification.decided" } : event))
    )
  )
]

let deliveries = 0
