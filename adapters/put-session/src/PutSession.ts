/**
 * Sessions at any provider whose session is created by POST and changed by PUT, and what follows the payment, where the
 * provider has it.
 *
 * A profile says in small pure functions what one provider's document says; everything else is here, once: the rules,
 * the log-in, what is sent again, what stays of the parameters that an update does not name, what a refusal means, and
 * what an answer makes known.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { Modifications, Sessions, Webhooks } from "@paylayer/core"
import type { Currency } from "@paylayer/core"
import type { AmountTable, HttpClient } from "@paylayer/core/adapter"
import { ambientCrypto, Authentication, defined, ProviderClient, scrubText } from "@paylayer/core/adapter"
import * as lookups from "./ports/lookups.ts"
import * as modifications from "./ports/modifications.ts"
import * as reader from "./ports/reader.ts"
import * as results from "./ports/results.ts"
import * as sessions from "./ports/sessions.ts"
import * as webhooks from "./ports/webhooks.ts"
import type { Profile } from "./Profile.ts"

export { Decided, Transaction } from "./Profile.ts"
export type * from "./Profile.ts"

/** What every user of a profile may choose. */
export interface ClientOptions {
  /** How long one answer may take; 30 seconds unless told. */
  readonly timeout?: Duration.Input
  /** How often a request is sent at the most, and within which time; 3 times in 60 seconds unless told. */
  readonly retry?: { readonly attempts?: number; readonly budget?: Duration.Input }
  /** The one escape hatch: what else should happen to every request. */
  readonly transformClient?: (client: HttpClient) => HttpClient
}

/** The port of a part, if the profile is known to have it. */
type PortOf<P, Part extends string, Port> = P extends { readonly [Name in Part]: object } ? Port : never

/** What the layer of a profile provides: what the profile lacks, using does not compile. */
export type Ports<P> =
  | Sessions.Sessions
  | Sessions.SessionLock
  | PortOf<P, "capture", Modifications.Captures>
  | PortOf<P, "void", Modifications.Cancellations>
  | PortOf<P, "refund", Modifications.Refunds>
  | PortOf<P, "reversal", Modifications.Reversals>
  | PortOf<P, "find", Modifications.Lookups>
  | PortOf<P, "result", Sessions.SessionResults>
  | PortOf<P, "webhooks", Webhooks.Webhooks>

/**
 * The ports of a profile. `Mac` and `Digest` are taken from the context where it has them, and else from WebCrypto.
 */
export const make = Effect.fnUntraced(function* <Parameters, P extends Profile<Parameters> = Profile<Parameters>>(
  profile: Profile<Parameters> & P,
  options: ClientOptions = {}
): Effect.fn.Return<Context.Context<Ports<P>>, never, HttpClient> {
  const { decodeError, provider } = profile
  const { retry, timeout, transformClient } = options
  const clientOptions: ProviderClient.Options = {
    provider,
    baseUrl: profile.baseUrl.replace(/\/+$/, ""),
    reason: decodeError,
    secrets: "credential" in profile.login ? [] : profile.login.secrets,
    ...defined({ headers: profile.headers, keyHeader: profile.create.key?.header, timeout, retry, transformClient })
  }
  const authentication = yield* authenticationOf(profile, yield* ProviderClient.make(clientOptions))
  const client = yield* ProviderClient.make({ ...clientOptions, authentication })
  const scrub = scrubText([...(clientOptions.secrets ?? []), ...(authentication.secrets ?? [])])
  const crypto = yield* ambientCrypto
  const face = { ...reader.make(provider, client, scrub), amounts: parts(profile.amounts), decodeError }
  const made = sessions.make(client, profile)

  const { capture, find, refund, result, reversal, void: cancel, webhooks: notices } = profile
  const all: Context.Context<never> = Context.mergeAll(
    part(Sessions.Sessions, made.sessions, (port) => port),
    part(Sessions.SessionLock, made.sessionLock, (port) => port),
    part(Modifications.Captures, capture, (part) => modifications.captures(face, part)),
    part(Modifications.Cancellations, cancel, (part) => modifications.cancellations(face, part)),
    part(Modifications.Refunds, refund, (part) => modifications.refunds(face, part)),
    part(Modifications.Reversals, reversal, (part) => modifications.reversals(face, part)),
    part(Modifications.Lookups, find, (part) => lookups.make(face, part)),
    part(Sessions.SessionResults, result, (part) => results.make(face, profile, part, crypto)),
    part(Webhooks.Webhooks, notices, (part) => webhooks.make(provider, part, crypto))
  )
  // Which of them it has stands in P, and `Ports` reads it there.
  return all as Context.Context<Ports<P>>
})

/** {@link make} as a layer. */
export const layer = <Parameters, P extends Profile<Parameters> = Profile<Parameters>>(
  profile: Profile<Parameters> & P,
  options?: ClientOptions
): Layer.Layer<Ports<P>, never, HttpClient> => Layer.effectContext(make<Parameters, P>(profile, options))

/** The smallest payment is no limit of what is captured or refunded of one. */
const parts = ({ currencies, limits }: AmountTable.AmountTable) => ({
  currencies,
  amounts: (currency: Currency.Currency) =>
    Result.map(limits(currency), (payment) => ({ ...payment, minimum: payment.step }))
})

/** A port, or nothing where the profile lacks its part. */
const part = <I, Port, Part>(
  tag: Context.Key<I, Port>,
  given: Part | undefined,
  make: (part: Part) => Port
): Context.Context<never> =>
  given === undefined ? Context.empty() : (Context.make(tag, make(given)) as Context.Context<never>)

const authenticationOf = <Parameters>(
  { login }: Profile<Parameters>,
  client: ProviderClient.ProviderClient
): Effect.Effect<Authentication.Authentication> =>
  "credential" in login
    ? Effect.succeed(login)
    : Authentication.login(
        client.execute({
          operation: "log in",
          method: "POST",
          path: login.path,
          json: login.body,
          idempotency: { _tag: "read" },
          answer: login.answer
        })
      )
