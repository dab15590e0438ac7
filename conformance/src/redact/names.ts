/** Which fields hold a secret, or something about a card: by their name, whoever the provider is. */

/** Anywhere in a name. */
const parts = [
  ...["secret", "password", "passwd", "passphrase", "credential", "signature", "hmac", "token"],
  ...["apikey", "appkey", "clientkey", "accesskey", "privatekey", "signingkey", "encryptionkey", "sharedkey"],
  ...["sessiondata", "sessionresult", "redirectresult", "authorisationdata", "authorizationdata"],
  ...["encryptedcard", "encryptedexpiry", "encryptedsecurity", "cryptogram", "securitycode", "cardcode"],
  ...["cardnumber", "accountnumber", "cardholder", "holdername", "nameoncard"],
  ...["track1", "track2", "trackdata", "pinblock"]
]

/** A word of a name: `x-hub-mac`, `cardPan`. */
const words = new Set([
  ...["pan", "iban", "bban", "pin", "mac", "otp", "jwt", "pwd", "cavv", "tavv"],
  ...["cvc", "cvc2", "cvv", "cvv2", "cvn", "csc"]
])

/** The whole name. */
const wholes = new Set(["authorization", "proxyauthorization", "cookie", "setcookie", "card"])

/** When a card ends; not when a session does. */
const cardExpiry = /^(?:card)?exp(?:iry|iration)?(?:month|year|date)?$/

const wordsOf = (name: string): ReadonlyArray<string> =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")

/** Whether a field of this name holds something that may not be shown. */
export const isSecret = (name: string): boolean => {
  const known = seen.get(name)
  if (known !== undefined) return known
  if (seen.size > 1000) seen.clear()
  const all = wordsOf(name)
  const joined = all.join("")
  const secret =
    wholes.has(joined) ||
    cardExpiry.test(joined) ||
    all.some((word) => words.has(word)) ||
    parts.some((part) => joined.includes(part))
  seen.set(name, secret)
  return secret
}

/** The same few names come again and again. */
const seen = new Map<string, boolean>()

/** The same of a name with a path: `card[number]`, `additionalData.hmacSignature`. */
export const isSecretPath = (path: string): boolean => {
  const names = path.split(/[[\].]+/).filter((name) => !/^\d*$/.test(name))
  // A card is taken apart, so that what was asked of it is still seen.
  return names.some(
    (name, index) => isSecret(name) && (index === names.length - 1 || wordsOf(name).join("") !== "card")
  )
}

/** A field that is a number of something, and by its length may be a card's or an account's. */
export const isNumbered = (name: string, value: string): boolean =>
  /(?:^|[^a-z])(?:number|no|account)\]?$/i.test(name) && value.replace(/\D/g, "").length >= 8
