/**
 * The requests and answers of Adyen's documents, as they stand there: "Optional server configuration" of the Sessions
 * flow, and the examples of `CheckoutService-v72` of 2026-07-01. Ours are the merchant account, the key and the proof.
 */

const returnUrl = "https://your-company.example.com/checkout?shopperOrder=12xy.."
const reference = "Your-payment-reference-123-abc"

export const create = {
  request: {
    merchantAccount: "ADYEN_MERCHANT_ACCOUNT",
    amount: { value: 1900, currency: "EUR" },
    returnUrl,
    reference,
    deliverAt: "2026-07-30",
    countryCode: "NL",
    payable: false
  },
  answer: {
    amount: { value: 1900, currency: "EUR" },
    countryCode: "NL",
    deliverAt: "2026-07-30T02:00:00+02:00",
    expiresAt: "2026-03-31T13:57:48+02:00",
    id: "QFQTPCQ8HXSKGK82",
    merchantAccount: "ADYEN_MERCHANT_ACCOUNT",
    payable: false,
    reference,
    returnUrl,
    shopperLocale: "nl-NL",
    sessionData: "Ab02b4c.."
  }
} as const

export const patch = {
  request: { sessionData: "Ab02b4c..", amount: { value: 10000, currency: "EUR" }, payable: true },
  answer: { sessionData: "Ab02b4c..next" }
} as const

/** The document's, with the id, the reference and the amount of the session above. */
export const result = {
  additionalData: {},
  id: "QFQTPCQ8HXSKGK82",
  payments: [
    {
      amount: { currency: "EUR", value: 1900 },
      paymentMethod: { brand: "visa", type: "scheme" },
      pspReference: "TG9SNBJJNXRKDM92",
      resultCode: "Authorised"
    }
  ],
  reference,
  status: "completed"
} as const

export const klarna = {
  countryCode: "SE",
  shopperLocale: "en_US",
  telephoneNumber: "+46 840 839 298",
  shopperEmail: "youremail@email.com",
  shopperName: { firstName: "Testperson-se", lastName: "Approved" },
  shopperReference: "YOUR_SHOPPER_REFERENCE",
  billingAddress: {
    city: "Ankeborg",
    country: "SE",
    houseNumberOrName: "1",
    postalCode: "12345",
    street: "Stargatan"
  }
} as const

export const split = [
  {
    amount: { value: 39200, currency: "USD" },
    type: "BalanceAccount",
    account: "BA00000000000000000000001",
    reference: "Your reference for the sale amount",
    description: "Your description for the sale amount"
  },
  {
    amount: { value: 400, currency: "USD" },
    type: "Commission",
    reference: "Your reference for the commission",
    description: "Your description for the commission"
  },
  { type: "PaymentFee", account: "BA00000000000000000000001" }
] as const
