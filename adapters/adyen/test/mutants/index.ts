/** Adyen's subtleties, each missed in one place, and the law that has to find it. */
import type { Mutant } from "@paylayer/conformance"
import { mutants as atOnce } from "./atOnce.ts"
import { mutants as classic } from "./classic.ts"
import { mutants as modifications } from "./modifications.ts"
import { mutants as sessions } from "./sessions.ts"
import { mutants as webhooks } from "./webhooks.ts"

export const mutants: ReadonlyArray<Mutant.Mutant> = [...sessions, ...modifications, ...atOnce, ...webhooks, ...classic]
