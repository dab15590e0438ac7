export * as Acquired from "./Acquired.ts"
export * as PutSession from "./PutSession.ts"
