/**
 * Adyen Checkout: `Sessions`, `SessionLock` and `SessionResults` on `POST`, `PATCH` and `GET /sessions`.
 *
 * A session whose amount may change is made with `payable: false`, changed by PATCH with the `sessionData` that the
 * server or the browser got last, and locked by `payable: true`; only then can the shopper submit it.
 *
 * Source: Adyen, "Optional server configuration" of the Sessions flow; `CheckoutService-v72` of 2026-07-01. Read
 * 2026-11-22. What neither says is marked (assumed) where it is decided.
 */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Session, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as AdyenClient from "./AdyenClient.ts"
import * as ports from "./sessions/ports.ts"

export { amounts, provider } from "./currencies.ts"
export { sessionOptions } from "./sessions/options.ts"
export type { LineItem, SessionOptions, Split } from "./sessions/options.ts"

/** With an API key. */
export interface ApiKeyOptions extends AdyenClient.ApiKeyOptions, ports.Merchant {}

/** With a web service user: `ws@Company.YourCompany`. */
export interface UserOptions extends AdyenClient.UserOptions, ports.Merchant {}

export type Options = ApiKeyOptions | UserOptions

export type Ports = Sessions.Sessions | Sessions.SessionLock | Sessions.SessionResults

export const make = (options: Options) =>
  Effect.map(
    Effect.suspend(() => AdyenClient.make(options)),
    (client) => ports.make(client, options)
  )

/** All ports of Adyen's sessions. */
export const layer = (options: Options): Layer.Layer<Ports, never, HttpClient> => Layer.effectContext(make(options))

/** {@link layer}, with what it needs from the environment or wherever your configuration is. */
export const layerConfig = (
  options: Config.Wrap<ApiKeyOptions> | Config.Wrap<UserOptions>
): Layer.Layer<Ports, Config.ConfigError, HttpClient> =>
  Layer.unwrap(Effect.map(Config.unwrap<Options>(options as Config.Wrap<Options>), layer))

const State = Schema.Struct({ url: Schema.String })

/** Where to send the shopper, if the session was made with `mode: "hosted"`. */
export const hostedUrl = (session: Session.Session): string | undefined =>
  Option.getOrUndefined(Schema.decodeUnknownOption(State)(session.state))?.url
