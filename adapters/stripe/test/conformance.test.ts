/** Both faces of Stripe under every law, and every mutant of them under the one that has to find it out. */
import { Catalogue } from "@paylayer/conformance"
import { register, registerMutants } from "@paylayer/conformance/vitest"
import { checkout, itemised, subjects, taxed } from "../conformance.ts"
import { mutants } from "./mutants/index.ts"

const runs = 25

for (const subject of subjects) register(subject, { runs })
register(itemised("stripe checkout, itemised", checkout("")), { runs })
// SES-13 makes the first `status` of an answer an unknown one: here that is the one of the tax.
register(taxed("stripe checkout, taxed"), { runs, laws: Catalogue.laws.filter(({ id }) => id !== "SES-13") })
// As many as by default: one currency of many has to come up.
registerMutants(mutants, { subjects })
