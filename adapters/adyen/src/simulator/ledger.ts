/** The sessions and payments that the provider holds, and how they come to an end. */
import { Json, type Truth } from "@paylayer/simulator"
import * as amounts from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import type { CaptureMode, Modifications, Payment } from "./modifications/ledger.ts"
import type { Names } from "./names.ts"

export type ResultCode = "Authorised" | "Refused" | "Pending" | "Received" | "Cancelled" | "RedirectShopper"

/** Somebody pays, or tries to. */
export interface Attempt {
  readonly pspReference: string
  /** As the session had it when the payment began. */
  readonly amount: amounts.Amount
  /** `sepadirectdebit` */
  readonly method: string
}

/** How a redirect can come back: one `redirectResult` each. */
export interface Redirect {
  readonly id: string
  readonly Authorised: string
  readonly Refused: string
  readonly Cancelled: string
}

type Phase =
  /** Waits for the shopper; whether the shopper may submit is the session's `payable`. */
  | { readonly _tag: "Ready" }
  /** The shopper is at a bank's page. */
  | { readonly _tag: "Redirected"; readonly attempt: Attempt; readonly redirect: Redirect }
  /** The outcome comes later; `resultCode` is what the browser was told. */
  | { readonly _tag: "Pending"; readonly attempt: Attempt; readonly resultCode: "Pending" | "Received" }
  | { readonly _tag: "Completed"; readonly attempt: Attempt }
  | { readonly _tag: "Cancelled" }
  /** Too many refused payments. */
  | { readonly _tag: "Refused" }

export interface Session {
  readonly id: string
  /** The fields of the request and what the provider adds to them: neither amount nor payable. */
  readonly held: Json.JsonObject
  amount: amounts.Amount
  payable: boolean
  /** In milliseconds since the epoch; at this moment it has expired. */
  readonly expiresAt: number
  phase: Phase
  refusals: number
  readonly sessionData: { readonly first: string; latest: string; readonly all: Set<string> }
}

/** Who sends a sessionData. */
export type Purpose = "patch" | "setup" | "payment"

export class Ledger {
  readonly sessions = new Map<string, Session>()
  /** By sessionResult: whose it is, and the answer that was made for it. */
  readonly #results = new Map<string, { readonly session: Session; answer?: Json.JsonObject }>()
  readonly #now: () => number
  readonly #names: Names
  readonly #positions: Positions
  readonly #modifications: Modifications

  constructor(now: () => number, names: Names, positions: Positions, modifications: Modifications) {
    this.#now = now
    this.#names = names
    this.#positions = positions
    this.#modifications = modifications
  }

  add(fields: Pick<Session, "amount" | "expiresAt" | "held" | "id" | "payable">): Session {
    const first = this.#names.sessionData()
    const session: Session = {
      ...fields,
      phase: { _tag: "Ready" },
      refusals: 0,
      sessionData: { first, latest: first, all: new Set([first]) }
    }
    this.sessions.set(session.id, session)
    return session
  }

  isExpired({ expiresAt, phase }: Session): boolean {
    if (this.#now() < expiresAt) return false
    return phase._tag === "Ready" || (phase._tag === "Redirected" && this.#positions.expiryWhilePaying === "expires")
  }

  /** A new sessionData, the latest one from now on. */
  rotate({ sessionData }: Session): string {
    const next = this.#names.sessionData()
    sessionData.latest = next
    sessionData.all.add(next)
    return next
  }

  accepts({ sessionData: { all, first, latest } }: Session, sent: string, purpose: Purpose): boolean {
    if (sent === latest) return true
    if (!all.has(sent)) return false
    if (purpose === "setup" && this.#positions.setupWithOlder === "accepted") return true
    switch (this.#positions.sessionData) {
      case "any-of-this-session":
        return true
      case "latest-or-first":
        return purpose === "patch" && sent === first
      case "latest-only":
        return false
    }
  }

  authorise(session: Session, attempt: Attempt): Payment {
    session.phase = { _tag: "Completed", attempt }
    const capture = captureOf(session, this.#positions)
    const card = { authCode: this.#names.authCode(), last4: "1111", expiry: "03/2030" }
    return this.#modifications.authorised({
      ...attemptOf(session, attempt),
      preAuth: isPreAuth(session),
      session: session.id,
      ...(capture === undefined ? {} : { capture }),
      ...(attempt.method === "scheme" ? { card } : {})
    })
  }

  refuse(session: Session, attempt: Attempt): void {
    this.#modifications.refusedAuthorisation({ ...attemptOf(session, attempt), reason: "Refused" })
  }

  /** A sessionResult for what has just happened to the session. */
  prove(session: Session): string {
    const sessionResult = this.#names.sessionResult()
    this.#results.set(sessionResult, {
      session,
      ...(this.#positions.resultMade === "submission" ? { answer: this.#resultOf(session) } : {})
    })
    return sessionResult
  }

  /** The result that belongs to a sessionResult: made once, and never again. */
  result(sessionResult: string): { readonly session: Session; readonly answer: Json.JsonObject } | undefined {
    const found = this.#results.get(sessionResult)
    if (found === undefined) return undefined
    const answer = (found.answer ??= this.#resultOf(found.session))
    return { session: found.session, answer }
  }

  #resultOf(session: Session): Json.JsonObject {
    const { held, id, phase } = session
    const status = this.isExpired(session) ? "expired" : statuses[phase._tag]
    const about = { id, reference: held["reference"] ?? "", status }
    if (phase._tag !== "Completed" && phase._tag !== "Pending") return about
    const { amount, method, pspReference } = phase.attempt
    const paid = { amount: amounts.toJson(amount), pspReference }
    const blob = this.#modifications.byPsp(pspReference)?.blobs?.latest
    return {
      ...(blob !== undefined && this.#positions.firstBlob === "webhook-and-result"
        ? { additionalData: { adjustAuthorisationData: blob } }
        : {}),
      ...about,
      payments: [
        phase._tag === "Completed"
          ? { ...paid, paymentMethod: methodOf(method), resultCode: "Authorised" }
          : { ...paid, resultCode: phase.resultCode }
      ]
    }
  }

  truthOf(session: Session): Truth.SessionTruth {
    const { reference, ...rest } = session.held
    return {
      id: session.id,
      reference: String(reference),
      amount: amounts.toTruth(session.amount),
      status: this.isExpired(session)
        ? "expired"
        : session.phase._tag === "Ready"
          ? session.payable
            ? "locked"
            : "open"
          : truths[session.phase._tag],
      rest: Json.toPlain(rest) as Readonly<Record<string, unknown>>
    }
  }
}

/** "Possible statuses" of the result. */
const statuses: Readonly<Record<Phase["_tag"], string>> = {
  Ready: "active",
  Redirected: "paymentPending",
  Pending: "paymentPending",
  Completed: "completed",
  Cancelled: "canceled",
  Refused: "refused"
}

const truths: Readonly<Record<Exclude<Phase["_tag"], "Ready">, Truth.SessionStatus>> = {
  Redirected: "pending",
  Pending: "pending",
  Completed: "completed",
  Cancelled: "cancelled",
  Refused: "failed"
}

/** "brand: only returned if paymentMethod.type is scheme." */
const methodOf = (type: string): Json.JsonObject => (type === "scheme" ? { brand: "visa", type } : { type })

const attemptOf = ({ held }: Session, { amount, method, pspReference }: Attempt) => ({
  psp: pspReference,
  merchantReference: String(held["reference"]),
  merchantAccount: String(held["merchantAccount"]),
  // A webhook has the brand of a card.
  paymentMethod: method === "scheme" ? "visa" : method,
  amount
})

const additionalDataOf = ({ held }: Session): Json.JsonObject =>
  Json.isObject(held["additionalData"]) ? held["additionalData"] : {}

const isPreAuth = (session: Session): boolean => additionalDataOf(session)["authorisationType"] === "PreAuth"

/** What the session says about its capture; `undefined` where it says nothing, and the account's setting counts. */
const captureOf = (session: Session, positions: Positions): CaptureMode | undefined => {
  const { captureDelayHours } = session.held
  const isManual = String(additionalDataOf(session)["manualCapture"]) === "true"
  if (isManual && positions.sessionManualCapture === "honoured") return "manual"
  if (captureDelayHours instanceof Json.Numeral) return { hours: Number(captureDelayHours.text) }
  return isPreAuth(session) && positions.preAuthCapture === "manual" ? "manual" : undefined
}
