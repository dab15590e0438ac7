/**
 * JSON, FORM and SOAP: three ways to write the same requests and answers. What is read is one tree of fields, with texts
 * for leaves and, where an amount has its value, a number as it was written.
 *
 * Sources: "Payment modifications" (Classic) of docs.adyen.com, 2026-11-22; PaymentService-v68 of 2026-07-01 for JSON. It
 * shows no FORM of card data, of errors and of additionalData: those are as recorded in ActiveMerchant's tests of the same
 * platform (barclaycard_smartpay).
 */
import { Json, type Wire } from "@paylayer/simulator"
import type { Fault } from "./errors.ts"
import * as form from "./form.ts"
import type { Answer, Asked } from "./message.ts"
import * as soap from "./soap.ts"
import type { Positions } from "../assumptions.ts"

/** The switches that decide how something is written. */
export type Written = Pick<Positions, "formErrors" | "soapEmpty" | "soapFaultStatus">

export interface Encoding {
  readonly contentType: string
  /** `undefined` where the body is no request of this encoding. */
  readonly read: (request: Wire.WireRequest, operation: string) => Asked | undefined
  readonly answer: (operation: string, answer: Answer) => string
  readonly fault: (fault: Fault, pspReference: string) => { readonly status: number; readonly body: string }
}

const json: Encoding = {
  contentType: "application/json;charset=utf-8",
  read: ({ body }, operation) => {
    const fields = Json.parse(body)
    return Json.isObject(fields) ? { operation, fields } : undefined
  },
  answer: (_, answer) => Json.stringify(Object.fromEntries(answer)),
  fault: ({ errorCode, errorType, message, status }, pspReference) => ({
    status,
    body: JSON.stringify({ status, errorCode, message, errorType, ...(status < 402 ? {} : { pspReference }) })
  })
}

const pairs = (positions: Written): Encoding => ({
  contentType: "application/x-www-form-urlencoded;charset=utf-8",
  read: ({ body }, operation) => {
    const read = form.parse(body)
    const fields = read === undefined ? undefined : form.nested(read)
    return fields === undefined ? undefined : { operation, fields: withNumbers(fields) }
  },
  answer: (_, answer) =>
    form.print(
      answer.flatMap(([name, value]): ReadonlyArray<form.Pair> =>
        typeof value === "string"
          ? [[name, value]]
          : Object.entries(value).map(([key, member]) => [`${name}.${key}`, member])
      )
    ),
  fault: ({ errorCode, errorType, message, status }, pspReference) => ({
    status,
    body:
      positions.formErrors === "text"
        ? `${errorType} ${errorCode} ${message}`
        : form.print([
            ["errorType", errorType],
            ["errorCode", errorCode],
            ["message", message],
            ...(status < 402 ? [] : ([["pspReference", pspReference]] as const)),
            ["status", String(status)]
          ])
  })
})

const xml = (positions: Written): Encoding => ({
  contentType: "text/xml;charset=utf-8",
  read: ({ body }) => {
    const asked = soap.read(body)
    return asked === undefined ? undefined : { ...asked, fields: withNumbers(asked.fields, (text) => text.trim()) }
  },
  answer: (operation, answer) => soap.answer(operation, answer, positions),
  fault: (fault) => ({
    // Who isn't let in is refused before anything knows that it speaks SOAP.
    status: fault.status === 401 ? 401 : Number(positions.soapFaultStatus),
    body: soap.fault(fault)
  })
})

/** Where a text is a number. */
const amountNames = ["amount", "modificationAmount"]

/** FORM and XML have only texts: a value that is a number becomes one; in XML it may have white space around it. */
const withNumbers = (fields: Json.JsonObject, bare = (text: string) => text): Json.JsonObject => {
  const read: Record<string, Json.Value> = { ...fields }
  for (const name of amountNames) {
    const amount = fields[name]
    if (!Json.isObject(amount)) continue
    const value = typeof amount["value"] === "string" ? bare(amount["value"]) : ""
    if (/^-?\d+$/.test(value)) read[name] = { ...amount, value: new Json.Numeral(value) }
  }
  return read
}

export const soapType = "text/xml"

/** By the request's type of content; `undefined` where Classic has no such encoding. */
export const of = (type: string, positions: Written): Encoding | undefined => {
  switch (type) {
    case "application/json":
      return json
    case "application/x-www-form-urlencoded":
      return pairs(positions)
    case soapType:
      return xml(positions)
    default:
      return undefined
  }
}

/** For who names none that there is. */
export const usual = json

/** @param pspReference What the provider calls the request; who isn't let in isn't told. */
export const refuse = (encoding: Encoding, refused: Fault, pspReference: string): Wire.WireResponse => {
  const { body, status } = encoding.fault(refused, pspReference)
  const about = refused.status === 401 ? {} : { pspreference: pspReference }
  return { status, headers: { "content-type": encoding.contentType, ...about, ...refused.headers }, body }
}
