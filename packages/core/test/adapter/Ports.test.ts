import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import type { Answered } from "../../src/adapter/modification.ts"
import * as Ports from "../../src/adapter/Ports.ts"
import type { Authorisation } from "../../src/Authorisation.ts"
import type { Kind } from "../../src/Fact.ts"
import type { Modification } from "../../src/Modification.ts"
import { Unsupported } from "../../src/RuleViolation.ts"
import * as capabilities from "../capabilities.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import { asked, done, eur, key, linked, payment } from "../payment.ts"

const day = 24 * 60 * 60 * 1000
const captured = payment(done("c1", "capture", 4000, 1))
const options = { key: key("k1"), provider: [{ provider: "test", kind: "option" }] }

type Sent = Ports.Allowed<unknown, unknown>
type Send = (sent: Sent) => Effect.Effect<Answered>
type Ask = (of: Authorisation) => Effect.Effect<Modification, { readonly _tag: string }>

/** A rule that no modification passes. */
const forbidden = new Unsupported({ provider: "test", operation: "it", capability: "such a thing" })
const refuse = () => Result.fail(forbidden)

interface Row {
  readonly kind: Kind
  readonly operation: string
  readonly declared: object
  readonly amount: ReturnType<typeof eur> | undefined
  readonly port: (
    send: Send,
    rule?: typeof refuse
  ) => { readonly capabilities: object; readonly ask: Ask; readonly askPlain: Ask }
  /** Of this it is possible, of that it is not. */
  readonly possible: Authorisation
  readonly impossible: readonly [Authorisation, string]
}

const rows: ReadonlyArray<Row> = [
  {
    kind: "adjust",
    operation: "Adjustments.adjust",
    declared: capabilities.adjustments,
    amount: eur(12_000),
    port: (send, rule) => {
      const port = Ports.adjustments(capabilities.adjustments, send, rule)
      return { ...port, ask: (of) => port.adjust(of, eur(12_000), options), askPlain: (of) => port.adjust(of, eur(1)) }
    },
    possible: payment(),
    impossible: [captured, "NotAdjustable"]
  },
  {
    kind: "capture",
    operation: "Captures.capture",
    declared: capabilities.captures,
    amount: eur(6000),
    port: (send, rule) => {
      const port = Ports.captures(capabilities.captures, send, rule)
      return { ...port, ask: (of) => port.capture(of, eur(6000), options), askPlain: (of) => port.capture(of, eur(1)) }
    },
    possible: payment(),
    impossible: [payment(done("c1", "capture", 5000, 1)), "CaptureExceedsAuthorised"]
  },
  {
    kind: "cancel",
    operation: "Cancellations.cancel",
    declared: capabilities.cancellations,
    amount: undefined,
    port: (send, rule) => {
      const port = Ports.cancellations(capabilities.cancellations, send, rule)
      return { ...port, ask: (of) => port.cancel(of, options), askPlain: (of) => port.cancel(of) }
    },
    possible: payment(),
    impossible: [captured, "NotCancellable"]
  },
  {
    kind: "refund",
    operation: "Refunds.refund",
    declared: capabilities.refunds,
    amount: eur(4000),
    port: (send, rule) => {
      const port = Ports.refunds(capabilities.refunds, send, rule)
      return { ...port, ask: (of) => port.refund(of, eur(4000), options), askPlain: (of) => port.refund(of, eur(1)) }
    },
    possible: captured,
    impossible: [payment(), "NotRefundable"]
  },
  {
    kind: "reverse",
    operation: "Reversals.reverse",
    declared: capabilities.reversals,
    amount: undefined,
    port: (send, rule) => {
      const port = Ports.reversals(capabilities.reversals, send, rule)
      return { ...port, ask: (of) => port.reverse(of, options), askPlain: (of) => port.reverse(of) }
    },
    possible: captured,
    impossible: [payment([{ _tag: "Expired", at: 1 }]), "NotCancellable"]
  }
]

describe.each(rows)("$kind", ({ amount, declared, impossible, kind, operation, port, possible }) => {
  const sent: Array<Sent> = []
  const { ask, askPlain, ...made } = port((allowed) => Effect.sync(() => (sent.push(allowed), { id: "x" })))
  const run = (effect: ReturnType<Ask>) => {
    sent.length = 0
    return Effect.runPromiseExit(effect)
  }

  it("declares what it was given", () => {
    expect(made.capabilities).toBe(declared)
  })

  it("sends what the rules allow, and knows what was asked and answered", async () => {
    const modification = valueOf(await run(ask(possible)))
    expect(sent).toMatchObject([{ operation, kind, authorisation: possible, amount, key: key("k1"), options }])
    expect(modification).toMatchObject({ kind, key: key("k1"), id: "x", stage: "acknowledged" })
    const { sequence = 0, ...what } = modification.facts.find((fact) => fact._tag === "Asked") ?? asked("none", kind)
    expect(what).toMatchObject({ key: key("k1"), kind, ...(amount === undefined ? {} : { amount }) })
    expect(sequence).toBe(kind === "adjust" ? 1 : 0)
    expect(modification.facts).toContainEqual(linked("k1", "x"))
  })

  it("needs no options, and then draws a key", async () => {
    const { key } = valueOf(await run(askPlain(possible)))
    expect(sent).toMatchObject([{ key, options: {} }])
  })

  it("sends nothing that the rules do not allow", async () => {
    const [of, tag] = impossible
    expect(errorOf(await run(ask(of)))).toMatchObject({ _tag: tag })
    expect(sent).toEqual([])
  })

  it("asks the provider's own rule instead, where it has one", async () => {
    const strict = port(() => Effect.die("sent"), refuse)
    expect(errorOf(await run(strict.ask(possible)))).toBe(forbidden)
  })

  // What is captured can be refunded whenever one likes.
  if (kind === "refund") return
  it("asks the rules what the time is", async () => {
    const valid = payment([], { validUntil: day })
    const at = (millis: number) =>
      Effect.provide(Effect.andThen(TestClock.setTime(millis), ask(valid)), TestClock.layer())
    expect(valueOf(await run(at(day - 1)))).toMatchObject({ kind })
    expect(errorOf(await run(at(day)))).toHaveProperty("message", expect.stringContaining("expired"))
    expect(sent).toEqual([])
  })
})

it.each([
  ["what the caller wants", "chosen", {}, true],
  ["what the caller wants", "chosen", { final: false }, undefined],
  ["what the provider does", "kept", {}, undefined],
  ["what the provider does", "released", {}, true]
] as const)("a capture gives back what is left by %s: %s, %o", async (_, remainder, options, closes) => {
  const sent: Array<Sent> = []
  const declared = { ...capabilities.captures, remainder }
  const { capture } = Ports.captures(declared, (allowed) => Effect.sync(() => (sent.push(allowed), {})))
  await Effect.runPromise(capture(payment(), eur(1), options))
  expect(sent).toMatchObject([{ closes }])
})
