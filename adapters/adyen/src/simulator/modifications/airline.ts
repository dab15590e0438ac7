/**
 * The airline data of a card payment, with each limit of its description.
 *
 * Source: "Update an authorised amount" of docs.adyen.com, 2026-11-22; names and types from Adyen/adyen-openapi
 * CheckoutService-v72, `Airline`, 2026-07-01. A text of which the document says that it is truncated may be longer.
 */
import { Json } from "@paylayer/simulator"
import { refusal } from "../errors.ts"
import { both, described, isMissing, type Kind, type Kinds, list, long, struct, text, type Verdict } from "../kinds.ts"

interface Limits {
  readonly least?: number
  readonly most?: number
  readonly ascii?: true
  /** "If you send more than … characters, … is truncated." */
  readonly truncated?: true
  /** "Must not start with a space or be all spaces." */
  readonly notBlank?: true
  /** "Must not be all zeros." */
  readonly notZeros?: true
  readonly pattern?: RegExp
}

const isAscii = (value: string): boolean => !/[\u0080-\uffff]/.test(value)

const within = (value: string, limits: Limits): Verdict => {
  const { ascii, least = 0, most = Number.POSITIVE_INFINITY, notBlank, notZeros, pattern, truncated } = limits
  if (value.length > most && truncated === undefined) return refusal("tooLong", String(most))
  if (value.length < least) return false
  if (ascii && !isAscii(value)) return false
  if (notBlank && value.startsWith(" ")) return false
  if (notZeros && /^0+$/.test(value)) return false
  return pattern === undefined || pattern.test(value)
}

const texted = (limits: Limits): Kind =>
  both(
    text,
    described((value) => within(String(value), limits))
  )

/** Of a number, the digits are counted. */
const numeric = (limits: Limits): Kind =>
  both(
    long,
    described((value) => value instanceof Json.Numeral && within(value.text, limits))
  )

const spaces = { notBlank: true } as const
const zerosAndSpaces = { notBlank: true, notZeros: true } as const
const ascii = { ascii: true } as const
const exactly = (length: number) => ({ least: length, most: length })

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const minute = String.raw`T(?:[01]\d|2[0-3]):[0-5]\d`
const date = texted({ ...exactly(10), pattern: new RegExp(`^${day}$`) })

const leg: Kinds = {
  carrierCode: texted({ ...exactly(2), ...zerosAndSpaces }),
  classOfTravel: texted({ ...exactly(1), ...ascii, ...zerosAndSpaces }),
  dateOfTravel: texted({ ...exactly(16), pattern: new RegExp(`^${day}${minute}$`) }),
  departureAirportCode: texted({ ...exactly(3), ...ascii, ...zerosAndSpaces }),
  departureTax: numeric({ least: 1, most: 11, notZeros: true, pattern: /^\d+$/ }),
  destinationAirportCode: texted({ ...exactly(3), ...ascii, ...zerosAndSpaces }),
  fareBasisCode: texted({ least: 1, most: 15, ...zerosAndSpaces }),
  flightNumber: texted({ least: 1, most: 5, ...zerosAndSpaces }),
  /** "Can be a space, O … or X." */
  stopOverCode: texted({ ...exactly(1), ...ascii, pattern: /^[ OX]$/ })
}

const passenger: Kinds = {
  dateOfBirth: date,
  firstName: texted(ascii),
  lastName: texted(ascii),
  /** "An alphanumeric field that can include the '+' and '-' signs." */
  phoneNumber: texted({ least: 3, most: 30, ...ascii, pattern: /^[\dA-Za-z+-]*$/ }),
  travellerType: texted({ least: 3, most: 6, ...ascii })
}

const airline: Kinds = {
  agency: struct({
    invoiceNumber: texted({ least: 1, most: 6, ...ascii }),
    planName: texted({ ...exactly(2), ...ascii })
  }),
  boardingFee: numeric({ least: 1, most: 11, pattern: /^\d+$/ }),
  code: texted({ ...exactly(3), ...zerosAndSpaces }),
  computerizedReservationSystem: texted({ ...exactly(4), ...ascii }),
  customerReferenceNumber: texted({ most: 20, truncated: true, ...ascii, ...spaces }),
  designatorCode: texted({ ...exactly(2), ...ascii, ...spaces }),
  documentType: texted({ ...exactly(2), ...ascii }),
  flightDate: texted({ least: 10, most: 16, pattern: new RegExp(`^${day}(?:${minute})?$`) }),
  legs: list(struct(leg)),
  passengerName: texted({ least: 1, most: 20, truncated: true, ...zerosAndSpaces }),
  passengers: list(struct(passenger)),
  ticket: struct({
    issueAddress: texted({ least: 0, most: 16 }),
    issueDate: date,
    number: texted({ least: 1, most: 15, ...zerosAndSpaces })
  }),
  travelAgency: struct({
    code: texted({ least: 1, most: 8, ...ascii, ...zerosAndSpaces }),
    name: texted({ least: 1, most: 25, ...ascii, ...zerosAndSpaces })
  })
}

const listOf = (value: Json.JsonObject, name: string): ReadonlyArray<Json.Value> => {
  const members = value[name]
  return Array.isArray(members) ? members : []
}

/** "Required if the airline data includes leg details": three of each leg's, and the passengers' names. */
const complete: Kind = described((value, path) => {
  if (!Json.isObject(value)) return false
  const missing = (member: Json.Value | undefined, names: ReadonlyArray<string>) =>
    names.find((name) => !Json.isObject(member) || isMissing(member[name]))
  const legs = listOf(value, "legs")
  for (const [index, member] of legs.entries()) {
    const name = missing(member, ["carrierCode", "departureAirportCode", "destinationAirportCode"])
    if (name !== undefined) return refusal("required", `${path}.legs[${index}].${name}`)
  }
  const passengers = listOf(value, "passengers")
  // Legs without any passenger lack the first one's name.
  const named = passengers.length === 0 && legs.length > 0 ? [undefined] : passengers
  for (const [index, member] of named.entries()) {
    const name = missing(member, ["firstName", "lastName"])
    if (name !== undefined) return refusal("required", `${path}.passengers[${index}].${name}`)
  }
  return true
})

export const enhancedSchemeData: Kind = struct({
  airline: both(struct(airline, ["passengerName"]), complete),
  levelTwoThree: struct({})
})
