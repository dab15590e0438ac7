/**
 * A merchant's server that asks the rules before it sends anything, and a provider that does whatever it was sent, in
 * any order, possible or not. The server may learn of it much later. Money is only safe if the rules keep it so.
 */
import * as Result from "effect/Result"
import type * as AuthorisationModule from "../../src/Authorisation.ts"
import * as Authorisation from "../../src/Authorisation.ts"
import type { Asked, Authorised, Fact, Kind } from "../../src/Fact.ts"
import { AuthorisationId } from "../../src/Fact.ts"
import type { Ask } from "../../src/internal/modificationRules.ts"
import { ModificationKey } from "../../src/ModificationKey.ts"
import * as Money from "../../src/Money.ts"
import * as Rules from "../../src/Rules.ts"
import * as capabilities from "../capabilities.ts"

export interface Question {
  readonly kind: Kind
  readonly amount: Money.PositiveMoney
  readonly now: number
  readonly key?: ModificationKey
  /** Of a capture: whether it gives the rest back. */
  readonly final: boolean
}

type Allowed = Result.Result<Ask, unknown>

/** The rules, or optimistic ones in their place. */
export type Guard = (authorisation: AuthorisationModule.Authorisation, question: Question) => Allowed

export const rules: Guard = (authorisation, { amount, final, key, kind, now }) => {
  const options = key === undefined ? {} : { key }
  switch (kind) {
    case "adjust":
      return Rules.adjust(capabilities.adjustments, authorisation, amount, now, options)
    case "capture":
      return Rules.capture(capabilities.captures, authorisation, amount, now, { ...options, final })
    case "cancel":
      return Rules.cancel(capabilities.cancellations, authorisation, now, options)
    case "refund":
      return Rules.refund(capabilities.refunds, authorisation, amount, now, options)
    case "reverse":
      return Rules.reverse(capabilities.reversals, authorisation, now, options)
  }
}

/** What becomes of a request: whether the provider gets it, and whether its answer arrives. */
export type Passage = "answered" | "unanswered" | "lost" | "refused"

export interface World {
  readonly amount: number
  /** Whether it reports captures as totals. */
  readonly observed: boolean
  /** How much more than the first amount may be captured. */
  readonly more: number
  /** Whether it captures by itself what is left, and says nothing. */
  readonly silent: boolean
  /** Whether it says how much it refunded when it reversed. */
  readonly tells: boolean
}

const capturesAt = 1
const money = (value: number) => new Money.Money({ value, currency: "EUR" })

export class Merchant {
  readonly guard: Guard
  readonly world: World
  now = 0
  /** What the provider has, and has not done yet. */
  readonly waiting: Array<Asked> = []
  /** What it did, of which nobody has heard. */
  readonly unheard: Array<ReadonlyArray<Fact>> = []
  /** What went wrong with the money; nothing, if the rules are right. */
  readonly broken: Array<string> = []
  /** What was let through. */
  readonly sent: Array<Kind> = []

  authorised: number
  captured = 0
  refunded = 0
  released = false
  cancelled = false

  #known: AuthorisationModule.Authorisation
  /** What was learned since. */
  #news: Array<Fact> = []
  readonly #had = new Set<string>()
  readonly #refused = new Set<string>()
  #asked = 0
  /** Its clock tells every two decisions apart. */
  #moment = 0
  #captured = false

  constructor(world: World, guard: Guard = rules) {
    this.guard = guard
    this.world = world
    this.authorised = world.amount
    const authorised: Authorised = {
      _tag: "Authorised",
      id: AuthorisationId.make("authorisation"),
      reference: "order-1",
      amount: Money.positiveUnsafe(world.amount, "EUR"),
      capture: world.silent ? "automatic" : "manual",
      ...(world.silent ? { capturesAt } : {}),
      ...(world.observed ? { observed: ["capture"] } : {})
    }
    this.#known = Authorisation.make("test", authorised, this.#totals())
  }

  get known(): AuthorisationModule.Authorisation {
    if (this.#news.length > 0) this.#known = this.#known.with(this.#news)
    this.#news = []
    return this.#known
  }

  get maximum(): number {
    return Math.max(this.authorised, this.world.more === 0 ? 0 : this.world.amount + this.world.more)
  }

  /** The merchant wants something, under a new key. */
  ask(kind: Kind, amount: number, final: boolean, passage: Passage): void {
    this.#send({ kind, amount: Money.positiveUnsafe(amount, "EUR"), now: this.now, final }, passage)
  }

  /** The merchant wants one of the things that it asked once more, under the key that it had. */
  again(pick: number, passage: Passage): void {
    const all = this.known.facts.filter((fact) => fact._tag === "Asked")
    const lost = all.filter(({ key }) => !this.#had.has(key))
    const asked = pick % 2 === 0 && lost.length > 0 ? lost : all
    const { amount, closes, key, kind } = asked[pick % Math.max(1, asked.length)] ?? {}
    if (key === undefined || kind === undefined) return
    // Of what was refused, no fact tells that it is sent again before there is an answer.
    if (passage === "unanswered" && this.#refused.has(key)) return
    const question = { kind, amount: amount ?? Money.positiveUnsafe(1, "EUR"), final: closes === true, key }
    this.#send({ ...question, now: this.now }, passage)
  }

  /** The provider does one of the things that it has, or does not. */
  decide(pick: number, does: boolean, heard: boolean): void {
    const [asked] = this.waiting.splice(pick % Math.max(1, this.waiting.length), 1)
    if (asked === undefined) return
    const before = this.refunded
    const kind = does ? this.#execute(asked) : asked.kind
    const tells = this.world.tells && asked.kind === "reverse" && kind === "refund"
    const outcome: Fact = {
      _tag: "Outcome",
      key: asked.key,
      id: `id-${asked.key}`,
      kind,
      ...(tells ? { amount: money(this.refunded - before) } : {}),
      at: this.#moment++,
      verdict: does ? "succeeded" : "failed"
    }
    this.unheard.push([outcome, ...this.#totals()])
    if (heard) this.hear(this.unheard.length - 1)
    this.#check()
  }

  /** The merchant hears of something, in any order. */
  hear(pick: number): void {
    const [facts] = this.unheard.splice(pick % Math.max(1, this.unheard.length), 1)
    if (facts !== undefined) this.#news.push(...facts)
  }

  /** Time passes. A provider that captures by itself first does what it has, or some of it. */
  wait(picks: number): void {
    this.now++
    if (!this.world.silent || this.#captured || this.now < capturesAt) return
    for (let left = picks; this.waiting.length > 0; left = Math.floor(left / 2))
      this.decide(left, left % 2 === 0, false)
    this.#captured = true
    if (!this.released) this.captured = Math.max(this.captured, this.authorised)
    this.#check()
  }

  #send(question: Question, passage: Passage): void {
    const allowed = this.guard(this.known, question)
    if (Result.isFailure(allowed)) return
    const { again, ...what } = allowed.success
    // What the provider has, and what the key does not name, is not sent.
    if (again !== undefined && again._tag !== "unsure") return
    this.sent.push(question.kind)
    const key = question.key ?? ModificationKey.make(`key-${this.#asked++}`)
    const asked: Asked = { _tag: "Asked", key, ...what }
    const learned: Array<Fact> = [asked]
    if (passage === "refused" && !this.#had.has(key)) {
      this.#refused.add(key)
      learned.push({ _tag: "NotExecuted", key })
    } else if (passage !== "lost") {
      // The same key again is the same request.
      if (!this.#had.has(key)) this.waiting.push(asked)
      this.#had.add(key)
      if (passage === "answered") learned.push({ _tag: "Linked", key, id: `id-${key}` })
    }
    this.#news.push(...learned)
  }

  #execute({ amount, closes, kind }: Asked): Kind {
    const value = amount?.value ?? 0
    switch (kind) {
      case "adjust":
        this.authorised = value
        return kind
      case "capture":
        this.captured += value
        if (closes === true) this.released = true
        return kind
      case "refund":
        this.refunded += value
        return kind
      case "reverse":
        if (this.captured > 0) {
          this.refunded = this.captured
          return "refund"
        }
    }
    this.released = true
    this.cancelled = true
    return "cancel"
  }

  #totals(): ReadonlyArray<Fact> {
    const captured = this.world.observed ? { captured: money(this.captured) } : {}
    const maximum = this.world.more === 0 ? {} : { maximum: money(this.world.amount + this.world.more) }
    return this.world.observed || this.world.more > 0
      ? [{ _tag: "Observed", at: this.#moment, ...captured, ...maximum }]
      : []
  }

  #check(): void {
    const { authorised, cancelled, captured, maximum, refunded } = this
    if (refunded > captured) this.broken.push(`refunded ${refunded} of ${captured}`)
    if (captured > maximum) this.broken.push(`captured ${captured} of ${authorised}, ${maximum} at most`)
    if (cancelled && captured > 0) this.broken.push(`captured ${captured}, and cancelled`)
  }
}
