/** What a run says besides the views that all ways of running share. */
import * as Catalogue from "../Catalogue.ts"
import type { Profile } from "../Claims.ts"
import * as Claims from "../Claims.ts"
import type { Law } from "../Law.ts"
import { ending } from "../Deviation.ts"
import type { Claim, Kill, LawReport, Report } from "../Report.ts"
import { count } from "../Report.ts"
import * as Text from "../report/text.ts"

interface Failed {
  readonly subject: string
  readonly report: LawReport
}

/** The failures as stories, the shortest first: of those that end alike one is told, and the others are named. */
export const failures = (reports: ReadonlyArray<Report>): string => {
  const failed = reports
    .flatMap(({ laws, subject }) =>
      laws.filter(({ status }) => status === "failed").map((report): Failed => ({ subject, report }))
    )
    .toSorted((one, other) => length(one) - length(other))
  const alike = new Map<string, Array<Failed>>()
  for (const one of failed) {
    const { failure, law, reason } = one.report
    const end = failure === undefined ? `${law} ${reason}` : ending(failure)
    alike.set(end, [...(alike.get(end) ?? []), one])
  }
  return [...alike.values()]
    .map(([first, ...others]) =>
      [
        Text.story(first!.subject, first!.report),
        ...others.map(({ report, subject }) => `  so also ${report.law} (${subject}) ${report.failure?.replay ?? ""}`)
      ].join("\n")
    )
    .join("\n\n")
}

const length = ({ report: { failure } }: Failed): number => failure?.steps.length ?? 0

/** Every mutant that lives, and the story that is too long to tell why it should not. */
export const survivors = (kills: ReadonlyArray<Kill>): string =>
  kills
    .filter(({ killed }) => !killed)
    .map(({ law, mutant, reason, subject }) => `${law} lets live: ${mutant} (${subject}): ${reason}`)
    .join("\n")

/** What is wrong with what subjects say of themselves, and with the corpus. */
export const problems = (reports: ReadonlyArray<Report>, corpus: string): string => {
  const all = reports.flatMap(({ problems, subject }) => problems.map((problem) => `problem of ${subject}: ${problem}`))
  const stale = reports.some(({ problems }) => problems.some((problem) => problem.startsWith("the corpus: ")))
  return [...all, ...(stale ? [`Take out of ${corpus} what can no longer be tried.`] : [])].join("\n")
}

/** How many reasons against a claim are told; the reports have all. */
const reasons = 3

/** What subjects may claim, of the profiles of which all laws were wanted. */
export const claims = (reports: ReadonlyArray<Report>, laws: ReadonlyArray<Law>): string => {
  const profiles = Claims.profiles.filter((profile) => isWhole(profile, laws))
  if (profiles.length === 0) return ""
  const rows = reports.map(({ claims, evidence, subject }) => [
    subject,
    evidence,
    ...profiles.map((profile) => verdict(claims.find((claim) => claim.profile === profile)))
  ])
  const remarks = reports.flatMap(({ claims, subject }) =>
    claims.filter(({ profile }) => profiles.includes(profile)).flatMap((claim) => remark(subject, claim))
  )
  return [Text.columns([["conformant", "by", ...profiles], ...rows]), ...remarks].join("\n")
}

const isWhole = (profile: Profile, laws: ReadonlyArray<Law>): boolean =>
  Claims.lawsOf(profile, Catalogue.laws).every(({ id }) => laws.some((law) => law.id === id))

const verdict = (claim: Claim | undefined): string => {
  if (claim === undefined) return "-"
  if (!claim.conformant) return "NO"
  return claim.limits.length === 0 ? "yes" : "within limits"
}

const remark = (subject: string, { against, conformant, limits, profile }: Claim): ReadonlyArray<string> => {
  const all = conformant ? limits : against
  if (all.length === 0) return []
  const more = all.length > reasons ? `; and ${all.length - reasons} more` : ""
  return [`${subject}, ${profile}: ${all.slice(0, reasons).join("; ")}${more}`]
}

export interface Run {
  readonly seed: number
  readonly runs: number
  readonly seeds: number
  readonly laws: ReadonlyArray<Law>
  readonly reports: ReadonlyArray<Report>
  readonly kills: ReadonlyArray<Kill>
  /** Milliseconds: of the laws by themselves, and in all. */
  readonly tried: number
  readonly millis: number
}

/** The last line: what was run, how long it took, and the counts. */
export const closing = ({ kills, laws, millis, reports, runs, seed, seeds, tried }: Run): string => {
  const counts = count(reports)
  const wrong = reports.reduce((sum, { problems }) => sum + problems.length, 0)
  const ofLaws =
    `${laws.length} laws on ${reports.length} subjects: ${counts.passed} passed, ${counts.failed} failed, ` +
    `${counts.refused} refused as declared, ${counts.deviates} deviate as declared, ${counts.skipped} skipped` +
    (wrong === 0 ? "" : `, ${wrong} problems`)
  const killed = kills.filter(({ killed }) => killed).length
  return [
    `catalogue ${Catalogue.version}, seed ${seed}, ${runs} runs, `,
    kills.length === 0 ? "" : `${seeds} seeds for mutants, `,
    reports.length === 0 || kills.length === 0 ? "" : `laws ${seconds(tried)} s, `,
    `in all ${seconds(millis)} s: `,
    [
      ...(reports.length === 0 ? [] : [ofLaws]),
      ...(kills.length === 0 ? [] : [`${killed} of ${kills.length} mutants killed`])
    ].join("; ")
  ].join("")
}

const seconds = (millis: number): string => (millis / 1000).toFixed(1)
