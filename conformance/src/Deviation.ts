/** Known gaps, held to: a law that deviates must still fail, in the way that the subject says, and not for longer. */
import type { Failure, LawReport } from "./Report.ts"
import type { Deviation, Subject } from "./Subject.ts"

/** What came of a law, before it is known which one it was. */
export type Outcome = Pick<LawReport, "status" | "runs" | "commands" | "reason" | "failure" | "deviation">

/** How a failure's story ends. */
export const ending = ({ expected, observed }: Failure): string => `expected ${expected}, got ${observed}`

/** What a law's outcome counts as, by what the subject says of it. */
export const strict = (outcome: Outcome, deviation: Deviation | undefined, today: string): Outcome => {
  if (deviation === undefined) return outcome
  const { fails, kind, reason, until } = deviation
  const broken = (why: string): Outcome => ({ ...outcome, status: "failed", reason: why })
  if (outcome.status !== "failed") return broken(`the deviation is out of date: the law is ${outcome.status}`)
  if (until !== undefined && until < today) return broken(`the deviation was accepted until ${until}: ${reason}`)
  if (outcome.failure === undefined || !ending(outcome.failure).includes(fails))
    return broken(`it fails in another way than the deviation says (${fails})`)
  return { ...outcome, status: "deviates", deviation: kind, reason: `${kind}: ${reason}` }
}

/** What is wrong with a subject's list of deviations, whichever laws are tried. */
export const problems = ({ deviations }: Subject, catalogue: ReadonlyArray<{ readonly id: string }>) =>
  deviations.flatMap(({ fails, law, until }, index): ReadonlyArray<string> => [
    ...(catalogue.some(({ id }) => id === law) ? [] : [`a deviation names ${law}, and there is no such law`]),
    ...(deviations.findIndex((other) => other.law === law) < index ? [`two deviations name ${law}`] : []),
    ...(fails.trim() === "" ? [`the deviation of ${law} does not say how the law fails`] : []),
    ...(until === undefined || isDay(until) ? [] : [`the deviation of ${law} ends on no day: ${until}`])
  ])

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
}
