/**
 * The laws of sessions and of money, with each switch of the simulator in each of its other positions. Where a position
 * makes a law fail, that is said here, strictly: the day it holds, this test fails.
 */
import { Catalogue, type Subject } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { Assumption } from "@paylayer/simulator"
import { expect, it } from "vitest"
import { acquired } from "../conformance.ts"
import { AcquiredSimulator } from "../src/simulator/index.ts"

const { assumptions } = AcquiredSimulator
const laws = Catalogue.laws.filter(({ id }) => id.startsWith("SES-") || id === "MNY-01")

const limit = (reason: string, ...laws: ReadonlyArray<string>): ReadonlyArray<Subject.Deviation> =>
  laws.map((law) => ({ law, kind: "provider-limit", reason }))

const deviations: Readonly<Record<string, ReadonlyArray<Subject.Deviation>>> = {
  "putOnPaid=not-found": limit("a paid session would look like one that was never there: NotFound", "SES-07"),
  "putOnPaid=conflict": limit("409 is documented for values that are taken: InvalidRequest", "SES-07"),
  "putWhilePaying=accepted": limit("the provider would change what the shopper is authenticating", "SES-07"),
  "maximumAmount=999999.99": limit("no document names a largest amount, so the adapter has none", "SES-01", "MNY-01")
}

const variants = Assumption.variants(assumptions).map((assume) => {
  const [[name, position] = []] = Object.entries(assume)
  return { assume, name: `${name}=${position}` }
})

for (const { assume, name } of variants) {
  register({ ...acquired(name, { assume }), deviations: deviations[name] ?? [] }, { laws, runs: 12 })
}

it("every deviation is one of an assumption", () => {
  expect(variants.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(deviations)))
})
