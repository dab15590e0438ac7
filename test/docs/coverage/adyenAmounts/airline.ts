/** The airline data of Adyen's document: a row for each field. */
import { type Row, row, test } from "../Document.ts"

const folder = "adapters/adyen/test"
const adapter = (title: string) => test(`${folder}/checkout/airline.test.ts`, title)
const simulator = (title: string) => test(`${folder}/simulator/modifications/limits.test.ts`, title)

/** One field with its limits; `adapted` and `simulated` are what the rows of the two tests are called. */
const field = (name: string, says: string, adapted = name, simulated = name): Row =>
  row("parameter", `${name}: ${says}`, adapter(adapted), simulator(simulated))

const ofLeg = (name: string, says: string): Row =>
  row("parameter", `legs[].${name}: ${says}`, adapter(`legs.${name}`), simulator(`legs[0].${name}`))

const ofPassenger = (name: string, says: string): Row =>
  row("parameter", `passengers[].${name}: ${says}`, adapter(`passengers.${name}`), simulator(`passengers[0].${name}`))

const neither = "does not begin with a space, is not all zeros"

export const airline: ReadonlyArray<Row> = [
  row(
    "parameter",
    "airline: data that the scheme may ask for.",
    adapter("has a row for every limit of the table"),
    simulator("belongs to %s")
  ),
  field("agency.invoiceNumber", "1 to 6 characters of ASCII."),
  field("agency.planName", "2 characters of ASCII."),
  field("boardingFee", "1 to 11 digits, minor units."),
  field("code", `3 digits of IATA; ${neither}.`, "code: { good", "code: { least: 3"),
  field("computerizedReservationSystem", "4 characters of ASCII."),
  field(
    "customerReferenceNumber",
    "ASCII; does not begin with a space. Of more than 20 characters Adyen keeps 20: the adapter refuses them, the simulator takes them."
  ),
  field("designatorCode", "2 characters of ASCII; does not begin with a space."),
  field("documentType", "2 characters of ASCII."),
  field("flightDate", "a date of 10 characters, or with the time 16."),
  ofLeg("carrierCode", `2 characters, required with legs; ${neither}.`),
  ofLeg("classOfTravel", `1 character of ASCII, such as F, J, Y, W; ${neither}.`),
  ofLeg("dateOfTravel", "date and time, 16 characters."),
  ofLeg("departureAirportCode", `3 characters of ASCII, required with legs; ${neither}.`),
  ofLeg("departureTax", "1 to 11 digits, minor units, not all zeros."),
  ofLeg("destinationAirportCode", `3 characters of ASCII, required with legs; ${neither}.`),
  ofLeg("fareBasisCode", `1 to 15 characters; ${neither}.`),
  ofLeg("flightNumber", `1 to 5 characters; ${neither}.`),
  ofLeg("stopOverCode", "a space, O or X."),
  field(
    "passengerName",
    `at least 1 character; ${neither}. Of more than 20 Adyen keeps 20: the adapter refuses them, the simulator takes them.`
  ),
  ofPassenger("dateOfBirth", "a date of 10 characters."),
  ofPassenger("firstName", "ASCII."),
  ofPassenger("lastName", "ASCII."),
  row(
    "constraint",
    "firstName and lastName are required with passengers or legs.",
    adapter("are named wherever there are legs"),
    simulator("has the %s of each passenger"),
    simulator("has a passenger where it has legs")
  ),
  row(
    "constraint",
    "carrierCode and both airports are required with legs.",
    adapter("is refused beyond them, by its name"),
    simulator("has the %s of each leg")
  ),
  ofPassenger("phoneNumber", "3 to 30 characters of ASCII: letters, digits, + and -."),
  ofPassenger("travellerType", "3 to 6 characters of ASCII."),
  field("ticket.issueAddress", "0 to 16 characters."),
  field("ticket.issueDate", "a date of 10 characters."),
  field("ticket.number", `1 to 15 characters; ${neither}.`),
  field("travelAgency.code", `1 to 8 characters of ASCII; ${neither}.`),
  field("travelAgency.name", `1 to 25 characters of ASCII; ${neither}.`),
  row(
    "constraint",
    "Fees and taxes are in minor units, as Adyen counts them.",
    adapter("fees and taxes count as Adyen does"),
    simulator("%s has at most 11 digits")
  )
]
