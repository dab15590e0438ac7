/** Acquired's adapter under every law, and every mutant of it under the one that has to find it out. */
import { register, registerMutants } from "@paylayer/conformance/vitest"
import { subjects } from "../conformance.ts"
import { mutants } from "./mutants/index.ts"

const runs = 25

for (const subject of subjects) register(subject, { runs })
// As many as by default: one currency of fourteen has to come up.
registerMutants(mutants, { subjects })
