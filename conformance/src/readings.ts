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

// oxlint-disable-next-line no-control-regex
const control = /[\0-\x08\x0e-\x1f]/

const printable = (digits: string): string | undefined => {
  // Four letters make three bytes; one letter more makes none.
  const bytes = atob(digits.slice(0, digits.length - (digits.length % 4 === 1 ? 1 : 0)))
  if (control.test(bytes)) return undefined
  const decoded = decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  // Not UTF-8; to be told so by an exception takes many times as long.
  return decoded.includes("\uFFFD") ? undefined : decoded
}

const decoders = [percent, escaped, entities, base64]
