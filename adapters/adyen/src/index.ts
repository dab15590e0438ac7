export * as AdyenCheckout from "./AdyenCheckout.ts"
