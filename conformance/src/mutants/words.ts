/** Mutants that believe what nobody said, on the reference adapter. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Authorisation, Fact, Modifications, Money } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import { reference, subject } from "../reference/index.ts"
import { eventOf } from "../reference/webhooks.ts"
import { mutant, onPort } from "./operators.ts"
import { calling } from "./requests.ts"

/** What stands under these names in a JSON value, said in other words. */
const reworded = (value: unknown, name: string, change: (word: unknown) => unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) => (key === name ? change(inner) : inner))

const statuses: ReadonlyArray<unknown> = ["received", "failed", "reverted"]
const reasons: ReadonlyArray<unknown> = ["declined", "too_much", "captured", "cancelled", "expired", "closed"]

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "MOD-05",
    "a payment that is not to be found is one that will be",
    onPort(reference, Modifications.Lookups, ({ find, ...port }) => ({
      ...port,
      find: (sought) =>
        Effect.catchIf(
          find(sought),
          (error) => error._tag === "ProviderError" && error.reason._tag === "NotFound" && "id" in sought,
          () =>
            Effect.succeed(
              Authorisation.make("reference", {
                _tag: "Authorised",
                id: Fact.AuthorisationId.make("id" in sought ? sought.id : ""),
                reference: "order",
                amount: Money.positiveUnsafe(2050, "EUR"),
                capture: "manual"
              })
            )
        )
    }))
  ),
  mutant(
    "MOD-06",
    "whatever has no other status has succeeded",
    subject(
      "reference",
      calling((execute, call) => {
        if (call.operation !== "Lookups.find") return execute(call)
        const toldWell = SchemaTransformation.transform({
          decode: (answer: unknown) =>
            reworded(answer, "status", (word) => (statuses.includes(word) ? word : "succeeded")),
          encode: (answer: unknown) => answer
        })
        return execute({
          ...call,
          answer: Schema.Unknown.pipe(Schema.decodeTo(call.answer as never, toldWell as never))
        })
      })
    )
  ),
  mutant(
    "WHK-11",
    "what failed is what has a reason that is known",
    subject("reference", {
      event: (event, read) =>
        eventOf(
          event.type.startsWith("modification.")
            ? {
                ...event,
                data: {
                  ...(event.data as object),
                  success: !reasons.includes((event.data as { readonly reason?: string }).reason)
                }
              }
            : event,
          read
        )
    })
  )
]
