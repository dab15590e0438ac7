/**
 * The payments that were authorised, and their modifications: each is only received at first, and decided a little
 * later, in the order in which they came. Every face of Adyen and its back office work on this one ledger.
 */
import type { Amount } from "../amounts.ts"
import type { Positions } from "../assumptions.ts"
import type { Names } from "../names.ts"
import { Agenda } from "./agenda.ts"
import type { Asked, Modifications, Reported } from "./contract.ts"
import { type Course, courseOf, type Refusable } from "./decide.ts"
import { Events } from "./events.ts"
import { capturable, type CaptureMode, captured, type Modification, type Payment, type PaymentKind } from "./payment.ts"
import { type Cause, reasonOf } from "./reasons.ts"

export type { Amount } from "../amounts.ts"
export type { Asked, Modifications, NewPayment } from "./contract.ts"
export type { Item } from "./item.ts"
export type { CaptureMode, Kind, Payment, Tender } from "./payment.ts"

export interface Options {
  readonly now: () => number
  readonly names: Names
  readonly positions: Positions
  readonly merchantAccount: string
  readonly live: boolean
  /** For payments that don't say otherwise. */
  readonly capture: CaptureMode
  readonly multiplePartialCaptures: boolean
  /** How long after it was received a modification is decided, in milliseconds. */
  readonly delay: number
  /** How long a refund is held, in milliseconds: until then it can be voided. `undefined`: not at all. */
  readonly refundDelay: number | undefined
  /** How long an authorisation is valid, in milliseconds. */
  readonly validity: number
}

export const make = (options: Options): Modifications => {
  const { delay, names, now, positions, refundDelay } = options
  const agenda = new Agenda()
  const events = new Events(options)
  const payments = new Map<string, Payment>()
  const refusing = new Map<Payment, Array<Refusable>>()

  const tell = (payment: Payment, at: number, { cause, ...reported }: Reported): void =>
    events.tell({
      at,
      merchantReference: payment.merchantReference,
      originalReference: payment.psp,
      paymentMethod: payment.paymentMethod,
      reason: cause === undefined ? "" : reasonOf(cause, positions),
      ...reported
    })

  const referenceOf = (asked: string | undefined, merchantReference: string): string =>
    asked ?? (positions.noReference === "empty" ? "" : merchantReference)

  const expire = (payment: Payment, at: number): void => {
    const amount = { value: capturable(payment), currency: payment.authorised.currency }
    // Extended since, or nothing left.
    if (at < payment.validUntil || amount.value <= 0n) return
    payment.ended = "expired"
    tell(payment, at, { eventCode: "EXPIRE", psp: names.pspReference(), amount, success: true, cause: "expired" })
  }

  const startValidity = (payment: Payment, from: number): void => {
    payment.validUntil = from + options.validity
    agenda.add(payment.validUntil, (at) => expire(payment, at))
  }

  const captureUnasked = (payment: Payment, at: number): void => {
    if (captured(payment) > 0n || capturable(payment) <= 0n) return
    const { authorised: amount, merchantReference: reference } = payment
    const psp = names.pspReference()
    payment.modifications.push({ psp, kind: "capture", amount, reference, status: "succeeded", closes: false })
    if (positions.automaticCapture === "told") tell(payment, at, { eventCode: "CAPTURE", psp, amount, success: true })
  }

  const courseAt = (payment: Payment, modification: Modification, at: number): Course =>
    courseOf(payment, modification, { ...options, extend: () => startValidity(payment, at) })

  /** Only who has nothing else against it gets as far as the issuer. */
  const issuer = (payment: Payment, kind: Refusable): Cause | undefined => {
    const waiting = refusing.get(payment) ?? []
    const index = waiting.indexOf(kind)
    if (index === -1) return undefined
    waiting.splice(index, 1)
    return "issuer"
  }

  const decide = (payment: Payment, modification: Modification, at: number, against?: Cause, silent = false): void => {
    const { additionalData = {}, amount, asks, effect, eventCode, objection } = courseAt(payment, modification, at)
    const cause = against ?? objection ?? issuer(payment, asks)
    const success = cause === undefined
    modification.status = success ? "succeeded" : "failed"
    if (success) effect()
    if (silent) return
    const merchantReference = referenceOf(modification.reference, payment.merchantReference)
    const { psp } = modification
    tell(payment, at, { eventCode, psp, amount, success, merchantReference, additionalData, ...because(cause) })
  }

  const begin = (payment: Payment, kind: PaymentKind, asked: Asked, psp = names.pspReference()): Modification => {
    const { amount, reference, tender } = asked
    const modification: Modification = {
      psp,
      kind,
      status: "received",
      closes: false,
      ...(amount === undefined ? {} : { amount }),
      ...(reference === undefined ? {} : { reference }),
      ...(tender === undefined ? {} : { tender })
    }
    payment.modifications.push(modification)
    return modification
  }

  const byMerchantReference = (reference: string): ReadonlyArray<Payment> =>
    [...payments.values()].filter(({ merchantReference }) => merchantReference === reference)

  /** Where several payments have one reference: those that there is nothing left to cancel of don't count. */
  const meant = (reference: string): Payment | undefined => {
    const all = byMerchantReference(reference)
    const open = all.filter((payment) => captured(payment) === 0n && capturable(payment) > 0n)
    return open.length > 1 && positions.sameReference === "none" ? undefined : (open.at(-1) ?? all.at(-1))
  }

  const cancelByReference = (psp: string, { originalMerchantReference = "", reference }: Asked, at: number): void => {
    const payment = meant(originalMerchantReference)
    if (payment !== undefined) {
      return decide(payment, begin(payment, "technicalCancel", withReference(reference), psp), at)
    }
    events.tell({
      eventCode: "TECHNICAL_CANCEL",
      at,
      psp,
      merchantReference: referenceOf(reference, originalMerchantReference),
      amount: ofNothing,
      success: false,
      reason: reasonOf("unknownPayment", positions)
    })
  }

  /** The refund that is meant, and whose. */
  const refundBy = (name: Asked["refund"]) => {
    for (const payment of payments.values()) {
      for (const refund of payment.modifications) {
        const { kind, psp, tender } = refund
        const isNamed =
          typeof name === "string"
            ? psp === name
            : name !== undefined && tender?.reference === name.reference && tender.terminal === name.terminal
        if (kind === "refund" && isNamed) return { payment, refund }
      }
    }
    return undefined
  }

  /** "The service will succeed if the configured refund delay has not expired when the system receives the request." */
  const voidRefund = (psp: string, { refund: name, reference }: Asked, received: number): void => {
    const found = refundBy(name)
    const isVoided = found?.refund.status === "received" && refundDelay !== undefined
    if (isVoided) found.refund.status = "voided"
    agenda.add(received + delay, (at) => {
      const original = found?.refund.psp ?? (typeof name === "string" ? name : undefined)
      const event = {
        eventCode: "VOID_PENDING_REFUND",
        psp,
        amount: found?.refund.amount ?? ofNothing,
        success: isVoided,
        ...because(isVoided ? undefined : "refundDecided")
      } as const
      if (found === undefined) {
        const { cause = "refundDecided", ...told } = event
        const originalReference = original === undefined ? {} : { originalReference: original }
        const reason = reasonOf(cause, positions)
        return events.tell({ ...told, at, merchantReference: reference ?? "", reason, ...originalReference })
      }
      const { payment, refund } = found
      const originalReference = positions.voidedOriginal === "the-payments" ? payment.psp : refund.psp
      const merchantReference = referenceOf(reference, payment.merchantReference)
      tell(payment, at, { ...event, merchantReference, originalReference })
      if (!isVoided || positions.voidedRefund === "not-told") return
      tell(payment, at, {
        eventCode: "REFUND",
        psp: refund.psp,
        amount: event.amount,
        success: false,
        merchantReference: referenceOf(refund.reference, payment.merchantReference),
        cause: "voided"
      })
    })
  }

  const refundWithoutPayment = (psp: string, asked: Asked, at: number): void => {
    const { amount = ofNothing, paymentMethod, reference = "" } = asked
    const method = paymentMethod === undefined ? {} : { paymentMethod }
    const event = { eventCode: "REFUND_WITH_DATA", at, psp, amount, success: true, reason: "" } as const
    events.tell({ ...event, merchantReference: reference, ...method })
  }

  const settle = (): number => {
    const at = now()
    agenda.settle(at)
    return at
  }

  const accepts = ({ blobs }: Payment, blob: string): boolean =>
    blobs !== undefined && (blob === blobs.latest || (positions.staleBlob === "accepted" && blobs.all.has(blob)))

  return {
    authorised(payment) {
      const { amount, capture = options.capture, card, ...named } = payment
      const at = settle()
      const blob = payment.preAuth ? names.adjustAuthorisationData() : undefined
      const { psp } = named
      const held: Payment = {
        ...named,
        authorised: amount,
        validUntil: at,
        closed: false,
        blobs: blob === undefined ? undefined : { latest: blob, all: new Set([blob]) },
        modifications: []
      }
      payments.set(psp, held)
      events.tell({
        eventCode: "AUTHORISATION",
        at,
        psp,
        merchantReference: held.merchantReference,
        paymentMethod: held.paymentMethod,
        amount,
        success: true,
        reason: card === undefined ? "" : `${card.authCode}:${card.last4}:${card.expiry}`,
        operations: ["CANCEL", "CAPTURE", "REFUND"],
        additionalData: blob === undefined ? {} : { adjustAuthorisationData: blob }
      })
      startValidity(held, at)
      if (capture !== "manual") {
        const due = at + capture.hours * 60 * 60 * 1000
        if (capture.hours > 0) agenda.add(due, () => captureUnasked(held, due))
        else captureUnasked(held, at)
      }
      return held
    },

    refusedAuthorisation({ amount, merchantReference, paymentMethod, psp, reason }) {
      const attempt = { amount, merchantReference, paymentMethod, psp, reason }
      events.tell({ ...attempt, eventCode: "AUTHORISATION", at: settle(), success: false })
    },

    byPsp(psp) {
      settle()
      return payments.get(psp)
    },

    byMerchantReference(reference) {
      settle()
      return byMerchantReference(reference)
    },

    payments() {
      settle()
      return [...payments.values()]
    },

    receive(payment, kind, asked) {
      const at = settle()
      const psp = names.pspReference()
      switch (kind) {
        case "technicalCancel":
          agenda.add(at + delay, (due) => cancelByReference(psp, asked, due))
          break
        case "voidPendingRefund":
          voidRefund(psp, asked, at)
          break
        case "refundWithData":
          agenda.add(at + delay, (due) => refundWithoutPayment(psp, asked, due))
          break
        default: {
          if (payment === undefined) throw new TypeError(`expected a payment for ${kind}, got none`)
          const modification = begin(payment, kind, asked, psp)
          const held = kind === "refund" ? (refundDelay ?? delay) : delay
          agenda.add(at + held, (due) => {
            if (modification.status === "received") decide(payment, modification, due)
          })
        }
      }
      return { psp }
    },

    adjustNow(payment, { blob, ...asked }) {
      const at = settle()
      const modification = begin(payment, "adjust", asked)
      const { psp } = modification
      const silent = positions.adjustedAtOnce === "answer-only"
      decide(payment, modification, at, accepts(payment, blob) ? undefined : "otherBlob", silent)
      if (modification.status === "failed" || payment.blobs === undefined) return { psp, result: "Refused" }
      const next = names.adjustAuthorisationData()
      payment.blobs.latest = next
      payment.blobs.all.add(next)
      return { psp, result: "Authorised", blob: next }
    },

    accepts,
    referenceOf,
    settle: () => void settle(),

    take() {
      settle()
      return events.take()
    },

    office: {
      modify(payment, kind, amount) {
        const at = settle()
        const asked = amount === undefined ? {} : { amount }
        const modification = begin(payment, kind, { ...asked, reference: payment.merchantReference })
        if (courseAt(payment, modification, at).objection === undefined) {
          decide(payment, modification, at)
          return true
        }
        payment.modifications.pop()
        return false
      },
      refuseNext: (payment, kind) => void refusing.set(payment, [...(refusing.get(payment) ?? []), kind]),
      tell: (payment, reported) => tell(payment, settle(), reported),
      expire: (payment) => expire(payment, settle())
    }
  }
}

/** Every event has an amount, even one about nothing that there is. */
const ofNothing: Amount = { value: 0n, currency: "EUR" }

const withReference = (reference: string | undefined): Pick<Asked, "reference"> =>
  reference === undefined ? {} : { reference }

const because = (cause: Cause | undefined): { readonly cause?: Cause } => (cause === undefined ? {} : { cause })
