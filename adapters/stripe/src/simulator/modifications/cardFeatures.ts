/**
 * What a merchant asks of an authorisation in `payment_method_options[card]`, and what it gets: docs.stripe.com/payments
 * multicapture, incremental-authorization, overcapture, extended-authorization. Of the limits there, that of one increment
 * (500 USD or 500 %) is not simulated: nobody says what its local equivalents are.
 */
import * as Result from "effect/Result"
import type { Positions } from "../assumptions.ts"
import { formatOf } from "../currencies.ts"
import { isGroup } from "../form.ts"
import type { Account, CardFeatures, Charge, Intent, Settings } from "../ledger.ts"
import { anything, type Kind, oneOf, type Parsed, type ParsedObject } from "../parameters.ts"
import * as refusals from "../refusals.ts"

export const none: CardFeatures = {
  multicapture: false,
  incrementalAuthorisation: false,
  overcapture: 0,
  extendedAuthorisation: false
}

const requests: Readonly<Record<keyof CardFeatures, string>> = {
  multicapture: "request_multicapture",
  incrementalAuthorisation: "request_incremental_authorization",
  overcapture: "request_overcapture",
  extendedAuthorisation: "request_extended_authorization"
}

const choices: ReadonlyMap<string, Kind> = new Map([
  ["capture_method", oneOf("manual")],
  ...Object.values(requests).map((name) => [name, oneOf("if_available", "never")] as const)
])

/** `payment_method_options`: what this simulator understands is checked, the rest is kept as it is written. */
export const methodOptions: Kind = (value, param) => {
  const card = isGroup(value) ? value.get("card") : undefined
  for (const [name, member] of isGroup(card) ? card : []) {
    const checked = member === "" ? undefined : choices.get(name)?.(member, `${param}[card][${name}]`)
    if (checked !== undefined && Result.isFailure(checked)) return Result.fail(checked.failure)
  }
  return anything(value, param)
}

const isObject = (value: Parsed | undefined): value is ParsedObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const cardOptions = ({ payment_method_options: options }: Settings): ParsedObject => {
  const card = isObject(options) ? options["card"] : undefined
  return isObject(card) ? card : {}
}

/** For cards, their own `capture_method` comes before the PaymentIntent's. */
export const isManual = ({ captureMethod, settings }: Intent): boolean =>
  captureMethod === "manual" || cardOptions(settings)["capture_method"] === "manual"

const asked = ({ settings }: Intent, name: keyof CardFeatures): boolean =>
  cardOptions(settings)[requests[name]] === "if_available"

/** What was asked for and is offered: only to what waits for its capture. */
export const featuresOf = (intent: Intent, { offered }: Account): CardFeatures => {
  if (offered === "not-eligible" || !isManual(intent)) return none
  const gets = (name: "multicapture" | "incrementalAuthorisation" | "extendedAuthorisation") =>
    asked(intent, name) && offered[name] === true
  return {
    multicapture: gets("multicapture"),
    incrementalAuthorisation: gets("incrementalAuthorisation"),
    overcapture: asked(intent, "overcapture") ? (offered.overcapture ?? 0) : 0,
    extendedAuthorisation: gets("extendedAuthorisation")
  }
}

/** Recorded of the incremental authorisation, at a confirmation: the code, no param, and the middle of the text. */
export const notEligible = (intent: Intent, { offered }: Account): refusals.Refusal | undefined =>
  offered === "not-eligible" && (Object.keys(requests) as Array<keyof CardFeatures>).some((name) => asked(intent, name))
    ? refusals.forbidden("This account is not eligible for the requested card features.", {
        code: "payment_intent_invalid_parameter"
      })
    : undefined

const hours = 60 * 60
const days = 24 * hours

/** In seconds. "Under manual capture capture_before = created + 7 d" */
export const captureWindow = ({ extendedAuthorisation }: CardFeatures, { extendedWindow }: Positions): number => {
  if (!extendedAuthorisation) return 7 * days
  return extendedWindow === "30-days" ? 30 * days : 29 * days + 18 * hours
}

/** "If unavailable, the maximum_amount_capturable is the amount authorized." */
export const maximumOf = ({ authorised, features }: Charge, currency: string): number => {
  const { step } = formatOf(currency)
  return Math.floor((authorised * (100 + features.overcapture)) / 100 / step) * step
}

const availability = (available: boolean) => ({ status: available ? "available" : "unavailable" })

/** Within the charge's `payment_method_details[card]`; the maximum is there for failed charges, too. */
export const toWire = (charge: Charge, currency: string): object => {
  const { extendedAuthorisation, incrementalAuthorisation, multicapture, overcapture } = charge.features
  return {
    ...(charge.captureBefore === undefined ? {} : { capture_before: charge.captureBefore }),
    extended_authorization: { status: extendedAuthorisation ? "enabled" : "disabled" },
    incremental_authorization: availability(incrementalAuthorisation),
    multicapture: availability(multicapture),
    overcapture: {
      maximum_amount_capturable: maximumOf(charge, currency),
      ...availability(overcapture > 0)
    }
  }
}
