import { describe, expect, it } from "vitest"
import { invalid, open, order } from "./world.ts"

const unsupported = "format is invalid, must be [aed,aud,acd,chf,cny,dkk,eur,gbp,hkd,jpy,mxn,sek,usd,zar]"
const text = (length: number) => "x".repeat(length)

describe("validation", () => {
  it("reports a missing parameter as the document shows", async () => {
    const { post } = await open()
    const { order_id: _, ...rest } = order
    expect(await post({ transaction: rest })).toEqual({
      status: 400,
      body: {
        status: "error",
        error_type: "validation",
        title: "Your request parameters did not pass our validation.",
        instance: "/v1/payment-sessions",
        invalid_parameters: [
          {
            parameter: "transaction.order_id",
            reason: "transaction.order_id can not be empty"
          }
        ]
      }
    })
  })

  it.each(["{}", '{"transaction":{}}', '{"transaction":{"order_id":"","amount":null,"currency":""}}'])(
    "reports all that %s lacks at once",
    async (body) => {
      const { post, sessions } = await open()
      expect(invalid(await post(body))).toEqual(
        ["order_id", "amount", "currency"].map((name) => [
          `transaction.${name}`,
          `transaction.${name} can not be empty`
        ])
      )
      expect(await sessions()).toEqual([])
    }
  )

  it("reports an amount below zero beside a currency that it does not know", async () => {
    const { post } = await open()
    const answer = await post('{"transaction":{"order_id":"order-1","amount":-1,"currency":"xyz"}}')
    expect(invalid(answer)).toEqual([
      ["transaction.currency", unsupported],
      ["transaction.amount", "transaction.amount must be greater than 0"]
    ])
  })

  it("reports everything wrong at once, in a PUT too, and changes nothing", async () => {
    const { create, put, truth } = await open()
    const id = await create()
    const before = await truth(id)
    const answer = await put(id, {
      transaction: { order_id: "a b", amount: "16", currency: "GBP" },
      tds: { redirect_url: "http://plain.test" },
      save_card: "yes"
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { error_type: "validation", instance: `/v1/payment-sessions/${id}` }
    })
    expect(invalid(answer)).toEqual([
      ["transaction.order_id", "transaction.order_id validation failed"],
      ["transaction.amount", "transaction.amount validation failed"],
      ["transaction.currency", unsupported],
      ["tds.redirect_url", "tds.redirect_url validation failed"],
      ["save_card", "save_card validation failed"]
    ])
    expect(await truth(id)).toEqual(before)
  })

  const enumeration = (parameter: string, values: string) => `${parameter} must be string and in ${values}`
  const preferences = "challenge_mandated,challenge_preferred,no_challenge_requested,no_preference"
  const windows = "full_screen,windowed_250x400,windowed_390x400,windowed_500x600,windowed_600x400"
  const wrong: ReadonlyArray<readonly [string, object, string?]> = [
    ["transaction.order_id", { transaction: { ...order, order_id: "a" } }],
    ["transaction.order_id", { transaction: { ...order, order_id: text(51) } }],
    ["transaction.order_id", { transaction: { ...order, order_id: "a/b" } }],
    ["transaction.order_id", { transaction: { ...order, order_id: 15 } }],
    ["transaction.capture", { transaction: { ...order, capture: "true" } }],
    ["transaction.moto", { transaction: { ...order, moto: 1 } }],
    ["transaction.custom1", { transaction: { ...order, custom1: text(51) } }],
    ["transaction.custom2", { transaction: { ...order, custom2: text(51) } }],
    ["transaction.custom_data", { transaction: { ...order, custom_data: "not base64!" } }],
    ["payment", { transaction: order, payment: "text" }],
    ["payment.reference", { transaction: order, payment: { reference: text(19) } }],
    ["payment.reference", { transaction: order, payment: { reference: "" } }],
    ["payment.create_card", { transaction: order, payment: { create_card: null } }],
    ["customer.customer_id", { transaction: order, customer: { customer_id: "1" } }],
    ["customer.reference", { transaction: order, customer: { reference: 1 } }],
    ["customer.first_name", { transaction: order, customer: { first_name: text(23) } }],
    ["customer.last_name", { transaction: order, customer: { last_name: text(23) } }],
    ["customer.dob", { transaction: order, customer: { dob: "3.10.1988" } }],
    ["customer.ip", { transaction: order, customer: { ip: text(46) } }],
    ["customer.custom_data", { transaction: order, customer: { custom_data: "=" } }],
    ["customer.billing.email", { transaction: order, customer: { billing: { email: "no email" } } }],
    [
      "customer.billing.address.line_1",
      { transaction: order, customer: { billing: { address: { line_1: text(51) } } } }
    ],
    [
      "customer.billing.address.line_2",
      { transaction: order, customer: { billing: { address: { line_2: text(51) } } } }
    ],
    ["customer.billing.address.city", { transaction: order, customer: { billing: { address: { city: text(41) } } } }],
    ["customer.billing.address.state", { transaction: order, customer: { billing: { address: { state: text(4) } } } }],
    [
      "customer.billing.address.postcode",
      { transaction: order, customer: { billing: { address: { postcode: text(41) } } } }
    ],
    [
      "customer.billing.address.country_code",
      { transaction: order, customer: { billing: { address: { country_code: "GBR" } } } }
    ],
    [
      "customer.shipping.phone.country_code",
      { transaction: order, customer: { shipping: { phone: { country_code: "+44" } } } }
    ],
    ["customer.shipping.phone.number", { transaction: order, customer: { shipping: { phone: { number: text(15) } } } }],
    ["customer.shipping.address_match", { transaction: order, customer: { shipping: { address_match: "no" } } }],
    ["tds", { transaction: order, tds: [] }],
    ["tds.is_active", { transaction: order, tds: { is_active: "true" } }],
    [
      "tds.challenge_preference",
      { transaction: order, tds: { challenge_preference: "none" } },
      enumeration("tds.challenge_preference", preferences)
    ],
    [
      "tds.challenge_window_size",
      { transaction: order, tds: { challenge_window_size: "big" } },
      enumeration("tds.challenge_window_size", windows)
    ],
    ["tds.contact_url", { transaction: order, tds: { contact_url: "http://plain.test" } }],
    ["tds.redirect_url", { transaction: order, tds: { redirect_url: "redirect" } }],
    ["tds.webhook_url", { transaction: order, tds: { webhook_url: `https://x.test/${text(256)}` } }],
    ["webhook_url", { transaction: order, webhook_url: "ftp://x.test" }],
    ["save_card", { transaction: order, save_card: 1 }],
    ["is_recurring", { transaction: order, is_recurring: "no" }],
    ["payment_methods", { transaction: order, payment_methods: "card" }],
    ["payment_methods", { transaction: order, payment_methods: [] }, "payment_methods can not be empty"],
    [
      "payment_methods",
      { transaction: order, payment_methods: ["card", "cash"] },
      enumeration("payment_methods", "card,apple_pay,google_pay")
    ],
    ["company_domains", { transaction: order, company_domains: ["x.test"] }]
  ]
  it.each(
    wrong.map(([parameter, body, reason]) => [parameter, body, reason ?? `${parameter} validation failed`] as const)
  )("of %s refuses %j", async (parameter, body, reason) => {
    const { post } = await open()
    expect(invalid(await post(body))).toEqual([[parameter, reason]])
  })

  const right: ReadonlyArray<object> = [
    { transaction: { ...order, order_id: "a-" } },
    { transaction: { ...order, order_id: text(50) } },
    { transaction: { ...order, order_id: "41142534-2e55-4eb2-9553-59784c73b2b0" } },
    { transaction: { ...order, order_id: "000000012_1f3a" } },
    { transaction: { ...order, moto: false, custom1: text(50), custom2: "", custom_data: "L3BheW1lbnQ=" } },
    { transaction: order, payment: { reference: text(18), create_card: false } },
    {
      transaction: order,
      tds: {
        is_active: true,
        challenge_preference: "no_preference",
        challenge_window_size: "full_screen",
        contact_url: "https://yourdomain.com/contact",
        redirect_url: "https://yourdomain.com/redirect",
        webhook_url: "https://yourdomain.com/webhook"
      },
      save_card: true,
      is_recurring: true,
      payment_methods: ["card", "apple_pay", "google_pay"]
    },
    {
      transaction: order,
      customer: {
        customer_id: "32319a11-7720-44e1-808e-2bd2eb88ac2a",
        reference: "customer_number_00001",
        first_name: "Edward",
        last_name: "Johnson",
        dob: "1988-10-03",
        ip: "127.0.0.1",
        custom_data: "L3BheW1lbnQ=",
        billing: {
          address: {
            line_1: "152 Aldgate Drive",
            line_2: "",
            city: "London",
            state: "",
            postcode: "E1 7RT",
            country_code: "GB"
          },
          email: "ejohnson@example.com",
          phone: { country_code: "44", number: "2039826580" }
        },
        shipping: { address_match: false, email: "" }
      },
      webhook_url: "https://yourdomain.com/webhook",
      company_domains: ["https://yourdomain.com"]
    }
  ]
  it.each(right)("takes %j, and holds it", async (body) => {
    const { post, truth } = await open()
    const answer = await post(body)
    expect(answer.status).toBe(201)
    const { transaction, ...others } = body as { readonly transaction: typeof order }
    const { amount: _, currency: __, order_id, ...rest } = transaction
    expect(await truth(String(answer.body["session_id"]))).toMatchObject({
      reference: order_id,
      amount: { decimal: "15.02", currency: "GBP" },
      status: "open",
      rest: { transaction: rest, ...others }
    })
  })
})

describe("currencies", () => {
  it.each(["aed", "aud", "cad", "chf", "cny", "dkk", "eur", "gbp", "hkd", "jpy", "mxn", "sek", "usd", "zar"])(
    "takes %s, to its last decimal",
    async (currency) => {
      const { create, post, truth } = await open()
      const [amount, excess] = currency === "jpy" ? ["1502", "1502.5"] : ["15.02", "15.025"]
      const id = await create({ currency, amount: Number(amount) })
      expect((await truth(id))?.amount).toEqual({ decimal: amount, currency: currency.toUpperCase() })
      expect(invalid(await post({ transaction: { ...order, currency, amount: Number(excess) } }))).toEqual([
        ["transaction.amount", `transaction.amount must have at most ${currency === "jpy" ? 0 : 2} decimals`]
      ])
    }
  )

  it.each(["GBP", "Gbp", "acd", "kwd", "bhd", "xxx", "gb", "toString", 826, ["gbp"]])(
    "refuses %o",
    async (currency) => {
      const { post } = await open()
      expect(invalid(await post({ transaction: { ...order, currency } }))).toEqual([
        ["transaction.currency", unsupported]
      ])
    }
  )
})

describe("amounts", () => {
  const send = async (amount: string) => {
    const { post, sessions } = await open()
    const answer = await post(`{"transaction":{"order_id":"order-1","currency":"gbp","amount":${amount}}}`)
    return [answer, (await sessions())[0]?.amount.decimal] as const
  }

  it.each([
    ["15.02", "15.02"],
    ["15.20", "15.2"],
    ["15", "15"],
    ["15.00", "15"],
    ["15.000", "15"],
    ["0.01", "0.01"],
    ["0.1", "0.1"],
    ["1.502e1", "15.02"],
    ["1e2", "100"],
    ["1.1", "1.1"],
    ["4.35", "4.35"],
    ["1.15", "1.15"],
    ["999999999999999.99", "999999999999999.99"],
    ["90071992547409930.01", "90071992547409930.01"]
  ])("reads %s exactly", async (amount, expected) => {
    const [answer, held] = await send(amount)
    expect([answer.status, held]).toEqual([201, expected])
  })

  it.each([
    ["0", "must be greater than 0"],
    ["0.00", "must be greater than 0"],
    ["-0", "must be greater than 0"],
    ["-1", "must be greater than 0"],
    ["15.021", "must have at most 2 decimals"],
    ["0.001", "must have at most 2 decimals"],
    ["15.020000000000001", "must have at most 2 decimals"],
    ["15.0200000000000000000000000001", "must have at most 2 decimals"],
    ["1e-5", "must have at most 2 decimals"],
    ["1e9999999", "validation failed"],
    ['"15.02"', "validation failed"],
    ["true", "validation failed"],
    ["[15.02]", "validation failed"],
    ["{}", "validation failed"],
    ["null", "can not be empty"],
    ['""', "can not be empty"]
  ])("refuses %s", async (amount, reason) => {
    const [answer, held] = await send(amount)
    expect(answer.status).toBe(400)
    expect(invalid(answer)).toEqual([["transaction.amount", `transaction.amount ${reason}`]])
    expect(held).toBeUndefined()
  })
})
