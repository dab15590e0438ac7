import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { AuthorisationId } from "../src/Fact.ts"
import { WebhookRefused } from "../src/RuleViolation.ts"
import * as Webhooks from "../src/Webhooks.ts"
import { event, linked, money, payment } from "./payment.ts"

const id = AuthorisationId.make("a1")
const other = AuthorisationId.make("a2")
const captured = event("x", "capture", "succeeded", 1, 4000)
const acknowledgement = { status: 200, headers: {}, body: "[accepted]" }

/** One of each, with every field. */
const events: ReadonlyArray<Webhooks.WebhookEvent> = [
  { _tag: "Reported", authorisation: id, reference: "order-1", fact: captured },
  { _tag: "AuthorisationRefused", id: "a3", reference: "order-1", reason: "Refused" },
  { _tag: "SessionCompleted", session: "s1", reference: "order-1", authorisation: id },
  { _tag: "SessionEnded", session: "s1", reference: "order-1", why: "expired" },
  { _tag: "Announced", id: "a1", reference: "order-1", status: "settled" },
  { _tag: "ForeignEvent", type: "CAPTURE", why: "live" },
  { _tag: "Ignored", type: "REPORT_AVAILABLE" },
  { _tag: "UnknownEvent", type: "TOMORROW" }
]

describe("an event", () => {
  const codec = Schema.toCodecJson(Webhooks.WebhookEvent)
  it.each(events)("$_tag comes back through JSON", (one) => {
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(one))))
    expect(back).toEqual(one)
  })

  it("is each in the list", () => {
    expect(new Set(events.map(({ _tag }) => _tag)).size).toBe(Webhooks.WebhookEvent.members.length)
  })
})

describe("the facts of what was received", () => {
  const received: Webhooks.Received = {
    acknowledgement,
    deliveries: [
      { id: "d1", events: [...events, { _tag: "Reported", authorisation: id, fact: linked("k1", "x") }] },
      {
        id: "d2",
        events: [{ _tag: "Reported", authorisation: other, fact: event("y", "capture", "succeeded", 1, 1) }]
      },
      { id: "d3", events: [] }
    ]
  }

  it("are those of one authorisation, of all deliveries", () => {
    expect(Webhooks.factsOf(received, payment())).toEqual([captured, linked("k1", "x")])
    expect(Webhooks.factsOf(received, { id: other })).toHaveLength(1)
    expect(Webhooks.factsOf(received, { id: AuthorisationId.make("a9") })).toEqual([])
    expect(payment().with(Webhooks.factsOf(received, payment())).totals().captured).toEqual(money(4000))
  })
})

it.each([
  ["missing", 401],
  ["malformed", 400],
  ["mismatch", 401],
  ["too-old", 401],
  ["unauthenticated", 401]
] as const)("a request that is refused as %s is answered %i, and never acknowledged", (why, status) => {
  const answer = Webhooks.refusal(new WebhookRefused({ provider: "test", why, problem: "c4n4ry" }))
  expect(answer).toEqual({ status, headers: { "content-type": "text/plain" }, body: why })
})
