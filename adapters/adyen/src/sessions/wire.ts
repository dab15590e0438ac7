/**
 * The bodies of Adyen's sessions: requests strict, with the limits of the documents; answers small and tolerant.
 *
 * Source: Adyen, "Optional server configuration" (create, update, result); `CheckoutService-v72` of 2026-07-01 for the
 * other fields, which has neither `payable` nor PATCH. Read 2026-11-22.
 */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Session, Unrecognised } from "@paylayer/core"
import * as lineItems from "../checkout/lineItems.ts"
import * as splits from "../checkout/splits.ts"
import { Amount, given, matching, text, units } from "../checkout/texts.ts"

const methods = Schema.optionalKey(Schema.Array(Schema.NonEmptyString))

const Address = Schema.Struct({
  street: Schema.NonEmptyString,
  houseNumberOrName: Schema.NonEmptyString,
  city: Schema.NonEmptyString,
  postalCode: Schema.NonEmptyString,
  country: matching(/^[A-Z]{2}$/, "a country code of two capitals"),
  stateOrProvince: given
})

/** What a creation may say besides the model's own, as Adyen spells it. */
export const Optional = Schema.Struct({
  countryCode: Schema.optionalKey(matching(/^[A-Z]{2}$/, "a country code of two capitals")),
  shopperReference: Schema.optionalKey(text(3, 256)),
  shopperEmail: Schema.optionalKey(matching(/^[^\s@]+@[^\s@]+$/, "an e-mail address")),
  shopperLocale: Schema.optionalKey(matching(/^[a-z]{2}(?:[-_][A-Z]{2})?$/, "a locale like nl-NL")),
  shopperName: Schema.optionalKey(Schema.Struct({ firstName: Schema.NonEmptyString, lastName: Schema.NonEmptyString })),
  shopperIP: given,
  shopperStatement: given,
  telephoneNumber: given,
  dateOfBirth: Schema.optionalKey(matching(/^\d{4}-\d{2}-\d{2}$/, "a date like 1996-09-04")),
  billingAddress: Schema.optionalKey(Address),
  deliveryAddress: Schema.optionalKey(Address),
  /** A day, as in the document of the sessions, or a moment, as in the specification. */
  deliverAt: Schema.optionalKey(
    matching(
      /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/,
      "a date like 2026-07-30 or a time like 2026-07-30T10:15:30+01:00"
    )
  ),
  lineItems: Schema.optionalKey(Schema.Array(lineItems.Wire)),
  splits: Schema.optionalKey(splits.Wire),
  metadata: Schema.optionalKey(
    Schema.Record(Schema.String, Schema.String).check(
      Schema.makeFilter((metadata) => {
        const pairs = Object.entries(metadata)
        return [
          ...(pairs.length > 20 ? ["Expected at most 20 pairs"] : []),
          ...pairs
            .filter(([name, value]) => name.length > 20 || value.length > 80)
            .map(([name]) => ({
              path: [name],
              issue: "Expected a key of at most 20 characters and a value of at most 80"
            }))
        ]
      })
    )
  ),
  channel: Schema.optionalKey(Schema.Literals(["iOS", "Android", "Web"])),
  allowedPaymentMethods: methods,
  blockedPaymentMethods: methods,
  shopperInteraction: Schema.optionalKey(Schema.Literals(["Ecommerce", "ContAuth", "Moto", "POS"])),
  recurringProcessingModel: Schema.optionalKey(
    Schema.Literals(["CardOnFile", "Subscription", "UnscheduledCardOnFile"])
  ),
  storePaymentMethodMode: Schema.optionalKey(Schema.Literals(["askForConsent", "disabled", "enabled"])),
  store: given,
  mcc: Schema.optionalKey(matching(/^\d{4}$/, "four digits")),
  merchantOrderReference: given,
  /** `hosted`: Adyen's own page shows it; see `hostedUrl`. */
  mode: Schema.optionalKey(Schema.Literals(["embedded", "hosted"])),
  themeId: given,
  captureDelayHours: units,
  additionalData: Schema.optionalKey(Schema.Record(Schema.String, Schema.String))
})

export const NewSession = Schema.Struct({
  ...Optional.fields,
  merchantAccount: Schema.NonEmptyString,
  reference: text(1, 80),
  amount: Amount,
  returnUrl: text(1, 1024).check(
    Schema.isPattern(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, { expected: "a URL with its protocol" })
  ),
  expiresAt: Schema.optionalKey(Schema.String),
  /** Only ever sent to say that the amount may change: no document says what `true` does here. */
  payable: Schema.optionalKey(Schema.Literal(false))
})

const sessionData = Schema.RedactedFromValue(Schema.NonEmptyString)

export const SessionCreated = Schema.Struct({
  id: Session.SessionId,
  reference: Schema.NonEmptyString,
  amount: Amount,
  /** With an offset: `2026-03-31T13:57:48+02:00`. */
  expiresAt: Schema.DateTimeUtcFromString,
  payable: Schema.optionalKey(Schema.Unknown),
  sessionData: Schema.optionalKey(sessionData),
  url: Schema.optionalKey(Schema.String)
})

export const SessionPatch = Schema.Struct({
  sessionData: Schema.NonEmptyString,
  amount: Amount,
  payable: Schema.Boolean
})

export const SessionPatched = Schema.Struct({ sessionData })

/** One of Adyen's words as one of ours; any other as it came. */
const word = <const Word extends string>(ours: Readonly<Record<string, Word>>) =>
  Schema.String.pipe(
    Schema.decodeTo(
      Schema.Union([Schema.Literals(Object.values(ours)), Unrecognised.Unrecognised]),
      SchemaTransformation.transform({
        decode: (value) => (Object.hasOwn(ours, value) ? ours[value]! : { _tag: "Unrecognised" as const, value }),
        encode: (value) => (typeof value === "string" ? value : value.value)
      })
    )
  )

export const SessionResult = Schema.Struct({
  id: Schema.String,
  reference: Schema.String,
  status: word({
    active: "active",
    completed: "completed",
    paymentPending: "pending",
    canceled: "cancelled",
    expired: "expired",
    // Too many refused attempts: the shopper can no longer complete the payment with this session.
    refused: "failed"
  }),
  additionalData: Schema.optionalKey(Schema.Struct({ adjustAuthorisationData: Schema.optionalKey(Schema.Unknown) })),
  payments: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        pspReference: Schema.String,
        amount: Amount,
        resultCode: word({ Authorised: "authorised", Received: "pending", Pending: "pending", Refused: "refused" })
      })
    )
  )
})
