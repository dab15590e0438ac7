/**
 * What the facts about one authorisation add up to. A pure fold of the set: order and duplicates make no difference,
 * nothing throws, and nothing is dropped; what does not fit together is listed in `conflicts`.
 */
import type { Failure } from "./Failure.ts"
import type { Asked, Authorised, Fact, Kind, Observed, Outcome, Release } from "./Fact.ts"
import { canonical, union } from "./Fact.ts"
import type { ModificationKey } from "./ModificationKey.ts"
import { equals, Money } from "./Money.ts"

/**
 * - `reserved`: asked, and no answer known. `acknowledged`: the provider has it.
 * - `refused`: never accepted. `failed`, `succeeded`, `reverted`: decided.
 */
export type Stage = "reserved" | "acknowledged" | "refused" | "failed" | "succeeded" | "reverted"

/** One modification, as the facts have it. */
export interface ModificationState {
  /** Ours; of what nobody here asked for, the one that it carried if it has no id. */
  readonly key?: ModificationKey
  /** The provider's. */
  readonly ids: ReadonlyArray<string>
  /** A `reverse` whose outcome is known reads as what it turned out to be. Unknown where only a link is known. */
  readonly kind?: Kind
  readonly asked?: Kind
  readonly stage: Stage
  /** What was asked; of an external one, what the provider says. */
  readonly amount?: Money
  readonly sequence: number
  readonly closes: boolean
  /** When its verdict fell, on the provider's clock. */
  readonly at?: number
  readonly failure?: Failure
  readonly validUntil?: number
}

/** Facts that cannot both be right, or do not fit. They are kept; money is counted as the fold says. */
export interface Conflict {
  readonly modification: string
  readonly what:
    | "verdict"
    | "amount"
    | "kind"
    | "currency"
    | "link"
    | "asked"
    | "no-amount"
    /** Facts of another authorisation are among these. */
    | "another"
    /** Cancelled, although something was captured. */
    | "cancelled"
}

export interface Totals {
  readonly authorised: Money
  readonly captured: Money
  readonly refunded: Money
  /** Why nothing can be captured any more, if so. */
  readonly released: Release | undefined
  /** Captured is assumed: capture is automatic, the provider announces none, and its time has come. */
  readonly assumed: boolean
  readonly validUntil: number | undefined
  /** How much may be captured in all, where the provider allows more than what is authorised. */
  readonly maximum: Money | undefined
  /** What may still be captured, whatever becomes of the modifications under way. */
  readonly capturable: Money
  /** What may still be refunded, whatever becomes of the modifications under way. */
  readonly refundable: Money
  /** Whether every outcome is known and the totals are in order. */
  readonly complete: boolean
  readonly modifications: ReadonlyArray<ModificationState>
  readonly disputed: ReadonlyArray<Extract<Fact, { readonly _tag: "Disputed" }>>
  readonly conflicts: ReadonlyArray<Conflict>
}

/** Under way: asked or acknowledged, and its outcome not known. */
export const isPending = ({ stage }: ModificationState): boolean => stage === "reserved" || stage === "acknowledged"

/**
 * The totals of the facts about one authorisation; `undefined` while no `Authorised` is among them.
 *
 * `now`, in milliseconds since the epoch, tells whether an unannounced automatic capture has fallen due; without it
 * none has.
 */
export const fold = (facts: ReadonlyArray<Fact>, now = -Infinity): Totals | undefined => {
  const all = union(facts)
  const base = authorisedOf(all)
  if (base === undefined) return undefined
  const { currency } = base.amount
  const money = (value: number) => new Money({ value: Math.min(Math.max(0, value), Number.MAX_SAFE_INTEGER), currency })

  const { conflicts, modifications } = modificationsOf(all, currency, base.observed)
  if (all.some((fact) => fact._tag === "Authorised" && !equals(fact.amount, base.amount))) {
    conflicts.push({ modification: "authorisation", what: "amount" })
  }
  const succeeded = modifications.filter(({ stage }) => stage === "succeeded")
  // One payment is one authorisation, and nothing is cancelled that was captured.
  if (all.some((fact) => fact._tag === "Authorised" && fact.id !== base.id)) {
    conflicts.push({ modification: "authorisation", what: "another" })
  }
  if (succeeded.some(({ kind }) => kind === "cancel") && sum(succeeded, "capture") > 0) {
    conflicts.push({ modification: "authorisation", what: "cancelled" })
  }
  const pending = modifications.filter(isPending)
  const observations = all.filter((fact) => fact._tag === "Observed")
  const observed = (field: "authorised" | "captured" | "maximum") =>
    greatest(observations.flatMap((fact) => valueIn(fact[field], currency)))
  const isObserved = (kind: "adjust" | "capture") => base.observed?.includes(kind) === true

  const authorised = isObserved("adjust")
    ? (observed("authorised") ?? base.amount.value)
    : (latestAdjust(succeeded)?.amount?.value ?? base.amount.value)
  const announced = isObserved("capture") ? (observed("captured") ?? 0) : sum(succeeded, "capture")
  const released = releaseOf(all, succeeded, observations)
  const assumed =
    base.capture === "automatic" &&
    base.capturesAt !== undefined &&
    now >= base.capturesAt &&
    released === undefined &&
    announced < authorised
  const captured = assumed ? authorised : announced
  const refunded = sum(succeeded, "refund") + sumOfReversals(succeeded, captured)

  const ends = (state: ModificationState) =>
    state.kind === "cancel" || state.kind === "reverse" || (state.kind === "capture" && state.closes)
  const ceiling = Math.min(...[authorised, ...pending.flatMap((state) => pendingTotal(state))])
  const maximum = observed("maximum")
  const most = ceiling < authorised ? ceiling : Math.max(ceiling, maximum ?? 0)
  const capturable =
    released !== undefined || pending.some(ends) ? 0 : Math.max(0, most - captured - sum(pending, "capture"))
  const reversing = pending.some(({ kind }) => kind === "reverse")
  // What is assumed to be captured may have been less: what was under way may have come before.
  const certain = !assumed ? captured : pending.some(ends) ? announced : ceiling
  const refundable = reversing ? 0 : Math.max(0, certain - refunded - sum(pending, "refund"))
  const inOrder = refunded <= captured && captured <= Math.max(authorised, maximum ?? 0)
  const isCounted = (state: ModificationState) => {
    if (isReversalOfAll(state)) return captured > 0
    if ((state.kind === "adjust" || state.kind === "capture") && isObserved(state.kind)) return true
    return state.kind === "cancel" || state.amount !== undefined
  }

  return {
    authorised: money(authorised),
    captured: money(captured),
    refunded: money(refunded),
    released,
    assumed,
    validUntil: greatest([
      ...(base.validUntil === undefined ? [] : [base.validUntil]),
      ...[...succeeded, ...observations].flatMap(({ validUntil }) => (validUntil === undefined ? [] : [validUntil]))
    ]),
    maximum: maximum === undefined ? undefined : money(maximum),
    capturable: money(capturable),
    refundable: money(refundable),
    complete: pending.length === 0 && inOrder && succeeded.every(isCounted) && !conflicts.some(isSerious),
    modifications,
    disputed: all.filter((fact) => fact._tag === "Disputed"),
    conflicts
  }
}

/** What may have been counted wrongly: not only told twice in different words. */
const isSerious = ({ what }: Conflict): boolean =>
  what === "kind" || what === "link" || what === "asked" || what === "another" || what === "cancelled"

/** Several are one: the first amount by the order of facts, and whatever any of them knows. */
const authorisedOf = (facts: ReadonlyArray<Fact>): Authorised | undefined => {
  const known = facts.filter((fact) => fact._tag === "Authorised")
  return known.length === 0 ? undefined : (Object.assign({}, ...known.toReversed()) as Authorised)
}

const modificationsOf = (facts: ReadonlyArray<Fact>, currency: string, observed: Authorised["observed"] = []) => {
  const conflicts: Array<Conflict> = []
  const owner = ownersOf(facts, conflicts)
  const groups = new Map<string, Array<Fact>>()
  for (const fact of facts) {
    const name = owner(fact)
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), fact])
  }
  const modifications = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, group]) => stateOf(name, group, currency, observed, conflicts))
  return { modifications, conflicts }
}

/**
 * Which modification a fact belongs to. A key counts where we know it from ourselves; an id where an acknowledgement,
 * or else an event that carries such a key, ties it to one. What is neither is external, under its id.
 */
const ownersOf = (facts: ReadonlyArray<Fact>, conflicts: Array<Conflict>) => {
  const ours = new Set(
    facts.flatMap((fact) =>
      fact._tag === "Asked" || fact._tag === "Linked" || fact._tag === "NotExecuted" ? [fact.key] : []
    )
  )
  const links = facts.flatMap((fact) => (fact._tag === "Linked" ? [{ id: fact.id, key: fact.key }] : []))
  const linked = new Map<string, ReadonlySet<string>>()
  for (const { id, key } of links) linked.set(key, new Set([...(linked.get(key) ?? []), id]))
  for (const [key, ids] of linked) {
    if (ids.size > 1) conflicts.push({ modification: `key ${key}`, what: "link" })
  }
  // The field that carries the key may carry the payment's reference, too: where the provider has called ours by an id,
  // an event of another id is about something else.
  const isOurs = ({ id, key }: Outcome): boolean =>
    key !== undefined && ours.has(key) && (id === undefined || linked.get(key)?.has(id) !== false)
  const told = facts.flatMap((fact) =>
    fact._tag === "Outcome" && fact.id !== undefined && fact.key !== undefined && isOurs(fact)
      ? [{ id: fact.id, key: fact.key }]
      : []
  )
  const tied = new Map<string, ModificationKey>()
  for (const { id, key } of [...links, ...told]) {
    const before = tied.get(id)
    if (before === undefined) tied.set(id, key)
    else if (before !== key) conflicts.push({ modification: `key ${key}`, what: "link" })
  }
  return (fact: Fact): string | undefined => {
    switch (fact._tag) {
      case "Asked":
      case "Linked":
      case "NotExecuted":
        return `key ${fact.key}`
      case "Outcome": {
        if (isOurs(fact)) return `key ${fact.key}`
        const key = fact.id === undefined ? undefined : tied.get(fact.id)
        if (key !== undefined) return `key ${key}`
        return fact.id === undefined ? `event ${fact.key ?? canonical(fact)}` : `id ${fact.id}`
      }
      default:
        return undefined
    }
  }
}

const rank = { failed: 0, succeeded: 1, reverted: 2 }

/** By the provider's clock; at one moment a failure counts least; then whatever, but the same everywhere. */
const later = (one: Outcome, other: Outcome): Outcome => {
  if (one.at !== other.at) return one.at > other.at ? one : other
  if (rank[one.verdict] !== rank[other.verdict]) return rank[one.verdict] > rank[other.verdict] ? one : other
  return canonical(one) > canonical(other) ? one : other
}

const stateOf = (
  name: string,
  group: ReadonlyArray<Fact>,
  currency: string,
  observed: ReadonlyArray<Kind>,
  conflicts: Array<Conflict>
): ModificationState => {
  const conflict = (what: Conflict["what"]) => void conflicts.push({ modification: name, what })
  const asks = group.filter((fact): fact is Asked => fact._tag === "Asked")
  const outcomes = group.filter((fact): fact is Outcome => fact._tag === "Outcome")
  const refusal = group.find((fact) => fact._tag === "NotExecuted")
  const link = group.find((fact) => fact._tag === "Linked")
  const asked = asks[0]
  const verdict = outcomes.length === 0 ? undefined : outcomes.reduce(later)

  if (asks.length > 1) conflict("asked")
  if (outcomes.some(({ at, verdict: other }) => at === verdict?.at && other !== verdict.verdict)) conflict("verdict")
  if (refusal !== undefined && verdict !== undefined) conflict("verdict")
  if (outcomes.some(({ kind }) => !isOfKind(kind, asked?.kind ?? verdict?.kind))) conflict("kind")
  const given = outcomes.flatMap(({ amount }) => (amount === undefined ? [] : [amount]))
  if ([...given, ...asks.flatMap(({ amount }) => amount ?? [])].some((amount) => amount.currency !== currency)) {
    conflict("currency")
  }
  const expected = asked?.amount
  if (expected !== undefined && given.some(({ value }) => value !== expected.value)) conflict("amount")

  const kind = asked === undefined || asked.kind === "reverse" ? (verdict?.kind ?? asked?.kind) : asked.kind
  // An event's amount is believed only for what nobody here asked for.
  const amount = asked === undefined || asked.kind === "reverse" ? verdict?.amount : expected
  // Of a kind whose totals are observed, no outcome's amount is needed.
  const counts =
    verdict?.verdict === "succeeded" &&
    (kind === "capture" || kind === "adjust" || kind === "refund") &&
    !observed.includes(kind)
  if (counts && amount === undefined && asked?.kind !== "reverse") conflict("no-amount")

  const ids = new Set(group.flatMap((fact) => ("id" in fact && fact.id !== undefined ? [String(fact.id)] : [])))
  const key = asked?.key ?? refusal?.key ?? link?.key ?? (ids.size === 0 ? verdict?.key : undefined)
  return {
    ...(key === undefined ? {} : { key }),
    ids: [...ids].toSorted(),
    ...(kind === undefined ? {} : { kind }),
    ...(asked === undefined ? {} : { asked: asked.kind }),
    // What was refused, and has a link, was taken when it was sent again.
    stage: verdict?.verdict ?? (link !== undefined ? "acknowledged" : refusal !== undefined ? "refused" : "reserved"),
    ...(amount === undefined || amount.currency !== currency ? {} : { amount }),
    sequence: asked?.sequence ?? 0,
    closes: (asked === undefined ? verdict?.closes : asked.closes) === true,
    ...(verdict === undefined ? {} : { at: verdict.at }),
    ...failureOf(verdict?.failure ?? (verdict === undefined ? refusal?.failure : undefined)),
    ...(verdict?.validUntil === undefined ? {} : { validUntil: verdict.validUntil })
  }
}

const failureOf = (failure: Failure | undefined) => (failure === undefined ? {} : { failure })

const isOfKind = (kind: Kind, asked: Kind | undefined): boolean =>
  kind === asked || (asked === "reverse" && (kind === "cancel" || kind === "refund"))

const sum = (states: ReadonlyArray<ModificationState>, kind: Kind): number =>
  states.reduce((total, state) => total + (state.kind === kind ? (state.amount?.value ?? 0) : 0), 0)

/** A reversal that turned out a refund, and says no amount, gave back all that the other refunds left. */
const sumOfReversals = (succeeded: ReadonlyArray<ModificationState>, captured: number): number =>
  succeeded.some(isReversalOfAll) ? Math.max(0, captured - sum(succeeded, "refund")) : 0

const isReversalOfAll = ({ amount, asked, kind }: ModificationState): boolean =>
  asked === "reverse" && kind === "refund" && amount === undefined

/** The adjustment in force: the latest on the provider's clock; at one moment, the one that we asked for last. */
const latestAdjust = (succeeded: ReadonlyArray<ModificationState>): ModificationState | undefined =>
  succeeded
    .filter(({ amount, kind }) => kind === "adjust" && amount !== undefined)
    .reduce<ModificationState | undefined>((latest, state) => {
      if (latest === undefined) return state
      const byTime = (state.at ?? 0) - (latest.at ?? 0)
      return byTime > 0 || (byTime === 0 && state.sequence >= latest.sequence) ? state : latest
    }, undefined)

const pendingTotal = ({ amount, kind }: ModificationState): ReadonlyArray<number> =>
  kind === "adjust" && amount !== undefined ? [amount.value] : []

const releaseOf = (
  facts: ReadonlyArray<Fact>,
  succeeded: ReadonlyArray<ModificationState>,
  observations: ReadonlyArray<Observed>
): Release | undefined => {
  const ways = new Set<Release | undefined>(observations.map(({ released }) => released))
  if (succeeded.some(({ kind }) => kind === "cancel")) ways.add("cancelled")
  if (facts.some(({ _tag }) => _tag === "Expired")) ways.add("expired")
  if (succeeded.some(({ closes, kind }) => kind === "capture" && closes)) ways.add("closed")
  return (["cancelled", "expired", "closed"] as const).find((way) => ways.has(way))
}

const valueIn = (amount: Money | undefined, currency: string): ReadonlyArray<number> =>
  amount?.currency === currency ? [amount.value] : []

const greatest = (values: ReadonlyArray<number>): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values)

/** How far the modification with this key has come; `undefined` where no fact names it. */
export const stageOf = (facts: ReadonlyArray<Fact>, key: ModificationKey): Stage | undefined =>
  modificationsOf(union(facts), "").modifications.find((state) => state.key === key)?.stage
