/**
 * The laws with each switch of the simulator in each of its other positions: those of sessions and money before the
 * payment, and after it those that a switch can touch. Where a position makes a law fail, that is said here, strictly: the
 * day it holds, this test fails.
 */
import { Catalogue, type Subject } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { Assumption } from "@paylayer/simulator"
import * as Duration from "effect/Duration"
import { expect, it } from "vitest"
import { acquired, latePut, options } from "../conformance.ts"
import { Acquired, PutSession } from "../src/index.ts"
import { AcquiredSimulator } from "../src/simulator/index.ts"

const { assumptions } = AcquiredSimulator
const lawsOf = (ids: ReadonlyArray<string>) => Catalogue.laws.filter(({ id }) => ids.includes(id))
const beforePayment = Catalogue.laws.filter(({ id }) => id.startsWith("SES-") || id === "MNY-01")

/** The switches of what follows the payment, and the laws that could notice one. */
const afterPayment: Readonly<Record<string, ReadonlyArray<string>>> = {
  modificationStatus: ["CAP-02", "CAN-01", "REF-01"],
  overAmount: ["CAP-01", "REF-03"],
  captureWithoutAmount: ["CAP-02"],
  captureRemainder: ["CAP-02"],
  authorisationExpiry: ["CAP-02"],
  settlement: ["REF-01", "MOD-01"],
  voidOfCapture: ["CAN-01", "MOD-01"],
  reversalTells: ["MOD-01"],
  refusalReason: ["CAN-01", "REF-03"],
  paymentType: ["SES-13"],
  transactionShape: ["SES-13", "MNY-03"],
  longReference: ["REF-01"],
  keptReference: ["REF-01"],
  modificationWebhooks: ["CAP-02", "REF-01"],
  pendingModifications: ["CAP-02", "REF-01"]
}

/** A limit of the provider: how each law fails by it. */
const limit = (reason: string, laws: Readonly<Record<string, string>>): ReadonlyArray<Subject.Deviation> =>
  Object.entries(laws).map(([law, fails]) => ({ law, kind: "provider-limit", fails, reason }))

const later = "decided later, it would be known by a look-up alone: the webhook does not say what was decided"

const deviations: Readonly<Record<string, ReadonlyArray<Subject.Deviation>>> = {
  "putOnPaid=not-found": limit("a paid session would look like one that was never there", {
    "SES-07": "expected NotUpdatable, got ProviderError NotFound"
  }),
  "putOnPaid=conflict": limit("409 is documented for values that are taken", {
    "SES-07": "expected NotUpdatable, got ProviderError InvalidRequest"
  }),
  "putWhilePaying=accepted": limit("the provider would change what the shopper is authenticating", {
    "SES-07": "expected NotUpdatable, got success"
  }),
  "afterDecline=closed": limit("an attempt says nothing of the session: it would look as if it could be paid", {
    "SES-13": "expected the status: failed, got open"
  }),
  "maximumAmount=999999.99": limit("no document names a largest amount, so the adapter has none", {
    "MNY-01": "expected success, got ProviderError InvalidRequest"
  }),
  "captureRemainder=kept": limit("the adapter follows the summaries: the rest is released", {
    "CAP-02": "expected an authorisation that is still there, got closed"
  }),
  "voidOfCapture=voided": limit("a void asked for with a value from before the capture would succeed", {
    "CAN-01": "expected the stage: failed, got succeeded"
  }),
  "reversalTells=never": limit("nobody could know what a reversal was", {
    "MOD-01": "expected the stage: succeeded, got acknowledged"
  }),
  "pendingModifications=captures-and-refunds": limit(later, {
    "CAP-02": "expected captured",
    "REF-01": "expected captured, as the provider has it"
  }),
  "pendingModifications=refunds": limit(later, { "REF-01": "expected refunded" })
}

const variants = Assumption.variants(assumptions).map((assume) => {
  const [[name, position] = []] = Object.entries(assume)
  return { assume, laws: afterPayment[name ?? ""], name: `${name}=${position}` }
})

// A look-up by id is no start: the simulator's transactions do not say how a payment is captured.
const { find: _, ...profile } = Acquired.profile(options)

for (const { assume, laws, name } of variants) {
  const subject = { ...acquired(name, { assume }), deviations: deviations[name] ?? [] }
  const before = { ...subject, deviations: [...subject.deviations, latePut] }
  if (laws === undefined) register(before, { laws: beforePayment, runs: 12 })
  else {
    const after = { ...subject, layer: PutSession.layer(profile), refundableAfter: Duration.hours(25) }
    register(after, { laws: lawsOf(laws), runs: 8 })
  }
}

it("every deviation is one of an assumption", () => {
  expect(variants.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(deviations)))
})

it("every switch of what follows the payment has laws that exist", () => {
  const switches = Object.entries(assumptions).flatMap(([name, { id }]) => (id >= "ACQ-23" ? [name] : []))
  expect(Object.keys(afterPayment).toSorted()).toEqual(switches.toSorted())
  const named = new Set(Object.values(afterPayment).flat())
  expect(lawsOf([...named])).toHaveLength(named.size)
})
