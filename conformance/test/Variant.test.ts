/** Variants: what is tried on them, and that the rest is tried somewhere. */
import { Catalogue, Run, type Subject, Variant } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const as = (differs: Subject.Differs, more: Partial<Subject.Subject> = {}) =>
  Variant.of(reference, differs, { ...reference, name: "a variant", ...more })

const tried = (subject: Subject.Subject) =>
  Catalogue.laws.filter((law) => Variant.matters(subject.variant!, law)).map(({ id }) => id)

describe("a variant", () => {
  it("of what is before payment and one of what is after it leave no law out between them", () => {
    const both = new Set([...tried(as("before-payment")), ...tried(as("after-payment"))])
    const others = Catalogue.laws.filter(({ id }) => !both.has(id))
    expect(others.map(({ requires }) => requires.map(({ name }) => name))).toEqual([["Payments"], ["Payments"]])
  })

  it("is tried with the laws that can tell it from its subject", () => {
    expect(tried(as("before-payment"))).toEqual(
      expect.arrayContaining(["SES-02", "INT-02", "MNY-01", "ERR-01", "SEC-01", "FLT-10", "IDM-03"])
    )
    expect(tried(as("before-payment"))).not.toEqual(expect.arrayContaining(["CAP-02"]))
    expect(tried(as("after-payment"))).toEqual(
      expect.arrayContaining(["MNY-03", "FLT-11", "IDM-05", "WHK-03", "SEC-03", "MOD-05", "MOD-06"])
    )
    expect(tried(as("after-payment"))).not.toEqual(expect.arrayContaining(["SES-02"]))
    const races = Catalogue.laws.filter(({ kind }) => kind === "race").map(({ id }) => id)
    expect(tried(as("latency"))).toEqual(expect.arrayContaining(races))
  })

  it("is not held to a deviation of a law that is not tried on it", async () => {
    const deviations = [
      { law: "SES-01", kind: "known-bug", fails: "a number below 42", reason: "of the subject" }
    ] as const
    const law = Catalogue.law("SES-01")!
    expect(await Effect.runPromise(Run.tryLaw(as("after-payment", { deviations }), law))).toMatchObject({
      status: "skipped",
      reason: "it differs from the subject reference after payment alone"
    })
    expect(await Effect.runPromise(Run.tryLaw(as("before-payment", { deviations }), law))).toMatchObject({
      status: "failed"
    })
  })

  it("is of a subject that is none itself", () => {
    expect(() => Variant.of(as("latency"), "encoding", reference)).toThrow("a variant is a variant itself")
  })
})
