/** A run as text for a terminal. */
import type { Kill, LawReport, Report, Status } from "../Report.ts"

/** A failure as a story. */
export const story = (subject: string, { failure, law, reason, title }: LawReport): string =>
  failure === undefined
    ? `${law} ${title} (${subject}): ${reason ?? ""}`
    : [
        `${law} ${title} (${subject})${reason === undefined ? "" : `: ${reason}`}`,
        `  ${[...failure.steps.map(({ text }) => text), `expected ${failure.expected}, got ${failure.observed}`].join(" · ")}`,
        ...failure.steps.flatMap(({ exchanges }) =>
          exchanges.map(({ ended, method, path, status }) => `    ${method} ${path} → ${status ?? ended}`)
        ),
        ...(failure.replay === undefined ? [] : [`  again: ${failure.replay}`])
      ].join("\n")

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

/** Every law that did not run, with its reason. */
export const skips = (reports: ReadonlyArray<Report>): string => {
  const grouped = new Map<string, Array<string>>()
  for (const { laws, subject } of reports) {
    for (const { law, reason, status } of laws) {
      if (status !== "skipped" && status !== "deviates") continue
      const key = `${law} ${status}: ${reason}`
      grouped.set(key, [...(grouped.get(key) ?? []), subject])
    }
  }
  return [...grouped].map(([key, subjects]) => `${key} (${subjects.join(", ")})`).join("\n")
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
