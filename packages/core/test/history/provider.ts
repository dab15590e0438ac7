/**
 * A naive provider: one account of money that changes by one step at a time, and what it lets be known of each step.
 * It knows nothing of the fold. What it holds in the end is the truth that the facts have to add up to.
 *
 * What no set of facts could tell, it does not do: within one second (its clock tells no more) nothing fails that
 * succeeded, and adjustments of one second fall in the order in which they were asked; once it has refunded all without
 * saying how much, nothing moves any more; what it counts up, never falls.
 */
import type { Fact, Kind, Release } from "../../src/Fact.ts"
import { AuthorisationId } from "../../src/Fact.ts"
import { ModificationKey } from "../../src/ModificationKey.ts"
import * as Money from "../../src/Money.ts"

/** What kind of provider it is. */
export interface Ways {
  /** `observed`: it reports what is authorised and captured as totals; adjustments go up, captures do not fail later. */
  readonly evidence: "outcomes" | "observed"
  /** Whether it captures by itself what is left, and whether it says so. */
  readonly automatic: "no" | "announced" | "silent"
  /** Whether its events carry the key of what was asked. */
  readonly carriesKeys: boolean
  /** By how many hundredths more than is authorised may be captured; only one that reports totals says so. */
  readonly overcapture: number
}

/** What becomes of a request and its answer. */
export type Fate = "answered" | "lost" | "refused" | "refused and accepted" | "asked twice"

/** What an event says of its modification. */
export interface Saying {
  readonly names: "key and id" | "key" | "id"
  readonly amount: "as asked" | "the difference" | "nothing"
}

/** A fact, and whose it is: the key of ours, the id of another's. */
export interface Told {
  readonly fact: Fact
  readonly of?: string
}

export type End = "failed" | "succeeded" | "reverted"

export interface Order {
  readonly name: string
  readonly id: string
  readonly key: ModificationKey | undefined
  readonly asked: Kind
  /** What a reversal turned out to be, once that is known. */
  kind: Kind
  readonly amount: number
  readonly closes: boolean
  readonly sequence: number
  /** `false`: refused at once, and never heard of again. */
  accepted: boolean
  /** Whether anybody on our side knows that the key is this id. */
  tied: boolean
  end: End | undefined
  /** What it moved. */
  moved: number
  /** The second of its last verdict. */
  second: number
}

const currency = "EUR"
const reference = "order-1"
const capturesAfter = 4000
const money = (value: number) => new Money.Money({ value, currency })
const positive = (value: number) => Money.positiveUnsafe(Math.max(1, value), currency)

export class Provider {
  readonly ways: Ways
  readonly told: Array<Told> = []
  readonly orders: Array<Order> = []
  /** Milliseconds; it tells whole seconds. */
  now = 1_000_000
  authorised: number
  captured = 0
  refunded = 0
  released: Release | undefined
  disputes = 0

  #closedBy: Order | undefined
  /** All is refunded, and nobody said how much that was. */
  #sealed = false
  #capturedSilently = false
  #sequence = 0
  #lastAdjusted = { second: -1, sequence: 0 }
  readonly #capturesAt: number

  constructor(ways: Ways, amount: number) {
    this.ways = ways
    this.authorised = amount
    this.#capturesAt = this.now + capturesAfter
    this.#tell({
      _tag: "Authorised",
      id: AuthorisationId.make("authorisation"),
      reference,
      amount: positive(amount),
      capture: ways.automatic === "no" ? "manual" : "automatic",
      ...(ways.automatic === "silent" ? { capturesAt: this.#capturesAt } : {}),
      ...(ways.evidence === "observed" ? { observed: ["adjust", "capture"] } : {})
    })
    this.#count()
  }

  /** How much may be captured in all. */
  get maximum(): number {
    return this.ways.evidence === "observed"
      ? this.authorised + Math.floor((this.authorised * this.ways.overcapture) / 100)
      : this.authorised
  }

  wait(millis: number): void {
    this.now += millis
    if (this.ways.automatic === "silent" && this.now >= this.#capturesAt && !this.#capturedSilently) {
      this.#capturedSilently = true
      if (this.released === undefined && !this.#sealed) this.captured = Math.max(this.captured, this.authorised)
    }
  }

  /** Somebody of ours asks; the provider decides later. */
  ask(kind: Kind, amount: number, closes: boolean, fate: Fate): void {
    const key = ModificationKey.make(`key-${this.orders.length}`)
    const sequence = kind === "adjust" ? ++this.#sequence : 0
    const asked: Fact = {
      _tag: "Asked",
      key,
      kind,
      ...(kind === "cancel" || kind === "reverse" ? {} : { amount: positive(amount) }),
      sequence,
      ...(kind === "capture" && closes ? { closes } : {})
    }
    this.#tell(asked, key)
    if (fate === "asked twice") this.#tell({ ...asked }, key)
    if (fate === "refused" || fate === "refused and accepted") this.#tell({ _tag: "NotExecuted", key }, key)
    const order = this.#order(kind, Math.max(1, amount), closes, key, sequence)
    if (fate === "refused") {
      order.accepted = false
      order.end = "failed"
    } else if (fate !== "lost") this.#link(order)
  }

  /** A waiting one is decided; what is not possible fails. */
  decide(pick: number, succeeds: boolean, saying: Saying): void {
    const order = this.#pick(pick, ({ end }) => end === undefined)
    if (order === undefined) return
    if (order.kind === "adjust") this.#keepOrderOfAdjustments(order)
    const possible = succeeds && this.#possible(order)
    if (possible) this.#execute(order, saying)
    this.#end(order, possible ? "succeeded" : "failed", saying)
  }

  /** What was decided turns out otherwise: a capture fails, or is taken after all; a refund does not arrive. */
  revise(pick: number, reverts: boolean, saying: Saying): void {
    if (this.#sealed) return
    const order = this.#pick(pick, (order) => this.#revisable(order))
    if (order === undefined) return
    if (order.kind === "refund") {
      this.refunded -= order.moved
      if (!reverts) this.#afterItsSecond(order)
      this.#end(order, reverts ? "reverted" : "failed", saying)
    } else if (order.end === "failed") {
      if (!this.#possible(order)) return
      this.#execute(order, saying)
      this.#end(order, "succeeded", saying)
    } else if (this.captured - order.moved >= this.refunded) {
      this.captured -= order.moved
      if (this.#closedBy === order) {
        this.#closedBy = undefined
        this.released = undefined
      }
      this.#afterItsSecond(order)
      this.#end(order, "failed", saying)
    }
  }

  /** Somebody in the back office, who may well give it the reference of the payment. */
  elsewhere(kind: "adjust" | "capture" | "cancel" | "refund", amount: number, closes: boolean, named: boolean): void {
    if (this.ways.automatic === "silent" && kind === "capture") return
    const order = this.#order(kind, amount, closes, undefined, 0)
    if (kind === "adjust") this.#keepOrderOfAdjustments(order)
    if (amount < 1 || !this.#possible(order)) {
      this.orders.pop()
      return
    }
    const saying: Saying = { names: named ? "key and id" : "id", amount: "as asked" }
    this.#execute(order, saying)
    this.#end(order, "succeeded", saying)
  }

  /** It captures by itself what is left, and says so. */
  captureAutomatically(): void {
    if (this.ways.automatic === "announced") this.elsewhere("capture", this.authorised - this.captured, false, false)
  }

  expire(): void {
    if (this.released !== undefined || this.captured >= this.authorised) return
    this.released = "expired"
    this.#tell({ _tag: "Expired", at: this.#second() })
  }

  dispute(amount: number): void {
    this.disputes++
    this.#tell({
      _tag: "Disputed",
      id: `dispute-${this.disputes}`,
      amount: money(amount),
      at: this.#second()
    })
  }

  /** All that waits is decided, and whoever lost an answer looks it up. */
  finish(saying: Saying): void {
    while (this.orders.some(({ end }) => end === undefined)) this.decide(0, true, saying)
    for (const order of this.orders) if (order.accepted && !order.tied) this.#link(order)
  }

  #revisable({ accepted, end, kind }: Order): boolean {
    if (kind === "refund") return end === "succeeded"
    if (this.ways.evidence === "observed" || this.ways.automatic === "silent") return false
    return kind === "capture" && accepted && (end === "succeeded" || end === "failed")
  }

  #possible({ amount, closes, kind }: Order): boolean {
    if (this.#sealed) return false
    switch (kind) {
      case "adjust":
        return (
          this.captured === 0 &&
          this.released === undefined &&
          (this.ways.evidence === "outcomes" || amount >= this.authorised)
        )
      case "capture":
        return (
          this.released === undefined &&
          this.captured + amount <= this.maximum &&
          (this.ways.automatic !== "silent" || (closes && !this.#capturedSilently))
        )
      case "cancel":
        return this.captured === 0 && this.released === undefined
      case "refund":
        return amount <= this.captured - this.refunded
      case "reverse":
        return this.captured === 0 ? this.released === undefined : this.refunded < this.captured
    }
  }

  #execute(order: Order, { amount }: Saying): void {
    switch (order.kind) {
      case "adjust":
        order.moved = Math.abs(order.amount - this.authorised)
        this.authorised = order.amount
        this.#lastAdjusted = { second: this.#second(), sequence: order.sequence }
        return
      case "capture":
        order.moved = order.amount
        this.captured += order.amount
        if (order.closes) {
          this.released = "closed"
          this.#closedBy = order
        }
        return
      case "cancel":
        this.released = "cancelled"
        return
      case "refund":
        order.moved = order.amount
        this.refunded += order.amount
        return
      case "reverse":
        if (this.captured === 0) {
          order.kind = "cancel"
          this.released = "cancelled"
        } else {
          order.kind = "refund"
          order.moved = this.captured - this.refunded
          this.refunded = this.captured
          this.#sealed = amount === "nothing"
        }
    }
  }

  #end(order: Order, end: End, { amount, names }: Saying): void {
    order.end = end
    order.second = this.#second()
    const ours = order.key !== undefined
    // As long as nobody has the link, its events carry the key; an event without it would be another's.
    const byKey = ours && this.ways.carriesKeys && (names !== "id" || !order.tied)
    const byId = !byKey || names !== "key"
    const foreign = names === "key and id" ? { key: ModificationKey.make(reference) } : {}
    const said = this.#amountSaid(order, amount)
    this.#tell(
      {
        _tag: "Outcome",
        ...(byKey ? { key: order.key } : ours ? {} : foreign),
        ...(byId ? { id: order.id } : {}),
        kind: order.kind,
        ...(said === undefined ? {} : { amount: money(said) }),
        at: this.#second(),
        verdict: end,
        ...(order.closes && !ours ? { closes: true } : {})
      },
      order.name
    )
    if (byKey && byId) order.tied = true
    this.#count()
  }

  /** Of what we asked, the provider says whatever it likes. */
  #amountSaid({ amount, asked, key, kind, moved }: Order, says: Saying["amount"]): number | undefined {
    if (kind === "cancel" || kind === "reverse") return undefined
    if (kind === "capture" && this.ways.evidence === "observed") return this.captured
    if (key === undefined) return amount
    if (says === "nothing") return undefined
    // Of a reversal, nobody asked for an amount: what it moved is all that there is to say.
    if (asked === "reverse") return moved
    return says === "as asked" ? amount : kind === "adjust" ? moved : Math.abs(this.authorised - this.captured)
  }

  #order(kind: Kind, amount: number, closes: boolean, key: ModificationKey | undefined, sequence: number): Order {
    const id = `psp-${this.orders.length}`
    const order: Order = {
      name: key ?? id,
      id,
      key,
      asked: kind,
      kind,
      amount,
      closes: closes && kind === "capture",
      sequence,
      accepted: true,
      tied: false,
      end: undefined,
      moved: 0,
      second: -1
    }
    this.orders.push(order)
    return order
  }

  #link(order: Order): void {
    if (order.key === undefined) return
    order.tied = true
    this.#tell({ _tag: "Linked", key: order.key, id: order.id }, order.name)
  }

  #pick(pick: number, wanted: (order: Order) => boolean): Order | undefined {
    const some = this.orders.filter(wanted)
    return some[pick % Math.max(1, some.length)]
  }

  #second(): number {
    return Math.floor(this.now / 1000) * 1000
  }

  #nextSecond(): void {
    this.wait(1000 - (this.now % 1000))
  }

  #afterItsSecond({ second }: Order): void {
    if (this.#second() <= second) this.#nextSecond()
  }

  #keepOrderOfAdjustments({ sequence }: Order): void {
    const { second, sequence: last } = this.#lastAdjusted
    if (this.#second() <= second && sequence <= last) this.#nextSecond()
  }

  /** The totals, where it reports them so. */
  #count(): void {
    if (this.ways.evidence !== "observed") return
    this.#tell({
      _tag: "Observed",
      at: this.#second(),
      authorised: money(this.authorised),
      captured: money(this.captured),
      ...(this.ways.overcapture === 0 ? {} : { maximum: money(this.maximum) }),
      ...(this.released === "closed" ? { released: "closed" as const } : {})
    })
  }

  #tell(fact: Fact, of?: string): void {
    this.told.push(of === undefined ? { fact } : { fact, of })
  }
}
