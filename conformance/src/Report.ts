/** What came of trying laws, as data: the versioned contents of `conformance.json`. Every view is made from it. */
import * as Schema from "effect/Schema"

/** Grows with every change that a reader of the file could notice. */
export const format = 1

/** One request and its answer, without what may not be shown. */
export const Exchange = Schema.Struct({
  method: Schema.String,
  path: Schema.String,
  /** The idempotency key that was sent. */
  key: Schema.optionalKey(Schema.String),
  request: Schema.optionalKey(Schema.String),
  status: Schema.optionalKey(Schema.Int),
  answer: Schema.optionalKey(Schema.String),
  /** Why there is no answer. */
  ended: Schema.optionalKey(Schema.String)
})
export type Exchange = typeof Exchange.Type

/** One step of a story, and the requests until the next one. */
export const Step = Schema.Struct({
  text: Schema.String,
  by: Schema.Literals(["shop", "shopper", "provider", "network", "time"]),
  exchanges: Schema.Array(Exchange)
})
export type Step = typeof Step.Type

export const Failure = Schema.Struct({
  expected: Schema.String,
  observed: Schema.String,
  /** In the domain's words, shortest found. */
  steps: Schema.Array(Step),
  /** How many of the steps only lead to where the law begins. */
  opening: Schema.Int,
  /** What the law was tried on. */
  input: Schema.String,
  /** What shows it again: a token. */
  replay: Schema.optionalKey(Schema.String)
})
export type Failure = typeof Failure.Type

/**
 * `refused`: a capability is declared absent, and the operation is refused as declared. `deviates`: it fails as the
 * subject said it would.
 */
export const Status = Schema.Literals(["passed", "failed", "refused", "skipped", "deviates"])
export type Status = typeof Status.Type

/** Something that a law needs, and whether it is there. */
export const Need = Schema.Struct({
  kind: Schema.Literals(["port", "control", "capability", "subject"]),
  name: Schema.String,
  met: Schema.Boolean
})
export type Need = typeof Need.Type

export const LawReport = Schema.Struct({
  law: Schema.String,
  title: Schema.String,
  level: Schema.Literals(["must", "should", "advisory"]),
  status: Status,
  /** How many inputs it was tried on. */
  runs: Schema.Int,
  /** How many steps its stories had in all. */
  commands: Schema.Int,
  millis: Schema.Number,
  needs: Schema.Array(Need),
  reason: Schema.optionalKey(Schema.String),
  failure: Schema.optionalKey(Failure),
  /** What the law found wrong with the subject itself, for which it could not be tried. */
  problem: Schema.optionalKey(Schema.String),
  /** What the subject said about it, where it deviates. */
  deviation: Schema.optionalKey(Schema.Literals(["provider-limit", "not-implemented", "known-bug"]))
})
export type LawReport = typeof LawReport.Type

/** Whether an adapter may call itself conformant in one respect, by one kind of evidence. */
export const Claim = Schema.Struct({
  profile: Schema.Literals(["sessions", "intents", "modifications", "webhooks", "idempotency"]),
  evidence: Schema.Literals(["simulator", "recorded", "live"]),
  conformant: Schema.Boolean,
  /** What stands against it; nothing where it is conformant. */
  against: Schema.Array(Schema.String),
  /** Limits of the provider that it is conformant with. */
  limits: Schema.Array(Schema.String)
})
export type Claim = typeof Claim.Type

/** All laws on one subject. */
export const Report = Schema.Struct({
  catalogue: Schema.String,
  subject: Schema.String,
  version: Schema.String,
  evidence: Schema.Literals(["simulator", "recorded", "live"]),
  seed: Schema.Int,
  laws: Schema.Array(LawReport),
  /** What is wrong with what the subject says about itself; a run with any has failed. */
  problems: Schema.Array(Schema.String),
  claims: Schema.Array(Claim)
})
export type Report = typeof Report.Type

/** A mutant, and how the law that is named for it found it out, over all seeds. */
export const Kill = Schema.Struct({
  mutant: Schema.String,
  subject: Schema.String,
  law: Schema.String,
  killed: Schema.Boolean,
  /** For how many seeds this holds: a law of few inputs tries all of them, once, whatever the seed. */
  seeds: Schema.Int,
  /** Why it counts as alive. */
  reason: Schema.optionalKey(Schema.String),
  /** The longest of the shortest stories of its death. */
  failure: Schema.optionalKey(Failure)
})
export type Kill = typeof Kill.Type

/** A law as the catalogue has it. */
export const LawEntry = Schema.Struct({
  id: Schema.String,
  title: Schema.String,
  statement: Schema.String,
  source: Schema.String,
  level: Schema.Literals(["must", "should", "advisory"]),
  kind: Schema.Literals(["example", "property", "model", "race", "fault", "codec"]),
  falsifies: Schema.Literals(["adapter", "core", "world"]),
  needs: Schema.Array(Schema.String)
})
export type LawEntry = typeof LawEntry.Type

/** The contents of `conformance.json`: one run of laws on subjects, and of mutants where there were any. */
export const Document = Schema.Struct({
  format: Schema.Literal(format),
  catalogue: Schema.String,
  seed: Schema.Int,
  runs: Schema.Int,
  millis: Schema.Number,
  laws: Schema.Array(LawEntry),
  reports: Schema.Array(Report),
  kills: Schema.Array(Kill)
})
export type Document = typeof Document.Type

/** How many laws ended each way. */
export const count = (reports: ReadonlyArray<Report>): Readonly<Record<Status, number>> => {
  const counts = { passed: 0, failed: 0, refused: 0, skipped: 0, deviates: 0 }
  for (const { laws } of reports) for (const { status } of laws) counts[status]++
  return counts
}

/** How a run ended, as the command's exit code says it. */
export const exitCode = (reports: ReadonlyArray<Report>, kills: ReadonlyArray<Kill> = []): 0 | 1 | 3 => {
  const { deviates, failed, passed, refused } = count(reports)
  if (failed > 0 || reports.some(({ problems }) => problems.length > 0)) return 1
  if (kills.some(({ killed }) => !killed)) return 1
  return passed + refused + deviates + kills.length === 0 ? 3 : 0
}
