/** Parameters of a request, read so that every one that won't do is named at once. */
import * as Result from "effect/Result"
import * as Answer from "./Answer.ts"

/** What it takes from a value of the body that has this name. */
export type Read<A> = (value: unknown, name: string) => Result.Result<A, ReadonlyArray<Answer.Problem>>

export const problem = (name: string, reason: string): Result.Result<never, ReadonlyArray<Answer.Problem>> =>
  Result.fail([{ name, reason }])

/** Characters are code points: an emoji is one, not two. */
export const text =
  (least: number, most: number): Read<string> =>
  (value, name) => {
    if (typeof value !== "string") return problem(name, "must be a string")
    const length = Array.from(value).length
    if (length < least) return problem(name, `must have at least ${least} characters`)
    return length > most ? problem(name, `must have at most ${most} characters`) : Result.succeed(value)
  }

export const whole: Read<number> = (value, name) =>
  typeof value === "number" && Number.isSafeInteger(value)
    ? Result.succeed(value)
    : problem(name, "must be a whole number")

export const boolean: Read<boolean> = (value, name) =>
  typeof value === "boolean" ? Result.succeed(value) : problem(name, "must be true or false")

export const oneOf =
  <const A extends string | boolean>(...values: ReadonlyArray<A>): Read<A> =>
  (value, name) => {
    const found = values.find((candidate) => candidate === value)
    return found === undefined ? problem(name, `must be one of ${values.join(", ")}`) : Result.succeed(found)
  }

export const httpsUrl: Read<string> = (value, name) =>
  typeof value === "string" && /^https:\/\//i.test(value) && URL.canParse(value)
    ? Result.succeed(value)
    : problem(name, "must be an https URL")

const utc = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?Z$/

/** A moment in milliseconds since the epoch; both ends are taken. */
export const momentBetween =
  (earliest: number, latest: number): Read<number> =>
  (value, name) => {
    const match = typeof value === "string" ? utc.exec(value) : null
    const moment = match === null ? Number.NaN : Date.parse(match[0])
    // The 30th of February parses too, as another day.
    if (Number.isNaN(moment) || !new Date(moment).toISOString().startsWith(match![1]!)) {
      return problem(name, "must be a time in UTC, as in 2026-01-31T12:00:00Z")
    }
    return moment < earliest || moment > latest
      ? problem(name, "must be from 30 minutes to 24 hours ahead")
      : Result.succeed(moment)
  }

export const optional =
  <A>(read: Read<A>): Read<A | undefined> =>
  (value, name) =>
    value === undefined ? Result.succeed(undefined) : read(value, name)

type Fields = Readonly<Record<string, Read<unknown>>>
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Read<infer A> ? A : never }

/** An object with these fields and no other. */
export const struct =
  <F extends Fields>(fields: F): Read<Values<F>> =>
  (value, name) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return problem(name === "" ? "body" : name, "must be an object")
    }
    const at = (key: string) => (name === "" ? key : `${name}.${key}`)
    const given = new Map<string, unknown>(Object.entries(value))
    const values: Record<string, unknown> = {}
    const problems: Array<Answer.Problem> = []
    for (const [key, read] of Object.entries(fields)) {
      const result = read(given.get(key), at(key))
      if (Result.isSuccess(result)) values[key] = result.success
      else if (given.has(key)) problems.push(...result.failure)
      else problems.push({ name: at(key), reason: "is required" })
    }
    for (const key of given.keys()) {
      if (!Object.hasOwn(fields, key)) problems.push({ name: at(key), reason: "is unknown" })
    }
    return problems.length > 0 ? Result.fail(problems) : Result.succeed(values as Values<F>)
  }

/** The body of a request, or why it isn't taken. */
export const body = <A>(content: string, read: Read<A>): Result.Result<A, Answer.Refusal> => {
  const json: Result.Result<unknown, Answer.Refusal> = Result.try({
    try: () => JSON.parse(content),
    catch: () => ({ code: "malformed" as const })
  })
  return Result.flatMap(json, (value) => Result.orElse(read(value, ""), Answer.invalid))
}
