/**
 * The examples of the Classic modifications in Adyen's OpenAPI description, as data.
 *
 * Source: Adyen/adyen-openapi PaymentService-v68, 2026-07-01 (MIT).
 */

export const adjustAuthorisation = {
  request: {
    originalReference: "COPY_PSP_REFERENCE_FROM_AUTHORISE_RESPONSE",
    modificationAmount: {
      currency: "USD",
      value: 1700
    },
    reference: "YourModificationReference",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  },
  answer: {
    pspReference: "851617892360718D",
    response: "[adjustAuthorisation-received]"
  }
} as const

/** The description shows no answer. */
export const cancel = {
  request: {
    originalReference: "COPY_PSP_REFERENCE_FROM_AUTHORISE_RESPONSE",
    reference: "YourModificationReference",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  }
} as const

export const cancelOrRefund = {
  request: {
    originalReference: "COPY_PSP_REFERENCE_FROM_AUTHORISE_RESPONSE",
    reference: "YourModificationReference",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  },
  answer: {
    pspReference: "851617892359708H",
    response: "[cancelOrRefund-received]"
  }
} as const

export const capture = {
  request: {
    originalReference: "COPY_PSP_REFERENCE_FROM_AUTHORISE_RESPONSE",
    modificationAmount: {
      value: 500,
      currency: "EUR"
    },
    reference: "YOUR_REFERENCE",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  },
  answer: {
    pspReference: "861617892359057J",
    response: "[capture-received]"
  }
} as const

export const refund = {
  request: {
    originalReference: "COPY_PSP_REFERENCE_FROM_AUTHORISE_RESPONSE",
    modificationAmount: {
      value: 500,
      currency: "EUR"
    },
    reference: "YOUR_REFERENCE",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  },
  answer: {
    pspReference: "861617892360059B",
    response: "[refund-received]"
  }
} as const

export const technicalCancel = {
  request: {
    originalMerchantReference: "YOUR_MERCHANT_REFERENCE",
    reference: "YOUR_MODIFICATION_REFERENCE",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT"
  },
  answer: {
    pspReference: "881617892361436J",
    response: "[technical-cancel-received]"
  }
} as const

export const voidByReference = {
  request: {
    merchantAccount: "YOUR_MERCHANT_ACCOUNT",
    originalReference: "9914748988390044"
  },
  answer: {
    pspReference: "861617892360062F",
    response: "[voidPendingRefund-received]"
  }
} as const

export const voidByTender = {
  request: {
    merchantAccount: "YOUR_MERCHANT_ACCOUNT",
    tenderReference: "5Iw8001176969533005",
    uniqueTerminalId: "VX820-123456789"
  },
  answer: {
    pspReference: "881617892360409G",
    response: "[voidPendingRefund-received]"
  }
} as const

/** By their status. */
export const errors = {
  400: {
    status: 400,
    errorCode: "702",
    message: 'Unexpected input: ", expected: }',
    errorType: "validation"
  },
  401: {
    status: 401,
    errorCode: "000",
    message: "HTTP Status Response - Unauthorized",
    errorType: "security"
  },
  500: {
    status: 500,
    errorCode: "905",
    message: "Payment details are not supported",
    errorType: "configuration",
    pspReference: "8516091485743033"
  }
} as const
