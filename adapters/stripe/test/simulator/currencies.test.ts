import { describe, expect, it } from "vitest"
import { currencies, formatOf, maximumOf, minimumOf, toAmount } from "../../src/simulator/currencies.ts"
import { type Answer, elements, error, item, open } from "./world.ts"

const create = async (amount: number | string, currency: string) => {
  const { post, sessions } = await open()
  const answer = await post("payment_intents", { amount, currency })
  return { answer, truth: (await sessions())[0]?.amount }
}
const codeOf = (answer: Answer) => [answer.status, error(answer).code, error(answer).param]

const withoutDecimals = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ")
const withThree = "bhd jod kwd omr tnd".split(" ")

describe("the table", () => {
  it("has each currency once, in lower case", () => {
    expect(new Set(currencies).size).toBe(currencies.length)
    expect(currencies.length).toBeGreaterThan(135)
    expect(currencies.every((currency) => /^[a-z]{3}$/.test(currency))).toBe(true)
  })

  it.each(currencies)("%s: decimals, step, smallest and largest amount", async (currency) => {
    const { exponent, step } = formatOf(currency)
    expect(exponent).toBe(withoutDecimals.includes(currency) ? 0 : withThree.includes(currency) ? 3 : 2)
    expect(step).toBe(withThree.includes(currency) ? 10 : currency === "isk" || currency === "ugx" ? 100 : 1)
    const smallest = Math.max(minimumOf(currency), step)
    const { truth } = await create(smallest, currency)
    expect(truth).toEqual(toAmount(smallest, currency))
    expect(codeOf((await create(maximumOf(currency) + 1, currency)).answer)).toEqual([
      400,
      "amount_too_large",
      "amount"
    ])
    const largest = Math.floor(maximumOf(currency) / step) * step
    expect((await create(largest, currency)).answer.status).toBe(200)
  })

  it.each([
    [1500, "usd", "15"],
    [1502, "eur", "15.02"],
    [1500, "jpy", "1500"],
    [1500, "clp", "1500"],
    [1500, "mga", "1500"],
    [150_000, "isk", "1500"],
    [150_000, "ugx", "1500"],
    [5120, "kwd", "5.12"],
    [150_000, "idr", "1500"],
    [150_002, "huf", "1500.02"],
    [150_002, "twd", "1500.02"],
    [1500, "cve", "15"]
  ])("%i %s are %s", async (amount, currency, decimal) => {
    expect((await create(amount, currency)).truth).toEqual({ decimal, currency: currency.toUpperCase() })
  })
})

describe("smallest amounts", () => {
  it.each([
    ["usd", 50, "$0.50"],
    ["aed", 200, "2.00 د.إ"],
    ["aud", 50, "$0.50"],
    ["bgn", 100, "лв1.00"],
    ["brl", 50, "R$0.50"],
    ["cad", 50, "$0.50"],
    ["chf", 50, "0.50 Fr"],
    ["czk", 1500, "15.00Kč"],
    ["dkk", 250, "2.50-kr."],
    ["eur", 50, "€0.50"],
    ["gbp", 30, "£0.30"],
    ["hkd", 400, "$4.00"],
    ["huf", 17_500, "175.00 Ft"],
    ["inr", 50, "₹0.50"],
    ["jpy", 50, "¥50"],
    ["mxn", 1000, "$10"],
    ["myr", 200, "RM 2"],
    ["nok", 300, "3.00-kr."],
    ["nzd", 50, "$0.50"],
    ["pln", 200, "2.00 zł"],
    ["ron", 200, "lei2.00"],
    ["sek", 300, "3.00-kr."],
    ["sgd", 50, "$0.50"],
    ["thb", 1000, "฿10"]
  ])("%s %i", async (currency, smallest, written) => {
    const { post } = await open()
    const { answer } = await create(smallest - 1, currency)
    expect(codeOf(answer)).toEqual([400, "amount_too_small", "amount"])
    expect(error(answer).message).toBe(`Amount must be at least ${written} ${currency}`)
    expect((await create(smallest, currency)).answer.status).toBe(200)
    const session = await post("checkout/sessions", { ...elements, ...item(smallest - 1, { currency }) })
    expect(error(session)).toMatchObject({
      code: "amount_too_small",
      message: `The Checkout Session's total amount due must add up to at least ${written} ${currency}`
    })
    expect((await post("checkout/sessions", { ...elements, ...item(smallest, { currency }) })).status).toBe(200)
  })
})

describe("largest amounts", () => {
  it.each([
    ["usd", 99_999_999],
    ["eur", 99_999_999],
    ["idr", 999_999_999_999],
    ["inr", 999_999_999],
    ["lbp", 99_999_999_999],
    ["cop", 9_999_999_999],
    ["huf", 9_999_999_999],
    ["jpy", 9_999_999_999]
  ])("%s %i", (currency, largest) => expect(maximumOf(currency)).toBe(largest))

  it("are told as recorded", async () => {
    expect(error((await create(100_000_000, "usd")).answer).message).toBe("Amount must be no more than $999,999.99")
  })

  it("hold for a session's total", async () => {
    const { post } = await open()
    const form = { ...elements, ...item(50_000_000), ...item(50_000_000, { index: 1 }) }
    expect(error(await post("checkout/sessions", form)).code).toBe("amount_too_large")
  })
})

describe("steps", () => {
  it.each([
    [15_001, "isk"],
    [15_001, "ugx"],
    [5124, "kwd"],
    [5121, "bhd"]
  ])("%i %s is none of them", async (amount, currency) => {
    expect(codeOf((await create(amount, currency)).answer)).toEqual([400, "parameter_invalid_integer", "amount"])
    const { post } = await open()
    expect((await post("checkout/sessions", { ...elements, ...item(amount, { currency }) })).status).toBe(400)
  })
})

describe("other currencies", () => {
  it.each(["xxx", "USD", "", "us", "iqd", "mru"])("%o is none", async (currency) => {
    const { answer } = await create(1500, currency)
    expect([answer.status, error(answer).param]).toEqual([400, "currency"])
  })
})
