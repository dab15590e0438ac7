/** What a subject's functions make of texts: where one changes nothing, no law may blame the adapter for what follows. */
import * as Effect from "effect/Effect"
import { Faults } from "@paylayer/simulator"
import type { Given } from "./Law.ts"
import { Misstated } from "./Subject.ts"
import { Trial } from "./Trial.ts"

/** What each function has to do. */
const duties = {
  otherTotal: "make the answer to an update state another total",
  unconfirmed: "take out of a creation's answer that the amount may change",
  strangeStatus: "make the answer that tells a status say brand-new",
  "webhooks.unknown": "give the event a type that no document knows",
  "webhooks.broken": "take a promised field out of the body",
  "webhooks.foreign": "make the event somebody else's",
  "webhooks.unsigned": "take the signature out of the body"
} as const

/** What stands in a text, however it is written. */
const valueOf = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

const isChanged = (before: string, after: string): boolean => valueOf(before) !== valueOf(after)

/** A defect, so that nothing on the way takes it for an answer of the adapter. */
export const misstated = (problem: string): Effect.Effect<never> => Effect.die(new Misstated({ problem }))

const idle = (name: keyof typeof duties, index?: number) =>
  misstated(`\`${name}${index === undefined ? "" : `[${index}]`}\` changed nothing: it has to ${duties[name]}`)

/** What a function of the subject has made of a text; of several, the one at this index. */
export const changed = (
  name: keyof typeof duties,
  before: string,
  after: string,
  index?: number
): Effect.Effect<string> => (isChanged(before, after) ? Effect.succeed(after) : idle(name, index))

/** An operation whose answer arrives as this function of the subject changes it. */
export const withAnswerChanged = <A, E, R>(
  name: "otherTotal" | "unconfirmed" | "strangeStatus",
  { subject }: Given,
  operation: Effect.Effect<A, E, R>,
  options: Faults.ArmOptions = {}
) =>
  Effect.gen(function* () {
    const unchanged = new Set<string>()
    const body = (original: string): string => {
      const other = subject[name]!(original)
      if (!isChanged(original, other)) unchanged.add(other)
      return other
    }
    yield* (yield* Faults.Faults).arm({ _tag: "Garble", body }, options)
    const result = yield* Effect.result(operation)
    const { exchanges } = yield* Trial
    // A refusal is nothing that it has to change: whoever was refused is to blame.
    const isIdle = (yield* exchanges).some(
      ({ outcome }) => outcome._tag === "Answered" && outcome.status < 300 && unchanged.has(outcome.body)
    )
    return isIdle ? yield* idle(name) : yield* Effect.fromResult(result)
  })
