/** Stripe's adapters made wrong in one place each, and the law that has to find it out. */
import type { Mutant } from "@paylayer/conformance"
import { mutants as amounts } from "./amounts.ts"
import { mutants as modifications } from "./modifications.ts"
import { mutants as objects } from "./objects.ts"
import { mutants as requests } from "./requests.ts"
import { mutants as webhooks } from "./webhooks.ts"

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  ...amounts,
  ...objects,
  ...requests,
  ...modifications,
  ...webhooks
]
