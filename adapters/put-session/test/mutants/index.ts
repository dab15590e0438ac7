/** Acquired's adapter made wrong in one place each, and the law that has to find it out. */
import type { Mutant } from "@paylayer/conformance"
import { mutants as amounts } from "./amounts.ts"
import { mutants as payments } from "./payments.ts"
import { mutants as requests } from "./requests.ts"
import { mutants as sessions } from "./sessions.ts"

export const mutants: ReadonlyArray<Mutant.Mutant> = [...amounts, ...sessions, ...requests, ...payments]
