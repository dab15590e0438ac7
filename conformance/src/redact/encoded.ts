/** What is hidden within something else: in a URL, an entity, an escape, Base64 or hexadecimal digits. */
import * as Result from "effect/Result"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import { decoded } from "./fields.ts"
import type { Hide } from "./hidden.ts"

interface Encoding {
  /** What may be encoded so, as far as nothing else stops it. */
  readonly run: RegExp
  readonly decode: (run: string) => ReadonlyArray<string>
}

const decoder = new TextDecoder()

/** Where a run begins within the encoding is not known: a slash before it belongs to the same alphabet. */
const fromBase64 = (run: string): ReadonlyArray<string> =>
  [0, 1, 2, 3].flatMap((shift) => {
    const digits = run.replace(/=+$/, "").slice(shift).replaceAll("-", "+").replaceAll("_", "/")
    const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits
    const bytes = Base64.decode(whole.padEnd(Math.ceil(whole.length / 4) * 4, "="))
    return Result.isSuccess(bytes) ? read(bytes.success) : []
  })

const fromHex = (run: string): ReadonlyArray<string> => {
  const bytes = Hex.decode(run.slice(0, run.length - (run.length % 2)))
  return Result.isSuccess(bytes) ? read(bytes.success) : []
}

/** Bytes as text, if most of them are letters and the like: nothing is said in noise. */
const read = (bytes: Uint8Array): ReadonlyArray<string> => {
  const letters = bytes.reduce((count, byte) => count + (byte >= 32 && byte < 127 ? 1 : 0), 0)
  return letters * 4 >= bytes.length * 3 ? [decoder.decode(bytes)] : []
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: "&", lt: "<", gt: ">" }

const fromEntities = (run: string): string =>
  run.replace(
    /&(?:(quot|apos|amp|lt|gt)|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/g,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
      return point > 0x10ffff ? whole : String.fromCodePoint(point)
    }
  )

const fromEscapes = (run: string): string =>
  run.replace(/\\{1,16}u([\da-fA-F]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))

const encodings: ReadonlyArray<Encoding> = [
  { run: /[^\s"'<>&=?]{8,}/g, decode: (run) => (run.includes("%") ? [decoded(run)] : []) },
  { run: /[^<>]+/g, decode: (run) => (/&(?:\w+|#\w+);/.test(run) ? [fromEntities(run)] : []) },
  { run: /[^"\n]+/g, decode: (run) => (run.includes("\\u") ? [fromEscapes(run)] : []) },
  { run: /[\w+/-]{16,}={0,2}/g, decode: fromBase64 },
  { run: /[\da-fA-F]{24,}/g, decode: fromHex }
]

/** A text without the runs from which, once decoded, something would have to be hidden. */
export const hideEncoded = (text: string, clean: (inner: string) => string, hide: Hide): string =>
  encodings.reduce(
    (shown, { decode, run }) =>
      shown.replace(run, (found) =>
        decode(found).some((inner) => inner !== found && clean(inner) !== inner) ? hide(found) : found
      ),
    text
  )
