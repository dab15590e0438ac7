/** A run as Markdown: for a pull request, or the summary of a CI run. */
import type { Claim, Document, Exchange, Failure, Kill, LawReport, Report, Status } from "../Report.ts"
import { count } from "../Report.ts"
import { line, visible } from "./characters.ts"

export const toMarkdown = (document: Document): string => {
  const { catalogue, kills, laws, millis, reports, runs, seed } = document
  const what = [`catalogue ${catalogue}`, `seed ${seed}`, `${runs} runs`, `${(millis / 1000).toFixed(1)} s`]
  return `${[
    "# Conformance",
    `${laws.length} laws on ${numbered(reports.length, "subject")}: ${what.join(", ")}.`,
    ...(reports.length === 0 ? [] : [summary(reports)]),
    ...problems(reports),
    ...failures(document),
    ...claims(reports),
    ...matrix(document),
    ...reasons(reports),
    ...mutants(kills)
  ].join("\n\n")}\n`
}

const marks: Readonly<Record<Status, string>> = {
  passed: "✓",
  failed: "✗ failed",
  refused: "⊘",
  deviates: "≈",
  skipped: "–"
}

const legend = "✓ passed, ✗ failed, ⊘ declared absent and refused as declared, ≈ deviates as declared, – skipped"

const summary = (reports: ReadonlyArray<Report>): string =>
  table(
    ["subject", "evidence", "passed", "failed", "refused", "deviates", "skipped", "s"],
    reports.map((report) => {
      const { deviates, failed, passed, refused, skipped } = count([report])
      const seconds = report.laws.reduce((sum, { millis }) => sum + millis, 0) / 1000
      return [
        ...[`${report.subject} ${report.version}`, report.evidence].map(inline),
        ...[passed, failed, refused, deviates, skipped].map(String),
        seconds.toFixed(1)
      ]
    })
  )

const problems = (reports: ReadonlyArray<Report>): ReadonlyArray<string> => {
  const all = reports.flatMap(({ problems, subject }) =>
    problems.map((problem) => `- ${inline(subject)}: ${inline(problem)}`)
  )
  return all.length === 0 ? [] : ["## What is wrong with the subjects", all.join("\n")]
}

const failures = ({ laws, reports }: Document): ReadonlyArray<string> => {
  const all = reports.flatMap(({ laws: tried, subject }) =>
    tried.filter(({ status }) => status === "failed").map((report) => ({ report, subject }))
  )
  if (all.length === 0) return []
  return [
    "## Failures",
    ...all.flatMap(({ report, subject }) => {
      const law = laws.find(({ id }) => id === report.law)
      return [
        `### ${inline(`${report.law} ${report.title} (${subject})`)}`,
        ...(law === undefined ? [] : [`${inline(law.statement)} *${inline(law.source)}*`]),
        ...(report.reason === undefined ? [] : [inline(report.reason)]),
        ...(report.failure === undefined ? [] : story(report.failure))
      ]
    })
  ]
}

/** The steps one by one, each with its requests; then how it ends. */
const story = ({ expected, observed, opening, replay, steps }: Failure): ReadonlyArray<string> => [
  steps
    .map(({ by, exchanges, text }, index) =>
      [
        `${index + 1}. ${by}: **${inline(text)}**${index < opening ? " (opening)" : ""}`,
        ...exchanges.flatMap(exchange).map((text) => `   ${text}`)
      ].join("\n")
    )
    .join("\n"),
  `Expected ${inline(expected)}, got **${inline(observed)}**.`,
  ...(replay === undefined ? [] : [`Again: ${code(replay)}`])
]

const exchange = ({ answer, ended, key, method, path, request, status }: Exchange): ReadonlyArray<string> => [
  `- ${code(`${method} ${path}`)} → ${status ?? inline(ended ?? "")}${key === undefined ? "" : `, key ${code(key)}`}`,
  ...(request === undefined ? [] : block("sent", request)),
  ...(answer === undefined ? [] : block("answered", answer))
]

const claims = (reports: ReadonlyArray<Report>): ReadonlyArray<string> => {
  const all = reports.flatMap(({ claims, subject }) => claims.map((claim) => ({ ...claim, subject })))
  if (all.length === 0) return []
  return [
    "## Claims",
    table(
      ["subject", "profile", "by", "", "against it, or its limits"],
      all.map(({ conformant, evidence, profile, subject, ...claim }) => [
        ...[subject, profile, evidence].map(inline),
        conformant ? "conformant" : "**not conformant**",
        remarks(claim)
      ])
    )
  ]
}

const remarks = ({ against, limits }: Pick<Claim, "against" | "limits">): string =>
  [...against, ...limits.map((limit) => `limit: ${limit}`)].map(inline).join("; ")

const matrix = ({ laws, reports }: Document): ReadonlyArray<string> => {
  if (reports.length === 0) return []
  const found = reports.map((report) => new Map(report.laws.map((one) => [one.law, one])))
  return [
    "## Laws",
    legend,
    table(
      ["law", ...reports.map(({ subject }) => inline(subject))],
      laws.map(({ id, title }) => [
        inline(`${id} ${title}`),
        ...found.map((laws) => {
          const status = laws.get(id)?.status
          return status === undefined ? "" : marks[status]
        })
      ])
    )
  ]
}

/** Why laws were skipped or refused, and what deviates: once for each reason. */
const reasons = (reports: ReadonlyArray<Report>): ReadonlyArray<string> => {
  const grouped = new Map<string, Array<string>>()
  for (const { laws, subject } of reports) {
    for (const one of laws) {
      if (one.status === "passed" || one.status === "failed") continue
      const key = JSON.stringify([one.law, one.status, why(one)])
      grouped.set(key, [...(grouped.get(key) ?? []), subject])
    }
  }
  const rows = [...grouped].map(([key, subjects]) => [...(JSON.parse(key) as Array<string>), subjects.join(", ")])
  const sorted = rows.toSorted(([one = ""], [other = ""]) => (one < other ? -1 : one > other ? 1 : 0))
  return rows.length === 0
    ? []
    : [
        "## Not tried, refused, deviating",
        table(
          ["law", "", "why", "subjects"],
          sorted.map((row) => row.map(inline))
        )
      ]
}

const why = ({ failure, reason = "", status }: LawReport): string =>
  status === "deviates" && failure !== undefined
    ? `${reason} (expected ${failure.expected}, got ${failure.observed})`
    : reason

const mutants = (kills: ReadonlyArray<Kill>): ReadonlyArray<string> => {
  if (kills.length === 0) return []
  const alive = kills.filter(({ killed }) => !killed)
  return [
    "## Mutants",
    `${kills.length - alive.length} of ${numbered(kills.length, "mutant")} killed${alive.length === 0 ? "." : `, **${alive.length} survived**.`}`,
    table(
      ["law", "mutant", "of", "killed after"],
      [...alive, ...kills.filter(({ killed }) => killed)].map(
        ({ failure, killed, law, mutant, reason = "", subject }) => [
          ...[law, mutant, subject].map(inline),
          killed
            ? inline(
                (failure?.steps ?? [])
                  .slice(failure?.opening)
                  .map(({ text }) => text)
                  .join(" · ")
              )
            : `**survived**: ${inline(reason)}`
        ]
      )
    )
  ]
}

const numbered = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")

/** Text that stays text, on one line: nothing in it marks anything up. */
const inline = (text: string): string => line(text).replace(/[\\`*_[\]<>|&#~]/g, "\\$&")

/** Text as it is, on one line, also in a table. */
const code = (text: string): string => {
  const one = line(text)
  const fence = "`".repeat(longest(one, /`+/g) + 1)
  return `${fence}${one.startsWith("`") || one.endsWith("`") ? ` ${one} ` : one}${fence}`
}

/** Text as it is, on lines of its own below a list's item. */
const block = (what: string, text: string): ReadonlyArray<string> => {
  const fence = "`".repeat(Math.max(3, longest(text, /`+/g) + 1))
  const lines = visible(text).split("\n")
  return [`  ${what}`, "", `  ${fence}`, ...lines.map((text) => `  ${text}`), `  ${fence}`]
}

const longest = (text: string, pattern: RegExp): number =>
  Math.max(0, ...[...text.matchAll(pattern)].map(([found]) => found.length))
