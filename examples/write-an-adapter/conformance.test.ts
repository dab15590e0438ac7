/** Polder under every law, and its mutants under the laws that have to find them out. */
import { register, registerMutants } from "@paylayer/conformance/vitest"
import { mutants, subjects } from "./conformance.ts"

for (const subject of subjects) register(subject, { runs: 25 })
registerMutants(mutants, { subjects })
