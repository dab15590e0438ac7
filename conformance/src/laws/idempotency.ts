/** IDM: a change named once happens once. */
import * as Effect from "effect/Effect"
import { ModificationKey, Sessions } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { same, succeeds, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)

const keyed = Law.capability(
  "idempotency of create: key",
  ({ sessions }) => sessions?.idempotency.create._tag === "key"
)

const key = ModificationKey.ModificationKey.make("one-change")

const once = Law.example({
  id: "IDM-01",
  title: "the same key and content: one effect, the same answer",
  statement:
    "A creation sent twice under one key with the same content makes one session, and both get the same answer.",
  source: "Stripe: idempotent requests; Adyen: API idempotency",
  kind: "property",
  requires: [sessions, truth, keyed],
  check: (_, given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(given.declared.sessions!, 0)
      const request = { key, reference: "same-order" }
      const first = yield* succeeds(act.create(given, amount, request))
      const second = yield* succeeds(act.create(given, amount, request, " again, under the same key"))
      yield* same("the session", first.id, second.id)
      yield* same("sessions at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const conflict = Law.example({
  id: "IDM-02",
  title: "the same key and other content: a conflict",
  statement:
    "Where the provider compares, a key used again for other content is IdempotencyConflict and changes nothing.",
  source: "Stripe: keys can only be used with the same parameters they were first used with",
  kind: "example",
  requires: [
    sessions,
    truth,
    keyed,
    Law.capability("the content of a key is compared", ({ sessions }) => {
      const idempotency = sessions?.idempotency.create
      return idempotency?._tag === "key" && idempotency.compared
    })
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      yield* succeeds(act.create(given, inputs.amount(capabilities, 0), { key, reference: "same-order" }))
      const again = act.create(
        given,
        inputs.amount(capabilities, 250),
        { key, reference: "same-order" },
        " under the same key"
      )
      const error = yield* Effect.flip(again).pipe(Effect.catch(() => violated("IdempotencyConflict", "success")))
      const tag = error._tag === "ProviderError" ? error.reason._tag : error._tag
      yield* same("the error", "IdempotencyConflict", tag)
      yield* same("sessions at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const window = Law.example({
  id: "IDM-04",
  title: "after the key's window nothing is sent again",
  statement: "A change whose key is older than the provider's window is not sent again; it waits to be looked up.",
  source: "Stripe: keys are pruned after at least 24 hours; Adyen: at least 7 days",
  kind: "example",
  falsifies: "core",
  requires: [Law.unavailable("Payments")],
  check: () => Effect.void
})

export const laws: ReadonlyArray<Law.Law> = [once, conflict, window]
