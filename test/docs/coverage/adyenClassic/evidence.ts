/** Where the tests of Adyen's Classic API stand, and rows that its document repeats for each operation. */
import { type Evidence, law, type Row, row, test } from "../Document.ts"

const folder = "adapters/adyen/test"
const at =
  (file: string) =>
  (title: string): Evidence =>
    test(`${folder}/${file}`, title)

export const wire = at("classic/wire.test.ts")
/** The rows of {@link wire}: operations with their requests and answers. */
export const cells = at("classic/rows.ts")
export const ports = at("classic/ports.test.ts")
export const payments = at("classic/payments.test.ts")
export const story = at("classic/story.test.ts")
export const events = at("webhooks/events.test.ts")
export const webhooks = at("webhooks/received.test.ts")
export const more = at("coverage/modifications.test.ts")
export const examples = at("simulator/classic/documented.test.ts")
export const operations = at("simulator/classic/operations.test.ts")
export const refusals = at("simulator/classic/errors.test.ts")
export const notifications = at("simulator/classic/notifications.test.ts")
export const shapes = at("simulator/classic/shapes.test.ts")
export const simulated = at("simulator/classic/story.test.ts")
export const decisions = at("simulator/modifications/decisions.test.ts")
export const refunds = at("simulator/modifications/refunds.test.ts")
export const office = at("simulator/modifications/backOffice.test.ts")
export const library = (title: string): Evidence => test("test/interop/adyen-classic.test.ts", title)
export const time = at("simulator/modifications/time.test.ts")

export const sent = wire("is sent as the document shows it")
export const answered = wire("is answered as the document shows it")
/** The official library against the simulator: a row for each operation. */
export const byLibrary = library("each is received, and decided in a webhook")
export const received = operations("%s is received, then done")
export const notSent = ports("what the model refuses is not sent")

/** A law in each encoding. */
export const inEach = (id: string): readonly [Evidence, ...Array<Evidence>] => [
  law(id, "adyen classic, json"),
  law(id, "adyen classic, form"),
  law(id, "adyen classic, soap")
]

/** The examples of an operation: request and answer in each encoding in which the document shows them. */
export const shown = (operation: string, ...encodings: ReadonlyArray<"JSON" | "FORM" | "SOAP">): ReadonlyArray<Row> => [
  ...encodings.flatMap((encoding) => [
    row("example", `The request in ${encoding}.`, sent, cells(`operation: "${operation}"`), examples(`"${encoding}"`)),
    row(
      "example",
      `The answer in ${encoding}.`,
      answered,
      cells(`operation: "${operation}"`),
      examples(`"${encoding}"`)
    )
  ]),
  ...(misprinted.has(operation) ? [misprint] : [])
]

const misprinted: ReadonlySet<string> = new Set(["capture", "cancel", "refund", "cancelOrRefund"])

const misprint = row(
  "example",
  "As it is printed the answer in SOAP ends response with </authCode>: that is not believed, but with the end corrected.",
  wire("does not believe %s as it is printed"),
  examples("%s is a misprint: it can't be read as it is")
)

/** An event that tells what came of a modification: four sentences of the document. */
export const outcome = (code: string, what: string, done: Evidence, failed: Evidence): ReadonlyArray<Row> => {
  const read = events(`code: "${code}"`)
  return [
    row("event", `${code} tells what came of ${what}.`, read, done),
    row(
      "parameter",
      "Its pspReference is that of the answer to the request.",
      events("has our key only if it can be one"),
      decisions("is decided in the order in which it was received"),
      done
    ),
    row("status", "success true: it was done.", read, done),
    row(
      "status",
      "success false: it failed, and reason says why.",
      read,
      events('"reasons"'),
      failed,
      ...inEach("WHK-04")
    )
  ]
}
