import { describe, expect, it } from "vitest"
import { modes } from "../../src/simulator/uiModes.ts"
import { elements, error, item, type Json, open } from "./world.ts"

const back = "https://shop.example/back"
const old = { "stripe-version": "2025-09-30.clover" }
const day = 24 * 60 * 60

describe("create", () => {
  it("gives an open session", async () => {
    const { session } = await open({ clock: { start: 1_700_000_000_999 } })
    const made = await session({
      client_reference_id: "order-1",
      "metadata[a]": "b",
      ...item(500, { index: 1, name: "Wrap", quantity: 2 })
    })
    expect(made).toMatchObject({
      id: expect.stringMatching(/^cs_test_/),
      object: "checkout.session",
      amount_subtotal: 2500,
      amount_total: 2500,
      client_reference_id: "order-1",
      client_secret: expect.stringMatching(new RegExp(`^${made["id"]}_secret_`)),
      created: 1_700_000_000,
      currency: "usd",
      expires_at: 1_700_000_000 + day,
      livemode: false,
      metadata: { a: "b" },
      mode: "payment",
      payment_intent: null,
      payment_status: "unpaid",
      return_url: back,
      status: "open",
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
      ui_mode: "elements",
      url: null
    })
    expect(made).not.toHaveProperty("line_items")
  })

  it.each([
    ["elements", { return_url: back }, true, false],
    ["embedded_page", { return_url: back }, true, false],
    ["form", { return_url: back }, true, false],
    ["hosted_page", { success_url: back }, false, true]
  ])("%s: secret or page", async (ui_mode, form, secret, page) => {
    const { post } = await open()
    const { body } = await post("checkout/sessions", { mode: "payment", ui_mode, ...form, ...item(1500) })
    expect([body["ui_mode"], typeof body["client_secret"] === "string", typeof body["url"] === "string"]).toEqual([
      ui_mode,
      secret,
      page
    ])
  })

  it("is hosted_page unless told otherwise", async () => {
    const { post } = await open()
    const { body } = await post("checkout/sessions", { mode: "payment", success_url: back, ...item(1500) })
    expect([body["ui_mode"], body["url"]]).toEqual(["hosted_page", `https://checkout.stripe.com/c/pay/${body["id"]}`])
  })

  it.each([
    ["custom", "elements", { return_url: back }],
    ["embedded", "embedded_page", { return_url: back }],
    ["hosted", "hosted_page", { success_url: back }]
  ])("%s is the older name of %s", async (name, ui_mode, form) => {
    const { get, post } = await open()
    const parameters = { mode: "payment", ...form, ...item(1500) }
    const { body } = await post("checkout/sessions", { ...parameters, ui_mode: name }, old)
    expect(body["ui_mode"]).toBe(name)
    expect((await get(`checkout/sessions/${body["id"]}`)).body["ui_mode"]).toBe(ui_mode)
    expect(error(await post("checkout/sessions", { ...parameters, ui_mode }, old)).param).toBe("ui_mode")
    expect(error(await post("checkout/sessions", { ...parameters, ui_mode: name })).param).toBe("ui_mode")
  })

  it.each([
    ["hosted_page", "success_url"],
    ["elements", "return_url"],
    ["embedded_page", "return_url"],
    ["form", "return_url"]
  ])("%s needs %s", async (ui_mode, param) => {
    const { post } = await open()
    const answer = await post("checkout/sessions", { mode: "payment", ui_mode, ...item(1500) })
    expect(error(answer)).toMatchObject({ code: "parameter_missing", param })
  })

  it.each([{ redirect_on_completion: "never" }, { "payment_method_types[0]": "card" }])(
    "needs no return_url where nothing redirects: %o",
    async (form) => {
      const { post } = await open()
      const answer = await post("checkout/sessions", {
        mode: "payment",
        ui_mode: "embedded_page",
        ...form,
        ...item(1500)
      })
      expect(answer.status).toBe(200)
    }
  )

  const disallowed = Object.entries(modes).flatMap(([mode, { disallowed: list, returnsTo }]) =>
    list.map((name) => [mode, name, returnsTo] as const)
  )
  it.each(disallowed)("%s takes no %s", async (ui_mode, name, returnsTo) => {
    const { post } = await open()
    const answer = await post("checkout/sessions", {
      mode: "payment",
      ui_mode,
      [returnsTo]: back,
      [name]: "pay",
      ...item(1500)
    })
    expect([answer.status, error(answer).param]).toEqual([400, name])
  })

  it.each([
    [30 * 60, 200, undefined],
    [30 * 60 - 1, 400, "at least 30 minutes"],
    [day, 200, undefined],
    [day + 1, 400, "less than 24 hours"]
  ])("expires after %i seconds: %i", async (lifetime, status, text) => {
    const { clock, post } = await open()
    const expires_at = clock.now() / 1000 + lifetime
    const answer = await post("checkout/sessions", { ...elements, ...item(1500), expires_at })
    expect(answer.status).toBe(status)
    if (text === undefined) expect(answer.body["expires_at"]).toBe(expires_at)
    else {
      expect(error(answer)).toMatchObject({
        message: `The \`expires_at\` timestamp must be ${text} from Checkout Session creation.`,
        param: "expires_at"
      })
    }
  })

  it("takes a hundred items, and not one more", async () => {
    const { post } = await open()
    const items = (count: number) =>
      Object.assign({}, ...Array.from({ length: count }, (_, index) => item(100 + index, { index }))) as object
    const { body } = await post("checkout/sessions", { ...elements, ...items(100) })
    expect(body["amount_total"]).toBe(100 * 100 + 4950)
    expect(error(await post("checkout/sessions", { ...elements, ...items(101) })).param).toBe("line_items")
  })

  it.each([
    ["line_items[1][price_data][currency]", { ...item(1500), ...item(1500, { index: 1, currency: "eur" }) }],
    ["line_items[0][price]", { "line_items[0][price]": "price_1", "line_items[0][quantity]": 1 }],
    ["line_items[0][price_data]", { "line_items[0][quantity]": 1 }],
    [
      "line_items[0][price_data][product]",
      {
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][product]": "prod_x",
        "line_items[0][price_data][unit_amount]": 1,
        "line_items[0][quantity]": 1
      }
    ],
    [
      "line_items[0][price_data][product_data]",
      {
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": 1,
        "line_items[0][quantity]": 1
      }
    ],
    [
      "line_items[0][price_data][unit_amount]",
      {
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][product_data][name]": "x",
        "line_items[0][quantity]": 1
      }
    ],
    ["currency", { ...item(1500), currency: "eur" }]
  ])("refuses %s", async (param, form) => {
    const { post, sessions } = await open()
    const answer = await post("checkout/sessions", { ...elements, ...form })
    expect([answer.status, error(answer).param]).toEqual([400, param])
    expect(await sessions()).toEqual([])
  })

  it("counts decimals of a unit", async () => {
    const { get, post } = await open()
    const { "line_items[0][price_data][unit_amount]": _, ...rest } = item(0, { quantity: 1000 })
    const form = { ...elements, ...rest, "line_items[0][price_data][unit_amount_decimal]": "1.2345" }
    const { body } = await post("checkout/sessions", form)
    expect(body["amount_total"]).toBe(1235)
    const { data } = (await get(`checkout/sessions/${body["id"]}/line_items`)).body as { data: ReadonlyArray<Json> }
    expect(data[0]!["price"]).toMatchObject({ unit_amount: null, unit_amount_decimal: "1.2345" })
  })
})

describe("retrieve", () => {
  it("gives what create gave, with the items where they are asked for", async () => {
    const { get, session } = await open()
    const made = await session()
    expect((await get(`checkout/sessions/${made["id"]}`)).body).toEqual(made)
    const { body } = await get(`checkout/sessions/${made["id"]}`, { "expand[]": "line_items" })
    expect(body["line_items"]).toMatchObject({
      object: "list",
      has_more: false,
      url: `/v1/checkout/sessions/${made["id"]}/line_items`,
      data: [
        {
          object: "item",
          amount_subtotal: 1500,
          amount_tax: 0,
          amount_total: 1500,
          currency: "usd",
          description: "Trip",
          price: { object: "price", unit_amount: 1500, unit_amount_decimal: "1500" },
          quantity: 1
        }
      ]
    })
  })

  it.each(["", "/line_items", "/expire", "update"])("finds no other one: %o", async (end) => {
    const { get, post } = await open()
    const answer =
      end === "/expire" || end === "update"
        ? await post(`checkout/sessions/cs_test_x${end === "update" ? "" : end}`)
        : await get(`checkout/sessions/cs_test_x${end}`)
    expect(answer.status).toBe(404)
    expect(error(answer)).toMatchObject({
      code: "resource_missing",
      message: "No such checkout.session: 'cs_test_x'",
      param: "session"
    })
  })
})

describe("line items", () => {
  it("come by pages, forwards and backwards", async () => {
    const world = await open()
    const many = Object.assign({}, ...Array.from({ length: 12 }, (_, index) => item(100, { index, name: `${index}` })))
    const { id } = await world.session(many as object)
    const path = `checkout/sessions/${id}/line_items`
    const page = async (form?: Record<string, string | number>) => {
      const { data, has_more } = (await world.get(path, form)).body as { data: ReadonlyArray<Json>; has_more: boolean }
      return {
        ids: data.map((one) => String(one["id"])),
        names: data.map((one) => one["description"]).join(),
        has_more
      }
    }
    const first = await page()
    expect([first.names, first.has_more]).toEqual(["0,1,2,3,4,5,6,7,8,9", true])
    const rest = await page({ starting_after: first.ids.at(-1)! })
    expect([rest.names, rest.has_more]).toEqual(["10,11", false])
    const before = await page({ ending_before: rest.ids[0]!, limit: 3 })
    expect([before.names, before.has_more]).toEqual(["7,8,9", true])
    expect((await page({ limit: 100 })).names.split(",")).toHaveLength(12)
    expect(error(await world.get(path, { limit: 101 })).param).toBe("limit")
    expect(error(await world.get(path, { limit: 0 })).param).toBe("limit")
    expect(error(await world.get(path, { starting_after: "li_x" })).param).toBe("starting_after")
  })
})
