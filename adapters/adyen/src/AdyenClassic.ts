/**
 * Adyen's Classic API: `Adjustments`, `Captures`, `Cancellations`, `Refunds` and `Reversals`, and what only Adyen has:
 * `DirectAuthorisations`, `TechnicalCancels`, `UnreferencedRefunds`, `PendingRefunds`. Each in JSON, FORM or SOAP, as
 * `encoding` says; what comes of it is the same.
 *
 * Source: Adyen, "Payment modifications" (Classic API), read 2026-11-22; `PaymentService-v68` of 2026-07-01. What
 * neither says is marked (assumed) where it is decided.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Modifications } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import type { DirectAuthorisations } from "./classic/DirectAuthorisations.ts"
import type { PendingRefunds } from "./classic/PendingRefunds.ts"
import type { UnreferencedRefunds } from "./classic/UnreferencedRefunds.ts"
import * as client from "./classic/client.ts"
import * as modifications from "./classic/modifications.ts"
import * as payments from "./classic/payments.ts"
import type { TechnicalCancels } from "./TechnicalCancels.ts"

export { amounts, provider } from "./currencies.ts"
export { adjustAuthorisationData } from "./checkout/adjustAuthorisationData.ts"
export { bankAccount, card } from "./classic/card.ts"
export type { BankAccount, Card } from "./classic/card.ts"
export { AuthorisationRefused, AuthorisationUndecided, DirectAuthorisations } from "./classic/DirectAuthorisations.ts"
export type { AuthorisationRequest, Authorised, AuthoriseError } from "./classic/DirectAuthorisations.ts"
export { PendingRefunds } from "./classic/PendingRefunds.ts"
export type { PendingRefund, Voiding } from "./classic/PendingRefunds.ts"
export { requestOptions } from "./classic/requestOptions.ts"
export type { RequestOptions } from "./classic/requestOptions.ts"
export { UnreferencedRefunds } from "./classic/UnreferencedRefunds.ts"
export type {
  UnreferencedRefund,
  UnreferencedRefundError,
  UnreferencedRefundRequest
} from "./classic/UnreferencedRefunds.ts"
export { TechnicalCancels } from "./TechnicalCancels.ts"

/** With an API key. */
export interface ApiKeyOptions extends client.ApiKeyOptions, payments.Merchant {}

/** With a web service user: `ws@Company.YourCompany`. */
export interface UserOptions extends client.UserOptions, payments.Merchant {}

export type Options = ApiKeyOptions | UserOptions

export type Ports =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | DirectAuthorisations
  | TechnicalCancels
  | UnreferencedRefunds
  | PendingRefunds

export const make = (options: Options) =>
  Effect.map(client.make(options), (classic) =>
    Context.merge(modifications.make(classic, options), payments.make(classic, options))
  )

/** All ports of the Classic API. */
export const layer = (options: Options): Layer.Layer<Ports, never, HttpClient> => Layer.effectContext(make(options))

/** {@link layer}, with what it needs from the environment or wherever your configuration is. */
export const layerConfig = (
  options: Config.Wrap<ApiKeyOptions> | Config.Wrap<UserOptions>
): Layer.Layer<Ports, Config.ConfigError, HttpClient> =>
  Layer.unwrap(Effect.map(Config.unwrap<Options>(options as Config.Wrap<Options>), layer))
