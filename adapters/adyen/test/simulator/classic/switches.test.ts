/** The switches that Classic has in common with Checkout. */
import { expect, it } from "vitest"
import type { Positions } from "../../../src/simulator/assumptions.ts"
import type { Fields } from "./encode.ts"
import { codeOf, eur, merchantAccount, open } from "./world.ts"

const psp = "8814689190961342"
const about = { merchantAccount, originalReference: psp }
const adjust = { ...about, modificationAmount: eur(1700) }

it.each<readonly [Partial<Positions>, string, Fields, string]>([
  [{ missingAmount: "100" }, "capture", about, "422 100"],
  [{ referenceLength: "79" }, "cancel", { ...about, reference: "x".repeat(80) }, "422 198"],
  [{ referenceLength: "80" }, "cancel", { ...about, reference: "x".repeat(80) }, "[cancel-received]"],
  [{ zeroAmount: "accepted" }, "capture", { ...about, modificationAmount: eur(0) }, "422 137"],
  [{ unknownFields: "ignored" }, "capture", { ...adjust, action: "capture" }, "[capture-received]"],
  [{ unknownFields: "refused" }, "capture", { ...adjust, action: "capture" }, "422 192"],
  [{ unknownFields: "refused" }, "capture", adjust, "[capture-received]"],
  [{ invalidField: "702" }, "cancel", { ...about, additionalData: "a" }, "400 702"],
  [
    { otherCurrency: "fails-later" },
    "capture",
    { ...about, modificationAmount: { value: 5, currency: "USD" } },
    "[capture-received]"
  ],
  [{ otherCurrency: "137" }, "capture", { ...about, modificationAmount: { value: 5, currency: "USD" } }, "422 137"],
  [
    { unknownBlob: "refused" },
    "adjustAuthorisation",
    { ...adjust, additionalData: { adjustAuthorisationData: "x" } },
    "Refused"
  ],
  [
    { unknownBlob: "192" },
    "adjustAuthorisation",
    { ...adjust, additionalData: { adjustAuthorisationData: "x" } },
    "422 192"
  ]
])("%j: %s %j is %s", (assume, operation, fields, expected) => {
  const world = open({ assume })
  world.paid(psp)
  const answer = world.ask("json", operation, fields)
  expect(answer["response"] ?? codeOf(answer)).toBe(expected)
})

it.each([
  ["fails-later", 2, "[cancelOrRefund-received]"],
  ["167", 2, "422 167"],
  ["167", 1, "[cancelOrRefund-received]"]
] as const)("reversalOfSeveral %s, with %d captures", (reversalOfSeveral, count, expected) => {
  const world = open({ assume: { reversalOfSeveral }, multiplePartialCaptures: true })
  world.paid(psp)
  for (let index = 0; index < count; index++) {
    world.ask("json", "capture", { ...about, modificationAmount: eur(500) })
  }
  world.told()
  const answer = world.ask("json", "cancelOrRefund", about)
  expect(answer["response"] ?? codeOf(answer)).toBe(expected)
})

it.each([
  ["accepted", "Authorised"],
  ["refused", "422 137"]
] as const)("zeroAmount %s: authorise nothing", (zeroAmount, expected) => {
  const { ask } = open({ assume: { zeroAmount } })
  const card = { number: "4111111111111111", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
  const answer = ask("json", "authorise", { merchantAccount, reference: "order-1", amount: eur(0), card })
  expect(answer["resultCode"] ?? codeOf(answer)).toBe(expected)
})

it.each([
  ["manual", "0"],
  ["as-the-account", "15"]
] as const)("preAuthCapture %s, on an account that captures at once", (preAuthCapture, captured) => {
  const { ask, truth } = open({ assume: { preAuthCapture }, capture: { hours: 0 } })
  const card = { number: "4111111111111111", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
  const payment = { merchantAccount, reference: "order-1", amount: eur(1500), card }
  ask("json", "authorise", { ...payment, additionalData: { authorisationType: "PreAuth" } })
  ask("json", "authorise", { ...payment, additionalData: { authorisationType: "FinalAuth" } })
  expect(truth().map(({ captured: { decimal } }) => decimal)).toEqual([captured, "15"])
})

it("sameKeyOtherContent refused: another operation is another content", () => {
  const world = open({ assume: { sameKeyOtherContent: "refused" } })
  world.paid(psp)
  const key = { "idempotency-key": "k" }
  expect(world.ask("json", "cancel", about, key)["response"]).toBe("[cancel-received]")
  expect(world.ask("json", "cancel", about, key)["response"]).toBe("[cancel-received]")
  expect(codeOf(world.ask("json", "cancelOrRefund", about, key))).toBe("422 SIM_KEY_REUSED")
})

it.each(["422", "409"] as const)("inFlight %s, in the encoding that was asked in", (inFlight) => {
  const world = open({ assume: { inFlight }, processing: 1000 })
  world.paid(psp)
  const key = { "idempotency-key": "k" }
  world.ask("form", "cancel", about, key)
  const again = world.send("form", "cancel", `merchantAccount=${merchantAccount}&originalReference=${psp}`, key)
  expect([again.status, again.headers["transient-error"], again.headers["idempotency-key"]]).toEqual([
    Number(inFlight),
    "true",
    "k"
  ])
  expect(again.body).toContain("errorType=validation&errorCode=704&message=request+already+processed+or+in+progress")
})
