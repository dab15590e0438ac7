import { Currency } from "@paylayer/core"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { amounts } from "../src/currencies.ts"
import { money } from "./scripted.ts"

/** Where Adyen and ISO 4217 differ: the exponents of ISO and of Adyen. */
const different: Readonly<Record<string, readonly [iso: number, adyen: number]>> = {
  CLP: [0, 2],
  CVE: [2, 0],
  IDR: [2, 0],
  ISK: [0, 2]
}

describe("Adyen's currencies", () => {
  it("are those of its list that ISO 4217 has", () => {
    expect(amounts.currencies).toHaveLength(137)
    for (const code of ["BIF", "MGA", "CNH", "LBP"]) expect(amounts.currencies).not.toContain(code)
  })

  it.each(["CLP", "CVE", "IDR", "ISK", "JPY", "KWD", "EUR"] as const)("%s is among them", (currency) => {
    expect(amounts.currencies).toContain(currency)
  })

  it("are converted exactly, each with its exponent", () => {
    for (const currency of amounts.currencies) {
      const iso = Currency.exponent(currency)
      const [, exponent] = different[currency] ?? [iso, iso]
      const major = 10 ** iso
      expect(amounts.toUnits(money(7 * major, currency))).toEqual(Result.succeed(7 * 10 ** exponent))
      expect(amounts.fromUnits(7 * 10 ** exponent, currency)).toEqual(Result.succeed(money(7 * major, currency)))
      const { maximum, minimum, step } = Result.getOrThrow(amounts.limits(currency))
      expect(step).toBe(exponent < iso ? 100 : 1)
      expect(minimum).toBe(step)
      expect(Result.isSuccess(amounts.toUnits(money(Math.floor(maximum / step) * step, currency)))).toBe(true)
    }
  })

  it("never round", () => {
    expect(Result.isFailure(amounts.toUnits(money(150, "IDR")))).toBe(true)
    expect(Result.isFailure(amounts.fromUnits(150, "ISK"))).toBe(true)
  })
})
