import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { browser } from "../../src/simulator/assumptions/browser.ts"
import { server } from "../../src/simulator/assumptions/server.ts"
import { classic } from "../../src/simulator/classic/assumptions.ts"
import { AdyenSimulator } from "../../src/simulator/index.ts"
import { rows as classicRows } from "./classic/assumptionRows.ts"
import { describePositions, type Row, type Rows, seen } from "./positions.ts"
import { apiKey, codeOf, eur, open, order, type Positions, proofOf, tokenOf } from "./world.ts"

const { assumptions } = AdyenSimulator
const ofSessions = { ...server, ...browser }

const world = (assume: Partial<Positions>) => open({ assume, clock: { start: Date.UTC(2026, 0, 1) } })
const good = "200 undefined"

/** PATCH with the first, an older and the latest sessionData; then the shopper with an older one. */
const tokens: Row = async (assume) => {
  const { create, patch, payable, shown, submit } = await world(assume)
  const send = async (age: "first" | "older" | "latest") => {
    const { id, token } = await create()
    const older = tokenOf(await shown(id, token))
    const latest = String((await patch(id, { sessionData: older, amount: eur(2000) })).body["sessionData"])
    return codeOf(await patch(id, { sessionData: { first: token, older, latest }[age], amount: eur(2100) }))
  }
  const { id, token } = await payable()
  await shown(id, token)
  return [await send("first"), await send("older"), await send("latest"), (await submit({ id, token }))._tag]
}
const unaccepted: Row = async (assume) => {
  const { create, drop, patch, payable } = await world(assume)
  const [one, other, paying] = [await create(), await create(), await payable()]
  const answers = [
    await patch(one.id, { sessionData: other.token, amount: eur(1) }),
    await patch(one.id, { sessionData: "x", amount: eur(1) }),
    await drop(`v1/sessions/${paying.id}/payments`, { sessionData: "x", paymentMethod: { type: "scheme" } })
  ]
  return answers.map(codeOf)
}
const missingToken: Row = async (assume) => {
  const { create, drop, patch } = await world(assume)
  const { id } = await create()
  return [
    codeOf(await patch(id, { amount: eur(1) })),
    codeOf(await patch(id, { sessionData: "", amount: eur(1) })),
    codeOf(await drop(`v1/sessions/${id}/setup`, {}))
  ]
}
const final: Row = async (assume) => {
  const { patch, payable, submit } = await world(assume)
  const { id, token } = await payable()
  const before = codeOf(await patch(id, { sessionData: token, amount: eur(1) }))
  const paid = await submit({ id, token })
  return [before, codeOf(await patch(id, { sessionData: tokenOf(paid), amount: eur(1) }))]
}
const expired: Row = async (assume) => {
  const { advance, create, patch, shown } = await world(assume)
  const { id, token } = await create()
  await advance("1 hour")
  const browser = await shown(id, token)
  return [
    codeOf(await patch(id, { sessionData: token, amount: eur(1) })),
    browser._tag === "Refused" ? browser.why : browser._tag
  ]
}
const unknownSession: Row = async (assume) => {
  const { create, drop, patch } = await world(assume)
  const { token } = await create()
  const answers = [
    await patch("CS0", { sessionData: token, amount: eur(1) }),
    await drop("v1/sessions/CS0/setup", { sessionData: token })
  ]
  return answers.map(codeOf)
}
const both: Row = async (assume) => {
  const { patch, payable } = await world(assume)
  return codeOf(await patch((await payable()).id, { sessionData: "x", amount: eur(1) }))
}
const otherCurrency: Row = async (assume) => {
  const { create, patch, truth } = await world(assume)
  const { id, token } = await create()
  const answer = await patch(id, { sessionData: token, amount: { value: 2000, currency: "CLP" } })
  return [codeOf(answer), (await truth(id))?.amount]
}
const unsaid: Row = async (assume) => {
  const { create, patch, truth } = await world(assume)
  const { id, token } = await create()
  await patch(id, { sessionData: token, amount: eur(2000) })
  return (await truth(id))?.status
}
const key = { "idempotency-key": "k" }
const keyOnPatch: Row = async (assume) => {
  const { create, patch } = await world(assume)
  const { id, token } = await create()
  const change = { sessionData: token, amount: eur(2000) }
  const first = await patch(id, change, key)
  const again = await patch(id, change, key)
  return [codeOf(again), again.body["sessionData"] === first.body["sessionData"], again.headers["idempotency-key"]]
}
const otherContent: Row = async (assume) => {
  const { create, patch, post, sessions } = await world(assume)
  const first = await post(order, key)
  const second = await post({ ...order, amount: eur(2000) }, key)
  const { id, token } = await create()
  const elsewhere = await patch(id, { sessionData: token, amount: eur(1) }, key)
  expect(await post(order, key)).toEqual(first)
  return [codeOf(second), codeOf(elsewhere), second.body["id"] === first.body["id"], (await sessions()).length]
}
const repaired: Row = async (assume) => {
  const { post } = await world(assume)
  const first = await post({ ...order, reference: "" }, key)
  return [first.headers["idempotency-key"], codeOf(await post(order, key))]
}
const inFlight: Row = async (assume) => {
  const { run, sending } = await open({ assume, processing: "1 second" })
  const asking = sending("POST", "/v72/sessions", order, { ...apiKey, ...key })
  const both = await run(Effect.all([asking, asking], { concurrency: "unbounded" }))
  return [both.map(codeOf), both[1]?.headers["transient-error"]]
}
const longKey: Row = async (assume) => {
  const { post, sessions } = await world(assume)
  const long = { "idempotency-key": "x".repeat(65) }
  const codes = [codeOf(await post(order, long)), codeOf(await post(order, long))]
  return [codes, (await sessions()).length]
}
const posted =
  (...bodies: ReadonlyArray<object>): Row =>
  async (assume) => {
    const { post } = await world(assume)
    return Promise.all(bodies.map(async (body) => codeOf(await post({ ...order, ...body }))))
  }
const made = "201 undefined"
const missingAmount = posted({ amount: null })
const invalidFields = posted({ channel: "Fax" }, { payable: "no" }, { expiresAt: "2026-01-03T00:00:00Z" })
const longReferences = posted(
  { reference: "x".repeat(79) },
  { reference: "x".repeat(80) },
  { reference: "x".repeat(81) }
)
const zero: Row = async (assume) => {
  const { create, patch, post } = await world(assume)
  const { id, token } = await create()
  return [
    codeOf(await post({ ...order, amount: eur(0) })),
    codeOf(await patch(id, { sessionData: token, amount: eur(0) }))
  ]
}
const nonsense: Row = async (assume) => {
  const { create, patch, post } = await world(assume)
  const { id, token } = await create()
  const answer = await post({ ...order, nonsense: true })
  const patched = await patch(id, { sessionData: token, amount: eur(1), reference: "other" })
  return [codeOf(answer), "nonsense" in answer.body, codeOf(patched)]
}
const locales: Row = async (assume) => {
  const { post } = await world(assume)
  const answers = [
    await post(order),
    await post({ ...order, countryCode: null }),
    await post({ ...order, shopperLocale: "de-DE" })
  ]
  return answers.map(({ body }) => body["shopperLocale"])
}
const late: Row = async (assume) => {
  const { payable, result, settle, submit } = await world(assume)
  const { id, token } = await payable()
  const proof = proofOf(await submit({ id, token }, "pending"))
  await settle(id, true)
  return (await result(id, proof)).body["status"]
}
const foreign: Row = async (assume) => {
  const { payable, result, submit } = await world(assume)
  const [one, other] = [await payable(), await payable()]
  const proof = proofOf(await submit(other))
  const answers = [await result(one.id, proof), await result("CS0", proof)]
  return answers.map((answer) => (answer.body["id"] === other.id ? "that-session" : codeOf(answer)))
}
const noResult: Row = async (assume) => {
  const { payable, result } = await world(assume)
  return codeOf(await result((await payable()).id))
}
const reload: Row = async (assume) => {
  const { create, patch, shown } = await world(assume)
  const { id, token } = await create()
  const stored = tokenOf(await shown(id, token))
  await patch(id, { sessionData: stored, amount: eur(2000) })
  return [(await shown(id, stored))._tag, (await shown(id, token))._tag]
}
const openPayment: Row = async (assume) => {
  const { create, drop } = await world(assume)
  const { id, token } = await create()
  return codeOf(await drop(`v1/sessions/${id}/payments`, { sessionData: token, paymentMethod: { type: "ideal" } }))
}
const refusals: Row = async (assume) => {
  const { payable, submit, truth } = await world(assume)
  const { id, token } = await payable()
  const statuses: Array<unknown> = []
  let latest = token
  for (let attempt = 0; attempt < 4; attempt++) {
    latest = tokenOf(await submit({ id, token: latest }, "decline")) || latest
    statuses.push((await truth(id))?.status)
  }
  return statuses
}
const cancelled: Row = async (assume) => {
  const { payable, result, submit, shown, truth } = await world(assume)
  const { id, token } = await payable()
  const proof = proofOf(await submit({ id, token }, "abandon"))
  const again = await shown(id, token)
  return [
    (await truth(id))?.status,
    (await result(id, proof)).body["status"],
    (await submit({ id, token: tokenOf(again) }))._tag
  ]
}
const secondAttempt: Row = async (assume) => {
  const { authorisations, payable, run, submit } = await world(assume)
  const { id, token } = await payable()
  const left = await submit({ id, token }, "challenge")
  if (left._tag !== "Challenged") return left._tag
  const second = await submit({ id, token: tokenOf(left) })
  return [second._tag, (await run(left.finish(true)))._tag, (await authorisations()).length]
}
const lateReturn: Row = async (assume) => {
  const { advance, payable, run, submit, truth } = await world(assume)
  const { id, token } = await payable()
  const left = await submit({ id, token }, "challenge")
  await advance("1 hour")
  const before = (await truth(id))?.status
  return [before, left._tag === "Challenged" ? (await run(left.finish(true)))._tag : "", (await truth(id))?.status]
}
const wrongKey: Row = async (assume) => {
  const { drop } = await world(assume)
  const refused = await drop("v1/sessions/CS0/setup", { sessionData: "x" }, "test_x")
  return [codeOf(refused), refused.headers["www-authenticate"]]
}
const captured: Row = async (assume) => {
  const { authorisations, payable, submit } = await world(assume)
  await submit(await payable())
  await submit(await payable({ captureDelayHours: 0 }))
  return (await authorisations()).map(({ captured: { decimal } }) => decimal)
}

const rows: Rows<typeof ofSessions> = {
  sessionData: {
    "latest-only": seen(tokens, ["422 14_018", "422 14_018", good, "Refused"]),
    "latest-or-first": seen(tokens, [good, "422 14_018", good, "Refused"]),
    "any-of-this-session": seen(tokens, [good, good, good, "Authorised"])
  },
  unacceptedSessionData: {
    "14_018": seen(unaccepted, ["422 14_018", "422 14_018", "422 14_018"]),
    "14_012": seen(unaccepted, ["422 14_012", "422 14_012", "422 14_012"])
  },
  missingSessionData: {
    "130": seen(missingToken, ["422 130", "422 130", "422 130"]),
    "14_018": seen(missingToken, ["422 14_018", "422 14_018", "422 14_018"])
  },
  patchOnPayable: {
    SIM_SESSION_PAYABLE: seen(final, ["422 SIM_SESSION_PAYABLE", "422 SIM_SESSION_PAYABLE"]),
    "106": seen(final, ["422 106", "422 106"])
  },
  patchOnExpired: {
    "14_008": seen(expired, ["422 14_008", "Session has expired"]),
    "14_018": seen(expired, ["422 14_018", "Session has expired"])
  },
  unknownSession: {
    "14_018": seen(unknownSession, ["422 14_018", "422 14_018"]),
    "404": seen(unknownSession, ["404 SIM_NO_SUCH_SESSION", "404 SIM_NO_SUCH_SESSION"])
  },
  checkedFirst: {
    state: seen(both, "422 SIM_SESSION_PAYABLE"),
    sessionData: seen(both, "422 14_018")
  },
  currencyChange: {
    refused: seen(otherCurrency, ["422 137", { decimal: "19", currency: "EUR" }]),
    accepted: seen(otherCurrency, [good, { decimal: "20", currency: "CLP" }])
  },
  patchWithoutPayable: { keeps: seen(unsaid, "open"), "makes-payable": seen(unsaid, "locked") },
  keyOnPatch: {
    honoured: seen(keyOnPatch, [good, true, "k"]),
    ignored: seen(keyOnPatch, ["422 14_018", false, undefined])
  },
  sameKeyOtherContent: {
    replayed: seen(otherContent, [made, made, true, 2]),
    refused: seen(otherContent, ["422 SIM_KEY_REUSED", "422 SIM_KEY_REUSED", false, 2])
  },
  refusalUnderKey: { kept: seen(repaired, ["k", "422 130"]), "not-kept": seen(repaired, ["k", made]) },
  inFlight: {
    "422": seen(inFlight, [[made, "422 704"], "true"]),
    "409": seen(inFlight, [[made, "409 704"], "true"])
  },
  longKey: {
    refused: seen(longKey, [["422 29_001", "422 29_001"], 0]),
    ignored: seen(longKey, [[made, made], 2])
  },
  missingAmount: { "130": seen(missingAmount, ["422 130"]), "100": seen(missingAmount, ["422 100"]) },
  invalidField: {
    "192": seen(invalidFields, ["422 192", "422 192", "422 192"]),
    "702": seen(invalidFields, ["400 702", "400 702", "400 702"])
  },
  referenceLength: {
    "80": seen(longReferences, [made, made, "422 198"]),
    "79": seen(longReferences, [made, "422 198", "422 198"])
  },
  zeroAmount: { accepted: seen(zero, [made, good]), refused: seen(zero, ["422 137", "422 137"]) },
  unknownFields: {
    ignored: seen(nonsense, [made, false, good]),
    refused: seen(nonsense, ["422 192", false, "422 192"])
  },
  defaultLocale: {
    "en-US": seen(locales, ["en-US", "en-US", "de-DE"]),
    "of-the-country": seen(locales, ["nl-NL", "en-US", "de-DE"])
  },
  resultMade: { "first-request": seen(late, "completed"), submission: seen(late, "paymentPending") },
  foreignResult: {
    "that-session": seen(foreign, ["that-session", "that-session"]),
    refused: seen(foreign, ["500 701", "500 701"])
  },
  missingResult: { "130": seen(noResult, "422 130"), "701": seen(noResult, "500 701") },
  setupWithOlder: { accepted: seen(reload, ["Shown", "Shown"]), refused: seen(reload, ["Refused", "Refused"]) },
  paymentOnOpen: {
    SIM_SESSION_NOT_PAYABLE: seen(openPayment, "422 SIM_SESSION_NOT_PAYABLE"),
    "14_018": seen(openPayment, "422 14_018")
  },
  tooManyRefusals: {
    "3": seen(refusals, ["locked", "locked", "failed", "failed"]),
    "1": seen(refusals, ["failed", "failed", "failed", "failed"]),
    none: seen(refusals, ["locked", "locked", "locked", "locked"])
  },
  afterCancel: {
    over: seen(cancelled, ["cancelled", "canceled", "Refused"]),
    "payable-again": seen(cancelled, ["locked", "active", "Authorised"])
  },
  secondAttempt: {
    replaces: seen(secondAttempt, ["Authorised", "Refused", 1]),
    refused: seen(secondAttempt, ["Refused", "Authorised", 1])
  },
  expiryWhilePaying: {
    expires: seen(lateReturn, ["expired", "Refused", "expired"]),
    "may-finish": seen(lateReturn, ["pending", "Authorised", "completed"])
  },
  clientKey: { "403": seen(wrongKey, ["403 010", undefined]), "401": seen(wrongKey, ["401 000", undefined]) },
  capture: { immediate: seen(captured, ["19", "19"]), manual: seen(captured, ["0", "19"]) }
}

describePositions(ofSessions, rows)
describePositions(classic, classicRows)

describe("the list", () => {
  it("has an id of its own for each", () => {
    const ids = Object.values(assumptions).map(({ id }) => id)
    expect(ids).toEqual(ids.map((_, index) => `ADY-${String(index + 1).padStart(2, "0")}`))
  })

  it("assumes positions that there are, and has another one each", () => {
    for (const { assumed, positions } of Object.values(assumptions)) {
      expect(positions).toContain(assumed)
      expect(new Set(positions).size).toBeGreaterThan(1)
    }
  })
})
