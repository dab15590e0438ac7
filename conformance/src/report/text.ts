/** A run as text for a terminal. */
import { ending } from "../Deviation.ts"
import type { Kill, LawReport, Report, Status } from "../Report.ts"
import { line } from "./characters.ts"

/** A failure as a story. */
export const story = (subject: string, { failure, law, level, reason, title }: LawReport): string => {
  const head = `${law} ${title} (${subject})${level === "must" ? "" : `, ${level}`}${reason === undefined ? "" : `: ${reason}`}`
  if (failure === undefined) return line(head)
  const { replay, steps } = failure
  return [
    line(head),
    `  ${line([...steps.map(({ text }) => text), ending(failure)].join(" · "))}`,
    ...steps.flatMap(({ exchanges }) =>
      exchanges.map(({ ended, method, path, status }) => `    ${line(`${method} ${path} → ${status ?? ended}`)}`)
    ),
    ...(replay === undefined ? [] : [`  again: ${line(replay)}`])
  ].join("\n")
}

/** What was sent and answered in each exchange of a failure. */
export const exchanges = ({ failure }: LawReport): string =>
  (failure?.steps ?? [])
    .flatMap((step) => step.exchanges)
    .map(({ answer, ended, key, method, path, request, status }) =>
      [
        line(`${method} ${path}${key === undefined ? "" : ` (key ${key})`}`),
        ...(request === undefined ? [] : [`  sent      ${line(request)}`]),
        `  answered  ${line([status ?? ended, answer].filter((part) => part !== undefined).join(" "))}`
      ].join("\n")
    )
    .join("\n")

const words: Readonly<Record<Status, string>> = {
  passed: "passed",
  failed: "FAILED",
  refused: "refused",
  skipped: "skipped",
  deviates: "deviates"
}

/** Laws × subjects. */
export const table = (reports: ReadonlyArray<Report>): string => {
  const rows = (reports[0]?.laws ?? []).map(({ law, title }) => [
    `${law}  ${title}`,
    ...reports.map(({ laws }) => {
      const found = laws.find((other) => other.law === law)
      return found === undefined ? "" : words[found.status]
    })
  ])
  return columns([["law", ...reports.map(({ subject }) => subject)], ...rows])
}

/** Why laws did not run, or failed as they were said to: those of one reason and the same subjects together. */
export const skips = (reports: ReadonlyArray<Report>): string => {
  const bySubjects = new Map<string, { readonly why: string; readonly law: string; readonly subjects: Array<string> }>()
  for (const { laws, subject } of reports) {
    for (const { law, reason, status } of laws) {
      if (status !== "skipped" && status !== "deviates") continue
      const why = `${status}: ${reason}`
      const found = bySubjects.get(`${law} ${why}`)
      if (found === undefined) bySubjects.set(`${law} ${why}`, { why, law, subjects: [subject] })
      else found.subjects.push(subject)
    }
  }
  const byReason = new Map<string, Array<string>>()
  for (const { law, subjects, why } of bySubjects.values()) {
    const where = subjects.length === reports.length ? "all" : subjects.join("; ")
    byReason.set(`${why}\n  on ${where}: `, [...(byReason.get(`${why}\n  on ${where}: `) ?? []), law])
  }
  return [...byReason].map(([key, laws]) => key + laws.join(", ")).join("\n")
}

/** Each mutant, the law that it dies by, and the shortest story of its death. */
export const kills = (kills: ReadonlyArray<Kill>): string =>
  columns([
    ["law", "mutant", "of", "killed after"],
    ...kills.map(({ failure, killed, law, mutant, reason, subject }) => [
      law,
      mutant,
      subject,
      killed ? (failure?.steps ?? []).map(({ text }) => text).join(" · ") : `SURVIVED: ${reason}`
    ])
  ])

/** Rows as left-aligned columns. */
export const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()
    )
    .join("\n")
}
