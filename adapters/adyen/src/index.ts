export * as AdyenCheckout from "./AdyenCheckout.ts"
export * as AdyenClassic from "./AdyenClassic.ts"
export * as AdyenWebhooks from "./AdyenWebhooks.ts"
