/** IDM: a change named once happens once. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { ModificationKey, Sessions } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { holds, same, succeeds, Trial, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)

const keyed = Law.capability(
  "idempotency of create: key",
  ({ sessions }) => sessions?.idempotency.create._tag === "key"
)

const key = ModificationKey.ModificationKey.make("one-change")

const once = Law.property({
  id: "IDM-01",
  title: "the same key and content: one effect, the same answer",
  statement:
    "A creation sent twice under one key with the same content makes one session, and both get the same answer.",
  source: "Stripe: idempotent requests; Adyen: API idempotency",
  kind: "property",
  requires: [sessions, truth, keyed],
  input: (given) => inputs.fewAmounts(given.declared.sessions!),
  check: (amount, given) =>
    Effect.gen(function* () {
      const first = yield* succeeds(act.create(given, amount, { key, reference: "same-order" }))
      const second = yield* succeeds(act.create(given, amount, { key, reference: "same-order" }))
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
      const again = act.create(given, inputs.amount(capabilities, 250), { key, reference: "same-order" })
      const error = yield* Effect.flip(again).pipe(Effect.catch(() => violated("IdempotencyConflict", "success")))
      const tag = error._tag === "ProviderError" ? error.reason._tag : error._tag
      yield* same("the error", "IdempotencyConflict", tag)
      yield* same("sessions at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const together = Law.property({
  id: "IDM-03",
  title: "one key goes to one endpoint, and many at once are one",
  statement: "No key is sent to two endpoints; creations under one key at the same moment make one session.",
  source: "Stripe: idempotent requests; Model: idempotency",
  kind: "race",
  requires: [sessions, truth, keyed],
  input: () => fc.integer({ min: 2, max: 4 }),
  check: (actors, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const amount = inputs.amount(capabilities, 0)
      const request = { key, reference: "same-order" }
      const ids = yield* Effect.all(
        Array.from({ length: actors }, () =>
          Effect.map(act.create(given, amount, request), ({ id }) => id as string).pipe(
            Effect.catch(() => Effect.succeed("refused"))
          )
        ),
        { concurrency: "unbounded" }
      )
      yield* same("sessions at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
      yield* holds(new Set(ids.filter((id) => id !== "refused")).size === 1, "one id", ids.join(", "))

      const session = yield* act.created(given, amount)
      const updated = yield* succeeds(act.update(session, inputs.amount(capabilities, 250)))
      if (given.declared.lock !== undefined) yield* succeeds(act.lock(updated, inputs.amount(capabilities, 1900)))
      const seen = new Map<string, string>()
      for (const { headers, method, url } of yield* (yield* Trial).exchanges) {
        const sentKey = headers["idempotency-key"]
        if (sentKey === undefined) continue
        const endpoint = `${method} ${url}`
        const before = seen.get(sentKey) ?? endpoint
        yield* same(`the endpoint of ${sentKey}`, before, endpoint)
        seen.set(sentKey, endpoint)
      }
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

export const laws: ReadonlyArray<Law.Law> = [once, conflict, together, window]
