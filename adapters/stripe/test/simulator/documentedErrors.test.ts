import { describe, expect, it } from "vitest"
import { StripeSimulator } from "../../src/simulator/index.ts"
import { type Answer, elements, error, item, open } from "./world.ts"

const { documentedErrors } = StripeSimulator
const usd = { amount: 1500, currency: "usd" }
const key = { "idempotency-key": "a-key" }

type World = Awaited<ReturnType<typeof open>>
type Meet = (world: World, face: "intents" | "checkout", operation: "create" | "update") => Promise<Answer>

/** The right request of each face and operation. */
const send: (headers: Record<string, string>) => Meet = (headers) => async (world, face, operation) => {
  if (face === "intents") {
    if (operation === "create") return world.post("payment_intents", usd, headers)
    const { id } = await world.intent()
    return world.post(`payment_intents/${id}`, { amount: 1700 }, headers)
  }
  if (operation === "create") return world.post("checkout/sessions", { ...elements, ...item(1500) }, headers)
  const { id } = await world.session()
  return world.post(`checkout/sessions/${id}`, item(1700), headers)
}

const closed: (manner: "pay" | "pending" | "manual" | "cancel" | "expire") => Meet =
  (manner) => async (world, face) => {
    const intent = face === "intents"
    const made = intent
      ? await world.intent(manner === "manual" ? { capture_method: "manual" } : {})
      : await world.session()
    const path = `${intent ? "payment_intents" : "checkout/sessions"}/${made["id"]}`
    if (manner === "cancel" || manner === "expire") await world.post(`${path}/${manner}`)
    else await world.submit(made, manner === "pending" ? "pending" : "pay")
    return world.post(path, intent ? { amount: 1700 } : item(1700))
  }

/** How the simulator itself is brought to say so. */
const meetings: Readonly<Record<string, Meet>> = {
  "payment_intent_unexpected_state: processing": closed("pending"),
  "payment_intent_unexpected_state: requires_capture": closed("manual"),
  "payment_intent_unexpected_state: succeeded": closed("pay"),
  "payment_intent_unexpected_state: canceled": closed("cancel"),
  amount_too_small: async ({ intent, post }, face, operation) =>
    face === "checkout"
      ? post("checkout/sessions", { ...elements, ...item(1) })
      : post(`payment_intents${operation === "create" ? "" : `/${(await intent())["id"]}`}`, {
          amount: 1,
          currency: "usd"
        }),
  amount_too_large: ({ post }) => post("payment_intents", { ...usd, amount: 100_000_000 }),
  parameter_invalid_integer: ({ post }) => post("payment_intents", { ...usd, amount: "abc" }),
  parameter_missing: ({ post }, face) =>
    face === "intents" ? post("payment_intents", { amount: 1500 }) : post("checkout/sessions", elements),
  parameter_unknown: ({ post }, face) =>
    face === "intents"
      ? post("payment_intents/pi_x", { nope: 1 })
      : post("checkout/sessions/cs_x", { ...item(1500), "line_items[0][nope]": 1 }),
  resource_missing: ({ post }, face) =>
    post(
      face === "intents" ? "payment_intents/pi_x" : "checkout/sessions/cs_test_x",
      face === "intents" ? usd : item(1)
    ),
  expires_at: ({ clock, post }) =>
    post("checkout/sessions", { ...elements, ...item(1500), expires_at: clock.now() / 1000 + 60 }),
  "not open: complete": closed("pay"),
  "not open: expired": closed("expire"),
  "wrong ui_mode": async ({ post, session }) => {
    const { id } = await session({ ui_mode: "embedded_page" })
    return post(`checkout/sessions/${id}`, item(1700))
  },
  idempotency_error: async (world, face, operation) => {
    if (operation === "create") {
      const form = face === "intents" ? { ...usd, amount: 1600 } : { ...elements, ...item(1600) }
      await world.post(face === "intents" ? "payment_intents" : "checkout/sessions", form, key)
      return send(key)(world, face, operation)
    }
    const { id } = await (face === "intents" ? world.intent() : world.session())
    const path = `${face === "intents" ? "payment_intents" : "checkout/sessions"}/${id}`
    await world.post(path, { "metadata[a]": "b" }, key)
    return world.post(path, face === "intents" ? { amount: 1700 } : item(1700), key)
  },
  unauthenticated: send({ authorization: "Bearer sk_test_other" })
}
/** Documented, and never said by this simulator on its own: it has no limits of traffic, rights or health. */
const foreign = new Set(["permission", "rate_limit", "lock_timeout", "api_error", "unknown", "idempotency_key_in_use"])

const shape = (body: string) => {
  const {
    request_log_url: _,
    payment_intent: __,
    ...rest
  } = (JSON.parse(body) as { error: Record<string, unknown> }).error
  return rest
}

const named = documentedErrors.map((row) => [row.name, row.face, row.operation, row] as const)

describe("each", () => {
  it.each(named)("is a body of Stripe's: %s, %s, %s", (_, __, ___, row) => {
    const body = error({ status: row.status, headers: {}, body: JSON.parse(row.body) as never, text: row.body })
    expect(["api_error", "card_error", "idempotency_error", "invalid_request_error"]).toContain(body["type"])
    expect([body["code"], body["param"]]).toEqual([row.code, row.param])
    expect(row.headers["request-id"]).toMatch(/^req_/)
  })

  it.each(named.filter(([name]) => !foreign.has(name)))(
    "is what the simulator says: %s, %s, %s",
    async (name, face, operation, row) => {
      const answer = await meetings[name]!(await open(), face, operation)
      expect([answer.status, shape(answer.text)]).toEqual([row.status, shape(row.body)])
    }
  )
})

it("there is one that nobody knows, for each operation", () => {
  expect(documentedErrors.filter(({ name }) => name === "unknown")).toHaveLength(4)
})
