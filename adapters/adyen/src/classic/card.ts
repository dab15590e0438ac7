/** Whose money it is, where no payment says so: a card or a bank account. Never shown, never kept. */
import * as Redacted from "effect/Redacted"

type Secret = Redacted.Redacted<string>

/** As it is embossed: `expiryMonth` from 1 to 12, `expiryYear` with four digits. */
export interface Card {
  readonly number: Secret
  readonly cvc?: Secret
  readonly expiryMonth: Secret
  readonly expiryYear: Secret
  readonly holderName: Secret
}

/** By Adyen's names. What identifies an account differs from country to country: an `iban`, or a number and a bank. */
export interface BankAccount {
  readonly iban?: Secret
  readonly bankAccountNumber?: Secret
  readonly bankLocationId?: Secret
  readonly bic?: Secret
  readonly bankName?: Secret
  readonly bankCity?: Secret
  readonly countryCode?: Secret
  readonly ownerName: Secret
}

type Plain<Account> = { readonly [Name in keyof Account]: string }

const redacted = (plain: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(plain)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Redacted.make(value, { label: name })])
  )

/**
 * A card, hidden from here on.
 *
 * **Example** (Adyen's test card)
 *
 * ```ts
 * const mine = card({ number: "4111111111111111", expiryMonth: "3", expiryYear: "2030", holderName: "J. Smith" })
 * `${mine.number}` // => "<redacted:number>"
 * ```
 */
export const card = (plain: Plain<Card>): Card => redacted(plain) as unknown as Card

/** A bank account, hidden from here on. */
export const bankAccount = (plain: Plain<BankAccount>): BankAccount => redacted(plain) as unknown as BankAccount

/** For the request, and for nothing else. Callers without types may have given anything: the schema judges it. */
export const revealed = (account: Card | BankAccount): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(account)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]: [string, unknown]) => [name, Redacted.isRedacted(value) ? Redacted.value(value) : value])
  )

/**
 * What of it must not be quoted. A month, a year and a code of two letters say nothing alone, and taking them out would
 * spoil every number in a text: of an expiry the written forms are taken out.
 */
export const secretsOf = (account: Card | BankAccount): ReadonlyArray<Secret> => {
  const { countryCode: _, expiryMonth, expiryYear, ...telling } = revealed(account)
  const expiry =
    typeof expiryMonth === "string" && typeof expiryYear === "string" ? written(expiryMonth, expiryYear) : []
  return [...Object.values(telling).filter((value) => typeof value === "string"), ...expiry].map((text) =>
    Redacted.make(text)
  )
}

const written = (month: string, year: string): ReadonlyArray<string> => {
  const months = [...new Set([month, month.padStart(2, "0")])]
  const years = [...new Set([year, year.slice(-2)])]
  return months.flatMap((m) => years.flatMap((y) => [`${m}/${y}`, `${m}-${y}`, `${y}/${m}`, `${y}-${m}`]))
}
