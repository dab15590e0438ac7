/** A row for each row of the simulator's tables. */
import { describe, expect, it } from "vitest"
import { errors, messageOf, refusal, toWire } from "../../src/simulator/errors.ts"
import * as localTime from "../../src/simulator/localTime.ts"
import { AdyenSimulator } from "../../src/simulator/index.ts"
import { eur, open } from "./world.ts"

/** Major units of 123456 minor ones: what Drop-in shows on its button, or what Adyen's table says. */
const amounts: Readonly<Record<string, string>> = {
  "123456": "CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  "123.456": "BHD IQD JOD KWD LYD OMR TND"
}
const expected = (currency: string): string =>
  Object.entries(amounts).find(([, codes]) => codes.split(" ").includes(currency))?.[0] ?? "1234.56"

describe("currencies", () => {
  it.each(AdyenSimulator.currencies.map((currency) => [currency, expected(currency)]))(
    "123456 %s is %s",
    async (currency, decimal) => {
      const { create, truth } = await open()
      const { id } = await create({ amount: { value: 123456, currency } })
      expect((await truth(id))?.amount).toEqual({ decimal, currency })
    }
  )

  it("are as many as documented, each once", () => {
    expect(AdyenSimulator.currencies).toHaveLength(15 + 116 + 7)
    expect(new Set(AdyenSimulator.currencies).size).toBe(AdyenSimulator.currencies.length)
  })

  it.each(["BIF", "MGA", "MRO", "BYR", "XXX", "eur", "EU", ""])("don't have %j", (currency) => {
    expect(AdyenSimulator.currencies).not.toContain(currency)
  })
})

describe("errors", () => {
  const rows: Readonly<Record<keyof typeof errors, string>> = {
    unexpectedInput: '400 702 validation Unexpected input: ", expected: }',
    unauthorised: "401 000 security HTTP Status Response - Unauthorized",
    notAllowed: "403 010 security Not allowed",
    merchantAccount: "403 901 security Invalid Merchant Account",
    objectMissing: "422 100 validation Required object 'x' is not provided.",
    alreadyUsed: "422 106 validation Session already used",
    required: "422 130 validation Required field 'x' is not provided.",
    amount: "422 137 validation Field 'x' is not valid.",
    currency: "422 138 validation Unsupported currency specified",
    originalReference: "422 167 validation Original pspReference required for this operation",
    metadataSize: "422 177 validation Metadata size exceeds limit",
    metadataKey: "422 178 validation Metadata key size exceeds limit",
    invalidField: "422 192 validation Invalid field x",
    referenceLength: "422 198 validation Reference may not exceed x characters",
    countryCode: "422 200 validation Field 'countryCode' is not valid.",
    returnUrl: "422 14_030 validation Return URL is missing.",
    additionalCurrency: "422 919 validation Currency of additionalAmount does not match amount",
    tooLong: "422 29_001 validation Field may not exceed x characters",
    inProgress: "422 704 validation request already processed or in progress",
    expired: "422 14_008 validation Session has expired",
    unparseable: "422 14_012 validation SDK token could not be parsed",
    payload: "422 14_018 validation Invalid payload provided",
    unsupportedDetails: "500 905 configuration Payment details are not supported",
    noAcquirer:
      "422 905_1 configuration Could not find an acquirer account for the provided txvariant (x), currency (EUR), and action (AUTH).",
    sessionResult: "500 701 internal server could not process request",
    unavailable: "503 703 internal required resource temporarily unavailable",
    payable: "422 SIM_SESSION_PAYABLE validation The session is payable and cannot be updated",
    notPayable: "422 SIM_SESSION_NOT_PAYABLE validation The session is not yet payable",
    underWay: "422 SIM_PAYMENT_UNDER_WAY validation A payment of this session is under way",
    keyReused: "422 SIM_KEY_REUSED validation The idempotency key belongs to another request",
    noSuchSession: "404 SIM_NO_SUCH_SESSION validation There is no session x",
    noSuchPath: "404 SIM_NO_SUCH_PATH validation The simulator does not know x"
  }

  it.each(Object.entries(rows))("%s: %s", (name, row) => {
    const refused = refusal(name as keyof typeof errors, "x")
    const { body, status } = toWire(refused, "SIM0000000000000")
    const error = JSON.parse(body) as Record<string, unknown>
    expect(`${status} ${String(error["errorCode"])} ${String(error["errorType"])} ${messageOf(refused)}`).toBe(row)
    expect(error["message"]).toBe(messageOf(refused))
    expect(error["status"]).toBe(status)
    expect(errors[name as keyof typeof errors].source).not.toBe("")
  })

  it("has a mark on the codes that are ours, and on no other", () => {
    for (const { errorCode, source } of Object.values(errors)) {
      expect(errorCode.startsWith("SIM_")).toBe(source.startsWith("ours"))
    }
  })

  it("documented for create and PATCH, with one that isn't", () => {
    const { documentedErrors, unknownError } = AdyenSimulator
    expect(documentedErrors.map(({ name, status }) => `${status} ${name}`)).toEqual([
      "400 702",
      "401 000",
      "403 010",
      "403 901",
      "422 130",
      "422 137",
      "422 138",
      "422 200",
      "422 14_030",
      "422 14_008",
      "422 14_018",
      "422 SIM_SESSION_PAYABLE",
      "422 704",
      "422 905_1",
      "500 905",
      "503 703",
      "422 99_999"
    ])
    for (const { body, name, status } of documentedErrors) {
      expect(JSON.parse(body)).toMatchObject({ status, errorCode: name, message: expect.stringMatching(/./) })
    }
    expect(documentedErrors.at(-1)).toBe(unknownError)
    expect(Object.values(errors).map(({ errorCode }) => errorCode as string)).not.toContain(unknownError.name)
    const transient = documentedErrors.filter(({ headers }) => headers["transient-error"] === "true")
    expect(transient.map(({ name }) => name)).toEqual(["704", "703"])
    const [unauthorised] = documentedErrors.filter(({ name }) => name === "000")
    expect(unauthorised?.headers["www-authenticate"]).toBe('BASIC realm="Adyen PAL Service Authentication"')
  })
})

describe("times", () => {
  it.each([
    ["2026-07-30", "2026-07-30T02:00:00+02:00"],
    ["2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"],
    ["2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"],
    ["2026-12-31T23:30:00.999-01:00", "2027-01-01T01:30:00+01:00"],
    ["2026-12-31T10:15+0100", "2026-12-31T10:15:00+01:00"],
    ["2026-12-31T10:15:00", "2026-12-31T11:15:00+01:00"]
  ])("%s is %s", (text, shown) => {
    expect(localTime.format(localTime.parse(text) ?? 0)).toBe(shown)
  })

  it.each(["", "tomorrow", "2026-13-01", "2026-01-01 10:00", "1767225600", "2026-01-01T25:00:00Z"])(
    "%j is none",
    (text) => {
      expect(localTime.parse(text)).toBeUndefined()
    }
  )
})

it("an amount of a hundred thousand digits is no amount", async () => {
  const { post, sessions } = await open()
  expect((await post(JSON.stringify({ amount: eur(1) }).replace(":1,", `:${"9".repeat(100_000)},`))).status).toBe(422)
  expect(await sessions()).toEqual([])
})
