/** A row for each limit of what a modification may have besides its amount. */
import { describe, expect, it } from "vitest"
import { codeOf, type Endpoint, eur, openManual, preAuth } from "../world.ts"

const good = "201 undefined"

/** What a capture, or another modification, with these fields gets; and what the message is about. */
const asked = async (fields: object, endpoint: Endpoint = "captures") => {
  const { authorised, modify } = await openManual()
  const answer = await modify(await authorised(preAuth), endpoint, { amount: eur(1000), ...fields })
  return `${codeOf(answer)} ${String(answer.body["message"] ?? "")}`.trim()
}
const airline = (data: object, endpoint?: Endpoint) =>
  asked({ enhancedSchemeData: { airline: { passengerName: "FLYER / MARY MS", ...data } } }, endpoint)

const invalid = (name: string) => `422 192 Invalid field enhancedSchemeData.airline.${name}`
const missing = (name: string) => `422 130 Required field 'enhancedSchemeData.airline.${name}' is not provided.`
const tooLong = (most: number) => `422 29_001 Field may not exceed ${most} characters`

const leg = { carrierCode: "KL", departureAirportCode: "AMS", destinationAirportCode: "JFK" }
const passenger = { firstName: "Mary", lastName: "Flyer" }

/** How a field is put into the airline data. */
const placed: Readonly<Record<string, (value: unknown) => object>> = {
  "agency.invoiceNumber": (value) => ({ agency: { invoiceNumber: value } }),
  "agency.planName": (value) => ({ agency: { planName: value } }),
  "ticket.issueAddress": (value) => ({ ticket: { issueAddress: value } }),
  "ticket.issueDate": (value) => ({ ticket: { issueDate: value } }),
  "ticket.number": (value) => ({ ticket: { number: value } }),
  "travelAgency.code": (value) => ({ travelAgency: { code: value } }),
  "travelAgency.name": (value) => ({ travelAgency: { name: value } })
}
const place = (path: string, value: unknown): object => {
  const [, list, name = path] = /^(legs|passengers)\[0\]\.(.+)$/.exec(path) ?? []
  if (list === "legs") return { legs: [{ ...leg, [name]: value }], passengers: [passenger] }
  if (list === "passengers") return { passengers: [{ ...passenger, [name]: value }] }
  return placed[path]?.(value) ?? { [path]: value }
}

interface Limits {
  /** How many characters; more than `most` is too long. */
  readonly least?: number
  readonly most?: number
  readonly good: ReadonlyArray<unknown>
  readonly bad: ReadonlyArray<unknown>
}

const zerosAndSpaces = (length: number) => ["0".repeat(length), " ".repeat(length), ` ${"A".repeat(length - 1)}`]

/** As the document has them. */
const limits: Readonly<Record<string, Limits>> = {
  "agency.invoiceNumber": { least: 1, most: 6, good: ["A", "123456", "000", " A"], bad: ["é"] },
  "agency.planName": { least: 2, most: 2, good: ["AB", "00"], bad: ["éé", 12] },
  boardingFee: { good: [1, 0, 99_999_999_999], bad: ["1", -1, 1.5] },
  code: { least: 3, most: 3, good: ["074", "KLé"], bad: zerosAndSpaces(3) },
  computerizedReservationSystem: { least: 4, most: 4, good: ["RESA", "0000", "    "], bad: ["RESé"] },
  customerReferenceNumber: { good: ["", "x".repeat(20), "x".repeat(21), "000"], bad: [" x", "   ", "é"] },
  designatorCode: { least: 2, most: 2, good: ["KL", "00"], bad: ["  ", " K", "Ké"] },
  documentType: { least: 2, most: 2, good: ["01", "  "], bad: ["0é"] },
  flightDate: {
    most: 16,
    good: ["2026-11-22", "2026-11-22T10:15"],
    bad: ["", "2026-11-2", "22-11-2026", "2026-13-01", "2026-11-22T1015", "2026-11-22T24:00", "2026-11-22 10:15"]
  },
  passengerName: {
    good: ["A", "x".repeat(20), "x".repeat(21), "Máry"],
    bad: ["0000", " Mary", "  "]
  },
  "legs[0].carrierCode": { least: 2, most: 2, good: ["KL", "Ké"], bad: zerosAndSpaces(2) },
  "legs[0].classOfTravel": { least: 1, most: 1, good: ["F", "J", "Y", "W", "B"], bad: ["0", " ", "é"] },
  "legs[0].dateOfTravel": {
    most: 16,
    good: ["2026-11-22T10:15"],
    bad: ["", "2026-11-22", "2026-11-22 10:15", "2026-11-32T10:15", "2026-11-22T10:60"]
  },
  "legs[0].departureAirportCode": { least: 3, most: 3, good: ["AMS"], bad: [...zerosAndSpaces(3), "AMé"] },
  "legs[0].departureTax": { good: [1, 10, 99_999_999_999], bad: [0, -5, "5", 1.5] },
  "legs[0].destinationAirportCode": { least: 3, most: 3, good: ["JFK"], bad: [...zerosAndSpaces(3), "JFé"] },
  "legs[0].fareBasisCode": { least: 1, most: 15, good: ["OLGGTZ"], bad: zerosAndSpaces(4) },
  "legs[0].flightNumber": { least: 1, most: 5, good: ["KM123", "1"], bad: zerosAndSpaces(3) },
  "legs[0].stopOverCode": { least: 1, most: 1, good: [" ", "O", "X"], bad: ["A", "o"] },
  "passengers[0].dateOfBirth": { most: 10, good: ["1990-02-28"], bad: ["", "28-02-1990", "1990-00-28", "1990-2-28"] },
  "passengers[0].firstName": { good: ["M", "x".repeat(500)], bad: ["Zoë", 1] },
  "passengers[0].lastName": { good: ["F", "x".repeat(500)], bad: ["Müller", 1] },
  "passengers[0].phoneNumber": { least: 3, most: 30, good: ["+31-20", "555EXT1"], bad: ["+31 20", "(020)", "é12"] },
  "passengers[0].travellerType": { least: 3, most: 6, good: ["ADT", "INFANT"], bad: ["ADé"] },
  "ticket.issueAddress": { most: 16, good: ["", "Àmsterdam"], bad: [16] },
  "ticket.issueDate": { most: 10, good: ["2026-01-31"], bad: ["", "31-01-2026", "2026-01-3"] },
  "ticket.number": { least: 1, most: 15, good: ["1", "074-1234567890"], bad: zerosAndSpaces(5) },
  "travelAgency.code": { least: 1, most: 8, good: ["12345678"], bad: [...zerosAndSpaces(4), "é"] },
  "travelAgency.name": { least: 1, most: 25, good: ["Travel"], bad: [...zerosAndSpaces(4), "Réisen"] }
}

const rows = Object.entries(limits).flatMap(([name, { bad, good: fine, least, most }]) => {
  const isDate = /date/i.test(name)
  return [
    ...fine.map((value) => [name, value, good] as const),
    ...bad.map((value) => [name, value, invalid(name)] as const),
    ...(least === undefined ? [] : [[name, "", invalid(name)] as const]),
    ...(least === undefined || least < 2 ? [] : [[name, "A".repeat(least - 1), invalid(name)] as const]),
    ...(least === undefined || isDate || name.endsWith("stopOverCode")
      ? []
      : [[name, "A".repeat(least), good] as const]),
    ...(most === undefined ? [] : [[name, "A".repeat(most + 1), tooLong(most)] as const]),
    ...(most === undefined || isDate || name.endsWith("stopOverCode") ? [] : [[name, "A".repeat(most), good] as const])
  ]
})

describe("airline data", () => {
  it.each(rows)("%s %j: %s", async (name, value, expected) => {
    expect(await airline(place(name, value))).toBe(expected)
  })

  it.each(["boardingFee", "legs[0].departureTax"])("%s has at most 11 digits", async (name) => {
    expect(await airline(place(name, 100_000_000_000))).toBe(tooLong(11))
  })

  it("has a passenger's name", async () => {
    expect(await asked({ enhancedSchemeData: { airline: {} } })).toBe(missing("passengerName"))
    expect(await airline({ passengerName: "" })).toBe(missing("passengerName"))
    expect(await asked({ enhancedSchemeData: {} })).toBe(good)
    expect(await asked({ enhancedSchemeData: { levelTwoThree: { orderDate: "2026-01-01" } } })).toBe(good)
  })

  it.each(["carrierCode", "departureAirportCode", "destinationAirportCode"] as const)(
    "has the %s of each leg",
    async (name) => {
      const { [name]: _, ...rest } = leg
      expect(await airline({ legs: [leg, rest], passengers: [passenger] })).toBe(missing(`legs[1].${name}`))
    }
  )

  it.each(["firstName", "lastName"] as const)("has the %s of each passenger", async (name) => {
    const { [name]: _, ...rest } = passenger
    expect(await airline({ passengers: [passenger, rest] })).toBe(missing(`passengers[1].${name}`))
    expect(await airline({ legs: [leg], passengers: [rest] })).toBe(missing(`passengers[0].${name}`))
  })

  it("has a passenger where it has legs", async () => {
    expect(await airline({ legs: [leg] })).toBe(missing("passengers[0].firstName"))
    expect(await airline({ legs: [leg], passengers: [passenger] })).toBe(good)
    expect(await airline({ legs: [], passengers: [] })).toBe(good)
  })

  it.each([
    ["legs", {}],
    ["passengers", "x"],
    ["legs", ["x"]],
    ["agency", []],
    ["ticket", "x"]
  ] as const)("%s can't be %j", async (name, value) => {
    expect(await airline({ [name]: value })).toMatch(/^422 192 Invalid field enhancedSchemeData\.airline\./)
  })

  it.each(["amountUpdates", "captures", "refunds"] as const)("belongs to %s", async (endpoint) => {
    expect(await airline({ code: "074" }, endpoint)).toBe(good)
    expect(await airline({ code: "1" }, endpoint)).toBe(invalid("code"))
  })
})

describe("splits", () => {
  const split = { account: "BA1", amount: { value: 1000 }, reference: "part-1", description: "a part" }
  const types = [
    "AcquiringFees",
    "AdyenCommission",
    "AdyenFees",
    "AdyenMarkup",
    "BalanceAccount",
    "Commission",
    "Default",
    "Interchange",
    "MarketPlace",
    "PaymentFee",
    "Remainder",
    "SchemeFee",
    "Surcharge",
    "Tip",
    "TopUp",
    "VAT"
  ]
  const needs: Readonly<Record<string, ReadonlyArray<string>>> = {
    account: ["BalanceAccount", "MarketPlace"],
    reference: ["BalanceAccount", "MarketPlace"],
    amount: ["BalanceAccount", "Commission", "Default", "MarketPlace", "VAT"]
  }
  const matrix = types.flatMap((type) =>
    Object.entries(needs).map(([name, those]) => [type, name, those.includes(type)] as const)
  )

  it.each(matrix)("a %s needs %s: %s", async (type, name, needed) => {
    const { [name]: _, ...rest }: Record<string, unknown> = { ...split, type }
    expect(await asked({ splits: [rest] })).toBe(
      needed ? `422 130 Required field 'splits[0].${name}' is not provided.` : good
    )
    expect(await asked({ splits: [{ ...split, type }] })).toBe(good)
  })

  it.each([
    ["no list", {}, "splits"],
    ["no object", ["x"], "splits[0]"],
    ["an unknown type", [{ ...split, type: "Bonus" }], "splits[0].type"],
    ["an account that is no text", [{ ...split, type: "Default", account: 1 }], "splits[0].account"],
    ["an amount that is none", [{ ...split, type: "Default", amount: 5 }], "splits[0].amount"],
    ["a value that is no integer", [{ ...split, type: "Default", amount: { value: 1.5 } }], "splits[0].amount.value"],
    [
      "a currency of two letters",
      [{ ...split, type: "Default", amount: { value: 1, currency: "EU" } }],
      "splits[0].amount.currency"
    ],
    ["a reference that is no text", [{ ...split, type: "Default", reference: 1 }], "splits[0].reference"],
    ["a description that is no text", [{ ...split, type: "Default", description: 1 }], "splits[0].description"]
  ])("%s", async (_, splits, name) => {
    expect(await asked({ splits })).toBe(`422 192 Invalid field ${name}`)
  })

  it("has a type, a value, and a currency that there is", async () => {
    expect(await asked({ splits: [split] })).toBe("422 130 Required field 'splits[0].type' is not provided.")
    const without = { ...split, type: "Default", amount: { currency: "EUR" } }
    expect(await asked({ splits: [without] })).toBe("422 130 Required field 'splits[0].amount.value' is not provided.")
    const unknown = { ...split, type: "Default", amount: { currency: "XXX", value: 1 } }
    expect(await asked({ splits: [unknown] })).toBe("422 138 Unsupported currency specified")
  })

  it.each(["amountUpdates", "captures", "refunds"] as const)("belong to %s", async (endpoint) => {
    expect(await asked({ splits: [{ type: "Tip" }] }, endpoint)).toBe(good)
    expect(await asked({ splits: [{ type: "VAT" }] }, endpoint)).toMatch(/^422 130/)
  })
})

describe("line items", () => {
  const integers = ["amountExcludingTax", "amountIncludingTax", "quantity", "taxAmount", "taxPercentage"]
  const texts = [
    "brand",
    "color",
    "description",
    "id",
    "imageUrl",
    "itemCategory",
    "manufacturer",
    "marketplaceSellerId",
    "productUrl",
    "receiverEmail",
    "size",
    "sku",
    "upc"
  ]

  it.each([...integers.map((name) => [name, 1, "1"] as const), ...texts.map((name) => [name, "x", 1] as const)])(
    "%s may be %j, not %j",
    async (name, right, wrong) => {
      expect(await asked({ lineItems: [{ [name]: right }] })).toBe(good)
      expect(await asked({ lineItems: [{}, { [name]: wrong }] })).toBe(`422 192 Invalid field lineItems[1].${name}`)
    }
  )

  it("have descriptions of at most 10,000 characters", async () => {
    expect(await asked({ lineItems: [{ description: "x".repeat(10_000) }] })).toBe(good)
    expect(await asked({ lineItems: [{ description: "x".repeat(10_001) }] })).toBe(tooLong(10_000))
  })
})

describe("application info", () => {
  it.each([
    ["adyenLibrary", "name"],
    ["adyenLibrary", "version"],
    ["adyenPaymentSource", "name"],
    ["adyenPaymentSource", "version"],
    ["externalPlatform", "integrator"],
    ["externalPlatform", "name"],
    ["externalPlatform", "version"],
    ["merchantApplication", "name"],
    ["merchantApplication", "version"],
    ["merchantDevice", "os"],
    ["merchantDevice", "osVersion"],
    ["merchantDevice", "reference"],
    ["shopperInteractionDevice", "locale"],
    ["shopperInteractionDevice", "os"],
    ["shopperInteractionDevice", "osVersion"]
  ])("%s.%s is a text", async (group, name) => {
    expect(await asked({ applicationInfo: { [group]: { [name]: "x" } } })).toBe(good)
    expect(await asked({ applicationInfo: { [group]: { [name]: 1 } } })).toBe(
      `422 192 Invalid field applicationInfo.${group}.${name}`
    )
  })
})

describe("what only some modifications have", () => {
  it.each<readonly [Endpoint, object, string]>([
    ["amountUpdates", { industryUsage: "noShow" }, good],
    ["amountUpdates", { industryUsage: "installment" }, good],
    ["amountUpdates", { industryUsage: "delayedCharge" }, good],
    ["amountUpdates", { industryUsage: "DelayedCharge" }, "422 192 Invalid field industryUsage"],
    ["amountUpdates", { adjustAuthType: "merchantInitiatedTransaction" }, good],
    ["amountUpdates", { adjustAuthType: "other" }, "422 192 Invalid field adjustAuthType"],
    [
      "amountUpdates",
      { adjustAuthType: "cardholderInitiatedTransaction" },
      "422 130 Required field 'mpiData' is not provided."
    ],
    ["amountUpdates", { adjustAuthType: "cardholderInitiatedTransaction", mpiData: { eci: "05" } }, good],
    ["amountUpdates", { mpiData: "x" }, "422 192 Invalid field mpiData"],
    ["amountUpdates", { adjustAuthorisationData: 1 }, "422 192 Invalid field adjustAuthorisationData"],
    ["refunds", { merchantRefundReason: "FRAUD" }, good],
    ["refunds", { merchantRefundReason: "CUSTOMER REQUEST" }, good],
    ["refunds", { merchantRefundReason: "RETURN" }, good],
    ["refunds", { merchantRefundReason: "DUPLICATE" }, good],
    ["refunds", { merchantRefundReason: "OTHER" }, good],
    ["refunds", { merchantRefundReason: null }, good],
    ["refunds", { merchantRefundReason: "return" }, "422 192 Invalid field merchantRefundReason"],
    ["refunds", { store: 1 }, "422 192 Invalid field store"],
    ["refunds", { capturePspReference: 1 }, "422 192 Invalid field capturePspReference"],
    ["captures", { platformChargebackLogic: { behavior: "deductAccordingToSplitRatio" } }, good],
    [
      "captures",
      { platformChargebackLogic: { behavior: "keep" } },
      "422 192 Invalid field platformChargebackLogic.behavior"
    ],
    [
      "captures",
      { platformChargebackLogic: { behavior: "deductFromOneBalanceAccount" } },
      "422 130 Required field 'platformChargebackLogic.targetAccount' is not provided."
    ],
    ["captures", { platformChargebackLogic: { behavior: "deductFromOneBalanceAccount", targetAccount: "BA1" } }, good],
    ["captures", { subMerchants: [{ id: "x".repeat(15), name: "x".repeat(22) }] }, good],
    ["captures", { subMerchants: [{ id: "x".repeat(16) }] }, tooLong(15)],
    ["captures", { subMerchants: [{ name: "x".repeat(23) }] }, tooLong(22)],
    ["captures", { subMerchants: [{ mcc: "5462" }] }, good],
    ["captures", { subMerchants: [{ mcc: "546" }] }, "422 192 Invalid field subMerchants[0].mcc"],
    ["captures", { subMerchants: [{ taxId: "12345678901234" }] }, good],
    ["captures", { subMerchants: [{ taxId: "123456789012" }] }, "422 192 Invalid field subMerchants[0].taxId"],
    ["captures", { subMerchants: [{ email: "x".repeat(320) }] }, good],
    ["captures", { subMerchants: [{ email: "x".repeat(321) }] }, tooLong(320)],
    ["captures", { subMerchants: [{ phoneNumber: "x".repeat(21) }] }, tooLong(20)],
    ["captures", { subMerchants: [{ url: "x".repeat(321) }] }, tooLong(320)],
    ["captures", { subMerchants: [{ amount: eur(-1) }] }, "422 137 Field 'subMerchants[0].amount' is not valid."],
    ["captures", { subMerchants: [{ address: "x" }] }, "422 192 Invalid field subMerchants[0].address"],
    ["captures", { subMerchants: [{ registeredSince: 1 }] }, "422 192 Invalid field subMerchants[0].registeredSince"]
  ])("%s %j: %s", async (endpoint, fields, expected) => {
    expect(await asked(fields, endpoint)).toBe(expected)
  })
})
