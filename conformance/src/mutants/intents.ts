/** Mutants of what adapters do with intents, on the reference adapter. */
import { Intent, Intents, Rules } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Mutant } from "../Mutant.ts"
import { reference, subject } from "../reference/index.ts"
import { mutant, onPort } from "./operators.ts"

const onIntents = (change: (intents: Intents.Intents["Service"]) => Partial<Intents.Intents["Service"]>) =>
  onPort(reference, Intents.Intents, (intents) => ({ ...intents, ...change(intents) }))

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "INT-01",
    "an intent that needs an action is taken for a final one",
    onIntents(({ capabilities, update }) => ({
      update: (intent, change, options) =>
        intent.status === "requires-action"
          ? Effect.flatMap(
              Effect.fromResult(Rules.updateIntent({ ...capabilities, updatableIn: [] }, intent, change)),
              () => update(intent, change, options)
            )
          : update(intent, change, options)
    }))
  ),
  mutant(
    "INT-01",
    "an intent that is under way is taken for an open one",
    subject("reference", {
      rules: {
        ...Rules,
        updateIntent: (capabilities, intent, change) =>
          Rules.updateIntent(
            capabilities,
            intent.status === "processing" ? new Intent.Intent({ ...intent, status: "requires-action" }) : intent,
            change
          )
      }
    })
  ),
  mutant(
    "INT-01",
    "an update of a finished intent is silently skipped",
    onIntents(({ update }) => ({
      update: (intent, change, options) =>
        Effect.catchTag(update(intent, change, options), "NotUpdatable", () => Effect.succeed(intent))
    }))
  ),
  mutant(
    "INT-02",
    "only increases are sent",
    onIntents(({ update }) => ({
      update: (intent, change, options) =>
        (change.amount?.value ?? 0) < intent.amount.value
          ? Effect.succeed(new Intent.Intent({ ...intent, ...(change.amount && { amount: change.amount }) }))
          : update(intent, change, options)
    }))
  ),
  mutant(
    "INT-02",
    "an update makes a new intent",
    onIntents(({ create }) => ({
      update: ({ amount, reference }, change) => create({ reference, amount: change.amount ?? amount })
    }))
  ),
  mutant(
    "INT-03",
    "the currency of an intent is not checked",
    subject("reference", {
      rules: {
        ...Rules,
        updateIntent: (capabilities, intent, change) =>
          change.amount !== undefined && change.amount.currency !== intent.amount.currency
            ? Result.succeed(change)
            : Rules.updateIntent(capabilities, intent, change)
      }
    })
  ),
  mutant(
    "INT-04",
    "the caller's key of an intent is not used",
    onIntents(({ create }) => ({ create: (request) => create(request) }))
  ),
  mutant(
    "INT-05",
    "a cancellation is not sent",
    onIntents(() => ({
      cancel: (intent) => Effect.succeed(new Intent.Intent({ ...intent, status: "cancelled" }))
    }))
  ),
  mutant(
    "INT-06",
    "an unknown status of an intent is taken for captured",
    onIntents(({ get }) => ({
      get: (id) =>
        Effect.map(get(id), (intent) =>
          typeof intent.status === "string" ? intent : new Intent.Intent({ ...intent, status: "succeeded" })
        )
    }))
  )
]
