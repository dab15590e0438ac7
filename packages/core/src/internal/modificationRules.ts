/**
 * What may still be done with an authorisation, given the facts known. Pessimistic: a modification whose outcome is
 * not known counts where it makes less possible, and what it alone forbids says so (`pending`).
 */
import * as Result from "effect/Result"
import { Authorisation } from "../Authorisation.ts"
import type {
  AdjustmentCapabilities,
  CancellationCapabilities,
  CaptureCapabilities,
  Idempotency,
  RefundCapabilities,
  ReversalCapabilities
} from "../Capabilities.ts"
import type { Asked, Fact, Kind } from "../Fact.ts"
import type { ModificationKey } from "../ModificationKey.ts"
import type { Money, PositiveMoney } from "../Money.ts"
import {
  CaptureExceedsAuthorised,
  CurrencyMismatch,
  ModificationPending,
  NotAdjustable,
  NotCancellable,
  NotCapturable,
  NotRefundable,
  RefundExceedsCaptured,
  type Unsupported
} from "../RuleViolation.ts"
import type { ModificationState, Totals } from "../Totals.ts"
import { fold, isPending } from "../Totals.ts"
import type { AmountViolation } from "./amountRules.ts"
import { amount, lacks } from "./amountRules.ts"
import { defined } from "../adapter/defined.ts"

/** What is to be sent: the fact to be written before. A retry has the sequence that it had. */
export type Allowed<E> = Result.Result<Ask, E>

/** A modification to be asked for; what became of it, where it was asked for before. */
export interface Ask extends Omit<Asked, "key" | "_tag"> {
  readonly again?: Again
}

/**
 * A key that was used before.
 *
 * - `unsure`: nobody knows whether the provider has it. It is sent again, and a refusal decides nothing.
 * - `known`: the provider has it. Nothing is sent, and these are the facts.
 * - `conflict`: it named something else, or was refused: a new key is needed. Nothing is sent.
 */
export type Again =
  | { readonly _tag: "unsure" }
  | { readonly _tag: "known"; readonly facts: ReadonlyArray<Fact> }
  | { readonly _tag: "conflict"; readonly provider: string }

interface Options {
  readonly key?: ModificationKey
  readonly final?: boolean
}

/** An adjustment: nothing captured, not over, one after the other, in a direction that the provider has. */
export const adjust = (
  capabilities: AdjustmentCapabilities,
  authorisation: Authorisation,
  total: PositiveMoney,
  now: number,
  { key }: Options = {}
): Allowed<NotAdjustable | ModificationPending | CurrencyMismatch | AmountViolation | Unsupported> =>
  Result.gen(function* () {
    const not = (why: NotAdjustable["why"], pending?: number) =>
      Result.fail(new NotAdjustable({ id: idOf(authorisation), why, ...(pending === undefined ? {} : { pending }) }))
    const whyForeign = foreign(capabilities, authorisation)
    if (whyForeign !== undefined) return yield* not(whyForeign)
    const { again, retried, totals } = yield* known(capabilities, authorisation, now, key, "adjust", total)
    yield* sameCurrency(totals, total)
    const money = yield* amount(capabilities, total)

    const others = totals.modifications
    const adjusts = others.filter(({ asked, kind }) => asked === "adjust" || kind === "adjust")
    const sequence = retried?.sequence ?? 1 + Math.max(0, ...adjusts.map(({ sequence }) => sequence))
    if (retried !== undefined && adjusts.some((other) => other.sequence > sequence)) return yield* not("overtaken")
    if (isOver(again)) return { kind: "adjust", amount: money, sequence, again }
    const over = whyOver(totals, now)
    if (over !== undefined) return yield* not(over)
    if (totals.captured.value > 0) return yield* not("captured")
    const ending = others.find((state) => isPending(state) && state.kind !== "adjust" && state.kind !== "refund")
    if (ending !== undefined) return yield* not(ending.kind === "capture" ? "captured" : "cancelled", held(ending))
    const unanswered = adjusts.find(({ stage }) => stage === "reserved")
    if (unanswered !== undefined) return yield* waitsFor(authorisation, unanswered)
    if (authorisation.facts.some((fact) => fact._tag === "Authorised" && fact.adjustable === false)) {
      return yield* not("not-a-pre-authorisation")
    }
    const direction =
      total.value === totals.authorised.value ? "same" : total.value > totals.authorised.value ? "up" : "down"
    if (!capabilities.directions.includes(direction)) return yield* not("direction")
    const tried = adjusts.filter(({ stage }) => stage !== "refused").length
    if (capabilities.attempts !== undefined && tried >= capabilities.attempts) return yield* not("attempts")
    return { kind: "adjust", amount: money, sequence, ...defined({ again }) }
  })

/** A capture: at most what is left, all of it or in parts as the provider has it. */
export const capture = (
  capabilities: CaptureCapabilities,
  authorisation: Authorisation,
  asked: PositiveMoney,
  now: number,
  { final, key }: Options = {}
): Allowed<
  NotCapturable | CaptureExceedsAuthorised | ModificationPending | CurrencyMismatch | AmountViolation | Unsupported
> =>
  Result.gen(function* () {
    const id = idOf(authorisation)
    const whyForeign = foreign(capabilities, authorisation)
    if (whyForeign !== undefined) return yield* Result.fail(new NotCapturable({ id, why: whyForeign }))
    const { again, totals } = yield* known(capabilities, authorisation, now, key, "capture", asked)
    yield* sameCurrency(totals, asked)
    const money = yield* amount(capabilities, asked)
    if (isOver(again)) return { kind: "capture", amount: money, sequence: 0, again }
    if (
      final !== undefined &&
      capabilities.remainder !== "chosen" &&
      final !== (capabilities.remainder === "released")
    ) {
      return yield* lacks(capabilities, `capture and ${final ? "release" : "keep"} the rest`, "choice of the remainder")
    }
    const over = whyOver(totals, now)
    if (over !== undefined) return yield* Result.fail(new NotCapturable({ id, why: over }))
    const keeps = capabilities.remainder === "kept" || (capabilities.remainder === "chosen" && final === false)
    // More than what is authorised can only be taken at the end: nothing is kept of what was not there.
    const reserved = totals.authorised.value - totals.captured.value
    const left = keeps ? reserved : Math.max(reserved, (totals.maximum?.value ?? 0) - totals.captured.value)
    const capturable = Math.max(0, Math.min(left, totals.capturable.value))
    if (left <= 0) return yield* Result.fail(new NotCapturable({ id, why: "captured" }))
    if (asked.value > capturable) {
      const waits = asked.value <= left ? { pending: left - capturable } : {}
      return yield* Result.fail(new CaptureExceedsAuthorised({ id, asked: asked.value, capturable, ...waits }))
    }
    const captures = totals.modifications.filter((state) => state.kind === "capture" && counts(state))
    const once = !capabilities.multiple || severalForbidden(authorisation)
    if (once && captures.length > 0) {
      const first = captures.every(isPending) ? captures[0] : undefined
      if (first !== undefined) return yield* waitsFor(authorisation, first)
      return yield* lacks(capabilities, "capture a second time", "multiple captures")
    }
    if (!capabilities.partial && asked.value < totals.authorised.value) {
      return yield* lacks(capabilities, "capture a part", "partial captures")
    }
    if (keeps && once && capabilities.remainder === "chosen") {
      return yield* lacks(capabilities, "capture and keep the rest", "multiple captures")
    }
    return { kind: "capture", amount: money, sequence: 0, ...defined({ again, closes: keeps ? undefined : true }) }
  })

/** A cancellation: nothing captured, and not over. */
export const cancel = (
  capabilities: CancellationCapabilities,
  authorisation: Authorisation,
  now: number,
  { key }: Options = {}
): Allowed<NotCancellable | ModificationPending> =>
  Result.gen(function* () {
    const not = (status: string, pending?: number) =>
      Result.fail(
        new NotCancellable({ id: idOf(authorisation), status, ...(pending === undefined ? {} : { pending }) })
      )
    const whyForeign = foreign(capabilities, authorisation)
    if (whyForeign !== undefined) return yield* not(whyForeign)
    const { again, totals } = yield* known(capabilities, authorisation, now, key, "cancel")
    if (isOver(again)) return { kind: "cancel", sequence: 0, again }
    const over = whyOver(totals, now)
    if (over !== undefined) return yield* not(over)
    if (totals.captured.value > 0) return yield* not("captured")
    const pending = totals.modifications.find((state) => isPending(state) && state.kind !== "adjust")
    if (pending !== undefined) return yield* not(pending.kind === "capture" ? "captured" : "cancelled", held(pending))
    return { kind: "cancel", sequence: 0, ...defined({ again }) }
  })

/** A refund: at most what is captured and not refunded. */
export const refund = (
  capabilities: RefundCapabilities,
  authorisation: Authorisation,
  asked: PositiveMoney,
  now: number,
  { key }: Options = {}
): Allowed<
  NotRefundable | RefundExceedsCaptured | ModificationPending | CurrencyMismatch | AmountViolation | Unsupported
> =>
  Result.gen(function* () {
    const id = idOf(authorisation)
    const whyForeign = foreign(capabilities, authorisation)
    if (whyForeign !== undefined) return yield* Result.fail(new NotRefundable({ id, why: whyForeign }))
    const { again, totals } = yield* known(capabilities, authorisation, now, key, "refund", asked)
    yield* sameCurrency(totals, asked)
    const money = yield* amount(capabilities, asked)
    if (isOver(again)) return { kind: "refund", amount: money, sequence: 0, again }
    const left = totals.captured.value - totals.refunded.value
    if (totals.captured.value === 0) {
      const underWay = totals.modifications.filter((state) => state.kind === "capture" && isPending(state))
      const waiting = underWay.reduce((total, { amount }) => total + (amount?.value ?? 0), 0)
      const pending = Math.min(waiting, Number.MAX_SAFE_INTEGER)
      return yield* Result.fail(new NotRefundable({ id, why: "not-captured", ...(pending > 0 ? { pending } : {}) }))
    }
    if (left <= 0) return yield* Result.fail(new NotRefundable({ id, why: "refunded" }))
    const refundable = totals.refundable.value
    if (asked.value > refundable) {
      const waits = asked.value <= left ? { pending: left - refundable } : {}
      return yield* Result.fail(new RefundExceedsCaptured({ id, asked: asked.value, refundable, ...waits }))
    }
    const refunds = totals.modifications.filter((state) => state.kind === "refund" && counts(state))
    if (!capabilities.multiple && refunds.length > 0) {
      const first = refunds.every(isPending) ? refunds[0] : undefined
      if (first !== undefined) return yield* waitsFor(authorisation, first)
      return yield* lacks(capabilities, "refund a second time", "multiple refunds")
    }
    if (!capabilities.partial && asked.value < totals.captured.value) {
      return yield* lacks(capabilities, "refund a part", "partial refunds")
    }
    return { kind: "refund", amount: money, sequence: 0, ...defined({ again }) }
  })

/** A reversal: something is left to be cancelled or refunded. */
export const reverse = (
  capabilities: ReversalCapabilities,
  authorisation: Authorisation,
  now: number,
  { key }: Options = {}
): Allowed<NotCancellable | NotRefundable | ModificationPending | Unsupported> =>
  Result.gen(function* () {
    const id = idOf(authorisation)
    const whyForeign = foreign(capabilities, authorisation)
    if (whyForeign !== undefined) return yield* Result.fail(new NotCancellable({ id, status: whyForeign }))
    const { again, totals } = yield* known(capabilities, authorisation, now, key, "reverse")
    if (isOver(again)) return { kind: "reverse", sequence: 0, again }
    const pending = totals.modifications.find((state) => isPending(state) && state.kind !== "adjust")
    if (pending !== undefined) return yield* waitsFor(authorisation, pending)
    const over = whyOver(totals, now)
    if (totals.captured.value === 0 && over !== undefined) {
      return yield* Result.fail(new NotCancellable({ id, status: over }))
    }
    if (totals.captured.value > 0 && totals.refunded.value >= totals.captured.value) {
      return yield* Result.fail(new NotRefundable({ id, why: "refunded" }))
    }
    const captures = totals.modifications.filter(({ kind, stage }) => kind === "capture" && stage === "succeeded")
    if (!capabilities.afterSeveralCaptures && captures.length > 1) {
      return yield* lacks(capabilities, "reverse several captures", "reversal after several captures")
    }
    if (!capabilities.afterRefunds && totals.refunded.value > 0) {
      return yield* lacks(capabilities, "reverse what is refunded in part", "reversal after refunds")
    }
    return { kind: "reverse", sequence: 0, ...defined({ again }) }
  })

/** The totals without the modification that this key names, and what is known of that one. */
const known = (
  { idempotency, provider }: { readonly idempotency: Idempotency; readonly provider: string },
  authorisation: Authorisation,
  now: number,
  key: ModificationKey | undefined,
  kind: Kind,
  asked?: Money | null
): Result.Result<
  { readonly totals: Totals; readonly retried?: ModificationState; readonly again?: Again },
  ModificationPending
> => {
  const all = authorisation.totals(now)
  const retried = key === undefined ? undefined : all.modifications.find((state) => state.key === key)
  if (retried === undefined) return Result.succeed({ totals: all })
  const otherKind = retried.asked !== undefined && retried.asked !== kind
  const otherAmount = retried.asked !== undefined && isThere(asked) && retried.amount?.value !== asked.value
  // A refused one, sent again and its answer lost, would look refused, and what it holds would be free.
  if (otherKind || otherAmount || retried.stage === "refused") {
    return Result.succeed({ totals: all, again: { _tag: "conflict", provider } })
  }

  const isIts = (fact: Fact) =>
    ("key" in fact && fact.key === key) || (fact._tag === "Outcome" && retried.ids.includes(fact.id ?? ""))
  const rest = authorisation.facts.filter((fact) => !isIts(fact))
  const totals = fold(rest, now) ?? all
  if (retried.stage !== "reserved") {
    return Result.succeed({ totals, retried, again: { _tag: "known", facts: authorisation.facts.filter(isIts) } })
  }
  // Where a key protects nothing, the same again would be a second one.
  return idempotency._tag === "none"
    ? waitsFor(authorisation, retried)
    : Result.succeed({ totals, retried, again: { _tag: "unsure" } })
}

/** Whether nothing is to be sent any more. */
const isOver = (again: Again | undefined): again is Exclude<Again, { readonly _tag: "unsure" }> =>
  again !== undefined && again._tag !== "unsure"

/** Callers without types: nothing at all is no amount, and has no id. */
const isThere = (asked: Money | null | undefined): asked is Money => asked !== undefined && asked !== null

const idOf = (authorisation: Authorisation): string => String((authorisation as Authorisation | undefined)?.id)

const foreign = (
  { provider }: { readonly provider: string },
  authorisation: Authorisation
): "not-an-authorisation" | "another-provider" | undefined => {
  if (!(authorisation instanceof Authorisation)) return "not-an-authorisation"
  return authorisation.provider === provider ? undefined : "another-provider"
}

const whyOver = ({ released, validUntil }: Totals, now: number): "cancelled" | "expired" | "closed" | undefined =>
  released ?? (validUntil !== undefined && now >= validUntil ? "expired" : undefined)

/** Minor units that it holds. */
const held = ({ amount }: ModificationState): number => amount?.value ?? 0

const counts = (state: ModificationState): boolean => state.stage === "succeeded" || isPending(state)

const severalForbidden = (authorisation: Authorisation): boolean =>
  authorisation.facts.some((fact) => fact._tag === "Authorised" && fact.multipleCaptures === false)

const waitsFor = (authorisation: Authorisation, { asked, ids, key, kind }: ModificationState) =>
  Result.fail(
    new ModificationPending({
      id: authorisation.id,
      key: key ?? ids[0] ?? "",
      kind: asked ?? kind ?? "modification"
    })
  )

const sameCurrency = ({ authorised }: Totals, asked: PositiveMoney): Result.Result<void, CurrencyMismatch> =>
  !isThere(asked) || asked.currency === authorised.currency
    ? Result.succeed(undefined)
    : Result.fail(new CurrencyMismatch({ expected: authorised.currency, actual: String(asked.currency) }))
