/** What came of trying laws, and the tables that show it. */

export interface Failure {
  readonly expected: string
  readonly observed: string
  /** In the domain's words. */
  readonly story: ReadonlyArray<string>
  /** Method, path and status of each request: no header, no query, no body. */
  readonly exchanges: ReadonlyArray<string>
  /** What to try to see it again. */
  readonly replay?: string
}

/**
 * `refused`: a capability is declared absent, and the operation is refused as declared. `deviates`: it fails as the
 * subject said it would.
 */
export type Status = "passed" | "failed" | "refused" | "skipped" | "deviates"

export interface LawReport {
  readonly law: string
  readonly title: string
  readonly level: "must" | "should" | "advisory"
  readonly status: Status
  /** How many inputs it was tried on. */
  readonly runs: number
  readonly millis: number
  readonly reason?: string
  readonly failure?: Failure
}

export interface Report {
  readonly catalogue: string
  readonly subject: string
  readonly version: string
  readonly seed: number
  readonly laws: ReadonlyArray<LawReport>
}

/** How many laws ended each way. */
export const count = (reports: ReadonlyArray<Report>): Readonly<Record<Status, number>> => {
  const counts = { passed: 0, failed: 0, refused: 0, skipped: 0, deviates: 0 }
  for (const { laws } of reports) for (const { status } of laws) counts[status]++
  return counts
}

/** A failure as a story. */
export const story = (subject: string, { failure, law, reason, title }: LawReport): string =>
  failure === undefined
    ? `${law} ${title} (${subject}): ${reason ?? ""}`
    : [
        `${law} ${title} (${subject})`,
        `  ${[...failure.story, `expected ${failure.expected}, got ${failure.observed}`].join(" · ")}`,
        ...failure.exchanges.map((exchange) => `    ${exchange}`),
        ...(failure.replay === undefined ? [] : [`  again: ${failure.replay}`])
      ].join("\n")

const words: Readonly<Record<Status, string>> = {
  passed: "passed",
  failed: "FAILED",
  refused: "refused",
  skipped: "skipped",
  deviates: "deviates"
}

/** Laws × subjects, as text for a terminal. */
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
