/** What a text says to whoever decodes what is encoded in it. */

/** How often something may be encoded within something. */
const deepest = 3

/** The text, and what comes of it by decoding: step by step, in any order, three deep. Most texts have nothing to decode. */
export const readingsOf = (text: string): ReadonlyArray<string> => {
  const readings = new Set([text])
  let latest = [text]
  for (let depth = 0; depth < deepest; depth++) {
    latest = latest
      .flatMap((reading) => decoders.flatMap((decode) => decode(reading)))
      .filter((reading) => reading !== "" && !readings.has(reading))
    for (const reading of latest) readings.add(reading)
  }
  return [...readings]
}

const decoder = new TextDecoder()
const strict = new TextDecoder("utf-8", { fatal: true })

const percent = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(1).split("%"), (byte) => Number.parseInt(byte, 16)))
  )

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

/** Of strings in JSON. */
const escaped = (text: string): string =>
  text.replace(/\\(?:u([\da-f]{4})|(["\\/bfnrt]))/gi, (_, unit: string | undefined, character: string) =>
    unit === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(unit, 16))
  )

const named: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' }

/** Of XML. */
const entities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|apos|gt|lt|quot));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()]!
    const point = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16)
    return point > 0x10ffff ? entity : String.fromCodePoint(point)
  })

/** What is text in Base64; most that looks like it is an identifier, and means nothing. */
const base64 = (text: string): string =>
  (text.match(/[\w+/-]{8,}/g) ?? [])
    .flatMap((run) => printable(run.replaceAll("-", "+").replaceAll("_", "/")) ?? [])
    .join("\n")

const printable = (digits: string): string | undefined => {
  try {
    const bytes = atob(digits.slice(0, digits.length - (digits.length % 4 === 1 ? 1 : 0)))
    const decoded = strict.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
    // oxlint-disable-next-line no-control-regex
    return /[\0-\x08\x0e-\x1f]/.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

const decoders = [percent, escaped, entities, base64]
