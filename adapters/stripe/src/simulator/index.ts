export * as StripeSimulator from "./StripeSimulator.ts"
