/** All laws. A law keeps its id for ever; a change of what a law means changes the version. */
import type { Law } from "./Law.ts"
import { laws as errors } from "./laws/errors.ts"
import { laws as faults } from "./laws/faults.ts"
import { laws as idempotency } from "./laws/idempotency.ts"
import { laws as intents } from "./laws/intents.ts"
import { laws as money } from "./laws/money.ts"
import { laws as secrets } from "./laws/secrets.ts"
import { laws as sessions } from "./laws/sessions.ts"
import { laws as shopper } from "./laws/shopper.ts"

export const version = "0.1.0"

export const laws: ReadonlyArray<Law> = [
  ...sessions,
  ...shopper,
  ...intents,
  ...money,
  ...errors,
  ...secrets,
  ...idempotency,
  ...faults
].toSorted((one, other) => one.id.localeCompare(other.id))

export const law = (id: string): Law | undefined => laws.find((law) => law.id === id)
