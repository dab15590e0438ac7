/**
 * The FORM examples of the Classic API, as they are printed (but for a space at the end of one).
 *
 * Source: "Payment modifications" (Classic API) of docs.adyen.com, read 2026-11-22.
 */

export const capture = {
  request:
    "merchantAccount=TestMerchant&originalReference=8313547924770610&reference=YourModificationReference&modificationAmount.currency=EUR&modificationAmount.value=500",
  answer: "pspReference=8413547924770610&response=%5Bcapture-received%5D"
} as const

export const cancel = {
  request: "merchantAccount=TestMerchant&reference=YourModificationReference&originalReference=8313547924770610",
  answer: "pspReference=8412534564722331&response=%5Bcancel-received%5D"
} as const

export const refund = {
  request:
    "merchantAccount=TestMerchant&originalReference=9313547924770610&reference=YourModificationReference&modificationAmount.currency=EUR&modificationAmount.value=500",
  answer: "pspReference=8312534564722331&response=%5Brefund-received%5D"
} as const

export const cancelOrRefund = {
  request: "merchantAccount=TestMerchant&reference=YourModificationReference&originalReference=9313547924770610",
  answer: "pspReference=8863534564726784&response=%5BcancelOrRefund-received%5D"
} as const
