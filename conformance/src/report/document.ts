/** A run as one value: what `conformance.json` holds, and what every view is made from. */
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Catalogue from "../Catalogue.ts"
import type { Law } from "../Law.ts"
import * as Report from "../Report.ts"
import * as Run from "../Run.ts"

/** What was run, and what came of it. */
export interface Ran {
  /** One of each subject, in the order in which they are to be shown. */
  readonly reports: ReadonlyArray<Report.Report>
  readonly kills?: ReadonlyArray<Report.Kill>
  /** As they were given to the run: what was left out has the run's own defaults. */
  readonly options?: Pick<Run.Options, "laws" | "runs" | "seed">
  /** Wall time of the whole run. */
  readonly millis: number
}

/** This is no `conformance.json` that can be read here. */
export class UnreadableReport extends Data.TaggedError("UnreadableReport")<{ readonly reason: string }> {
  override get message(): string {
    return this.reason
  }
}

/** A run as a document. What was tried decides its contents alone: it has no date, and nothing of the machine. */
export const document = ({ kills = [], millis, options = {}, reports }: Ran): Report.Document => {
  const { laws = Catalogue.laws, runs = Run.defaultRuns, seed = Run.defaultSeed } = options
  return {
    format: Report.format,
    catalogue: Catalogue.version,
    seed,
    runs,
    millis: Math.round(millis),
    laws: laws.map(entry),
    reports,
    kills
  }
}

/** A law as data. */
const entry = ({ falsifies, id, kind, level, requires, source, statement, title }: Law): Report.LawEntry => ({
  id,
  title,
  statement,
  source,
  level,
  kind,
  falsifies,
  needs: [...new Set(requires.map(({ name }) => name))]
})

/** The text of `conformance.json`. */
export const toJson = (document: Report.Document): string =>
  `${JSON.stringify(Schema.encodeSync(Report.Document)(document), undefined, 2)}\n`

/** Reads the text of a `conformance.json`. */
export const fromJson = (text: string): Result.Result<Report.Document, UnreadableReport> => {
  const parsed = parse(text)
  if (Result.isFailure(parsed)) return Result.fail(parsed.failure)
  const found = formatOf(parsed.success)
  if (found === undefined) return unreadable("it is no report of conformance: it says no format")
  if (found !== Report.format) {
    return unreadable(`it is of format ${found}, and this version of the kit reads ${Report.format}`)
  }
  return Result.mapError(decode(parsed.success), (error) => new UnreadableReport({ reason: error.message }))
}

const decode = Schema.decodeUnknownResult(Report.Document)

const parse = (text: string): Result.Result<unknown, UnreadableReport> =>
  Result.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new UnreadableReport({ reason: "it is no JSON" })
  })

const formatOf = (value: unknown): number | undefined =>
  typeof value === "object" && value !== null && "format" in value && typeof value.format === "number"
    ? value.format
    : undefined

const unreadable = (reason: string) => Result.fail(new UnreadableReport({ reason }))
