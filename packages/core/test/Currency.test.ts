import iso from "currency-codes"
import * as dinero from "dinero.js/currencies"
import { describe, expect, it } from "vitest"
import * as Currency from "../src/Currency.ts"

/** ISO 4217 List One of June 2024, as the package `currency-codes` publishes it. */
const listOne = new Map(iso.data.map(({ code, digits }) => [code, digits]))

/** A newer list, with exponents of its own for two currencies. */
const newer = new Map(Object.values(dinero).map(({ base, code, exponent }) => [code as string, { base, exponent }]))

/** Codes of List One with which nobody is paid, each with its reason. */
const notMoney = {
  XAG: "silver",
  XAU: "gold",
  XBA: "bond markets unit, EURCO",
  XBB: "bond markets unit, E.M.U.-6",
  XBC: "bond markets unit, E.U.A.-9",
  XBD: "bond markets unit, E.U.A.-17",
  XDR: "special drawing rights of the IMF",
  XPD: "palladium",
  XPT: "platinum",
  XSU: "SUCRE, a unit of account between states",
  XTS: "for tests",
  XUA: "unit of account of the African Development Bank",
  XXX: "no currency"
}

/** Ours that the list of 2024 has not. */
const notInListOne = {
  XAD: "Arab Accounting Dinar, added in May 2025",
  XCG: "Caribbean guilder, in force since March 2025",
  HRK: "withdrawn in January 2023, the euro came",
  VEF: "withdrawn in August 2018, VES came"
}

/** Ours that the newer list has not. */
const notInNewer = {
  ANG: "withdrawn in 2025, XCG came",
  CUC: "withdrawn in 2021",
  HRK: "withdrawn in January 2023, the euro came",
  VEF: "withdrawn in August 2018, VES came"
}

/** Where the newer list counts in fifths, as the coins do; ISO 4217 says two decimals. */
const inFifths = {
  MGA: { base: 5, exponent: 1 },
  MRU: { base: 5, exponent: 1 }
}

describe("exponents", () => {
  it.each(Currency.all.filter((code) => listOne.has(code)))("of %s as ISO 4217 List One has it", (code) => {
    expect(Currency.exponent(code)).toBe(listOne.get(code))
  })

  it("differ from the newer list only where that one counts in fifths", () => {
    const different = Currency.all.flatMap((code) => {
      const theirs = newer.get(code)
      const same = theirs === undefined || (theirs.base === 10 && theirs.exponent === Currency.exponent(code))
      return same ? [] : [[code, theirs] as const]
    })
    expect(Object.fromEntries(different)).toEqual(inFifths)
  })

  it.each(["HRK", "VEF"] as const)("of %s, which no list has any more, are two", (code) => {
    expect(Currency.exponent(code)).toBe(2)
  })
})

describe("codes", () => {
  it("are all of List One that are money", () => {
    expect([...listOne.keys()].filter((code) => !Currency.isCurrency(code)).sort()).toEqual(
      Object.keys(notMoney).sort()
    )
  })

  it("are besides only those that the list of 2024 could not have", () => {
    expect(Currency.all.filter((code) => !listOne.has(code)).sort()).toEqual(Object.keys(notInListOne).sort())
  })

  it("are all of the newer list, and the withdrawn ones", () => {
    expect([...newer.keys()].filter((code) => !Currency.isCurrency(code))).toEqual([])
    expect(Currency.all.filter((code) => !newer.has(code)).sort()).toEqual(Object.keys(notInNewer).sort())
  })

  it("stand once each", () => {
    expect(new Set(Currency.all).size).toBe(Currency.all.length)
  })

  it.each(["eur", "EURO", "EU", "", " EUR", "XXX", "constructor", "__proto__"])("do not include %j", (code) => {
    expect(Currency.isCurrency(code)).toBe(false)
  })
})
