import { describe, expect, it } from "vitest"
import type { Answer } from "@paylayer/core/adapter"
import * as errors from "../src/errors.ts"

const answer = (status: number, body: unknown, headers = {}): Answer => ({ status, headers, body, problem: undefined })
const said = (status: number, errorCode: string, message: string, headers = {}) =>
  answer(status, { status, errorCode, message, errorType: "validation", pspReference: "PSP" }, headers)

/** Status, code and message as the table of errors has them; what each means, and the parameter it names. */
const table = [
  [422, "130", "Required field 'reference' is not provided.", "InvalidRequest", "reference"],
  [422, "137", "Field 'amount' is not valid.", "InvalidRequest", "amount"],
  [422, "138", "Unsupported currency specified", "InvalidRequest", "amount.currency"],
  [422, "200", "Field 'countryCode' is not valid.", "InvalidRequest", "countryCode"],
  [422, "14_030", "Return URL is missing.", "InvalidRequest", "returnUrl"],
  [422, "100", "Required object 'amount' is not provided", "InvalidRequest", "amount"],
  [422, "167", "Original pspReference required for this operation", "NotFound"],
  [422, "906", "Original pspReference is invalid for this environment!", "NotFound"],
  [422, "192", "Invalid field channel", "InvalidRequest", "channel"],
  [422, "198", "Reference may not exceed 79 characters", "InvalidRequest", "reference"],
  [400, "702", 'Unexpected input: ", expected: }', "InvalidRequest"],
  [401, "000", "HTTP Status Response - Unauthorized", "Unauthenticated"],
  [403, "010", "Not allowed", "Forbidden"],
  [403, "901", "Invalid Merchant Account", "Forbidden"],
  [500, "905", "Payment details are not supported", "Forbidden"],
  [422, "905_1", "Could not find an acquirer account", "Forbidden"],
  [422, "704", "request already processed or in progress", "IdempotencyConflict"],
  [409, "704", "request already processed or in progress", "IdempotencyConflict"],
  [503, "703", "required resource temporarily unavailable", "Unavailable"],
  [500, "701", "server could not process request", "Unavailable"],
  [422, "77_777", "Something new", "UnknownCode"],
  [418, "77_777", "Something new", "UnknownCode"],
  [500, "77_777", "Something new", "Unavailable"],
  [401, "77_777", "Something new", "Unauthenticated"],
  [403, "77_777", "Something new", "Forbidden"]
] as const

describe("reason", () => {
  for (const [status, code, message, tag, parameter] of table) {
    it(`${status} ${code} is ${tag}`, () => {
      expect(errors.reason(said(status, code, message))).toMatchObject({
        _tag: tag,
        code,
        ...(tag === "InvalidRequest"
          ? {
              title: message,
              instance: "PSP",
              parameters: parameter === undefined ? [] : [{ parameter, reason: message }]
            }
          : { message })
      })
    })
  }

  it("leaves 429 and what is not Adyen's to the status", () => {
    expect(errors.reason(said(429, "000", "slow down"))).toBeUndefined()
    for (const body of [undefined, null, {}, [], "no", { errorCode: "" }, { errorCode: 130 }]) {
      expect(errors.reason(answer(422, body))).toBeUndefined()
    }
  })
})

describe("again", () => {
  const header = (value: string) => ({ "transient-error": value })
  it.each([
    ["the header says so", said(500, "701", "no", header("true")), true],
    ["a key in use that is transient", said(422, "704", "no", header("true")), true],
    ["the header says no", said(503, "703", "no", header("false")), false],
    ["703", said(503, "703", "no"), true],
    ["Adyen's own 500", said(500, "905", "no"), false],
    ["Adyen's own 503", said(503, "77_777", "no"), undefined],
    ["a gateway's 502", answer(502, undefined), undefined],
    ["a refusal", said(422, "130", "no"), undefined]
  ])("%s", (_, given, expected) => expect(errors.again(given)).toBe(expected))
})
