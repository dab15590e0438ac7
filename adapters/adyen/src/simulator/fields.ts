/**
 * The fields of `POST /sessions` besides the amount.
 *
 * Source: Adyen/adyen-openapi CheckoutService-v72, `CreateCheckoutSessionRequest`, 2026-07-01; `payable` from "Optional
 * server configuration" of docs.adyen.com, 2026-11-22. Which error a field gets is recorded for the first ones only; see
 * `errors.ts` for the codes' sources and `ADY-16` for the rest. The first one that is wrong is told.
 */
import { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"
import {
  amount,
  between,
  flag,
  firstWrong,
  integer,
  invalid,
  isAbsent,
  isMissing,
  isText,
  type Kind,
  type Kinds,
  object,
  objects,
  oneOf,
  reference,
  text,
  texts
} from "./kinds.ts"
import * as localTime from "./localTime.ts"

const date: Kind = {
  check: (value) => isText(value) && localTime.parse(value) !== undefined,
  shown: (value) => localTime.format(localTime.parse(String(value)) ?? 0)
}
const scalarText = (value: Json.Value): Json.Value =>
  value instanceof Json.Numeral ? value.text : typeof value === "boolean" ? String(value) : value
/** "Maximum 20 key-value pairs per request. Maximum 20 characters per key. Maximum 80 characters per value." */
const metadata: Kind = {
  check: (value) => {
    if (!Json.isObject(value)) return false
    const entries = Object.entries(value)
    if (entries.length > 20) return refusal("metadataSize")
    if (entries.some(([key]) => key.length > 20)) return refusal("metadataKey")
    const values = entries.map(([, member]) => scalarText(member))
    if (!values.every(isText)) return false
    return values.some((member) => member.length > 80) ? refusal("tooLong", "80") : true
  },
  shown: (value) =>
    Object.fromEntries(Object.entries(value as Json.JsonObject).map(([key, member]) => [key, scalarText(member)]))
}
const zero = new Json.Numeral("0")
const lineItems: Kind = {
  check: objects.check,
  shown: (value) =>
    (value as ReadonlyArray<Json.JsonObject>).map(({ id, ...item }) => ({
      taxAmount: zero,
      taxPercentage: zero,
      ...item,
      ...(id === undefined ? {} : { id: scalarText(id) })
    }))
}
const countryCode: Kind = {
  check: (value) => (isText(value) && /^[A-Z]{2}$/.test(value)) || refusal("countryCode")
}
/** In the order in which they are checked. */
export const fields = {
  reference,
  returnUrl: between(1, 1024),
  countryCode,
  payable: flag,
  expiresAt: date,
  metadata,
  lineItems,
  shopperReference: between(3, 256),
  additionalAmount: amount,
  deliverAt: date,
  dateOfBirth: date,
  captureDelayHours: integer,
  mode: oneOf("embedded", "hosted"),
  channel: oneOf("iOS", "Android", "Web"),
  recurringProcessingModel: oneOf("CardOnFile", "Subscription", "UnscheduledCardOnFile"),
  shopperInteraction: oneOf("Ecommerce", "ContAuth", "Moto", "POS"),
  storeFiltrationMode: oneOf("exclusive", "inclusive", "skipFilter"),
  storePaymentMethodMode: oneOf("askForConsent", "disabled", "enabled"),
  allowedPaymentMethods: texts,
  blockedPaymentMethods: texts,
  splits: objects,
  enableOneClick: flag,
  enablePayOut: flag,
  enableRecurring: flag,
  showInstallmentAmount: flag,
  showRemovePaymentMethodButton: flag,
  splitCardFundingSources: flag,
  storePaymentMethod: flag,
  threeDSAuthenticationOnly: flag,
  trustedShopper: flag,
  accountInfo: object,
  additionalData: object,
  applicationInfo: object,
  authenticationData: object,
  billingAddress: object,
  company: object,
  deliveryAddress: object,
  fundOrigin: object,
  fundRecipient: object,
  installmentOptions: object,
  mandate: object,
  mpiData: object,
  platformChargebackLogic: object,
  riskData: object,
  shopperName: object,
  threeDS2RequestData: object,
  mcc: text,
  merchantOrderReference: text,
  recurringExpiry: text,
  recurringFrequency: text,
  redirectFromIssuerMethod: text,
  redirectToIssuerMethod: text,
  shopperEmail: text,
  shopperIP: text,
  shopperLocale: text,
  shopperStatement: text,
  socialSecurityNumber: text,
  store: text,
  telephoneNumber: text,
  themeId: text
} as const satisfies Kinds

/** Checked before the others, each in its own way. */
const before = ["merchantAccount", "amount"]

/** What a request has that no document names, where that is refused. */
export const unknown = (
  body: Json.JsonObject,
  known: ReadonlyArray<string>,
  positions: Pick<Positions, "invalidField" | "unknownFields">
): Refusal | undefined => {
  const name = positions.unknownFields === "refused" ? Object.keys(body).find((key) => !known.includes(key)) : undefined
  return name === undefined ? undefined : invalid(name, positions)
}

/** A field of its own that has to be a boolean: `payable` of a PATCH. */
export const checkFlag = (
  value: Json.Value | undefined,
  name: string,
  positions: Pick<Positions, "invalidField">
): Result.Result<boolean | undefined, Refusal> =>
  isAbsent(value)
    ? Result.succeed(undefined)
    : typeof value === "boolean"
      ? Result.succeed(value)
      : Result.fail(invalid(name, positions))

/** What the session holds of a request, as answers show it. */
export const check = (body: Json.JsonObject, positions: Positions): Result.Result<Json.JsonObject, Refusal> => {
  const held: Record<string, Json.Value> = {}
  if (isMissing(body["reference"])) return Result.fail(refusal("required", "reference"))
  if (isMissing(body["returnUrl"])) return Result.fail(refusal("returnUrl"))
  const wrong = firstWrong(body, fields, positions)
  if (wrong !== undefined) return Result.fail(wrong)
  for (const [name, kind] of Object.entries<Kind>(fields)) {
    const value = body[name]
    if (!isAbsent(value)) held[name] = kind.shown === undefined ? value : kind.shown(value)
  }
  const surplus = unknown(body, [...before, ...Object.keys(fields)], positions)
  return surplus === undefined ? Result.succeed(held) : Result.fail(surplus)
}

/** How long a session lives unless told otherwise, and at most, in milliseconds. */
const lifetime = { usual: 60 * 60 * 1000, most: 24 * 60 * 60 * 1000 }

/** When a session ends that was asked for like this. */
export const expiry = (
  held: Json.JsonObject,
  now: number,
  positions: Pick<Positions, "invalidField">
): Result.Result<number, Refusal> => {
  const { expiresAt } = held
  if (typeof expiresAt !== "string") return Result.succeed(Math.floor((now + lifetime.usual) / 1000) * 1000)
  const millis = localTime.parse(expiresAt) ?? 0
  return millis > now && millis <= now + lifetime.most
    ? Result.succeed(millis)
    : Result.fail(invalid("expiresAt", positions))
}
