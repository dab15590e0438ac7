/**
 * Adyen's standard webhook as `Webhooks`: JSON, FORM and SOAP notifications, verified by their HMAC signature, by the
 * credentials of the request, or by both.
 *
 * Source: Adyen's OpenAPI `Webhooks-v1`; docs.adyen.com, "Webhooks" and "Verify HMAC signatures"; "Payment
 * modifications" for FORM and SOAP. Read 2026-11-22. What none of them says is marked (assumed) where it is decided.
 */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Webhooks } from "@paylayer/core"
import type { Mac } from "@paylayer/core/adapter"
import * as ports from "./webhooks/ports.ts"

export type {
  Basic,
  BasicOptions,
  Encoding,
  HmacKeys,
  InsecureOptions,
  Options,
  SignedOptions
} from "./webhooks/ports.ts"

export const make = (options: ports.Options): Effect.Effect<Webhooks.Webhooks["Service"], never, Mac> =>
  ports.make(options)

/** The port of what Adyen says by itself. It needs a `Mac`: `Mac.layerWebCrypto` of Effect, in most places. */
export const layer = (options: ports.Options): Layer.Layer<Webhooks.Webhooks, never, Mac> =>
  Layer.effect(Webhooks.Webhooks, make(options))

/** {@link layer}, with what it needs from the environment or wherever your configuration is. */
export const layerConfig = (
  options: Config.Wrap<ports.SignedOptions> | Config.Wrap<ports.BasicOptions>
): Layer.Layer<Webhooks.Webhooks, Config.ConfigError, Mac> =>
  Layer.unwrap(Effect.map(Config.unwrap<ports.Options>(options as Config.Wrap<ports.Options>), layer))
