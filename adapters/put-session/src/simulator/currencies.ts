/** The currencies that Acquired.com takes (API reference, "Generate a session_id"), in lower case as on its wire. */
import type { Positions } from "./assumptions.ts"

/** How many decimals their amounts may have. No document says so: ISO 4217, and a switch for the yen. */
const exponents: Readonly<Record<string, number>> = {
  aed: 2,
  aud: 2,
  cad: 2,
  chf: 2,
  cny: 2,
  dkk: 2,
  eur: 2,
  gbp: 2,
  hkd: 2,
  jpy: 0,
  mxn: 2,
  sek: 2,
  usd: 2,
  zar: 2
}

export const currencies: ReadonlyArray<string> = Object.keys(exponents)

/** `undefined` for a currency that isn't taken. */
export const decimalsOf = (currency: string, positions: Pick<Positions, "yenDecimals">): number | undefined =>
  currency === "jpy" && positions.yenDecimals === "two"
    ? 2
    : Object.hasOwn(exponents, currency)
      ? exponents[currency]
      : undefined

/** As the provider writes it, its own slip ("acd") included. */
export const unsupported = "format is invalid, must be [aed,aud,acd,chf,cny,dkk,eur,gbp,hkd,jpy,mxn,sek,usd,zar]"
