/**
 * The laws of sessions and of money, with each switch of the simulator in each of its other positions. Where a position
 * makes a law fail, that is said here, strictly: the day it holds, this test fails.
 */
import { Catalogue, type Subject } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { Assumption } from "@paylayer/simulator"
import { expect, it } from "vitest"
import { adyen, latePatch, tokenFirst } from "../conformance.ts"
import { AdyenSimulator } from "../src/simulator/index.ts"

const laws = Catalogue.laws.filter(({ id }) => id.startsWith("SES-") || id === "MNY-01")

const deviations: Readonly<Record<string, ReadonlyArray<Subject.Deviation>>> = {
  "checkedFirst=sessionData": tokenFirst,
  "sessionData=latest-or-first": latePatch,
  "sessionData=any-of-this-session": latePatch
}

const variants = Assumption.variants(AdyenSimulator.assumptions).map((assume) => {
  const [[name, position] = []] = Object.entries(assume)
  return { assume, name: `${name}=${position}` }
})

for (const { assume, name } of variants) {
  register({ ...adyen(name, assume), deviations: deviations[name] ?? [] }, { laws, runs: 6 })
}

it("every deviation is one of an assumption", () => {
  expect(variants.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(deviations)))
})
