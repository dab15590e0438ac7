/** Known gaps, held to: a law that deviates must still fail, in the way that the subject says, and not for longer. */
import type { Failure, LawReport } from "./Report.ts"
import type { Deviation, Subject } from "./Subject.ts"

/** What came of a law, before it is known which one it was. */
export interface Outcome extends Pick<
  LawReport,
  "status" | "runs" | "commands" | "reason" | "failure" | "problem" | "deviation"
> {
  /** The ways in which inputs failed that may. */
  readonly ways?: ReadonlyArray<string>
}

/** How a failure's story ends. */
export const ending = ({ expected, observed }: Failure): string => `expected ${expected}, got ${observed}`

/** All ways in which a law may fail. */
export const waysOf = (deviation: Deviation | undefined): ReadonlyArray<string> =>
  deviation === undefined ? [] : typeof deviation.fails === "string" ? [deviation.fails] : deviation.fails

/** Those of these ways in which it failed. */
export const failsBy = (failure: Failure, ways: ReadonlyArray<string>): ReadonlyArray<string> =>
  ways.filter((words) => ending(failure).includes(words))

/** What a law's outcome counts as, by what the subject says of it. */
export const strict = (outcome: Outcome, deviation: Deviation | undefined, today: string): Outcome => {
  // What is wrong with the subject itself is a problem, whatever else it says.
  if (deviation === undefined || outcome.problem !== undefined) return outcome
  const { kind, reason, until } = deviation
  const ways = waysOf(deviation)
  const broken = (why: string): Outcome => ({ ...outcome, status: "failed", reason: why })
  if (outcome.status !== "failed") return broken(`the deviation is out of date: the law is ${outcome.status}`)
  if (until !== undefined && until < today) return broken(`the deviation was accepted until ${until}: ${reason}`)
  if (outcome.failure === undefined || failsBy(outcome.failure, ways).length === 0)
    return broken(`it fails in another way than the deviation says (${ways.join("; ")})`)
  const unseen = ways.filter((words) => outcome.ways?.includes(words) !== true)
  if (unseen.length > 0) return broken(`the deviation is out of date: it does not fail by: ${unseen.join("; ")}`)
  return { ...outcome, status: "deviates", deviation: kind, reason: `${kind}: ${reason}` }
}

/** What is wrong with a subject's list of deviations, whichever laws are tried. */
export const problems = ({ deviations }: Subject, catalogue: ReadonlyArray<{ readonly id: string }>) =>
  deviations.flatMap(({ kind, law, until, ...deviation }, index): ReadonlyArray<string> => [
    ...(catalogue.some(({ id }) => id === law) ? [] : [`a deviation names ${law}, and there is no such law`]),
    ...(deviations.findIndex((other) => other.law === law) < index ? [`two deviations name ${law}`] : []),
    ...(isKind(kind) ? [] : [`the deviation of ${law} is of no kind that there is: ${String(kind)}`]),
    ...(says(deviation.fails) ? [] : [`the deviation of ${law} does not say how the law fails`]),
    ...(until === undefined || isDay(until) ? [] : [`the deviation of ${law} ends on no day: ${until}`])
  ])

/** More than the words that every failure ends with. */
const says = (fails: Deviation["fails"] | undefined): boolean => {
  const all = fails === undefined ? [] : [fails].flat()
  return all.length > 0 && all.every((words) => words.replace(/expected|got|[^\p{L}\p{N}]/gu, "").length >= 3)
}

/** For authors whose compiler did not look. */
const isKind = (kind: string): boolean => ["provider-limit", "not-implemented", "known-bug"].includes(kind)

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
}
