/**
 * The JSON examples of the Classic API, as data.
 *
 * Source: "Payment modifications" (Classic API) of docs.adyen.com, read 2026-11-22.
 */

export const capture = {
  request: {
    merchantAccount: "TestMerchant",
    modificationAmount: {
      value: 500,
      currency: "EUR"
    },
    originalReference: "8313547924770610",
    reference: "YourModificationReference"
  },
  answer: {
    pspReference: "8413547924770610",
    response: "[capture-received]"
  }
} as const

export const cancel = {
  request: {
    merchantAccount: "TestMerchant",
    originalReference: "8313547924770610",
    reference: "YourModificationReference"
  },
  answer: {
    pspReference: "8412534564722331",
    response: "[cancel-received]"
  }
} as const

export const refund = {
  request: {
    merchantAccount: "TestMerchant",
    modificationAmount: {
      value: 500,
      currency: "EUR"
    },
    originalReference: "9313547924770610",
    reference: "YourModificationReference"
  },
  answer: {
    pspReference: "8312534564722331",
    response: "[refund-received]"
  }
} as const

export const cancelOrRefund = {
  request: {
    merchantAccount: "TestMerchant",
    originalReference: "9313547924770610",
    reference: "YourModificationReference"
  },
  answer: {
    pspReference: "8863534564726784",
    response: "[cancelOrRefund-received]"
  }
} as const

/** voidPendingRefund, by the terminal's names; the document shows no answer. */
export const voidByTender = {
  request: {
    merchantAccount: "TestMerchant",
    tenderReference: "5Iw8001176969533005",
    uniqueTerminalId: "VX820-123456789"
  }
} as const

/** voidPendingRefund, by the pspReference of the refund; the document shows no answer. */
export const voidByReference = {
  request: {
    merchantAccount: "TestMerchant",
    originalReference: "9914748988390044"
  }
} as const

export const refundWithData = {
  request: {
    amount: {
      value: 1500,
      currency: "USD"
    },
    card: {
      number: "4111111111111111",
      expiryMonth: "10",
      expiryYear: "2020",
      holderName: "Simon Hopper"
    },
    reference: "Your Reference Here",
    merchantAccount: "TestMerchant"
  },
  answer: {
    pspReference: "1835015179612534",
    resultCode: "Received"
  }
} as const

export const authorise = {
  request: {
    reference: "YourPaymentReference",
    merchantAccount: "TestMerchant",
    card: {
      number: "4111111111111111",
      cvc: "737",
      expiryMonth: "8",
      expiryYear: "2018",
      holderName: "John Smith"
    },
    amount: {
      currency: "EUR",
      value: 1500
    },
    additionalData: {
      authorisationType: "PreAuth"
    }
  },
  answer: {
    pspReference: "8814689190961342",
    resultCode: "Authorised",
    authCode: "83152"
  }
} as const

export const adjustAuthorisation = {
  request: {
    merchantAccount: "TestMerchant",
    modificationAmount: {
      currency: "EUR",
      value: 1700
    },
    originalReference: "8814689190961342",
    reference: "YourModificationReference",
    additionalData: {
      industryUsage: "DelayedCharge"
    }
  },
  answer: {
    pspReference: "8413547924770610",
    response: "[adjustAuthorisation-received]"
  }
} as const

/** "Step 3 – Get a notification": the fields side by side, and the value is the difference. */
export const notification = {
  live: "false",
  currency: "EUR",
  value: "200",
  eventCode: "AUTHORISATION_ADJUSTMENT",
  eventDate: "2017-10-23T13:37:31.00Z",
  merchantAccountCode: "TestMerchant",
  merchantReference: "YourModificationReference",
  operations: "",
  originalReference: "8814689190961342",
  paymentMethod: "visa",
  pspReference: "8515087658508006",
  reason: "",
  success: "true"
} as const
