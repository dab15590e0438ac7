/** Every limit of the document's airline data: what is at it goes out, what is beyond it never does. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { AdyenCheckout } from "../../src/index.ts"
import type { Field } from "../../src/checkout/airline.ts"
import { limits } from "../../src/checkout/airline.ts"
import * as documented from "../documented.ts"
import { adyen, authorised, money } from "../scripted.ts"

/** A leg and a passenger with what they must have. */
const leg = { carrierCode: "KL", departureAirportCode: "AMS", destinationAirportCode: "LIS" }
const passenger = { firstName: "Mary", lastName: "Flyer" }
const least = { passengerName: "FLYER / MARY MS" }

const at = "enhancedSchemeData.airline"
const eur = (value: number) => money(value, "EUR")

const send = (airline: object) =>
  Effect.gen(function* () {
    const ports = yield* adyen([{ status: 201, body: documented.amountUpdate.answer }])
    const provider = [
      AdyenCheckout.adjustOptions({ enhancedSchemeData: { airline: airline as AdyenCheckout.Airline } })
    ]
    const result = yield* Effect.result(ports.adjustments.adjust(authorised(eur(2500)), eur(2500), { provider }))
    if (result._tag === "Success") {
      const body = ports.sent[0]?.body as { enhancedSchemeData: { airline: object } }
      return { sent: body.enhancedSchemeData.airline }
    }
    expect(ports.sent).toEqual([])
    const { reason } = result.failure as { reason: { _tag: string; parameters: ReadonlyArray<Parameter> } }
    expect(reason._tag).toBe("InvalidRequest")
    return { wrong: reason.parameters }
  })

interface Parameter {
  readonly parameter: string
  readonly reason: string
}

/** The airline data with one field set, and the name of its parameter. */
const withField = (field: Field, value: unknown): readonly [object, string] => {
  const [outer = "", inner] = field.split(".")
  if (inner === undefined) return [{ ...least, [outer]: value }, `${at}.${outer}`]
  if (outer === "legs") {
    return [{ ...least, passengers: [passenger], legs: [{ ...leg, [inner]: value }] }, `${at}.legs.0.${inner}`]
  }
  if (outer === "passengers") {
    return [{ ...least, passengers: [{ ...passenger, [inner]: value }] }, `${at}.passengers.0.${inner}`]
  }
  return [{ ...least, [outer]: { [inner]: value } }, `${at}.${outer}.${inner}`]
}

const fee = (digits: number) => eur(Number("9".repeat(digits)))
const a = (count: number) => "A".repeat(count)

/** Of each field what the document allows at its limits, and what is beyond each of them. */
const rows: Readonly<Record<Field, { readonly good: ReadonlyArray<unknown>; readonly bad: ReadonlyArray<unknown> }>> = {
  "agency.invoiceNumber": { good: ["A", a(6), " 1"], bad: ["", a(7), "é"] },
  "agency.planName": { good: ["AB"], bad: ["A", "ABC", "é1"] },
  boardingFee: { good: [eur(1), fee(11), { value: 0, currency: "EUR" }], bad: [fee(12), money(1, "USD"), 400] },
  code: { good: ["074", "001"], bad: ["74", "0740", "KLM", " 74", "000", "   "] },
  computerizedReservationSystem: { good: ["AMAD"], bad: ["AMA", "AMADE", "AMAÐ"] },
  customerReferenceNumber: { good: ["", a(20), "A 1"], bad: [a(21), " A", "   ", "é"] },
  designatorCode: { good: ["KL"], bad: ["K", "KLM", " K", "K\u00cb"] },
  documentType: { good: ["01", "00"], bad: ["1", "011", "0é"] },
  flightDate: {
    good: ["2026-07-30", "2026-07-30T23:59"],
    bad: ["2026-7-30", "2026-02-30", "2026-07-30T24:01", "2026-07-30T10:15:00", "30-07-2026", "2026-07-30 10:15"]
  },
  "legs.carrierCode": { good: ["KL"], bad: [undefined, "K", "KLM", " K", "00"] },
  "legs.classOfTravel": { good: ["F", "J", "Y", "W", "K"], bad: ["", "FF", " ", "0", "é"] },
  "legs.dateOfTravel": {
    good: ["2026-07-30T10:15"],
    bad: ["2026-07-30", "2026-07-30T10:15Z", "2026-02-29T10:15", "2026-07-30T1015 "]
  },
  "legs.departureAirportCode": { good: ["AMS"], bad: [undefined, "AM", "AMST", " AM", "000", "AMŠ"] },
  "legs.departureTax": { good: [eur(1), fee(11)], bad: [{ value: 0, currency: "EUR" }, fee(12), money(1, "GBP")] },
  "legs.destinationAirportCode": { good: ["LIS"], bad: [undefined, "LI", "LISB", " LI", "000", "LIŠ"] },
  "legs.fareBasisCode": { good: ["A", a(15), "00A"], bad: ["", a(16), " A", "000"] },
  "legs.flightNumber": { good: ["1", a(5), "01"], bad: ["", a(6), " 1", "0"] },
  "legs.stopOverCode": { good: [" ", "O", "X"], bad: ["", "OX", "Y", "o"] },
  passengerName: { good: ["A", a(20), "MÜLLER / J"], bad: [undefined, "", a(21), " A", "00"] },
  "passengers.dateOfBirth": { good: ["1996-09-04"], bad: ["1996-9-4", "1996-13-04", "04-09-1996", "1996-09-04T00:00"] },
  "passengers.firstName": { good: ["Mary", ""], bad: [undefined, "Márý"] },
  "passengers.lastName": { good: ["Flyer", ""], bad: [undefined, "Flÿer"] },
  "passengers.phoneNumber": {
    good: ["+31", `+31-${"6".repeat(26)}`, "31a"],
    bad: ["31", "3".repeat(31), "+31 6", "+31(0)6"]
  },
  "passengers.travellerType": { good: ["ADT", a(6)], bad: ["AD", a(7), "ÀDT"] },
  "ticket.issueAddress": { good: ["", a(16)], bad: [a(17)] },
  "ticket.issueDate": { good: ["2026-07-30"], bad: ["2026-07-3", "2026-07-32", "2026/07/30", "2026-07-30T10:15"] },
  "ticket.number": { good: ["1", a(15)], bad: ["", a(16), " 1", "000"] },
  "travelAgency.code": { good: ["1", a(8)], bad: ["", a(9), " 1", "00", "é"] },
  "travelAgency.name": { good: ["A", a(25), "A B"], bad: ["", a(26), " A", "0", "é"] }
}

describe.each(Object.entries(rows) as ReadonlyArray<[Field, (typeof rows)[Field]]>)("%s", (field, { bad, good }) => {
  it.effect("goes out at its limits", () =>
    Effect.gen(function* () {
      for (const value of good) {
        const [airline, parameter] = withField(field, value)
        const { sent, wrong } = yield* send(airline)
        expect(wrong, `${parameter} ${JSON.stringify(value)}`).toBeUndefined()
        const found = parameter
          .slice(at.length + 1)
          .split(".")
          .reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], sent)
        const units = typeof value === "object" ? (value as { value: number }).value : value
        expect(found).toBe(units)
      }
    })
  )

  it.effect("is refused beyond them, by its name", () =>
    Effect.gen(function* () {
      for (const value of bad) {
        const [airline, parameter] = withField(field, value)
        const named = JSON.parse(JSON.stringify(airline)) as object
        const { wrong } = yield* send(value === undefined ? named : airline)
        expect(
          wrong?.map((one) => one.parameter),
          JSON.stringify(value)
        ).toEqual([parameter])
      }
    })
  )
})

it("has a row for every limit of the table", () => {
  expect(Object.keys(rows)).toEqual(Object.keys(limits))
})

describe("passengers", () => {
  it.effect("are named wherever there are legs", () =>
    Effect.gen(function* () {
      const missing = [`${at}.passengers.0.firstName`, `${at}.passengers.0.lastName`]
      for (const airline of [
        { ...least, legs: [leg] },
        { ...least, legs: [leg], passengers: [] },
        { ...least, passengers: [{}] }
      ]) {
        expect((yield* send(airline)).wrong?.map(({ parameter }) => parameter)).toEqual(missing)
      }
      expect((yield* send({ ...least, legs: [], passengers: [] })).wrong).toBeUndefined()
    })
  )
})

it.effect("all that is wrong is named at once, and so is what Adyen does not know", () =>
  Effect.gen(function* () {
    const airline = {
      ...least,
      code: "7",
      legs: [leg, { ...leg, flightNumber: "123456" }],
      passengers: [passenger],
      seat: "1A",
      ticket: { number: "" }
    }
    const { wrong } = yield* send(airline)
    expect(new Set(wrong?.map(({ parameter }) => parameter))).toEqual(
      new Set([`${at}.code`, `${at}.legs.1.flightNumber`, `${at}.seat`, `${at}.ticket.number`])
    )
    expect(wrong?.find(({ parameter }) => parameter.endsWith("code"))?.reason).toBe("Expected at least 3 characters")
  })
)

it.effect("fees and taxes count as Adyen does", () =>
  Effect.gen(function* () {
    const amount = money(1500, "ISK")
    const body = { ...documented.amountUpdate.answer, amount: { value: 150_000, currency: "ISK" } }
    const ports = yield* adyen([{ status: 201, body }])
    const airline = {
      ...least,
      boardingFee: amount,
      passengers: [passenger],
      legs: [{ ...leg, departureTax: money(12, "ISK") }]
    }
    const provider = [AdyenCheckout.adjustOptions({ enhancedSchemeData: { airline } })]
    yield* ports.adjustments.adjust(authorised(amount), amount, { provider })
    expect(ports.sent[0]?.body).toMatchObject({
      enhancedSchemeData: { airline: { boardingFee: 150_000, legs: [{ departureTax: 1200 }] } }
    })
  })
)
