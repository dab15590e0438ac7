/** What laws do with a session, each act a step of the story. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Session } from "@paylayer/core"
import { Money, Session as SessionModule, Sessions } from "@paylayer/core"
import { Faults, Shopper, Truth } from "@paylayer/simulator"
import type { Given } from "./Law.ts"
import * as money from "./model/money.ts"
import { opening, same, step, succeeds, Trial, violated } from "./Trial.ts"

export const create = (
  { subject }: Given,
  amount: Money.PositiveMoney,
  more: Partial<Session.SessionRequest> & Sessions.ChangeOptions = {},
  how = ""
) =>
  Effect.gen(function* () {
    const { key, ...request } = more
    yield* step(`create ${shown(amount)}${request.updatable === false ? ", final" : ""}${how}`)
    const sessions = yield* Sessions.Sessions
    const { steps } = yield* Trial
    return yield* sessions.create(
      { reference: `order-${String(steps.length).padStart(4, "0")}`, amount, ...subject.defaults, ...request },
      key === undefined ? {} : { key }
    )
  })

/** A session that laws start from. */
export const created = (given: Given, amount: Money.PositiveMoney, more: Partial<Session.SessionRequest> = {}) =>
  opening(succeeds(create(given, amount, more)))

/** `how` says by which value or token, where that is not what came last. */
export const update = (
  session: Session.Session,
  change: Session.SessionChange | Money.PositiveMoney,
  options?: Sessions.UpdateOptions,
  how = ""
) =>
  Effect.gen(function* () {
    const named = isMoney(change) ? { amount: change } : change
    const { amount, reference } = named
    const what = amount !== undefined ? shown(amount) : reference === undefined ? "something else" : "the reference"
    yield* step(`update ${what}${how}`)
    const sessions = yield* Sessions.Sessions
    return yield* sessions.update(session, named, options)
  })

/** Only where the adapter has a lock: a law looks at what is declared before it locks. */
export const lock = (session: Session.Session, amount: Money.PositiveMoney, options?: Sessions.UpdateOptions) =>
  Effect.gen(function* () {
    yield* step(`lock ${shown(amount)}`)
    const port = yield* Effect.serviceOption(Sessions.SessionLock)
    return yield* Option.getOrThrow(port).lock(session, amount, options)
  })

/** Only where the adapter can: a law looks before. */
export const end = (session: Session.Session, how = "") =>
  Effect.gen(function* () {
    yield* step(`end the session${how}`)
    const port = yield* Effect.serviceOption(Sessions.SessionExpiry)
    return yield* Option.getOrThrow(port).expire(session)
  })

/** Makes a session one that the shopper may submit: locks it where only locked ones can be. */
export const payable = (session: Session.Session) =>
  opening(
    Effect.gen(function* () {
      const { capabilities } = yield* Sessions.Sessions
      return capabilities.submitGate === "any-time" || session.status === "locked"
        ? session
        : yield* succeeds(lock(session, session.amount))
    })
  )

/** What the browser is given. */
export const checkout = (session: Session.Session): Shopper.Checkout => {
  const token = SessionModule.browserToken(session)
  return { id: session.id, ...(token === undefined ? {} : { token }) }
}

const told: Readonly<Record<Shopper.Manner, string>> = {
  pay: "the shopper pays",
  decline: "the shopper pays, and is declined",
  challenge: "the shopper pays, and is asked for a second step",
  pending: "the shopper pays, and the bank will tell later",
  abandon: "the shopper gives up"
}

/** What the shopper does, and with what, where that is not what the server gave last. */
export const submit = (given: Shopper.Checkout, manner: Shopper.Manner = "pay", how = "") =>
  Effect.gen(function* () {
    yield* step(`${told[manner]}${how}`, "shopper")
    const shopper = yield* Shopper.Shopper
    return yield* shopper.submit(given, manner)
  })

/** For faults that are to hit what is read, and nothing that changes anything. */
export const reads: Faults.ArmOptions = { only: ({ method }) => method === "GET" }

/** From now on answers that name one of these objects name another one; tells whether any has. */
export const misnamed = (ids: ReadonlyArray<string>, options: Faults.ArmOptions = {}) =>
  Effect.gen(function* () {
    let isNamed = false
    const body = (original: string): string => {
      const changed = ids.reduce(
        (text, id) => text.replaceAll(id, `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`),
        original
      )
      isNamed ||= changed !== original
      return changed
    }
    yield* step("the answer is about another object", "provider")
    yield* (yield* Faults.Faults).arm({ _tag: "Garble", body }, { times: Infinity, ...options })
    return () => isNamed
  })

/** What the provider believes about one session. */
export const truthOf = (id: string) =>
  Effect.gen(function* () {
    const truth = yield* Truth.Truth
    const found = (yield* truth.sessions).find((session) => session.id === id)
    return found === undefined ? yield* violated(`the provider to know session ${id}`, "it does not") : found
  })

/** The provider believes this amount. */
export const believes = (id: string, amount: Money.Money) =>
  Effect.gen(function* () {
    const truth = yield* truthOf(id)
    yield* same("the provider's amount", money.major(amount), money.stated(truth.amount))
  })

/** The value and the provider both have this amount. */
export const inForce = (session: Session.Session, amount: Money.Money) =>
  Effect.gen(function* () {
    yield* same("the session's amount", money.major(amount), money.major(session.amount))
    yield* believes(session.id, amount)
  })

export const shown = (amount: Money.Money): string =>
  `${amount.currency} ${Number.isSafeInteger(amount.value) ? Money.toDecimal(amount) : amount.value}`

const isMoney = (change: object): change is Money.PositiveMoney => "value" in change && "currency" in change
