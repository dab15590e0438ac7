export * as AdyenSimulator from "./AdyenSimulator.ts"
