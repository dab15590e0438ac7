/** All laws. A law keeps its id for ever; a change of what a law means changes the version. */
import type { Law } from "./Law.ts"
import { laws as adjustments } from "./laws/adjustments.ts"
import { laws as answers } from "./laws/answers.ts"
import { laws as captures } from "./laws/captures.ts"
import { laws as errors } from "./laws/errors.ts"
import { laws as faults } from "./laws/faults.ts"
import { laws as idempotency } from "./laws/idempotency.ts"
import { laws as intents } from "./laws/intents.ts"
import { laws as lifetimes } from "./laws/lifetimes.ts"
import { laws as lives } from "./laws/lives.ts"
import { laws as modificationFaults } from "./laws/modificationFaults.ts"
import { laws as modificationKeys } from "./laws/modificationKeys.ts"
import { laws as modifications } from "./laws/modifications.ts"
import { laws as money } from "./laws/money.ts"
import { laws as races } from "./laws/races.ts"
import { laws as refunds } from "./laws/refunds.ts"
import { laws as refusals } from "./laws/refusals.ts"
import { laws as secrets } from "./laws/secrets.ts"
import { laws as sessions } from "./laws/sessions.ts"
import { laws as shopper } from "./laws/shopper.ts"
import { laws as signatures } from "./laws/signatures.ts"
import { laws as webhooks } from "./laws/webhooks.ts"
import { laws as words } from "./laws/words.ts"

export const version = "0.4.0"

export const laws: ReadonlyArray<Law> = [
  ...sessions,
  ...lifetimes,
  ...answers,
  ...adjustments,
  ...captures,
  ...refunds,
  ...modifications,
  ...modificationKeys,
  ...modificationFaults,
  ...lives,
  ...words,
  ...signatures,
  ...webhooks,
  ...races,
  ...shopper,
  ...intents,
  ...money,
  ...errors,
  ...secrets,
  ...idempotency,
  ...faults,
  ...refusals
].toSorted((one, other) => one.id.localeCompare(other.id))

export const law = (id: string): Law | undefined => laws.find((law) => law.id === id)
