/** Every law as a test, and that the laws find the mistakes. */
import { register, registerMutants } from "@paylayer/conformance/vitest"
import subject, { mutants } from "./conformance.ts"

register(subject)
registerMutants(mutants, { subjects: [subject] })
