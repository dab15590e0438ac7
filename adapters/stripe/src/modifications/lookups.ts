/**
 * What Stripe knows of an authorisation: its PaymentIntent, with the charge, and every refund of it.
 *
 * By id, or by our key. Not by reference: the search behind it lags up to an hour, and would miss a payment that exists
 * ("Don't use search in read-after-write flows", docs.stripe.com/search). A refund carries its key; what became of an
 * adjustment, a capture or a cancellation is read off where the intent stands, as far as that tells. Disputes come by
 * webhook.
 */
import type { Capabilities, Fact, ModificationKey, Modifications, ProviderError, Totals } from "@paylayer/core"
import { Authorisation, RuleViolation } from "@paylayer/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { amounts, provider } from "../currencies.ts"
import type { PaymentIntent } from "../intents/wire.ts"
import type { Calls } from "./calls.ts"
import * as calls from "./calls.ts"
import * as facts from "./facts.ts"

export const capabilities: Capabilities.LookupCapabilities = { provider, by: ["id", "key"] }

const operation = "Lookups.find"

const failed = (reason: ProviderError.Reason) => calls.failed({ operation }, reason, "not-executed")

const readable = <A, E>(result: Result.Result<A, E>) =>
  Effect.fromResult(
    Result.mapError(result, () =>
      failed({ _tag: "MalformedResponse", problem: "an amount that the currency does not have" })
    )
  )

/** `Lookups.find`. */
export const find = (api: Calls): Modifications.Lookups["Service"]["find"] =>
  Effect.fnUntraced(function* (sought) {
    if (!isSought(sought)) return yield* failed({ _tag: "InvalidRequest", parameters: [nothingSought] })
    if ("reference" in sought) {
      return yield* new RuleViolation.Unsupported({
        provider,
        operation: "look up by reference",
        capability: "look-up by reference"
      })
    }
    const known = "authorisation" in sought ? sought.authorisation : undefined
    if ("authorisation" in sought && !isOurs(known)) {
      return yield* failed({ _tag: "NotFound", message: "an authorisation of another provider" })
    }
    const id = "authorisation" in sought ? sought.authorisation.id : sought.id
    const intent = yield* api.intent({ operation, id })
    const at = yield* Clock.currentTimeMillis
    const found = yield* readable(facts.authorisationOf(intent, at))
    if (found === undefined) {
      return yield* failed({ _tag: "NotFound", message: "the PaymentIntent has reserved nothing" })
    }
    // What was never captured cannot have been refunded: such refunds are funds that were released.
    const refunds = intent.amount_received > 0 ? yield* api.refunds({ operation, id }) : []
    const succeeded = known === undefined ? [] : idsOf(known)
    const told = yield* readable(
      Result.all(
        refunds.map((refund) =>
          // A failure is later than the refund, however far our clock is behind.
          facts.refundFact(
            refund,
            Math.max(at, facts.millis(refund.created) + 999),
            succeeded.includes(refund.id) ? "reverted" : "failed"
          )
        )
      )
    )
    const learned = told.filter((fact) => fact !== undefined)
    if (!("authorisation" in sought)) return found.with(learned)
    // Its amount at first is known here, and may be another than the one of now.
    const observed = found.facts.filter(({ _tag }) => _tag !== "Authorised")
    const all = sought.authorisation.with([...observed, ...learned])
    return all.with(settled(all.totals(), intent, sought.key, at))
  })

const nothingSought = { parameter: "sought", reason: "must have an id, a reference, or an authorisation and a key" }

/** Callers without types can give anything. */
const isSought = (sought: unknown): boolean =>
  typeof sought === "object" &&
  sought !== null &&
  ("reference" in sought || "authorisation" in sought || ("id" in sought && typeof sought.id === "string"))

const isOurs = (known: unknown): boolean => known instanceof Authorisation.Authorisation && known.provider === provider

/** The refunds that are known as successes, or were. */
const idsOf = (authorisation: Authorisation.Authorisation): ReadonlyArray<string> =>
  authorisation
    .totals()
    .modifications.filter(({ stage }) => stage === "succeeded" || stage === "reverted")
    .flatMap(({ ids }) => ids)

const isOpen = ({ stage }: Totals.ModificationState): boolean => stage === "reserved" || stage === "acknowledged"

/**
 * What the state of the intent says of one modification whose answer is not known. Where it may still arrive, only what
 * has happened is said; where it cannot any more, that it was not executed.
 */
const settled = (
  totals: Totals.Totals,
  intent: PaymentIntent,
  key: ModificationKey.ModificationKey,
  at: number
): ReadonlyArray<Fact.Fact> => {
  const sought = totals.modifications.find((state) => state.key === key && isOpen(state))
  if (sought === undefined) return []
  const succeeded = (kind: "adjust" | "capture" | "cancel", when = at): ReadonlyArray<Fact.Fact> => [
    { _tag: "Outcome", key, kind, at: when, verdict: "succeeded" }
  ]
  const impossible: ReadonlyArray<Fact.Fact> = [{ _tag: "NotExecuted", key }]
  const ended = facts.releasedOf(intent)
  switch (sought.kind) {
    case "adjust":
      if (intent.amount === inUnits(sought.amount)) return succeeded("adjust")
      // An increment needs an intent of which nothing was captured.
      return intent.amount < inUnits(sought.amount) && (ended !== undefined || intent.amount_received > 0)
        ? impossible
        : []
    case "capture":
      if (captured(totals, sought, intent)) return succeeded("capture")
      return ended !== undefined && unexplained(totals, intent) < inUnits(sought.amount) ? impossible : []
    case "cancel":
    case "reverse":
      if (ended === "cancelled" && (sought.kind === "cancel" || intent.amount_received === 0)) {
        return succeeded("cancel", facts.moment(intent.canceled_at) ?? at)
      }
      return ended !== undefined && sought.kind === "cancel" ? impossible : []
    default:
      return []
  }
}

const inUnits = (amount: Totals.ModificationState["amount"]): number =>
  amount === undefined ? 0 : Result.getOrElse(amounts.toUnits(amount), () => Number.NaN)

const unitsOf = (states: ReadonlyArray<Totals.ModificationState>): number =>
  states.reduce((sum, { amount }) => sum + inUnits(amount), 0)

/** What was captured beyond the captures that are known to have succeeded. */
const unexplained = ({ modifications }: Totals.Totals, { amount_received }: PaymentIntent): number =>
  amount_received - unitsOf(modifications.filter(({ kind, stage }) => kind === "capture" && stage === "succeeded"))

/** Whether what was captured can only mean that this one was: it, or all that are open, make it up. */
const captured = (totals: Totals.Totals, sought: Totals.ModificationState, intent: PaymentIntent): boolean => {
  const open = totals.modifications.filter((state) => state.kind === "capture" && isOpen(state))
  const rest = unexplained(totals, intent)
  return rest > 0 && (rest === unitsOf(open) || (open.length === 1 && rest === inUnits(sought.amount)))
}
