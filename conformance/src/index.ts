/** The conformance kit: laws that hold any payment adapter to the rules. */
export * as Catalogue from "./Catalogue.ts"
export * as Law from "./Law.ts"
export * as Mutant from "./Mutant.ts"
export * as Report from "./Report.ts"
export * as Run from "./Run.ts"
export * as Subject from "./Subject.ts"
export * as Trial from "./Trial.ts"
export { run } from "./Run.ts"
