export * as MyPsp from "./MyPsp.ts"
