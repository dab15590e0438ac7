/** What the rules let through never breaks the order of the totals, whatever becomes of what is under way. */
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Authorisation } from "../../src/Authorisation.ts"
import * as AuthorisationModule from "../../src/Authorisation.ts"
import type { Authorised, Fact, Kind } from "../../src/Fact.ts"
import * as Money from "../../src/Money.ts"
import type { ModificationState } from "../../src/Totals.ts"
import { isPending } from "../../src/Totals.ts"
import type { Guard, Passage, World } from "./merchant.ts"
import { Merchant, rules } from "./merchant.ts"
import { isFound, patience, runs } from "./runs.ts"

const kinds = ["adjust", "capture", "refund", "cancel", "reverse"] as const satisfies ReadonlyArray<Kind>

interface Step {
  readonly what: "ask" | "do" | "again" | "decide" | "hear"
  readonly kind: Kind
  readonly tenths: number
  readonly pick: number
  readonly yes: boolean
  readonly final: boolean
  readonly heard: boolean
  readonly passage: Passage
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("ask", "do" as const) },
    { weight: 2, arbitrary: fc.constant("decide" as const) },
    { weight: 2, arbitrary: fc.constantFrom("again", "again", "hear" as const) }
  ),
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("adjust", "capture", "refund" as const) },
    { weight: 2, arbitrary: fc.constantFrom("cancel", "reverse" as const) }
  ),
  tenths: fc.integer({ min: 1, max: 13 }),
  pick: fc.nat(31),
  yes: fc.constantFrom(true, true, true, false),
  final: fc.constantFrom(false, false, true),
  heard: fc.constantFrom(true, true, false),
  passage: fc.constantFrom("answered", "answered", "unanswered", "lost", "refused", "refused")
})

const world: fc.Arbitrary<World> = fc
  .tuple(
    fc.constantFrom(
      { observed: false, more: 0, silent: false },
      { observed: true, more: 0, silent: false },
      { observed: true, more: 15, silent: false },
      // What says nothing of its captures reports no totals either.
      { observed: false, more: 0, silent: true },
      { observed: false, more: 0, silent: true }
    ),
    fc.boolean()
  )
  .map(([world, tells]) => ({ amount: 100, tells, ...world }))

const course = fc.tuple(world, fc.array(step, { minLength: 1, maxLength: 16, size: "max" }))

/** Mostly something is asked that is possible by then. */
const likely = (kind: Kind, { captured }: Merchant): Kind =>
  captured > 0 ? (kind === "adjust" || kind === "cancel" ? "refund" : kind) : kind === "refund" ? "adjust" : kind

const play = ([world, steps]: readonly [World, ReadonlyArray<Step>], guard: Guard): Merchant => {
  const merchant = new Merchant(world, guard)
  for (const [index, { final, heard, kind, passage, pick, tenths, what, yes }] of steps.entries()) {
    if (index === Math.floor(steps.length / 3)) merchant.wait(pick)
    switch (what) {
      case "ask":
        merchant.ask(pick % 4 === 0 ? kind : likely(kind, merchant), tenths * 10, final, passage)
        break
      case "do":
        merchant.ask(likely(kind, merchant), tenths * 10, final, "answered")
        merchant.decide(merchant.waiting.length - 1, yes, true)
        break
      case "again":
        merchant.again(pick, passage)
        break
      case "decide":
        merchant.decide(pick, yes, heard)
        break
      case "hear":
        merchant.hear(pick)
    }
  }
  // Whatever is under way comes to pass in the end.
  while (merchant.waiting.length > 0) merchant.decide(0, true, false)
  return merchant
}

describe("what the rules let through", () => {
  it(
    "keeps refunded <= captured <= authorised, whatever is executed of it and in whatever order",
    () => {
      const sent = new Set<Kind>()
      fc.assert(
        fc.property(course, (course) => {
          const merchant = play(course, rules)
          expect(merchant.broken).toEqual([])
          for (const kind of merchant.sent) sent.add(kind)
        }),
        { numRuns: runs }
      )
      // Rules that let nothing through would be right as well.
      expect([...sent].sort()).toEqual([...kinds].sort())
    },
    patience
  )

  it(
    "is all that is possible, where nothing is under way",
    () => {
      fc.assert(
        fc.property(course, step, ([world, steps], { kind, tenths }) => {
          // Who does not say how much it refunded is believed to have refunded all.
          const merchant = play([{ ...world, tells: true }, steps], rules)
          while (merchant.unheard.length > 0) merchant.hear(0)
          const { authorised, captured, now, refunded, released } = merchant
          // What never arrived waits for ever.
          fc.pre(!merchant.known.totals(now).modifications.some(isPending))
          const amount = tenths * 10
          const possible = {
            adjust: captured === 0 && !released,
            // Asked so that the rest is kept: what is beyond the authorised total can't be.
            capture: !released && captured + amount <= authorised,
            cancel: captured === 0 && !released,
            refund: captured > 0 && refunded + amount <= captured,
            reverse: captured === 0 ? !released : refunded < captured
          }
          const asked = { kind, amount: Money.positiveUnsafe(amount, "EUR"), now, final: false }
          expect(Result.isSuccess(rules(merchant.known, asked))).toBe(possible[kind])
        }),
        { numRuns: runs }
      )
    },
    patience
  )
})

/** The rules, asked as if some modifications were not there. */
const without =
  (ignored: (state: ModificationState, asked: Kind) => boolean): Guard =>
  (authorisation, question) => {
    const states = authorisation
      .totals(question.now)
      .modifications.filter((state) => state.key !== question.key && ignored(state, question.kind))
    const keys = new Set<unknown>(states.map(({ key }) => key))
    return rules(
      changed(authorisation, (facts) => facts.filter((fact) => !("key" in fact) || !keys.has(fact.key))),
      question
    )
  }

const changed = (authorisation: Authorisation, change: (facts: ReadonlyArray<Fact>) => ReadonlyArray<Fact>) => {
  const [first, ...rest] = change(authorisation.facts.toSorted((fact) => (fact._tag === "Authorised" ? -1 : 0)))
  return AuthorisationModule.make(authorisation.provider, first as Authorised, rest)
}

const underWay = (kind: Kind) => (state: ModificationState) => isPending(state) && state.kind === kind

const optimistic: ReadonlyArray<readonly [rule: string, guard: Guard]> = [
  ["nothing that is under way counts", without(isPending)],
  ["what has no answer did not arrive", without(({ stage }) => stage === "reserved")],
  ["what is only received will not happen", without(({ stage }) => stage === "acknowledged")],
  ["an adjustment under way does not count", without(underWay("adjust"))],
  ["a capture under way does not count", without(underWay("capture"))],
  ["a cancellation under way does not count", without(underWay("cancel"))],
  ["a refund under way does not count", without(underWay("refund"))],
  ["a reversal under way does not count", without(underWay("reverse"))],
  ["a refund that is done does not count", without(({ kind, stage }) => kind === "refund" && stage === "succeeded")],
  ["a capture that is done does not count", without(({ kind, stage }) => kind === "capture" && stage === "succeeded")],
  [
    "an adjustment under way is in force",
    (authorisation, question) =>
      rules(
        authorisation.with(
          authorisation
            .totals()
            .modifications.flatMap((state): ReadonlyArray<Fact> =>
              underWay("adjust")(state) && state.key !== undefined
                ? [{ _tag: "Outcome", key: state.key, kind: "adjust", at: question.now, verdict: "succeeded" }]
                : []
            )
        ),
        question
      )
  ],
  [
    "what is assumed to be captured is captured",
    (authorisation, question) =>
      without((state, asked) => asked === "refund" && state.kind !== "refund" && isPending(state))(
        authorisation,
        question
      )
  ]
]

describe("an optimistic rule is found", () => {
  it.each(optimistic)(
    "%s",
    (_, guard) => {
      const safe = fc.property(course, (course) => play(course, guard).broken.length === 0)
      expect(isFound(safe)).toBe(true)
    },
    patience
  )
})
