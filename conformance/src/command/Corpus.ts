/** A file with the replay tokens of failures that were found: they are tried first. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as PlatformError from "effect/PlatformError"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Report } from "../Report.ts"
import type { Subject } from "../Subject.ts"
import * as Token from "../Token.ts"
import { Refusal } from "./Ending.ts"

/** Read where no other file is named, if it is there. */
export const usual = "paylayer-corpus.json"

export interface Corpus {
  readonly file: string
  readonly tokens: ReadonlyArray<string>
}

const Contents = Schema.fromJsonString(Schema.Struct({ tokens: Schema.Array(Schema.String) }))
const decode = Schema.decodeUnknownResult(Contents)

/** Reads the file that is named, which may not be there yet if `keep` will write it. */
export const read = (
  named: Option.Option<string>,
  keep: boolean
): Effect.Effect<Corpus, Refusal, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const file = Option.getOrElse(named, () => usual)
    const text = yield* Effect.result(fileSystem.readFileString(file))
    if (Result.isFailure(text)) {
      const absent = text.failure.reason._tag === "NotFound"
      if (absent && (keep || Option.isNone(named))) return { file, tokens: [] }
      return yield* new Refusal({
        sentence: absent
          ? `There is no corpus ${file}. With --keep, a run writes the tokens of its failures there.`
          : `The corpus ${file} cannot be read: ${why(text.failure)}.`
      })
    }
    const contents = decode(text.success)
    if (Result.isFailure(contents)) {
      const sentence = `The corpus ${file} cannot be read. It has to be JSON like {"tokens": ["SES-04/…"]}.`
      return yield* new Refusal({ sentence, cause: contents.failure })
    }
    const { tokens } = contents.success
    for (const token of tokens) {
      const parsed = Token.parse(token)
      if (Result.isFailure(parsed)) return yield* new Refusal({ sentence: `The corpus ${file}: ${parsed.failure}.` })
    }
    return { file, tokens }
  })

/** Which tokens are of subjects that are not here: one sentence for each such subject. */
export const strangers = ({ file, tokens }: Corpus, subjects: ReadonlyArray<Subject>): ReadonlyArray<string> => {
  const here = new Set(subjects.map(({ name }) => Token.slug(name)))
  const bySubject = new Map<string, ReadonlyArray<string>>()
  for (const text of tokens) {
    const { subject } = Result.getOrThrow(Token.parse(text))
    if (!here.has(subject)) bySubject.set(subject, [...(bySubject.get(subject) ?? []), text])
  }
  return [...bySubject].map(
    ([subject, theirs]) =>
      `the corpus: ${theirs.join(", ")} could not be tried: no module here exports ${subject}. ` +
      `Name its module, or take this out of ${file}.`
  )
}

/** The tokens of the failures that these reports have and a corpus has not. */
export const found = ({ tokens }: Corpus, reports: ReadonlyArray<Report>): ReadonlyArray<string> =>
  reports
    .flatMap(({ laws }) => laws)
    .flatMap(({ failure, status }) =>
      status === "failed" && failure?.replay !== undefined && !tokens.includes(failure.replay) ? [failure.replay] : []
    )

/** Writes the corpus with more tokens. */
export const add = (
  { file, tokens }: Corpus,
  more: ReadonlyArray<string>
): Effect.Effect<void, Refusal, FileSystem.FileSystem> =>
  FileSystem.FileSystem.use(({ writeFileString }) =>
    Effect.mapError(
      writeFileString(file, `${JSON.stringify({ tokens: [...tokens, ...more] }, undefined, 2)}\n`),
      (error) => new Refusal({ sentence: `The corpus ${file} cannot be written: ${why(error)}.`, cause: error })
    )
  )

/** Why a file can be neither read nor written. */
export const why = ({ reason }: PlatformError.PlatformError): string => {
  switch (reason._tag) {
    case "NotFound":
      return "there is no such file or directory"
    case "PermissionDenied":
      return "this is not permitted"
    case "AlreadyExists":
      return "something else is there"
    default:
      return reason.description ?? reason.message
  }
}
