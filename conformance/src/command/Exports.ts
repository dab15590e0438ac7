/** The subjects and mutants that modules export. */
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { Mutant } from "../Mutant.ts"
import type { Subject } from "../Subject.ts"
import * as Token from "../Token.ts"

export interface Exports {
  readonly subjects: ReadonlyArray<Subject>
  readonly mutants: ReadonlyArray<Mutant>
  /** Why a module has no subject now, where it says so: an account that is not configured here. */
  readonly absent: ReadonlyArray<string>
}

/** A module that has been imported. */
export interface Loaded {
  /** As the command names it. */
  readonly file: string
  readonly names: Readonly<Record<string, unknown>>
}

/** All that the modules export, in the order of the modules; what is wrong with it is a sentence. */
export const collect = (modules: ReadonlyArray<Loaded>): Result.Result<Exports, string> =>
  Result.gen(function* () {
    const all: Array<Exports> = []
    for (const module of modules) all.push(yield* ofModule(module))
    const subjects = [...new Set(all.flatMap(({ subjects }) => subjects))]
    const names = subjects.map(({ name }) => Token.slug(name))
    const twice = subjects.find((_, index) => names.indexOf(names[index]!) < index)
    if (twice !== undefined) {
      return yield* Result.fail(
        `Two subjects are called ${twice.name}: a report or a replay token could not tell which of them it means. ` +
          "Give each a name of its own."
      )
    }
    const stray = subjects.find(
      ({ variant }) => variant !== undefined && !subjects.some(({ name }) => name === variant.of)
    )
    if (stray !== undefined) {
      return yield* Result.fail(
        `${stray.name} is a variant of ${stray.variant?.of}, which no module exports: the laws that are not tried on a ` +
          "variant have to be tried on that. Export it, too."
      )
    }
    return { subjects, mutants: all.flatMap(({ mutants }) => mutants), absent: all.flatMap(({ absent }) => absent) }
  })

const ofModule = ({ file, names }: Loaded): Result.Result<Exports, string> =>
  Result.gen(function* () {
    const { default: main, mutants = [], ...others } = names
    const subjects: Array<Subject> = []
    for (const [name, value] of [["default", main] as const, ...Object.entries(others)]) {
      // Of the default export and of `subjects` it is certain what they are meant to be.
      const list = Array.isArray(value) && (name === "default" || name === "subjects") ? value : undefined
      const wrong = list?.findIndex((item) => !isSubject(item)) ?? -1
      if (wrong >= 0) return yield* Result.fail(`${file}: number ${wrong + 1} of ${name} is no subject. ${advice}`)
      subjects.push(...(list ?? [value]).filter(isSubject))
    }
    const absent = subjects.length === 0 && Array.isArray(names["subjects"]) ? whyOf(file, names) : []
    if (subjects.length + absent.length === 0 && names["mutants"] === undefined) {
      return yield* Result.fail(`${file} exports no subject${exported(names)}. ${advice}`)
    }
    if (!Array.isArray(mutants) || !mutants.every(isMutant)) {
      return yield* Result.fail(
        `${file} exports mutants that are none. Export an array of { name, killedBy, subject }, as mutant of ` +
          "@paylayer/conformance/mutants makes them."
      )
    }
    return { subjects, mutants, absent }
  })

/** What a module exports as `why` beside an empty list of subjects. */
const whyOf = (file: string, { why }: Loaded["names"]): ReadonlyArray<string> =>
  typeof why === "string" ? [`${file} has no subject now: ${why}`] : []

const advice =
  "Export what Subject.make of @paylayer/conformance returns: as default, under any name, or several in an array " +
  "called subjects."

const exported = (names: Readonly<Record<string, unknown>>): string => {
  const all = Object.keys(names)
  return all.length === 0 ? ", and nothing else" : `, only ${all.join(", ")}`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const isSubject = (value: unknown): value is Subject =>
  isRecord(value) &&
  typeof value["name"] === "string" &&
  typeof value["version"] === "string" &&
  Array.isArray(value["deviations"]) &&
  Layer.isLayer(value["layer"]) &&
  Layer.isLayer(value["world"])

const isMutant = (value: unknown): value is Mutant =>
  isRecord(value) &&
  typeof value["name"] === "string" &&
  typeof value["killedBy"] === "string" &&
  isSubject(value["subject"])
