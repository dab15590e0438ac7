/**
 * Stripe's webhooks, for both faces: `Webhooks`. A layer of its own, since it needs what they do not (the secrets of the
 * endpoint, and a `Mac`) and none of what they do.
 *
 * Let the endpoint get `charge.*`, `payment_intent.*`, `refund.*` and `checkout.session.*`. Every event is signed as a
 * whole. Events of any API version are read as far as they can be.
 *
 * Source: docs.stripe.com/webhooks; docs.stripe.com/api/events.
 */
import type { Capabilities, RuleViolation as Violations } from "@paylayer/core"
import { RuleViolation, Webhooks } from "@paylayer/core"
import { defined, headersOf, Mac } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { provider } from "./currencies.ts"
import * as StripeClient from "./StripeClient.ts"
import { announced, readerOf } from "./webhooks/events.ts"
import * as signature from "./webhooks/signature.ts"
import * as wire from "./webhooks/wire.ts"

export interface Options {
  /** `whsec_…` of the endpoint; more than one while they are rotated. */
  readonly secrets: readonly [Redacted.Redacted<string>, ...ReadonlyArray<Redacted.Redacted<string>>]
  /** How old a signature may be: 5 minutes unless told; `Duration.infinity` for no limit. */
  readonly tolerance?: Duration.Input
  /** Whether events about real money are expected. The others are `ForeignEvent`. */
  readonly environment: "test" | "live"
  /** The connected account that the events are about; without it only those of the own account are. */
  readonly account?: string
}

/** No event comes near it: what is longer is not read. */
const longestBody = 1024 * 1024

const parse = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))
const named = Schema.decodeUnknownOption(wire.Named)
const decode = Schema.decodeUnknownOption(wire.Event)

export const make = Effect.fnUntraced(function* (options: Options) {
  const mac = yield* Mac
  const tolerance = Duration.fromInputUnsafe(options.tolerance ?? "5 minutes")

  const refused = (why: Violations.WebhookRefused["why"], problem?: string) =>
    new RuleViolation.WebhookRefused({ provider, why, ...defined({ problem }) })

  /** Why an event is not ours to apply. */
  const foreign = ({ account, livemode }: wire.Event): string | undefined => {
    if (livemode !== (options.environment === "live")) {
      return livemode ? "live, where test is expected" : "test, where live is expected"
    }
    return account === options.account ? undefined : `of the account ${account ?? "of the endpoint itself"}`
  }

  const events = (
    body: unknown
  ): Result.Result<{ readonly id: string; readonly events: ReadonlyArray<Webhooks.WebhookEvent> }, string> => {
    const head = Option.getOrUndefined(named(body))
    if (head === undefined) return Result.fail("no id or no type")
    const { id, type } = head
    const only = (event: Webhooks.WebhookEvent) => Result.succeed({ id, events: [event] })
    if ((head.object ?? "event") !== "event") return only({ _tag: "UnknownEvent", type })
    const event = Option.getOrUndefined(decode(body))
    if (event === undefined) return Result.fail("not an event as documented")
    const why = foreign(event)
    if (why !== undefined) return only({ _tag: "ForeignEvent", type, why })
    const read = readerOf(type)
    if (read === undefined) return only({ _tag: "UnknownEvent", type })
    const found = read(event)
    if (found === undefined) {
      const version = event.api_version ?? StripeClient.apiVersion
      return version === StripeClient.apiVersion
        ? Result.fail(`a ${type} that lacks what is documented`)
        : only({ _tag: "ForeignEvent", type, why: `unreadable, of API version ${version}` })
    }
    return Result.match(found, {
      onSuccess: (events) => Result.succeed({ id, events }),
      onFailure: (problem) => {
        if (problem._tag === "UnsupportedCurrency") {
          return only({ _tag: "ForeignEvent", type, why: `in a currency that is not known: ${problem.currency}` })
        }
        // The event is right, and our table cannot say its amount: refused, it would come for days, and be lost.
        const told = problem._tag === "AmountNotRepresentable" ? announced(event) : undefined
        return told === undefined ? Result.fail(`a ${type} with an amount that is none`) : only(told)
      }
    })
  }

  const capabilities: Capabilities.WebhookCapabilities = { provider, signed: { _tag: "body" }, tolerance }

  const receive: Webhooks.Webhooks["Service"]["receive"] = Effect.fnUntraced(function* (request) {
    const body: unknown = request?.body
    if (typeof body !== "string") return yield* refused("malformed", "a body that is no text")
    if (body.length > longestBody) return yield* refused("malformed", "a body of more than 1 MiB")
    const header = headersOf(request.headers)["stripe-signature"]
    const why = yield* Effect.provideService(signature.refusal(options.secrets, tolerance, header, body), Mac, mac)
    if (why !== undefined) return yield* refused(why)
    const json = parse(body)
    if (Option.isNone(json)) return yield* refused("malformed", "not JSON")
    const delivery = yield* Effect.fromResult(
      Result.mapError(events(json.value), (problem) => refused("malformed", problem))
    )
    return { deliveries: [delivery], acknowledgement: { status: 200, headers: {}, body: "" } }
  })

  return Context.make(Webhooks.Webhooks, { capabilities, receive })
})

/** {@link make} as a layer. */
export const layer = (options: Options): Layer.Layer<Webhooks.Webhooks, never, Mac> =>
  Layer.effectContext(make(options))

export const layerConfig = (options: Config.Wrap<Options>) => Layer.unwrap(Effect.map(Config.unwrap(options), layer))
