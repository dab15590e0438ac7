/** Every mutant of the reference adapter and of the core's rules, and the operators for an adapter's own. */
import type { Mutant } from "../Mutant.ts"
import { mutants as fold } from "./fold.ts"
import { mutants as intents } from "./intents.ts"
import { mutants as modifications } from "./modifications.ts"
import { mutants as money } from "./money.ts"
import { mutants as races } from "./races.ts"
import { mutants as requests } from "./requests.ts"
import { mutants as rules } from "./rules.ts"
import { mutants as secrets } from "./secrets.ts"
import { mutants as sessions } from "./sessions.ts"
import { mutants as webhooks } from "./webhooks.ts"
import { mutants as words } from "./words.ts"

export { mutant, onPort, onUpdate } from "./operators.ts"

export const mutants: ReadonlyArray<Mutant> = [
  ...rules,
  ...money,
  ...sessions,
  ...intents,
  ...requests,
  ...secrets,
  ...fold,
  ...modifications,
  ...webhooks,
  ...words,
  ...races
]
