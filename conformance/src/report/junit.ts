/**
 * A run as JUnit's XML, as CI systems read it: a suite for each subject, a case for each law, and a suite of mutants.
 *
 * A law that deviates as declared is a skipped case with its reason, since nothing has to be done about it and it has
 * not passed either; one that is refused as declared has passed.
 */
import { ending } from "../Deviation.ts"
import type { Document, Kill, LawReport, Report } from "../Report.ts"
import { visible } from "./characters.ts"
import { story } from "./text.ts"

export const toJunit = ({ catalogue, kills, millis, reports, runs, seed }: Document): string => {
  const said = { catalogue, seed: String(seed), runs: String(runs) }
  const suites = [
    ...reports.map((report) => suiteOf(report, said)),
    ...(kills.length === 0 ? [] : [suite("mutants", {}, kills.map(mutant))])
  ]
  const all = suites.flatMap(({ cases }) => cases)
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "conformance", ...counts(all), time: seconds(millis) })}>`,
    ...suites.map(({ lines }) => lines),
    "</testsuites>"
  ].join("\n")}\n`
}

interface Case {
  readonly outcome: "passed" | "failed" | "skipped"
  readonly millis: number
  readonly lines: string
}

const suiteOf = (report: Report, said: Readonly<Record<string, string>>) => {
  const { claims, evidence, laws, problems, subject, version } = report
  const claimed = claims.map(({ conformant, profile }) => [
    `claim.${profile}`,
    conformant ? "conformant" : "not conformant"
  ])
  const itself: Case = {
    outcome: problems.length > 0 ? "failed" : "passed",
    millis: 0,
    lines: testcase(
      subject,
      "says of itself only what can be",
      0,
      problems.length === 0
        ? []
        : [element("failure", { message: problems[0] ?? "", type: "problem" }, problems.join("\n"))]
    )
  }
  return suite(
    `${subject} ${version}`,
    { ...said, evidence, ...(Object.fromEntries(claimed) as Record<string, string>) },
    [itself, ...laws.map((law) => lawOf(subject, law))]
  )
}

const suite = (name: string, properties: Readonly<Record<string, string>>, cases: ReadonlyArray<Case>) => ({
  cases,
  lines: [
    `  <testsuite${attributes({ name, ...counts(cases), time: seconds(cases.reduce((sum, { millis }) => sum + millis, 0)) })}>`,
    ...(Object.keys(properties).length === 0
      ? []
      : [
          "    <properties>",
          ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
          "    </properties>"
        ]),
    ...cases.map(({ lines }) => lines),
    "  </testsuite>"
  ].join("\n")
})

const lawOf = (subject: string, report: LawReport): Case => {
  const { failure, law, level, millis, reason = "", status, title } = report
  const made = (outcome: Case["outcome"], inner: ReadonlyArray<string>): Case => ({
    outcome,
    millis,
    lines: testcase(subject, `${law} ${title}`, millis, inner)
  })
  const told = failure === undefined ? [] : [element("system-out", {}, story(subject, report))]
  switch (status) {
    case "failed": {
      const message = [reason, failure === undefined ? "" : ending(failure)].filter((text) => text !== "").join(": ")
      return made("failed", [element("failure", { message, type: `${law} (${level})` }, story(subject, report))])
    }
    case "skipped":
      return made("skipped", [element("skipped", { message: reason })])
    case "deviates":
      return made("skipped", [element("skipped", { message: `deviates as declared: ${reason}` }), ...told])
    case "refused":
      return made("passed", [element("system-out", {}, `refused as declared: ${reason}`)])
    case "passed":
      return made("passed", [])
  }
}

const mutant = ({ failure, killed, law, mutant, reason = "", seeds, subject }: Kill): Case => {
  const steps = (failure?.steps ?? []).map(({ text }) => text).join(" · ")
  const inner = killed
    ? element("system-out", {}, `on ${seeds} seeds, after: ${steps}`)
    : element("failure", { message: `survived: ${reason}`, type: law }, steps)
  return {
    outcome: killed ? "passed" : "failed",
    millis: 0,
    lines: testcase(subject, `${law} kills: ${mutant} (${subject})`, 0, [inner])
  }
}

const counts = (cases: ReadonlyArray<Case>) => ({
  tests: String(cases.length),
  failures: String(cases.filter(({ outcome }) => outcome === "failed").length),
  errors: "0",
  skipped: String(cases.filter(({ outcome }) => outcome === "skipped").length)
})

const seconds = (millis: number): string => (millis / 1000).toFixed(3)

const testcase = (classname: string, name: string, millis: number, inner: ReadonlyArray<string>): string => {
  const opening = `    <testcase${attributes({ classname, name, time: seconds(millis) })}`
  return inner.length === 0 ? `${opening}/>` : [`${opening}>`, ...inner, "    </testcase>"].join("\n")
}

const element = (name: string, said: Readonly<Record<string, string>>, text?: string): string =>
  text === undefined
    ? `      <${name}${attributes(said)}/>`
    : `      <${name}${attributes(said)}>${escape(text)}</${name}>`

const attributes = (said: Readonly<Record<string, string>>): string =>
  Object.entries(said)
    .map(([name, value]) => ` ${name}="${escape(value).replace(/[\n\t]/g, (one) => `&#${one.charCodeAt(0)};`)}"`)
    .join("")

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

const escape = (text: string): string => visible(text).replace(/[&<>"]/g, (one) => entities[one] ?? one)
