/** Where a secret shows that may not. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Redacted from "effect/Redacted"
import type { Subject } from "./Subject.ts"
import { textsOf } from "./texts.ts"
import { Trial, violated } from "./Trial.ts"

/** The fewest characters that can be told from other text. */
const fewest = 8

const isLong = (secret: string): boolean => secret.length >= fewest

/** Secrets of a subject for which nobody can look, as its problems. */
export const problems = ({ secrets }: Pick<Subject, "secrets">): ReadonlyArray<string> =>
  secrets
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

/** The body of a refusal that no document has, which quotes these secrets wherever an adapter may read. */
export const quoting = (secrets: ReadonlyArray<string>): string => {
  const quoted = secrets.join(" ")
  const error = { code: quoted, message: quoted, type: quoted }
  return JSON.stringify({ error, message: quoted, errorCode: quoted, title: quoted })
}

export interface Looked {
  /** May show nowhere. */
  readonly secrets: ReadonlyArray<string>
  /** May show in a URL alone, where providers want them. */
  readonly proofs?: ReadonlyArray<string>
  /** What an operation came to, and what it is called in a failure. */
  readonly came: unknown
  readonly called: string
}

/** None of these secrets shows, in clear or encoded, in anything that this trial has written, sent or got. */
export const none = ({ called, came, proofs = [], secrets }: Looked) =>
  Effect.gen(function* () {
    const trial = yield* Trial
    const urls = (yield* trial.exchanges).map(({ url }) => url).join("\n")
    const found = finder(secrets)
    const proof = finder(proofs)
    const everywhere = (text: string) => found(text) ?? proof(text)
    const places = [
      ["a URL", found(urls)],
      ["a log, a span or on the console", everywhere(trial.telemetry().join("\n"))],
      [called, everywhere(textsOf(came))]
    ] as const
    for (const [place, secret] of places) {
      if (secret !== undefined) return yield* violated(`no secret in ${place}`, `one of ${secret.length} characters`)
    }
  })

/** Finds the first of these secrets that stands in a text, in clear or encoded. */
export const finder = (secrets: ReadonlyArray<string>): ((text: string) => string | undefined) => {
  const known = secrets.filter((secret) => secret !== "").map((secret) => ({ secret, forms: formsOf(secret) }))
  return (text) => {
    const decoded = percentDecoded(text)
    const readings = decoded === text ? [text] : [text, decoded]
    return known.find(({ forms }) => forms.some((form) => readings.some((reading) => reading.includes(form))))?.secret
  }
}

const decoder = new TextDecoder()

/** How often something may be encoded within something. */
const deepest = 3

const percentDecoded = (text: string, depth = deepest): string => {
  const decoded = text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(1).split("%"), (byte) => Number.parseInt(byte, 16)))
  )
  return decoded === text || depth === 0 ? decoded : percentDecoded(decoded, depth - 1)
}

/** As it is, as forms and JSON write it, and in Base64, alone or within something longer. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const base64 = isLong(secret) ? [0, 1, 2].map((shift) => base64Of(secret, shift)) : []
  return [
    ...new Set([
      secret,
      secret.replaceAll(" ", "+"),
      JSON.stringify(secret).slice(1, -1),
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
