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

/** The examples of `CheckoutService-v72` for what is done after authorisation: requests and answers. */
const merchantAccount = "YOUR_MERCHANT_ACCOUNT"
const unique = "YOUR_UNIQUE_REFERENCE"
const received = {
  merchantAccount,
  paymentPspReference: "993617894903480A",
  reference: unique,
  pspReference: "993617894906488A",
  status: "received"
}
const eur = (value: number) => ({ currency: "EUR", value })

export const amountUpdate = {
  request: { merchantAccount, amount: eur(2500), reference: unique },
  answer: { ...received, amount: eur(2500) }
} as const

export const capture = {
  request: { reference: unique, merchantAccount, amount: eur(2000) },
  answer: { ...received, amount: eur(2000) }
} as const

/** With the currency that is the payment's where the example leaves it out. */
export const captureOnBalancePlatform = {
  reference: unique,
  merchantAccount,
  amount: { value: 2000, currency: "USD" },
  platformChargebackLogic: {
    behavior: "deductFromOneBalanceAccount",
    targetAccount: "BA00000000000000000000001",
    costAllocationAccount: "BA00000000000000000000001"
  },
  splits: [
    {
      amount: { value: 1500, currency: "USD" },
      type: "BalanceAccount",
      account: "BA00000000000000000000001",
      reference: "Your reference for the sale amount",
      description: "Your description for the sale amount"
    },
    {
      amount: { value: 500, currency: "USD" },
      type: "Commission",
      reference: "Your reference for the commission",
      description: "Your description for the commission"
    },
    {
      type: "PaymentFee",
      account: "BA00000000000000000000001",
      reference: "Your reference for the fees",
      description: "Your description for the fees"
    }
  ]
} as const

export const captureOnClassicPlatforms = {
  reference: unique,
  merchantAccount,
  amount: { value: 2000, currency: "USD" },
  splits: [
    {
      account: "8816080397613514",
      amount: { value: 1500, currency: "USD" },
      reference: "Your reference for the sale amount.",
      type: "MarketPlace"
    },
    {
      amount: { value: 500, currency: "USD" },
      reference: "Your reference for the commission.",
      type: "Commission"
    }
  ]
} as const

export const refund = {
  request: { amount: eur(2500), reference: unique, merchantAccount },
  answer: { ...received, amount: eur(2500) }
} as const

export const cancel = { request: { reference: unique, merchantAccount }, answer: received } as const

export const technicalCancel = {
  request: {
    paymentReference: "YOUR_UNIQUE_REFERENCE_FOR_THE_PAYMENT",
    reference: "YOUR_UNIQUE_REFERENCE_FOR_THE_CANCELLATION",
    merchantAccount
  },
  answer: {
    merchantAccount,
    paymentReference: "YOUR_UNIQUE_REFERENCE_FOR_THE_PAYMENT",
    reference: "YOUR_UNIQUE_REFERENCE_FOR_THE_CANCELLATION",
    pspReference: "993617894906488A",
    status: "received"
  }
} as const

/** The error of each status, as the specification shows it. */
export const errors = [
  { status: 400, errorCode: "702", message: 'Unexpected input: ", expected: }', errorType: "validation" },
  { status: 401, errorCode: "000", message: "HTTP Status Response - Unauthorized", errorType: "security" },
  {
    status: 403,
    errorCode: "901",
    message: "Invalid Merchant Account",
    errorType: "security",
    pspReference: "881611827877203B"
  },
  {
    status: 422,
    errorCode: "14_030",
    message: "Return URL is missing.",
    errorType: "validation",
    pspReference: "8816118280275544"
  },
  {
    status: 500,
    errorCode: "905",
    message: "Payment details are not supported",
    errorType: "configuration",
    pspReference: "8516091485743033"
  }
] as const
