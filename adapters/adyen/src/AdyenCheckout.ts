/**
 * Adyen Checkout: `Sessions`, `SessionLock` and `SessionResults` on `POST`, `PATCH` and `GET /sessions`; `Adjustments`,
 * `Captures`, `Cancellations`, `Refunds` and `Reversals` on `/payments/{id}`, and `TechnicalCancels` on `/cancels`.
 *
 * A session whose amount may change is made with `payable: false`, changed by PATCH with the `sessionData` that the
 * server or the browser got last, and locked by `payable: true`; only then can the shopper submit it. What is done with
 * its payment afterwards Adyen acknowledges, and decides later: the outcomes are webhooks (`AdyenWebhooks`).
 *
 * Source: Adyen, "Optional server configuration" of the Sessions flow, "Update an authorised amount";
 * `CheckoutService-v72` of 2026-07-01. Read 2026-11-22. What neither says is marked (assumed) where it is decided.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Modifications, Session, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as AdyenClient from "./AdyenClient.ts"
import * as modifications from "./checkout/ports.ts"
import * as sessions from "./sessions/ports.ts"
import { stateOf } from "./sessions/state.ts"
import type { TechnicalCancels } from "./TechnicalCancels.ts"

export type { Account, CaptureDelay } from "./account.ts"
export { adjustAuthorisationData } from "./checkout/adjustAuthorisationData.ts"
export type { Airline } from "./checkout/airline.ts"
export type { ApplicationInfo } from "./checkout/applicationInfo.ts"
export { adjustOptions, cancelOptions, captureOptions, refundOptions } from "./checkout/options.ts"
export type { AdjustOptions, CancelOptions, CaptureOptions, RefundOptions } from "./checkout/options.ts"
export { amounts, provider } from "./currencies.ts"
export { sessionOptions } from "./sessions/options.ts"
export type { LineItem, SessionOptions, Split } from "./sessions/options.ts"
export { TechnicalCancels } from "./TechnicalCancels.ts"

/** With an API key. */
export interface ApiKeyOptions extends AdyenClient.ApiKeyOptions, sessions.Merchant {}

/** With a web service user: `ws@Company.YourCompany`. */
export interface UserOptions extends AdyenClient.UserOptions, sessions.Merchant {}

export type Options = ApiKeyOptions | UserOptions

export type Ports =
  | Sessions.Sessions
  | Sessions.SessionLock
  | Sessions.SessionResults
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | TechnicalCancels

export const make = (options: Options): Effect.Effect<Context.Context<Ports>, never, HttpClient> =>
  Effect.map(
    Effect.suspend(() => AdyenClient.make(options)),
    (client) => Context.merge(sessions.make(client, options), modifications.make(client, options))
  )

/** All ports of Adyen's sessions, and of what becomes of their payments. */
export const layer = (options: Options): Layer.Layer<Ports, never, HttpClient> => Layer.effectContext(make(options))

/** {@link layer}, with what it needs from the environment or wherever your configuration is. */
export const layerConfig = (
  options: Config.Wrap<ApiKeyOptions> | Config.Wrap<UserOptions>
): Layer.Layer<Ports, Config.ConfigError, HttpClient> =>
  Layer.unwrap(Effect.map(Config.unwrap<Options>(options as Config.Wrap<Options>), layer))

/** Where to send the shopper, if the session was made with `mode: "hosted"`. */
export const hostedUrl = (session: Session.Session): string | undefined => stateOf(session).url
