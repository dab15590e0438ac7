/** MOD: a whole life of an authorisation, against a naive model of it. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Modification } from "@paylayer/core"
import { Authorisation as AuthorisationModule, Modifications } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import * as model from "../model/authorisation.ts"
import * as money from "../model/money.ts"
import * as pay from "../payments.ts"
import { describe, holds, same, show, silently, step, type Trial, violated } from "../Trial.ts"

const start = 2000

/** What ends a life comes less often than what goes on with it. */
const Command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ _tag: fc.constant("adjust" as const), size: fc.constantFrom(1400, 2000, 2600, 3000) })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant("capture" as const),
      size: fc.constantFrom(300, 700, 1400, 2000, 2600),
      keep: fc.boolean()
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({ _tag: fc.constant("refund" as const), size: fc.constantFrom(100, 300, 2000) })
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constantFrom("cancel" as const, "reverse" as const) }) }
)
type Command = typeof Command extends fc.Arbitrary<infer C> ? C : never

const abilities = ({ declared }: Law.Given, maximum: number): model.Abilities => ({
  directions: declared.adjustments?.directions ?? [],
  attempts: declared.adjustments?.attempts ?? Infinity,
  partial: declared.captures?.partial === true,
  multiple: declared.captures?.multiple === true,
  remainder: declared.captures?.remainder ?? "released",
  partialRefunds: declared.refunds?.partial === true,
  multipleRefunds: declared.refunds?.multiple === true,
  reversalAfterSeveral: declared.reversals?.afterSeveralCaptures === true,
  reversalAfterRefunds: declared.reversals?.afterRefunds === true,
  maximum
})

const hasPort = ({ declared }: Law.Given, { _tag }: Command): boolean =>
  ({
    adjust: declared.adjustments,
    capture: declared.captures,
    cancel: declared.cancellations,
    refund: declared.refunds,
    reverse: declared.reversals
  })[_tag] !== undefined

const whole = Law.property({
  id: "MOD-01",
  title: "whatever is asked, in whatever order",
  statement:
    "After any sequence of adjustments, captures, cancellations, refunds and reversals the provider, our totals and a " +
    "naive model agree; what the model does not allow is refused by a rule, and nothing is sent.",
  source: "Model: rules; each provider's document",
  kind: "model",
  requires: [Law.port(Modifications.Captures), pay.perhaps, pay.authorisable, Law.control(Truth.Truth)],
  input: () => fc.array(Command, { minLength: 1, maxLength: 6 }),
  check: (commands, given) =>
    Effect.gen(function* () {
      const { currency, value } = pay.amount(given, start)
      const known = model.make(value)
      let authorisation = yield* pay.authorised(given, pay.amount(given, start))
      for (const command of commands) {
        if (!hasPort(given, command)) continue
        const { maximum } = yield* pay.totals(given, authorisation)
        const can = abilities(given, maximum?.value ?? 0)
        const size = "size" in command ? pay.amount(given, command.size) : pay.amount(given, start)
        const allowed = apply(known, command, size.value, can)
        const attempt = ask(given, authorisation, command, size)
        if (!allowed) {
          const error = yield* silently(Effect.flip(attempt)).pipe(
            Effect.catch(() => violated("a refusal by a rule", "success, or a request"))
          )
          yield* holds(error._tag !== "ProviderError", "a refusal by a rule", describe(error))
          continue
        }
        const done = yield* Effect.catch(attempt, (error: { readonly _tag: string }) =>
          violated("success", describe(error))
        )
        yield* pay.ripen(given)
        authorisation = yield* pay.settled(given, done.authorisation)
        const ours = yield* pay.agrees(given, authorisation)
        yield* same("the stage", "succeeded", pay.stage(given, authorisation, done.modification))
        for (const field of ["authorised", "captured", "refunded"] as const) {
          yield* same(
            `${field}, by the model`,
            money.major({ value: known[field], currency }),
            money.major(ours[field])
          )
        }
      }
      yield* step("to a store, and back")
      const stored = AuthorisationModule.fromJson(JSON.parse(JSON.stringify(AuthorisationModule.toJson(authorisation))))
      if (stored._tag === "Failure") return yield* violated("an authorisation that comes back", stored.failure.message)
      yield* same("the facts", show(authorisation.facts), show(stored.success.facts))
    })
})

const apply = (known: model.ModelAuthorisation, command: Command, size: number, can: model.Abilities): boolean => {
  switch (command._tag) {
    case "adjust":
      return model.adjust(known, size, can)
    case "capture":
      return model.capture(known, size, command.keep, can)
    case "cancel":
      return model.cancel(known)
    case "refund":
      return model.refund(known, size, can)
    case "reverse":
      return model.reverse(known, can)
  }
}

/** Asks for it; the port is there. */
const ask = (
  { declared }: Law.Given,
  authorisation: Authorisation.Authorisation,
  command: Command,
  size: ReturnType<typeof pay.amount>
) => {
  const operation = () => {
    switch (command._tag) {
      case "adjust":
        return pay.adjust(authorisation, size)
      case "capture": {
        const chosen = declared.captures?.remainder === "chosen"
        const asked = command.keep || chosen ? { final: !command.keep } : {}
        const kept = declared.captures?.remainder === "kept" ? {} : asked
        return pay.capture(authorisation, size, kept)
      }
      case "cancel":
        return pay.cancel(authorisation)
      case "refund":
        return pay.refund(authorisation, size)
      case "reverse":
        return pay.reverse(authorisation)
    }
  }
  return operation() as Effect.Effect<
    { readonly modification: Modification.Modification; readonly authorisation: Authorisation.Authorisation },
    { readonly _tag: string },
    Trial
  >
}

export const laws: ReadonlyArray<Law.Law> = [whole]
