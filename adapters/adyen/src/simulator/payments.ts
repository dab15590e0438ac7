/** What the shopper's browser does with a session: load it, pay, and finish a payment. */
import type { Json, Truth } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"
import * as gate from "./gate.ts"
import type { Attempt, Ledger, Redirect, ResultCode, Session } from "./ledger.ts"
import { truthOf } from "./modifications/payment.ts"
import type { Names } from "./names.ts"

/** How a payment goes on once it is submitted. */
export type Course = "Authorised" | "Refused" | "Pending" | "Received" | "Redirect" | "Await"

export interface Submitted {
  readonly session: Session
  readonly resultCode: ResultCode
  /** The browser's next one. */
  readonly sessionData: string
  /** What the browser gives to the merchant's server; none before a redirect. */
  readonly sessionResult?: string
  readonly redirect?: Redirect
  /** To be asked for, until the outcome is known. */
  readonly paymentData?: string
  readonly authorisation?: Truth.AuthorisationTruth
}

export interface Settled {
  readonly resultCode: "Authorised" | "Refused"
  readonly sessionResult: string
  readonly authorisation?: Truth.AuthorisationTruth
}

/** How often the browser asks for an awaited payment before it is approved, if nobody settles it. */
const pollsUntilApproved = 3

interface Awaited {
  readonly session: Session
  readonly attempt: Attempt
  polls: number
  outcome?: Settled & { readonly payload: string }
}

export class Payments {
  readonly #awaited = new Map<string, Awaited>()
  readonly #ledger: Ledger
  readonly #names: Names
  readonly #positions: Positions

  constructor(ledger: Ledger, names: Names, positions: Positions) {
    this.#ledger = ledger
    this.#names = names
    this.#positions = positions
  }

  /** The browser loads the session, and gets another sessionData: the session's latest. */
  setup(id: string, body: Json.JsonObject): Result.Result<Session, Refusal> {
    return Result.flatMap(gate.sessionDataOf(body, this.#positions), (sent) =>
      Result.map(gate.pass(id, sent, "setup", over, this.#ledger, this.#positions), (session) => {
        this.#ledger.rotate(session)
        return session
      })
    )
  }

  submit(id: string, body: Json.JsonObject, method: string, course: Course): Result.Result<Submitted, Refusal> {
    return Result.flatMap(gate.sessionDataOf(body, this.#positions), (sent) =>
      Result.map(gate.pass(id, sent, "payment", unpayable, this.#ledger, this.#positions), (session) =>
        this.#begin(session, { pspReference: this.#names.pspReference(), amount: session.amount, method }, course)
      )
    )
  }

  #begin(session: Session, attempt: Attempt, course: Course): Submitted {
    switch (course) {
      case "Authorised":
      case "Refused":
        return this.#told(session, this.#conclude(session, attempt, course))
      case "Pending":
      case "Received":
        session.phase = { _tag: "Pending", attempt, resultCode: course }
        return this.#told(session, { resultCode: course, sessionResult: this.#ledger.prove(session) })
      case "Await": {
        session.phase = { _tag: "Pending", attempt, resultCode: "Pending" }
        const paymentData = this.#names.paymentData()
        this.#awaited.set(paymentData, { session, attempt, polls: 0 })
        return this.#told(session, {
          resultCode: "Pending",
          sessionResult: this.#ledger.prove(session),
          paymentData
        })
      }
      case "Redirect": {
        const { pspReference, redirectResult } = this.#names
        const redirect: Redirect = {
          id: pspReference(),
          Authorised: redirectResult(),
          Refused: redirectResult(),
          Cancelled: redirectResult()
        }
        session.phase = { _tag: "Redirected", attempt, redirect }
        return this.#told(session, { resultCode: "RedirectShopper", redirect })
      }
    }
  }

  #told(session: Session, what: Omit<Submitted, "session" | "sessionData">): Submitted {
    return { session, sessionData: this.#ledger.rotate(session), ...what }
  }

  /** The end of a payment that was begun. */
  #conclude(session: Session, attempt: Attempt, outcome: "Authorised" | "Refused"): Settled {
    if (outcome === "Authorised") {
      const authorisation = truthOf(this.#ledger.authorise(session, attempt))
      return { resultCode: outcome, sessionResult: this.#ledger.prove(session), authorisation }
    }
    this.#ledger.refuse(session, attempt)
    session.refusals++
    const { tooManyRefusals } = this.#positions
    const isOver = tooManyRefusals !== "none" && session.refusals >= Number(tooManyRefusals)
    session.phase = { _tag: isOver ? "Refused" : "Ready" }
    return { resultCode: outcome, sessionResult: this.#ledger.prove(session) }
  }

  #cancel(session: Session): Pick<Submitted, "resultCode" | "sessionResult"> {
    session.phase = { _tag: this.#positions.afterCancel === "over" ? "Cancelled" : "Ready" }
    return { resultCode: "Cancelled", sessionResult: this.#ledger.prove(session) }
  }

  /** The browser is back from the bank, or knows that an awaited payment is done. */
  details(
    id: string,
    body: Json.JsonObject,
    sent: { readonly redirectResult?: string; readonly payload?: string; readonly paymentData?: string }
  ): Result.Result<Submitted, Refusal> {
    return Result.flatMap(gate.sessionDataOf(body, this.#positions), (sessionData) =>
      Result.flatMap(
        // What was awaited may be over by now: then it is told how it ended.
        gate.pass(id, sessionData, "payment", () => undefined, this.#ledger, this.#positions),
        (session): Result.Result<Submitted, Refusal> => {
          const awaited = this.#awaited.get(sent.paymentData ?? "")
          if (awaited?.session === session && awaited.outcome !== undefined) {
            const { payload, ...outcome } = awaited.outcome
            return payload === sent.payload
              ? Result.succeed(this.#told(session, outcome))
              : Result.fail(refusal("payload"))
          }
          const { phase } = session
          if (phase._tag !== "Redirected") return Result.fail(refusal("payload"))
          switch (sent.redirectResult) {
            case phase.redirect.Authorised:
              return Result.succeed(this.#told(session, this.#conclude(session, phase.attempt, "Authorised")))
            case phase.redirect.Refused:
              return Result.succeed(this.#told(session, this.#conclude(session, phase.attempt, "Refused")))
            case phase.redirect.Cancelled:
              return Result.succeed(this.#told(session, this.#cancel(session)))
            default:
              return Result.fail(refusal("payload"))
          }
        }
      )
    )
  }

  /** The outcome of an asynchronous payment, without the browser; `undefined` where none is pending. */
  settle(session: Session, approved: boolean): Settled | undefined {
    const { phase } = session
    if (phase._tag !== "Pending") return undefined
    const settled = this.#conclude(session, phase.attempt, approved ? "Authorised" : "Refused")
    for (const awaited of this.#awaited.values()) {
      if (awaited.attempt === phase.attempt) awaited.outcome = { ...settled, payload: this.#names.payload() }
    }
    return settled
  }

  /** Whether an awaited payment is done; `undefined` where there is none. */
  poll(paymentData: string): Json.JsonObject | undefined {
    const awaited = this.#awaited.get(paymentData)
    if (awaited === undefined) return undefined
    if (++awaited.polls >= pollsUntilApproved && awaited.outcome === undefined) this.settle(awaited.session, true)
    const { outcome } = awaited
    return outcome === undefined
      ? { payload: "", resultCode: "pending", type: "pending" }
      : { payload: outcome.payload, resultCode: outcome.resultCode.toLowerCase(), type: "complete" }
  }

  /** The session whose shopper is at this bank's page. */
  redirected(redirectId: string): { readonly session: Session; readonly redirect: Redirect } | undefined {
    for (const session of this.#ledger.sessions.values()) {
      const { phase } = session
      if (phase._tag === "Redirected" && phase.redirect.id === redirectId) return { session, redirect: phase.redirect }
    }
    return undefined
  }
}

/** A session that is paid, cancelled or refused can't be shown again. */
const over = ({ phase }: Session): Refusal | undefined =>
  phase._tag === "Completed" || phase._tag === "Cancelled" || phase._tag === "Refused"
    ? refusal("alreadyUsed")
    : undefined

const unpayable = (session: Session, positions: Positions): Refusal | undefined => {
  const ended = over(session)
  if (ended !== undefined) return ended
  if (session.phase._tag === "Pending") return refusal("underWay")
  if (session.phase._tag === "Redirected" && positions.secondAttempt === "refused") return refusal("underWay")
  return session.payable ? undefined : refusal(positions.paymentOnOpen === "14_018" ? "payload" : "notPayable")
}

/** What the browser shows. */
export const amountOf = ({ amount }: Session): Truth.Amount => amounts.toTruth(amount)
