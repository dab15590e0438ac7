/**
 * Adyen's Classic payments API, simulated: `POST /pal/servlet/Payment/{version}/{operation}` in JSON and FORM, and
 * `POST /pal/servlet/Payment/{version}/` in SOAP.
 */
import type { Wire } from "@paylayer/simulator"
import * as Result from "effect/Result"
import { refusal } from "../errors.ts"
import type { Idempotency } from "../idempotency.ts"
import * as encodings from "./encodings.ts"
import type { Environment, Operation } from "./environment.ts"
import { type Fault, fault, shared } from "./errors.ts"
import type { Answer, Asked } from "./message.ts"
import { modifications } from "./modifications.ts"
import { payments } from "./payments.ts"

export interface Options extends Environment {
  readonly isAuthenticated: (request: Wire.WireRequest) => boolean
  /** Which requests the credentials have no role for: none unless told otherwise. */
  readonly forbidden?: (request: Wire.WireRequest) => boolean
  /** Which requests are about payment details that the account doesn't support: none unless told otherwise. */
  readonly unsupported?: (request: Wire.WireRequest) => boolean
  /** The company account's keys; without them, keys are ignored. */
  readonly idempotency?: Idempotency
}

/** Answers what is Classic's; `undefined` for any other path. */
export type Classic = (request: Wire.WireRequest) => Wire.WireResponse | undefined

const path = /^\/pal\/servlet\/Payment\/v(?:30|68)(?:\/([^/]*))?$/

/** In bytes: ours, no document says. */
const largest = 256 * 1024

const operations: ReadonlyMap<string, Operation> = new Map(Object.entries({ ...modifications, ...payments }))

export const make = (options: Options): Classic => {
  const { forbidden = () => false, idempotency, isAuthenticated, names, positions, unsupported = () => false } = options

  const refuse = (refused: Fault, encoding: encodings.Encoding) =>
    encodings.refuse(encoding, refused, names.pspReference())

  /** Why a request isn't even read. */
  const objection = (request: Wire.WireRequest, operation: string, known: boolean): Fault | undefined => {
    const type = typeOf(request)
    if (!isAuthenticated(request)) return shared(refusal("unauthorised"))
    if (forbidden(request)) return shared(refusal("notAllowed"))
    const isThere = request.method === "POST" && (type !== encodings.soapType || operation === "")
    if (!isThere) return shared(refusal("noSuchPath", request.path))
    if (!known) return fault("contentType", type)
    if (unsupported(request)) return shared(refusal("unsupportedDetails"))
    return isTooLarge(request.body) ? fault("tooLarge", String(largest), Number(positions.tooLarge)) : undefined
  }

  const operate = ({ fields, operation }: Asked): Result.Result<Answer, Fault> =>
    operations.get(operation)?.(fields, options) ?? Result.fail(fault("operation"))

  return (request) => {
    const [found, operation = ""] = path.exec(request.path) ?? []
    if (found === undefined) return undefined
    const written = encodings.of(typeOf(request), positions)
    const encoding = written ?? encodings.usual
    const refused = objection(request, operation, written !== undefined)
    if (refused !== undefined) return refuse(refused, encoding)

    const handle = (): Wire.WireResponse => {
      const asked = encoding.read(request, operation)
      if (asked === undefined) return refuse(shared(refusal("unexpectedInput")), encoding)
      return Result.match(operate(asked), {
        onFailure: (why) => refuse(why, encoding),
        onSuccess: (told) => ({
          status: 200,
          headers: { "content-type": encoding.contentType, pspreference: referenceIn(told) },
          body: encoding.answer(asked.operation, told)
        })
      })
    }
    if (idempotency === undefined) return handle()
    const content = JSON.stringify([request.method, request.path, request.body])
    return idempotency.answer(request, content, handle, (why) => refuse(shared(why), encoding))
  }
}

const typeOf = ({ headers }: Wire.WireRequest): string =>
  (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? ""

const isTooLarge = (body: string): boolean => body.length > largest || new TextEncoder().encode(body).length > largest

/** Real answers say in a header, too, what the provider calls the request. */
const referenceIn = (told: Answer): string => {
  const [, reference] = told.find(([name]) => name === "pspReference") ?? []
  return typeof reference === "string" ? reference : ""
}
