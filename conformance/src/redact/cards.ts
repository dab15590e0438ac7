/** What looks like the number of a card, however its digits are written. */
import { card } from "./hidden.ts"

const digit = String.raw`(?:\d|%3\d|\\{1,16}u003\d|&#(?:4[89]|5[0-7]);|&#[xX]3\d;)`
const separator = String.raw`(?:[ \t.\u00a0+-]|%20|%09|%2[dDeE]|%[cC]2%[aA]0|\\{1,16}u00[aA]0|&nbsp;|&#160;)`
const run = new RegExp(`${digit}(?:${separator}{0,2}${digit}){11,}`, "g")
const separators = new RegExp(`${separator}+`, "g")
const written = /%3(\d)|\\{1,16}u003(\d)|&#[xX]3(\d);|&#(4[89]|5[0-7]);/g

/** A text without the numbers of cards. */
export const hideCards = (text: string): string =>
  text.replace(run, (found) => (holdsCard(groupsOf(found)) ? card : found))

/** The digits of a run, as they are grouped. */
const groupsOf = (found: string): ReadonlyArray<string> =>
  found
    .replace(separators, " ")
    .replace(written, (_, percent?: string, escaped?: string, hexadecimal?: string, decimal?: string) =>
      decimal === undefined ? `${percent ?? escaped ?? hexadecimal}` : String(Number(decimal) - 48)
    )
    .split(" ")

/** So many digits in a row are looked at; more are hidden without. */
const most = 100

const holdsCard = (groups: ReadonlyArray<string>): boolean =>
  groups.length > most ||
  groups.some((group, start) => {
    if (group.length > 19) return true
    let digits = ""
    for (const next of groups.slice(start)) {
      digits += next
      if (digits.length > 19) break
      if (isCard(digits)) return true
    }
    // With its code, or the month in which it ends, behind it.
    return group.length > 16 && [15, 16].some((length) => isCard(group.slice(0, length)))
  })

/** Which numbers of this many digits there are, by how they begin. */
const beginnings: Readonly<Record<number, RegExp>> = {
  12: /^[56]/,
  13: /^[456]/,
  14: /^[356]/,
  15: /^[12356]/,
  16: /^[1-9]/,
  17: /^[1-9]/,
  18: /^[1-9]/,
  19: /^[1-9]/
}

const isCard = (digits: string): boolean =>
  beginnings[digits.length]?.test(digits) === true && !/^(\d)\1*$/.test(digits) && isChecked(digits)

/** Luhn's check digit. */
const isChecked = (digits: string): boolean => {
  let sum = 0
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
