/** Where a secret shows that may not. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as Law from "./Law.ts"
import { readingsOf } from "./readings.ts"
import type { Subject } from "./Subject.ts"
import { textsOf, unfinished } from "./texts.ts"
import { Trial, violated } from "./Trial.ts"

/** The fewest characters that can be told from other text. */
const fewest = 8

const isLong = (secret: string): boolean => secret.length >= fewest

export const itsSecrets = Law.told("its secrets", ({ secrets }) => secrets.length > 0)

/** Secrets of a subject for which nobody can look, as its problems. */
export const problems = ({ secrets, webhooks }: Pick<Subject, "secrets" | "webhooks">): ReadonlyArray<string> =>
  [...secrets, ...(webhooks?.secrets ?? [])]
    .map(Redacted.value)
    .filter((secret) => !isLong(secret))
    .map(
      ({ length }) =>
        `a secret of ${length} characters cannot be told from other text: give the layer one of at least ${fewest}`
    )

/** What this trial's requests were allowed by so far, and what the subject calls a secret. */
export const credentials = ({ secrets }: Subject): Effect.Effect<ReadonlyArray<string>, never, Trial> =>
  Effect.gen(function* () {
    const exchanges = yield* (yield* Trial).exchanges
    const used = exchanges.flatMap(({ headers }) => headers["authorization"]?.split(" ").slice(1) ?? [])
    return [...new Set([...secrets.map(Redacted.value), ...used])].filter(isLong)
  })

export interface Looked {
  /** May show nowhere. */
  readonly secrets: ReadonlyArray<string>
  /** May show in a URL alone, where providers want them. */
  readonly proofs?: ReadonlyArray<string>
  /** What an operation came to, and what that is called in a failure where it is no error. */
  readonly came: Exit.Exit<unknown, unknown>
  readonly called: string
}

/** None of these secrets shows, in clear or encoded, in anything that this trial has written, sent or got. */
export const none = ({ called, came, proofs = [], secrets }: Looked) =>
  Effect.gen(function* () {
    const trial = yield* Trial
    const urls = (yield* trial.exchanges).map(({ url }) => url).join("\n")
    const inUrl = finder(secrets)
    const anywhere = finder([...secrets, ...proofs])
    const places = [
      ["a URL", urls, inUrl],
      ["a log, a span or on the console", trial.telemetry().join("\n"), anywhere],
      [Exit.isSuccess(came) ? called : "an error", textsOf(came), anywhere]
    ] as const
    for (const [place, text, found] of places) {
      const secret = found(text)
      const seen = secret === undefined ? undefined : `one of ${secret.length} characters`
      const observed = seen ?? (text.includes(unfinished) ? unfinished : undefined)
      if (observed !== undefined) return yield* violated(`no secret in ${place}`, observed)
    }
  })

/** Finds the first of these secrets that stands in a text, in clear or encoded. */
export const finder = (secrets: ReadonlyArray<string>): ((text: string) => string | undefined) => {
  const known = secrets.filter((secret) => secret !== "").map((secret) => ({ secret, forms: formsOf(secret) }))
  return (text) => {
    const readings = readingsOf(text)
    return known.find(({ forms }) => forms.some((form) => readings.some((reading) => reading.includes(form))))?.secret
  }
}

/** As it is, as forms write it, in hexadecimal digits of either case, and in Base64, alone or within something longer. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const hex = isLong(secret) ? [Hex.encode(secret), ...(/^[\da-f]+$/i.test(secret) ? [secret] : [])] : []
  const base64 = isLong(secret) ? [0, 1, 2].map((shift) => base64Of(secret, shift)) : []
  return [
    ...new Set([
      secret,
      secret.replaceAll(" ", "+"),
      ...hex.flatMap((digits) => [digits.toLowerCase(), digits.toUpperCase()]),
      ...base64,
      ...base64.map((digits) => digits.replaceAll("+", "-").replaceAll("/", "_"))
    ])
  ]
}

/** Its digits in Base64 behind so many other bytes, without those that it shares with its neighbours. */
const base64Of = (secret: string, shift: number): string => {
  const digits = Base64.encode("\0".repeat(shift) + secret).replace(/=+$/, "")
  return digits.slice(shift === 0 ? 0 : shift + 1, digits.length - (digits.length % 4 === 0 ? 0 : 1))
}
