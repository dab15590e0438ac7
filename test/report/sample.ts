/** A run in which everything happens: passes, a failure, deviations, refusals, skips, and a mutant that survives. */
import { Catalogue, Claims, Mutant, Report, Reports, Run } from "@paylayer/conformance"
import { mutants } from "@paylayer/conformance/mutants"
import { reference } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import putSession from "../../adapters/put-session/conformance.ts"

/** What a provider might answer, and a browser must not take for its own. */
export const hostile = `</script><img src="https://evil.example/" onerror="document.title='hurt'"><!--`

const killedBy = (law: string) => mutants.find((mutant) => mutant.killedBy === law)!

export const sample = async (): Promise<Report.Document> => {
  const laws = [...Claims.lawsOf("sessions", Catalogue.laws), ...Claims.lawsOf("modifications", Catalogue.laws)]
  const options = { runs: 2, laws: laws.toSorted((one, other) => one.id.localeCompare(other.id)) }
  const broken = { ...killedBy("SES-03").subject, name: "new sessions" }
  const reports: Array<Report.Report> = []
  for (const subject of [reference, putSession, broken])
    reports.push(await Effect.runPromise(Run.run(subject, options)))
  const kills: Array<Report.Kill> = []
  const right = { name: "nothing is wrong with it", killedBy: "SES-02", subject: reference }
  for (const mutant of [killedBy("SES-03"), killedBy("CAP-03"), right]) {
    kills.push(await Effect.runPromise(Mutant.attack(mutant, { runs: 5 })))
  }
  return withHostile(Reports.document({ reports, kills, options, millis: 4321 }))
}

/** The first answer in the story of SES-03. */
const withHostile = (document: Report.Document): Report.Document =>
  JSON.parse(JSON.stringify(document), (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("law" in value) || value.law !== "SES-03") return value
    const { failure } = value as Report.LawReport
    if (failure === undefined) return value
    const [first, ...steps] = failure.steps
    const [exchange, ...exchanges] = first!.exchanges
    return {
      ...value,
      failure: {
        ...failure,
        steps: [{ ...first, exchanges: [{ ...exchange, answer: hostile }, ...exchanges] }, ...steps]
      }
    }
  }) as Report.Document
