/** The Classic API alone, on a ledger of its own, with a clock that stands until it is set. */
import { Assumption, type Wire } from "@paylayer/simulator"
import * as Classic from "../../../src/simulator/classic/Classic.ts"
import { assumptions, type Positions } from "../../../src/simulator/assumptions.ts"
import * as idempotency from "../../../src/simulator/idempotency.ts"
import * as ledger from "../../../src/simulator/modifications/ledger.ts"
import { truthOf } from "../../../src/simulator/modifications/payment.ts"
import * as names from "../../../src/simulator/names.ts"
import { body as encoded, type Encoding, type Fields, fieldsIn } from "./encode.ts"

export const merchantAccount = "TestMerchant"
const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2017, 9, 9)

export const contentTypes: Readonly<Record<Encoding, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded; charset=UTF-8",
  soap: "text/xml;charset=UTF-8"
}

export interface Options {
  readonly assume?: Partial<Positions>
  /** What the provider calls what it makes, as long as there are some. */
  readonly references?: ReadonlyArray<string>
  readonly authCode?: string
  readonly refundWithData?: boolean
  readonly refundDelay?: number
  /** Nobody's but who asks for it, unless told otherwise. */
  readonly capture?: ledger.CaptureMode
  readonly multiplePartialCaptures?: boolean
  /** How long a request is under way, in milliseconds. */
  readonly processing?: number
  readonly forbidden?: (request: Wire.WireRequest) => boolean
  readonly unsupported?: (request: Wire.WireRequest) => boolean
}

export const open = (options: Options = {}) => {
  const { assume = {}, authCode, refundDelay, refundWithData = true } = options
  const positions: Positions = Assumption.positions(assumptions, assume)
  const clock = { now: start }
  const now = () => clock.now
  const references = [...(options.references ?? [])]
  const own = names.make(1)
  const named: names.Names = {
    ...own,
    pspReference: () => references.shift() ?? own.pspReference(),
    ...(authCode === undefined ? {} : { authCode: () => authCode })
  }
  const held = ledger.make({
    now,
    names: named,
    positions,
    merchantAccount,
    live: false,
    capture: options.capture ?? "manual",
    multiplePartialCaptures: options.multiplePartialCaptures ?? false,
    delay: 1000,
    refundDelay,
    validity: 28 * day
  })
  const classic = Classic.make({
    ledger: held,
    names: named,
    positions,
    now,
    merchantAccount,
    refundWithData,
    isAuthenticated: ({ headers }) => headers["x-api-key"] !== "wrong",
    idempotency: idempotency.make(now, options.processing ?? 0, positions),
    ...(options.forbidden === undefined ? {} : { forbidden: options.forbidden }),
    ...(options.unsupported === undefined ? {} : { unsupported: options.unsupported })
  })

  const request = (path: string, body: string, headers: Readonly<Record<string, string>>, method = "POST") => {
    const answer = classic({ method, path, query: new URLSearchParams(), headers, body })
    if (answer === undefined) throw new Error(`expected an answer to ${path}, got none`)
    return answer
  }
  /** The body as it is, in one of the encodings. */
  const send = (
    encoding: Encoding,
    operation: string,
    body: string,
    headers: Readonly<Record<string, string>> = {}
  ): Wire.WireResponse =>
    request(`/pal/servlet/Payment/v30/${encoding === "soap" ? "" : operation}`, body, {
      "content-type": contentTypes[encoding],
      ...headers
    })
  /** In one of the encodings, as its status and the fields of its answer. */
  const ask = (
    encoding: Encoding,
    operation: string,
    fields: Fields,
    headers: Readonly<Record<string, string>> = {}
  ): Answer => {
    const { body, status } = send(encoding, operation, encoded(encoding, operation, fields), headers)
    return { ...fieldsIn(encoding, body), status }
  }
  const json = (operation: string, fields: object) => {
    const { body, status } = send("json", operation, JSON.stringify(fields))
    return { status, body: JSON.parse(body) as unknown }
  }
  /** A payment that there is already. */
  const paid = (psp: string, others: Partial<ledger.NewPayment> = {}): ledger.Payment =>
    held.authorised({
      psp,
      merchantReference: "YourPaymentReference",
      merchantAccount,
      paymentMethod: "visa",
      amount: { value: 1500n, currency: "EUR" },
      preAuth: true,
      ...others
    })
  /** What was told, after all that is under way is decided. */
  const told = (after = 60_000): ReadonlyArray<ledger.Item> => {
    clock.now += after
    held.settle()
    return held.take()
  }

  const truth = () => {
    held.settle()
    return held.payments().map(truthOf)
  }

  return { ask, classic, clock, json, ledger: held, paid, request, send, told, truth }
}

export interface Answer {
  readonly [name: string]: string | number
  readonly status: number
}

/** `422 167` */
export const codeOf = ({ errorCode, status }: Answer): string => `${status} ${errorCode}`

export const eur = (value: number) => ({ value, currency: "EUR" })
