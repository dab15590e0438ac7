/** Mutants of how Adyen's notifications are verified, read and answered. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import type { Fact } from "@paylayer/core"
import { Webhooks } from "@paylayer/core"
import { Hmac } from "@paylayer/core/adapter"
import { eventOf } from "../../src/webhooks/events.ts"
import { decisions } from "../../src/webhooks/ports.ts"
import { fields, signedText } from "../../src/webhooks/signature.ts"
import { anew, nearly, options, outcomes, reading, receiving, severalCaptures, signed, telling } from "./nearly.ts"

/** HPP escaped what it signed; webhooks never did. */
const escaped = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll(":", "\\:")

const escape = (value: string | undefined): string | undefined => (value === undefined ? undefined : escaped(value))

/** The text of a key as the bytes that sign, as most other providers take it. */
const asText = (key: Uint8Array): Uint8Array =>
  new TextEncoder().encode(
    [...key]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("")
      .toUpperCase()
  )

interface Notification {
  readonly live: string
  readonly notificationItems: ReadonlyArray<{
    readonly NotificationRequestItem: {
      readonly additionalData?: { readonly hmacSignature?: string }
    }
  }>
}

const notification = (body: string): Notification | undefined => {
  try {
    return JSON.parse(body) as Notification
  } catch {
    return undefined
  }
}

const signatureIn = (body: string): string | undefined =>
  notification(body)?.notificationItems?.[0]?.NotificationRequestItem.additionalData?.hmacSignature

/** As many characters are compared as came. */
const isBeginning = (body: string): boolean => {
  const given = signatureIn(body)
  return given !== undefined && signatureIn(signed(body).body)?.startsWith(given) === true
}

/** Received as the right adapter does; what this says yes to, as if it were rightly signed. */
const believing = (isBelieved: (body: string) => boolean) =>
  receiving(
    (receive) => (request) =>
      Effect.catch(receive(request), (refused) =>
        isBelieved(request.body) ? receive(signed(request.body)) : Effect.fail(refused)
      )
  )

let arrivals = 0

const success = (fact: Fact.Outcome): Fact.Fact => {
  const { failure: _, ...rest } = fact
  return { ...rest, verdict: "succeeded" }
}

/** Several events in a request, of which one is broken. */
export const batched: Subject.Subject = (() => {
  const subject = nearly({ world: { webhooks: { batch: 6 } } })
  const { broken } = subject.webhooks!
  const parse = (body: string) => JSON.parse(body) as Notification
  return {
    ...subject,
    webhooks: {
      ...subject.webhooks!,
      broken: (body) => {
        const items = [
          ...parse(body).notificationItems.slice(0, -1),
          ...parse(broken(body)).notificationItems.slice(-1)
        ]
        return JSON.stringify({ ...parse(body), notificationItems: items })
      }
    }
  }
})()

/** Each item for itself, and the good ones are acknowledged. */
const itemByItem = receiving(
  (receive) => (request) => {
    const all = notification(request.body)?.notificationItems ?? []
    const each = all.map((item) => JSON.stringify({ live: "false", notificationItems: [item] }))
    return all.length < 2
      ? receive(request)
      : Effect.map(
          Effect.forEach(each, (body) => Effect.catch(receive({ ...request, body }), () => Effect.succeed(undefined))),
          (received) => ({
            deliveries: received.flatMap((one) => one?.deliveries ?? []),
            acknowledgement: decisions.acknowledge("json")
          })
        )
  },
  batched
)

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant("WHK-04", "success is not looked at", nearly(reading((item) => ({ ...item, success: "true" })))),
  mutant(
    "CAP-03",
    "CAPTURE_FAILED is a success, since it says so",
    nearly(outcomes((fact) => (fact.kind === "capture" && fact.verdict === "reverted" ? success(fact) : fact)))
  ),
  mutant(
    "REF-02",
    "REFUND_FAILED is a success, since it says so",
    nearly(outcomes((fact) => (fact.kind === "refund" && fact.verdict === "reverted" ? success(fact) : fact)))
  ),
  mutant(
    "REV-01",
    "a reversal is always a refund",
    nearly(reading((item) => ({ ...item, action: item.action === undefined ? undefined : "refund" })))
  ),
  mutant(
    "REV-01",
    "a reversal is always a cancellation",
    nearly(reading((item) => ({ ...item, action: item.action === undefined ? undefined : "cancel" })))
  ),
  mutant(
    "ADJ-01",
    "the amount of an adjustment's event, a difference, is believed",
    nearly({
      assume: { adjustedAmount: "difference" },
      ...outcomes(({ id, key, ...fact }) =>
        fact.kind === "adjust" ? { ...fact, id: `${id} told` } : { ...fact, id: id!, ...(key && { key }) }
      )
    })
  ),
  mutant(
    "ADJ-03",
    "an adjustment that failed is a payment that was refused",
    nearly({
      webhooks: {
        event: (item, setting) =>
          eventOf(
            item.eventCode === "AUTHORISATION_ADJUSTMENT" && item.success === "false"
              ? { ...item, eventCode: "AUTHORISATION" }
              : item,
            setting
          )
      }
    })
  ),
  mutant(
    "CAP-05",
    "why a capture failed is not read",
    nearly({ ...severalCaptures, ...reading((item) => ({ ...item, reason: undefined })) })
  ),
  mutant(
    "CAP-04",
    "a capture from elsewhere leaves the rest, whatever the account",
    nearly(outcomes(({ closes: _, ...fact }) => fact))
  ),
  mutant(
    "ADJ-05",
    "EXPIRE is not of interest",
    nearly(telling((fact) => (fact._tag === "Expired" ? undefined : fact)))
  ),
  mutant(
    "REF-04",
    "a chargeback is a refund",
    nearly(
      telling((fact) =>
        fact._tag === "Disputed"
          ? { _tag: "Outcome", kind: "refund", id: fact.id, amount: fact.amount, at: fact.at, verdict: "succeeded" }
          : fact
      )
    )
  ),
  mutant("CAP-03", "eventDate is not read", nearly(outcomes((fact) => ({ ...fact, at: 0 })))),
  mutant(
    "WHK-02",
    "notifications count in the order in which they arrive",
    nearly(outcomes((fact) => ({ ...fact, at: ++arrivals })))
  ),
  mutant(
    "WHK-02",
    "each delivery of a notification counts",
    nearly(outcomes(({ key: _, ...fact }) => ({ ...fact, id: `${fact.id} ${anew()}` })))
  ),
  mutant(
    "WHK-03",
    "the pspReference of a notification is taken for the payment's",
    nearly({
      webhooks: {
        event: (item, setting) =>
          eventOf({ ...item, originalReference: item.originalReference && item.pspReference }, setting)
      }
    })
  ),
  mutant(
    "WHK-05",
    "what is signed is escaped, as HPP did",
    nearly({
      webhooks: {
        signedText: (item) =>
          signedText({
            ...item,
            merchantReference: escape(item.merchantReference),
            merchantAccountCode: escape(item.merchantAccountCode)
          })
      }
    })
  ),
  mutant(
    "WHK-10",
    "what is absent is not signed, not even as an empty text",
    nearly({ webhooks: { signedText: (item) => signedText(item).replaceAll("::", ":") } })
  ),
  mutant(
    "WHK-09",
    "the HMAC key is not decoded",
    nearly({ webhooks: { isSigned: (keys, ...rest) => Hmac.isSigned(keys.map(asText), ...rest) } })
  ),
  mutant(
    "WHK-09",
    "only the first HMAC key is known",
    nearly({ webhooks: { isSigned: (keys, ...rest) => Hmac.isSigned(keys.slice(0, 1), ...rest) } })
  ),
  mutant("WHK-01", "a signature is compared as far as it goes", believing(isBeginning)),
  mutant(
    "WHK-01",
    "a field that is signed is not declared to be",
    onPort(nearly({}), Webhooks.Webhooks, ({ capabilities, receive }) => ({
      capabilities: { ...capabilities, signed: { _tag: "fields" as const, fields: fields.slice(0, -1) } },
      receive
    }))
  ),
  mutant(
    "WHK-01",
    "what has no signature needs none",
    believing((body) => notification(body) !== undefined && signatureIn(body) === undefined)
  ),
  mutant(
    "WHK-07",
    "a live event is applied in a test",
    receiving(
      (receive) => (request) => receive({ ...request, body: request.body.replace(/"live":"true"/, '"live":"false"') })
    )
  ),
  mutant(
    "WHK-07",
    "another merchant account's event is applied",
    receiving(
      (receive) => (request) =>
        Effect.andThen(
          receive(request),
          receive(
            signed(
              request.body.replaceAll(
                /"merchantAccountCode":"\w+"/g,
                `"merchantAccountCode":"${options.merchantAccount}"`
              )
            )
          )
        )
    )
  ),
  mutant(
    "WHK-05",
    "an unknown event is refused",
    nearly({
      webhooks: {
        event: (item, setting) =>
          Result.flatMap(eventOf(item, setting), (told) =>
            told._tag === "UnknownEvent" ? Result.fail("an unknown eventCode") : Result.succeed(told)
          )
      }
    })
  ),
  mutant(
    "WHK-05",
    "a broken event is ignored",
    nearly({
      webhooks: {
        event: (item, setting) =>
          Result.orElse(eventOf(item, setting), () =>
            Result.succeed({ _tag: "Ignored" as const, type: item.eventCode! })
          )
      }
    })
  ),
  mutant("WHK-05", "a broken event of several is skipped", itemByItem),
  mutant(
    "WHK-10",
    "acknowledged in JSON",
    nearly({
      webhooks: {
        acknowledge: () => ({
          status: 200,
          headers: { "content-type": "application/json" },
          body: '{"notificationResponse":"[accepted]"}'
        })
      }
    })
  )
]
