/**
 * What an airline says of its tickets. Every limit of the document is a row of one table; the schema of the request is
 * made from it.
 *
 * Source: Adyen, "Update an authorised amount", `enhancedSchemeData.airline`; the names of the fields, and that
 * `passengerName` is required, from `Airline` of `CheckoutService-v72` of 2026-07-01. Read 2026-11-22. What Adyen would
 * cut off at a maximum is refused here: nobody is to fly under half a name by accident.
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { defined } from "@paylayer/core/adapter"
import type { NotSayable, Units, WithMoney } from "./units.ts"
import { each } from "./units.ts"

/** The forms that the document names, and what each expects. */
const formats = {
  "3-digit": { pattern: /^\d*$/, expected: "digits only" },
  phone: { pattern: /^[A-Za-z0-9+-]*$/, expected: "letters, digits, + and - only" },
  stopover: { pattern: /^[ OX]$/, expected: "a space, O or X" },
  day: { pattern: /^\d{4}-\d{2}-\d{2}$/, expected: "a day like 2026-07-30" },
  minute: { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, expected: "a time like 2026-07-30T10:15" },
  "day or minute": {
    pattern: /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/,
    expected: "a day like 2026-07-30 or a time like 2026-07-30T10:15"
  }
} as const

export interface Limit {
  /** In characters; of an amount, the digits of its minor units. */
  readonly minimum?: number
  readonly maximum?: number
  /** `numeric` is an amount. */
  readonly encoding?: "ascii" | "numeric"
  readonly format?: keyof typeof formats
  /** Must not start with a space, or be all spaces. */
  readonly noLeadingSpace?: true
  readonly notAllZeros?: true
  /** `given`: wherever the object that it is in is given. */
  readonly required?: "given"
}

/** A code, a name or a number that is to say something. */
const telling = { noLeadingSpace: true, notAllZeros: true } as const

/** In the order of the document. */
export const limits = {
  "agency.invoiceNumber": { encoding: "ascii", minimum: 1, maximum: 6 },
  "agency.planName": { encoding: "ascii", minimum: 2, maximum: 2 },
  boardingFee: { encoding: "numeric", minimum: 1, maximum: 11 },
  code: { format: "3-digit", minimum: 3, maximum: 3, ...telling },
  computerizedReservationSystem: { encoding: "ascii", minimum: 4, maximum: 4 },
  customerReferenceNumber: { encoding: "ascii", maximum: 20, noLeadingSpace: true },
  designatorCode: { encoding: "ascii", minimum: 2, maximum: 2, noLeadingSpace: true },
  documentType: { encoding: "ascii", minimum: 2, maximum: 2 },
  flightDate: { format: "day or minute", minimum: 10, maximum: 16 },
  "legs.carrierCode": { minimum: 2, maximum: 2, ...telling, required: "given" },
  "legs.classOfTravel": { encoding: "ascii", minimum: 1, maximum: 1, ...telling },
  "legs.dateOfTravel": { format: "minute", minimum: 16, maximum: 16 },
  "legs.departureAirportCode": { encoding: "ascii", minimum: 3, maximum: 3, ...telling, required: "given" },
  "legs.departureTax": { encoding: "numeric", minimum: 1, maximum: 11, notAllZeros: true },
  "legs.destinationAirportCode": { encoding: "ascii", minimum: 3, maximum: 3, ...telling, required: "given" },
  "legs.fareBasisCode": { minimum: 1, maximum: 15, ...telling },
  "legs.flightNumber": { minimum: 1, maximum: 5, ...telling },
  "legs.stopOverCode": { encoding: "ascii", format: "stopover", minimum: 1, maximum: 1 },
  passengerName: { minimum: 1, maximum: 20, ...telling, required: "given" },
  "passengers.dateOfBirth": { format: "day", minimum: 10, maximum: 10 },
  "passengers.firstName": { encoding: "ascii", required: "given" },
  "passengers.lastName": { encoding: "ascii", required: "given" },
  "passengers.phoneNumber": { encoding: "ascii", format: "phone", minimum: 3, maximum: 30 },
  "passengers.travellerType": { encoding: "ascii", minimum: 3, maximum: 6 },
  "ticket.issueAddress": { minimum: 0, maximum: 16 },
  "ticket.issueDate": { format: "day", minimum: 10, maximum: 10 },
  "ticket.number": { minimum: 1, maximum: 15, ...telling },
  "travelAgency.code": { encoding: "ascii", minimum: 1, maximum: 8, ...telling },
  "travelAgency.name": { encoding: "ascii", minimum: 1, maximum: 25, ...telling }
} as const satisfies Readonly<Record<string, Limit>>

export type Field = keyof typeof limits

/** What is wrong with a text at this limit; nothing where it is within. */
const problem = (limit: Limit, text: string): string | undefined => {
  const { encoding, format, maximum, minimum, noLeadingSpace, notAllZeros } = limit
  // Characters, not the halves that JavaScript counts some of them by.
  const length = [...text].length
  const expected = [
    ...(minimum !== undefined && length < minimum ? [`at least ${minimum} characters`] : []),
    ...(maximum !== undefined && length > maximum ? [`at most ${maximum} characters`] : []),
    ...(encoding === "ascii" && !/^[\x20-\x7e]*$/.test(text) ? ["printable ASCII characters only"] : []),
    ...(format !== undefined && !isOfFormat(format, text) ? [formats[format].expected] : []),
    ...(noLeadingSpace && text.startsWith(" ") ? ["no space at the start"] : []),
    ...(notAllZeros && /^0+$/.test(text) ? ["not only zeros"] : [])
  ]
  return expected.length === 0 ? undefined : `Expected ${expected.join(", ")}`
}

/** A date of the right form is one of the calendar, too: 30 February is none. */
const isOfFormat = (format: keyof typeof formats, text: string): boolean => {
  if (!formats[format].pattern.test(text)) return false
  const isDate = format === "day" || format === "minute" || format === "day or minute"
  if (!isDate) return true
  const utc = text.length === 10 ? `${text}T00:00:00.000Z` : `${text}:00.000Z`
  return Option.exists(DateTime.make(utc), (time) => DateTime.formatIso(time) === utc)
}

const checked = (limit: Limit) => Schema.makeFilter((value: string | number) => problem(limit, String(value)))

const text = (field: Field) => Schema.String.check(checked(limits[field]))
const optional = (field: Field) => Schema.optionalKey(text(field))
const amount = (field: Field) =>
  Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0), checked(limits[field])))

const Leg = Schema.Struct({
  carrierCode: text("legs.carrierCode"),
  classOfTravel: optional("legs.classOfTravel"),
  dateOfTravel: optional("legs.dateOfTravel"),
  departureAirportCode: text("legs.departureAirportCode"),
  departureTax: amount("legs.departureTax"),
  destinationAirportCode: text("legs.destinationAirportCode"),
  fareBasisCode: optional("legs.fareBasisCode"),
  flightNumber: optional("legs.flightNumber"),
  stopOverCode: optional("legs.stopOverCode")
})

const Passenger = Schema.Struct({
  dateOfBirth: optional("passengers.dateOfBirth"),
  firstName: text("passengers.firstName"),
  lastName: text("passengers.lastName"),
  phoneNumber: optional("passengers.phoneNumber"),
  travellerType: optional("passengers.travellerType")
})

export const Wire = Schema.Struct({
  agency: Schema.optionalKey(
    Schema.Struct({ invoiceNumber: optional("agency.invoiceNumber"), planName: optional("agency.planName") })
  ),
  boardingFee: amount("boardingFee"),
  code: optional("code"),
  computerizedReservationSystem: optional("computerizedReservationSystem"),
  customerReferenceNumber: optional("customerReferenceNumber"),
  designatorCode: optional("designatorCode"),
  documentType: optional("documentType"),
  flightDate: optional("flightDate"),
  legs: Schema.optionalKey(Schema.Array(Leg)),
  passengerName: text("passengerName"),
  passengers: Schema.optionalKey(Schema.Array(Passenger)),
  ticket: Schema.optionalKey(
    Schema.Struct({
      issueAddress: optional("ticket.issueAddress"),
      issueDate: optional("ticket.issueDate"),
      number: optional("ticket.number")
    })
  ),
  travelAgency: Schema.optionalKey(
    Schema.Struct({ code: optional("travelAgency.code"), name: optional("travelAgency.name") })
  )
}).check(
  // "Required if the airline data includes passenger details or leg details": with a leg, somebody travels.
  Schema.makeFilter(({ legs = [], passengers = [] }) =>
    legs.length > 0 && passengers.length === 0
      ? ["firstName", "lastName"].map((name) => ({
          path: ["passengers", 0, name],
          issue: "Expected one: required with leg details"
        }))
      : []
  )
)

type Leg = WithMoney<typeof Leg.Type, "departureTax">

/** Fees and taxes are `Money` in the payment's currency; times are local to the airport of departure. */
export type Airline = Omit<WithMoney<typeof Wire.Type, "boardingFee">, "legs"> & { readonly legs?: ReadonlyArray<Leg> }

export const toWire = (airline: Airline | undefined, units: Units): Result.Result<object | undefined, NotSayable> =>
  airline === undefined
    ? Result.succeed(undefined)
    : Result.gen(function* () {
        const at = "enhancedSchemeData.airline"
        const { boardingFee, legs, ...rest } = airline
        return {
          ...rest,
          ...defined({
            boardingFee: yield* units(`${at}.boardingFee`, boardingFee),
            legs: yield* each(legs, ({ departureTax, ...leg }, index) =>
              Result.map(units(`${at}.legs.${index}.departureTax`, departureTax), (tax) => ({
                ...leg,
                ...defined({ departureTax: tax })
              }))
            )
          })
        }
      })
