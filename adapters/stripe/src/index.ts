export * as StripeCheckout from "./StripeCheckout.ts"
export * as StripeIntents from "./StripeIntents.ts"
export * as StripeWebhooks from "./StripeWebhooks.ts"
