/** Every subject of this repository, and every mutant with the law that has to kill it. */
import { type Mutant, type Subject, Variant } from "@paylayer/conformance"
import { mutants as referenceMutants } from "@paylayer/conformance/mutants"
import { atOnce, reference } from "@paylayer/conformance/reference"
import { subjects as adyen } from "../../adapters/adyen/conformance.ts"
import { mutants as adyenMutants } from "../../adapters/adyen/test/mutants/index.ts"
import { subjects as putSession } from "../../adapters/put-session/conformance.ts"
import { mutants as putSessionMutants } from "../../adapters/put-session/test/mutants/index.ts"
import { subjects as stripe } from "../../adapters/stripe/conformance.ts"
import { mutants as stripeMutants } from "../../adapters/stripe/test/mutants/index.ts"

export const subjects: ReadonlyArray<Subject.Subject> = [
  reference,
  Variant.of(reference, "after-payment", atOnce),
  ...putSession,
  ...adyen,
  ...stripe
]

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  ...referenceMutants,
  ...putSessionMutants,
  ...adyenMutants,
  ...stripeMutants
]
