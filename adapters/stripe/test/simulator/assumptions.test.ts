import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { StripeSimulator } from "../../src/simulator/index.ts"
import { rows as modificationRows } from "./modifications/assumed.ts"
import { elements, error, item, type Json, open } from "./world.ts"

const { assumptions } = StripeSimulator
type Positions = StripeSimulator.Positions
type Assume = Partial<Positions>
type Rows = {
  readonly [Name in keyof Positions]: { readonly [Position in Positions[Name]]: (assume: Assume) => Promise<unknown> }
}

const key = { "idempotency-key": "one" }
const usd = { amount: 1500, currency: "usd" }
const world = (assume: Assume) => open({ assume })

const created = async (assume: Assume, form: object, headers?: Record<string, string>) => {
  const { post, sessions } = await world(assume)
  const answer = await post("payment_intents", { ...usd, ...form }, headers)
  return [answer.status, error(answer)?.["type"], (await sessions())[0]?.amount.decimal]
}
/** A refusal whose text nobody has seen. */
const strange = async (assume: Assume) => {
  const { post, session, submit } = await world(assume)
  const made = await session()
  await submit(made)
  const answer = await post(`checkout/sessions/${made["id"]}`, item(1700))
  const seen = await post(`checkout/sessions/${made["id"]}/expire`)
  return [answer.status, error(answer)["code"], error(answer).message, error(seen)["code"], error(seen).message]
}
const openText = (verb: string) =>
  `Only Checkout Sessions with a status in ["open"] can be ${verb}. This Checkout Session has a status of \`complete\`.`
const inFlight = async (assume: Assume) => {
  const { run, sending } = await open({ assume, latency: { within: 1 } })
  const twice = [1, 2].map(() => sending("POST", "/v1/payment_intents", usd, key))
  const [, second] = await run(Effect.all(twice, { concurrency: "unbounded" }))
  return [second!.status, error(second!).type]
}
const elsewhere = async (assume: Assume) => {
  const { post } = await world(assume)
  const made = await post("payment_intents", usd, key)
  const answer = await post(`payment_intents/${made.body["id"]}`, { amount: 1700 }, key)
  return [answer.status, error(answer)?.["type"], answer.body["amount"]]
}
const limits = async (assume: Assume) => {
  const { post } = await world(assume)
  const codes = []
  for (const amount of [1, 1500]) {
    codes.push((await post("payment_intents", { ...usd, amount }, { "idempotency-key": "amount" })).status)
    codes.push((await post("payment_intents/pi_x", { amount }, { "idempotency-key": "id" })).status)
    codes.push((await post("checkout/sessions", { ...elements, ...item(amount) }, { "idempotency-key": "cs" })).status)
  }
  return codes
}
const challengedIntent = async (assume: Assume) => {
  const { finish, intent, post, submit } = await world(assume)
  const made = await intent()
  const challenge = await submit(made, "challenge")
  const { body } = await post(`payment_intents/${made["id"]}`, { amount: 1700 })
  const done = await finish(challenge, true)
  return [body["status"], done._tag, "amount" in done ? done.amount.decimal : undefined]
}
const sameAmount = async (assume: Assume) => {
  const { intent, post, submit } = await world(assume)
  const made = await intent()
  await submit(made)
  const statusOf = async (amount: number) => (await post(`payment_intents/${made["id"]}`, { amount })).status
  return [await statusOf(1500), await statusOf(1700)]
}
const cancelled = async (assume: Assume) => {
  const { intent, post, submit, truth } = await world(assume)
  const made = await intent()
  await submit(made, "pending")
  const { status } = await post(`payment_intents/${made["id"]}/cancel`)
  return [status, (await truth(made["id"]))?.status]
}
const uncaptured = async (assume: Assume) => {
  const { advance, get, intent, submit } = await world(assume)
  const made = await intent({ capture_method: "manual" })
  await submit(made)
  await advance("7 days")
  return (await get(`payment_intents/${made["id"]}`)).body["cancellation_reason"]
}
const owned = async (assume: Assume) => {
  const { get, post, session, submit } = await world(assume)
  const made = await session()
  await submit(made, "decline")
  const { payment_intent } = (await get(`checkout/sessions/${made["id"]}`)).body
  const { status } = await post(`payment_intents/${payment_intent}`, { amount: 1700 })
  const paid = await submit(made)
  return [status, "amount" in paid ? paid.amount.decimal : paid._tag]
}
const closedMetadata = async (assume: Assume) => {
  const { post, session, submit } = await world(assume)
  const made = await session()
  await submit(made)
  const path = `checkout/sessions/${made["id"]}`
  return [(await post(path, { "metadata[a]": "b" })).status, (await post(path, item(1700))).status]
}
const challengedSession = async (assume: Assume) => {
  const { finish, post, session, submit } = await world(assume)
  const made = await session()
  const challenge = await submit(made, "challenge")
  const { status } = await post(`checkout/sessions/${made["id"]}`, item(1700))
  const done = await finish(challenge, true)
  const again = await submit(made)
  const paid = [done, again].map((one) => ("amount" in one ? one.amount.decimal : one._tag))
  return [status, ...paid]
}
const otherCurrency = async (assume: Assume) => {
  const { post, session, truth } = await world(assume)
  const made = await session()
  const { status } = await post(`checkout/sessions/${made["id"]}`, item(1700, { currency: "eur" }))
  return [status, (await truth(made["id"]))?.amount]
}
const expiring = async (assume: Assume) => {
  const { advance, clock, finish, session, submit, truth } = await world(assume)
  const made = await session({ expires_at: clock.now() / 1000 + 1800 })
  const challenge = await submit(made, "challenge")
  await advance("31 minutes")
  const before = (await truth(made["id"]))?.status
  return [before, (await finish(challenge, true))._tag, (await truth(made["id"]))?.status]
}
const reserved = async (assume: Assume) => {
  const { get, session, submit, truth } = await world(assume)
  const made = await session({ "payment_intent_data[capture_method]": "manual" })
  await submit(made)
  return [(await get(`checkout/sessions/${made["id"]}`)).body["payment_status"], (await truth(made["id"]))?.status]
}
const checkoutWith = async (assume: Assume, form: object, headers?: Record<string, string>): Promise<Json> => {
  const { post } = await world(assume)
  const answer = await post(
    "checkout/sessions",
    { mode: "payment", ui_mode: "elements", ...item(1500), ...form },
    headers
  )
  return { status: answer.status, ...answer.body }
}
const returning = { return_url: elements.return_url }
const retrieved = async (assume: Assume) => {
  const { get, post, session } = await world(assume)
  const made = await session()
  const path = `checkout/sessions/${made["id"]}`
  const secrets = [made, (await get(path)).body, (await post(path, item(1700))).body]
  return secrets.map(({ client_secret }) => typeof client_secret === "string")
}
const withoutQuantity = async (assume: Assume) => {
  const { "line_items[0][quantity]": _, ...rest } = item(1500)
  const { post } = await world(assume)
  const { body, status } = await post("checkout/sessions", { ...elements, ...rest })
  return [status, body["amount_total"]]
}
const foreignItem = async (assume: Assume) => {
  const { post, session } = await world(assume)
  const made = await session()
  const path = `checkout/sessions/${made["id"]}`
  const one = await post(path, { "line_items[0][id]": "li_x", ...item(1700, { index: 1 }) })
  return [one.status, one.body["amount_total"], (await post(path, { "line_items[0][id]": "li_x" })).status]
}

const rows: Rows = {
  unseenTexts: {
    guessed: async (assume) =>
      expect(await strange(assume)).toEqual([400, undefined, openText("updated"), undefined, openText("expired")]),
    others: async (assume) =>
      expect(await strange(assume)).toEqual([
        400,
        undefined,
        "(words that no document shows)",
        undefined,
        openText("expired")
      ])
  },
  unseenCodes: {
    "as-guessed": async (assume) => expect((await strange(assume)).slice(0, 2)).toEqual([400, undefined]),
    others: async (assume) =>
      expect(await strange(assume)).toEqual([400, "sim_unseen", openText("updated"), undefined, openText("expired")])
  },
  inFlightType: {
    idempotency_error: async (assume) => expect(await inFlight(assume)).toEqual([409, "idempotency_error"]),
    invalid_request_error: async (assume) => expect(await inFlight(assume)).toEqual([409, "invalid_request_error"])
  },
  keyTooLong: {
    invalid_request_error: async (assume) =>
      expect(await created(assume, {}, { "idempotency-key": "x".repeat(256) })).toEqual([
        400,
        "invalid_request_error",
        undefined
      ]),
    idempotency_error: async (assume) =>
      expect(await created(assume, {}, { "idempotency-key": "x".repeat(256) })).toEqual([
        400,
        "idempotency_error",
        undefined
      ])
  },
  keyElsewhere: {
    refused: async (assume) => expect(await elsewhere(assume)).toEqual([400, "idempotency_error", undefined]),
    executed: async (assume) => expect(await elsewhere(assume)).toEqual([200, undefined, 1700])
  },
  limitsUnderKey: {
    kept: async (assume) => expect(await limits(assume)).toEqual([400, 404, 400, 400, 400, 400]),
    "not-kept": async (assume) => expect(await limits(assume)).toEqual([400, 404, 400, 200, 404, 200])
  },
  minimum: {
    enforced: async (assume) =>
      expect(await created(assume, { amount: 49 })).toEqual([400, "invalid_request_error", undefined]),
    "not-enforced": async (assume) => expect(await created(assume, { amount: 40 })).toEqual([200, undefined, "0.4"])
  },
  offStep: {
    refused: async (assume) => {
      expect((await created(assume, { amount: 15_001, currency: "isk" }))[0]).toBe(400)
      expect((await checkoutWith(assume, { ...returning, ...item(5124, { currency: "kwd" }) }))["status"]).toBe(400)
    },
    rounded: async (assume) => {
      expect(await created(assume, { amount: 15_001, currency: "isk" })).toEqual([200, undefined, "150"])
      expect(await created(assume, { amount: 5125, currency: "kwd" })).toEqual([200, undefined, "5.13"])
      const form = { ...returning, ...item(5124, { currency: "kwd" }), ...item(0, { currency: "kwd", index: 1 }) }
      expect((await checkoutWith(assume, form))["amount_total"]).toBe(5120)
    }
  },
  upperCaseCurrency: {
    refused: async (assume) => expect((await created(assume, { currency: "USD" }))[0]).toBe(400),
    lowered: async (assume) => expect(await created(assume, { currency: "USD" })).toEqual([200, undefined, "15"])
  },
  malformedVersion: {
    refused: async (assume) => expect((await created(assume, {}, { "stripe-version": "nonsense" }))[0]).toBe(400),
    ignored: async (assume) => expect((await created(assume, {}, { "stripe-version": "nonsense" }))[0]).toBe(200)
  },
  updateWhileActionRequired: {
    abandoned: async (assume) =>
      expect(await challengedIntent(assume)).toEqual(["requires_payment_method", "Refused", undefined]),
    "goes-on": async (assume) => expect(await challengedIntent(assume)).toEqual(["requires_action", "Authorised", "17"])
  },
  sameAmountWhenClosed: {
    refused: async (assume) => expect(await sameAmount(assume)).toEqual([400, 400]),
    accepted: async (assume) => expect(await sameAmount(assume)).toEqual([200, 400])
  },
  cancelProcessing: {
    accepted: async (assume) => expect(await cancelled(assume)).toEqual([200, "cancelled"]),
    refused: async (assume) => expect(await cancelled(assume)).toEqual([400, "pending"])
  },
  uncapturedReason: {
    automatic: async (assume) => expect(await uncaptured(assume)).toBe("automatic"),
    expired: async (assume) => expect(await uncaptured(assume)).toBe("expired")
  },
  ownedIntentUpdate: {
    refused: async (assume) => expect(await owned(assume)).toEqual([400, "15"]),
    accepted: async (assume) => expect(await owned(assume)).toEqual([200, "15"])
  },
  metadataWhenClosed: {
    refused: async (assume) => expect(await closedMetadata(assume)).toEqual([400, 400]),
    accepted: async (assume) => expect(await closedMetadata(assume)).toEqual([200, 400])
  },
  itemsWhileActionRequired: {
    abandoned: async (assume) => expect(await challengedSession(assume)).toEqual([200, "Refused", "17"]),
    refused: async (assume) => expect(await challengedSession(assume)).toEqual([400, "15", "Refused"])
  },
  checkoutCurrencyChange: {
    refused: async (assume) => expect(await otherCurrency(assume)).toEqual([400, { decimal: "15", currency: "USD" }]),
    accepted: async (assume) => expect(await otherCurrency(assume)).toEqual([200, { decimal: "17", currency: "EUR" }])
  },
  intentMade: {
    "at-confirmation": async (assume) => expect((await checkoutWith(assume, returning))["payment_intent"]).toBeNull(),
    "at-creation": async (assume) => {
      const { events, post, session, submit } = await world(assume)
      const made = await session()
      expect(made["payment_intent"]).toMatch(/^pi_3/)
      expect((await events()).map(({ type }) => type)).toEqual(["payment_intent.created"])
      await post(`checkout/sessions/${made["id"]}`, item(1700))
      expect(await submit(made)).toMatchObject({ authorisation: made["payment_intent"], amount: { decimal: "17" } })
    }
  },
  expiryWhileActionRequired: {
    expires: async (assume) => expect(await expiring(assume)).toEqual(["expired", "Refused", "expired"]),
    "may-finish": async (assume) => expect(await expiring(assume)).toEqual(["open", "Authorised", "completed"])
  },
  uncapturedPaymentStatus: {
    unpaid: async (assume) => expect(await reserved(assume)).toEqual(["unpaid", "completed"]),
    paid: async (assume) => expect(await reserved(assume)).toEqual(["paid", "completed"])
  },
  secretOnRetrieve: {
    shown: async (assume) => expect(await retrieved(assume)).toEqual([true, true, true]),
    hidden: async (assume) => expect(await retrieved(assume)).toEqual([true, false, false])
  },
  returnUrl: {
    required: async (assume) => expect((await checkoutWith(assume, {}))["status"]).toBe(400),
    optional: async (assume) => expect((await checkoutWith(assume, {}))["status"]).toBe("open")
  },
  quantityMissing: {
    required: async (assume) => expect(await withoutQuantity(assume)).toEqual([400, undefined]),
    one: async (assume) => expect(await withoutQuantity(assume)).toEqual([200, 1500])
  },
  formSecret: {
    given: async (assume) =>
      expect((await checkoutWith(assume, { ...returning, ui_mode: "form" }))["client_secret"]).toMatch(/_secret_/),
    none: async (assume) =>
      expect((await checkoutWith(assume, { ...returning, ui_mode: "form" }))["client_secret"]).toBeNull()
  },
  olderUiModes: {
    refused: async (assume) =>
      expect((await checkoutWith(assume, { ...returning, ui_mode: "custom" }))["status"]).toBe(400),
    taken: async (assume) =>
      expect((await checkoutWith(assume, { ...returning, ui_mode: "custom" }))["ui_mode"]).toBe("elements")
  },
  foreignItem: {
    refused: async (assume) => expect(await foreignItem(assume)).toEqual([400, undefined, 400]),
    ignored: async (assume) => expect(await foreignItem(assume)).toEqual([200, 1700, 400])
  },
  ...modificationRows
}

describe.each(Object.entries(assumptions))("%s", (name, assumption) => {
  it.each(assumption.positions)("%s", async (position) => {
    const row = (rows as Record<string, Record<string, (assume: Assume) => Promise<unknown>>>)[name]![position]!
    await row({ [name]: position })
    if (position === assumption.assumed) await row({})
  })
})

describe("the list", () => {
  it("has an id of its own for each", () => {
    const ids = Object.values(assumptions).map(({ id }) => id)
    expect(ids).toEqual(ids.map((_, index) => `STR-${String(index + 1).padStart(2, "0")}`))
  })

  it("assumes positions that there are, and has another one each", () => {
    for (const { assumed, positions } of Object.values(assumptions)) {
      expect(positions).toContain(assumed)
      expect(new Set(positions).size).toBeGreaterThan(1)
    }
  })
})
