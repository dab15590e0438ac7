/**
 * The currencies that Adyen takes, by how many decimals their minor units have.
 *
 * Source: docs.adyen.com, "Currency codes and minor units", compared with `currency-decimals.ts` of
 * @adyen/adyen-web 6.45.2; read 2026-11-22. It differs from ISO 4217 for CLP and ISK (2 instead of 0), CVE and IDR (0
 * instead of 2).
 */
const lists: Readonly<Record<0 | 2 | 3, string>> = {
  0: "CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  2: `AED ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CHF CLP CNH CNY COP CRC CUP CZK
    DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ILS INR ISK JMD KES KGS KHR KYD KZT LAK
    LKR MAD MDL MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
    RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STN SVC SZL THB TOP TRY TTD TWD TZS UAH USD UYU UZS VEF WST XCD XCG YER ZAR
    ZMW`,
  3: "BHD IQD JOD KWD LYD OMR TND"
}

const exponents: ReadonlyMap<string, number> = new Map(
  Object.entries(lists).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(exponent)] as const)
  )
)

export const currencies: ReadonlyArray<string> = [...exponents.keys()]

/** `undefined` for a currency that isn't taken; codes are in upper case. */
export const exponentOf = (currency: string): number | undefined => exponents.get(currency)
