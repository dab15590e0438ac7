/** A run in which everything happens, of laws that are about nothing: and what no report may take for its own. */
import { Law, type Report, Run, Subject, Trial } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Ran } from "../../src/report/index.ts"

const about = { title: "a law for this test", statement: "It holds.", source: "this test", kind: "property" } as const

const holding = Law.example({ ...about, id: "TST-01", requires: [], check: () => Trial.step("look") })

const failing = Law.property({
  ...about,
  id: "TST-02",
  title: "amounts stay below 42",
  requires: [Law.port(Sessions.Sessions)],
  input: () => fc.integer({ min: 1, max: 1000 }),
  check: (number) =>
    Effect.gen(function* () {
      const sessions = yield* Sessions.Sessions
      yield* Trial.opening(Trial.step("the shop opens"))
      yield* Trial.step(`create EUR 19.00, the ${number}th time`)
      yield* Trial.succeeds(sessions.create({ reference: "one", amount: eur(1900) }))
      yield* Trial.step("it rains", "time")
      yield* Trial.holds(number < 42, "a number below 42", String(number))
    })
})

const eur = (value: number) =>
  ({ value, currency: "EUR" }) as Parameters<Sessions.Sessions["Service"]["create"]>[0]["amount"]

const waiting = Law.example({
  ...about,
  id: "TST-03",
  level: "advisory",
  requires: [Law.unavailable("wings")],
  check: () => Effect.void
})

const absent = Law.example({
  ...about,
  id: "TST-04",
  requires: [Law.capability("wings", () => false)],
  check: () => Effect.void,
  negative: () => Effect.void
})

const laws = [holding, failing, waiting, absent]

const deviating = Subject.make({
  ...reference,
  name: "deviating",
  deviations: [{ law: "TST-02", kind: "provider-limit", fails: "below 42", reason: "it counts to 41" }]
})

const odd = Subject.make({
  ...reference,
  name: "odd",
  deviations: [{ law: "NOT-01", kind: "known-bug", fails: "something", reason: "y" }]
})

/** Three subjects: one fails, one deviates, one says what cannot be. */
export const ran = async (): Promise<Ran> => {
  const options = { laws, runs: 20, seed: 7 }
  const reports = await Promise.all(
    [reference, deviating, odd].map((subject) => Effect.runPromise(Run.run(subject, options)))
  )
  // The laws are not the catalogue's, which is what deviations are held against.
  const [first, second, third] = reports
  return {
    reports: [first!, { ...second!, problems: [] }, third!],
    kills: [killed, survived],
    options,
    millis: 1234.56
  }
}

const failure: Report.Failure = {
  expected: "12.00",
  observed: "11.00",
  opening: 1,
  input: "[]",
  replay: "SES-02/0.1.0/reference/7/3:0",
  steps: [
    { text: "create EUR 11.00", by: "shop", exchanges: [] },
    { text: "update EUR 12.00", by: "shop", exchanges: [] }
  ]
}

const killed: Report.Kill = {
  mutant: "updates are skipped",
  subject: "reference",
  law: "TST-01",
  killed: true,
  seeds: 20,
  failure
}
const survived: Report.Kill = {
  mutant: "a clever one",
  subject: "reference",
  law: "TST-01",
  killed: false,
  seeds: 1,
  reason: "seed 7: TST-01 is passed"
}

/** Text that would be something else, if a report took it for its own. */
export const hostile =
  "\"'<&>]]>--><!--</script><img src=x onerror=alert(1)>|`*_[a](b)\\ \u0000\u0008\u001b[31m\u007f\u0085\ufffe\ud800 😀\r\n\ttwo"

/** A document that says it wherever a document says anything. */
export const hostileDocument = (document: Report.Document): Report.Document => {
  const say = (text: string) => `${text} ${hostile}`
  const reports = document.reports.map((report) => ({
    ...report,
    subject: say(report.subject),
    version: say(report.version),
    problems: report.problems.map(say),
    claims: [
      {
        profile: "sessions" as const,
        evidence: "live" as const,
        conformant: false,
        against: [hostile],
        limits: [hostile]
      }
    ],
    laws: report.laws.map((law) => ({
      ...law,
      title: say(law.title),
      needs: law.needs.map((need) => ({ ...need, name: say(need.name) })),
      ...(law.reason === undefined ? {} : { reason: say(law.reason) }),
      ...(law.failure === undefined ? {} : { failure: hostileFailure(law.failure) })
    }))
  }))
  const kills = document.kills.map((kill) => ({
    ...kill,
    mutant: say(kill.mutant),
    subject: say(kill.subject),
    ...(kill.failure === undefined ? {} : { failure: hostileFailure(kill.failure) }),
    ...(kill.reason === undefined ? {} : { reason: say(kill.reason) })
  }))
  const laws = document.laws.map((law) => ({
    ...law,
    title: say(law.title),
    statement: say(law.statement),
    source: say(law.source),
    needs: law.needs.map(say)
  }))
  return { ...document, laws, reports, kills }
}

const hostileFailure = (failure: Report.Failure): Report.Failure => ({
  expected: hostile,
  observed: hostile,
  opening: failure.opening,
  input: hostile,
  replay: hostile,
  steps: failure.steps.map(({ by }) => ({
    by,
    text: hostile,
    exchanges: [
      { method: hostile, path: hostile, key: hostile, request: hostile, status: 500, answer: hostile },
      { method: "GET", path: "/", request: JSON.stringify({ a: hostile }), ended: hostile }
    ]
  }))
})
