/** How the reference adapter receives events: verified as a whole, read one by one. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Capabilities } from "@paylayer/core"
import { Fact, RuleViolation, Webhooks } from "@paylayer/core"
import { defined, headersOf, Hmac, Mac } from "@paylayer/core/adapter"
import * as paymentWire from "./paymentWire.ts"
import * as wire from "./wire.ts"

/** What a mutant may put something else in the place of. */
export interface Parts {
  readonly webhooks: (capabilities: Capabilities.WebhookCapabilities) => Capabilities.WebhookCapabilities
  readonly isSigned: typeof Hmac.isSigned
  /** What is signed, of a request. */
  readonly signedText: (body: string) => string
  readonly tolerance: number
  readonly event: typeof eventOf
  readonly acknowledge: (count: number) => Webhooks.WebhookAnswer
}

const bodyLimit = 1024 * 1024

const Envelope = Schema.fromJsonString(
  Schema.Struct({
    events: Schema.NonEmptyArray(
      Schema.Struct({
        id: Schema.NonEmptyString,
        type: Schema.String,
        created: Schema.DateTimeUtcFromString,
        live: Schema.Boolean,
        merchant: Schema.String,
        data: Schema.Unknown
      })
    )
  })
)

export type Event = (typeof Envelope.Type)["events"][number]

const optional = Schema.optionalKey
const payment = { payment: Fact.AuthorisationId, reference: Schema.NonEmptyString }

const PaymentDecided = Schema.Struct({
  ...payment,
  amount: wire.Amount,
  capture: Schema.Literals(["automatic", "manual"]),
  pre_authorisation: Schema.Boolean,
  valid_until: Schema.DateTimeUtcFromString,
  success: Schema.Boolean,
  reason: optional(Schema.String)
})

const ModificationDecided = Schema.Struct({
  payment: Fact.AuthorisationId,
  modification: Schema.NonEmptyString,
  kind: Schema.Literals(["adjustment", "capture", "cancellation", "refund", "reversal"]),
  reference: optional(Schema.String),
  amount: optional(wire.Amount),
  final: optional(Schema.Boolean),
  turned_out: optional(Schema.Literals(["cancellation", "refund"])),
  valid_until: optional(Schema.DateTimeUtcFromString),
  success: Schema.Boolean,
  reason: optional(Schema.String)
})

const PaymentExpired = Schema.Struct(payment)
const PaymentDisputed = Schema.Struct({ ...payment, dispute: Schema.NonEmptyString, amount: wire.Amount })
const SessionCompleted = Schema.Struct({
  session: Schema.String,
  reference: Schema.String,
  payment: Fact.AuthorisationId
})
const SessionEnded = Schema.Struct({ session: Schema.String, reference: Schema.String, why: Schema.String })

/** What one event tells; a failure says what it lacks. */
export const eventOf = (
  { created, data, type }: Event,
  read: paymentWire.ReadAmount
): Result.Result<Webhooks.WebhookEvent, string> =>
  Result.gen(function* () {
    const at = DateTime.toEpochMillis(created)
    switch (type) {
      case "payment.decided": {
        const told = yield* decode(PaymentDecided, data)
        const { reason, reference } = told
        if (!told.success) {
          return { _tag: "AuthorisationRefused", id: told.payment, reference, ...defined({ reason }) }
        }
        const amount = yield* Result.mapError(read(told.amount), () => "an amount that is none")
        const fact = paymentWire.authorised(
          { ...told, id: told.payment },
          amount,
          DateTime.toEpochMillis(told.valid_until)
        )
        return { _tag: "Reported", authorisation: told.payment, reference, fact }
      }
      case "modification.decided":
      case "modification.reverted":
      case "modification.recovered": {
        const told = yield* decode(ModificationDecided, data)
        const verdict = !told.success ? "failed" : type === "modification.reverted" ? "reverted" : "succeeded"
        const until = told.valid_until === undefined ? undefined : DateTime.toEpochMillis(told.valid_until)
        const fact = paymentWire.outcome(told.payment, { ...told, id: told.modification }, verdict, at, read, until)
        return { _tag: "Reported", authorisation: told.payment, fact }
      }
      case "payment.expired": {
        const told = yield* decode(PaymentExpired, data)
        return {
          _tag: "Reported",
          authorisation: told.payment,
          reference: told.reference,
          fact: { _tag: "Expired", at }
        }
      }
      case "payment.disputed": {
        const told = yield* decode(PaymentDisputed, data)
        const amount = yield* Result.mapError(read(told.amount), () => "an amount that is none")
        return {
          _tag: "Reported",
          authorisation: told.payment,
          reference: told.reference,
          fact: { _tag: "Disputed", id: told.dispute, amount, at }
        }
      }
      case "session.completed": {
        const { payment, ...told } = yield* decode(SessionCompleted, data)
        return { _tag: "SessionCompleted", ...told, authorisation: payment }
      }
      case "session.ended":
        return { _tag: "SessionEnded", ...(yield* decode(SessionEnded, data)) }
      default:
        return { _tag: "UnknownEvent", type }
    }
  })

const decode = <A>(schema: Schema.ConstraintDecoder<A, never>, data: unknown): Result.Result<A, string> => {
  const exit = Schema.decodeUnknownExit(schema)(data)
  return Exit.isSuccess(exit)
    ? Result.succeed(exit.value)
    : Result.fail("a field that the document promises is missing")
}

interface Given {
  readonly provider: string
  readonly parts: Parts
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
  readonly read: paymentWire.ReadAmount
}

export const make = Effect.fnUntraced(function* ({ parts, provider, read, secrets }: Given) {
  const mac = yield* Mac
  const keys = secrets.map(Hmac.secretText)
  const refuse = (why: RuleViolation.WebhookRefused["why"], problem?: string) =>
    new RuleViolation.WebhookRefused({ provider, why, ...defined({ problem }) })

  const verify = Effect.fnUntraced(function* (header: string | undefined, body: string) {
    const [stamp, ...rest] = (header ?? "").split(",")
    const seconds = /^t=(\d{1,12})$/.exec(stamp ?? "")?.[1]
    const given = rest.flatMap((part) => {
      const bytes = part.startsWith("v1=") ? Hmac.hexBytes(part.slice(3)) : undefined
      return bytes === undefined ? [] : [bytes]
    })
    if (seconds === undefined || given.length === 0) return yield* refuse("missing")
    const now = yield* Clock.currentTimeMillis
    const signed = yield* parts.isSigned(keys, given, `${seconds}.${parts.signedText(body)}`)
    if (!signed) return yield* refuse("mismatch")
    if (now - Number(seconds) * 1000 > parts.tolerance) return yield* refuse("too-old")
  })

  const receive: Webhooks.Webhooks["Service"]["receive"] = Effect.fnUntraced(
    function* ({ body, headers }) {
      if (body.length > bodyLimit) return yield* refuse("malformed", "a body of more than 1 MiB")
      yield* verify(headersOf(headers)["reference-signature"], body)
      const parsed = Schema.decodeUnknownExit(Envelope)(body)
      if (Exit.isFailure(parsed)) return yield* refuse("malformed", "not the envelope that the document promises")
      const { events } = parsed.value
      const deliveries = yield* Effect.forEach(events, (event) => {
        if (event.live || event.merchant !== "shop") {
          const why = event.live ? "live" : "another merchant"
          return Effect.succeed({ id: event.id, events: [{ _tag: "ForeignEvent" as const, type: event.type, why }] })
        }
        return Effect.fromResult(
          Result.mapBoth(parts.event(event, read), {
            onSuccess: (told) => ({ id: event.id, events: [told] }),
            onFailure: (problem) => refuse("malformed", problem)
          })
        )
      })
      return { deliveries, acknowledgement: parts.acknowledge(events.length) }
    },
    Effect.provideService(Mac, mac)
  )

  return Webhooks.Webhooks.of({
    capabilities: parts.webhooks({
      provider,
      signed: { _tag: "body" },
      tolerance: Duration.millis(parts.tolerance)
    }),
    receive
  })
})

export const acknowledge = (count: number): Webhooks.WebhookAnswer => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: `{"received":${count}}`
})
