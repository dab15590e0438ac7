export * as AcquiredSimulator from "./AcquiredSimulator.ts"
