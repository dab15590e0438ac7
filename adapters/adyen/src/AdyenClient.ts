/** The HTTP client of every face: address, authentication, keys, errors. */
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Capabilities } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { Authentication, defined, ProviderClient } from "@paylayer/core/adapter"
import { provider } from "./currencies.ts"
import * as errors from "./errors.ts"

/** The version of the API whose documents this adapter follows. */
const apiVersion = "v72"

/** Docs: "API idempotency". */
export const keyHeader = "idempotency-key"
export const longestKey = 64

/** Every POST: at least seven days, and what comes under a key is not compared. */
export const idempotent: Capabilities.Idempotency = {
  _tag: "key",
  window: Duration.days(7),
  compared: false,
  maxLength: longestKey
}

export interface Patience {
  /** How long one answer may take; 30 seconds unless told. */
  readonly timeout?: Duration.Input
  /** How often a request is sent at the most, and within which time; 3 times in 60 seconds unless told. */
  readonly retry?: { readonly attempts?: number; readonly budget?: Duration.Input }
  /** The one escape hatch: what else should happen to every request. */
  readonly transformClient?: (client: HttpClient) => HttpClient
}

export interface ApiKey {
  readonly apiKey: Redacted.Redacted<string>
}

/** `ws@Company.YourCompany`: what the documents show. */
export interface User {
  readonly username: string
  readonly password: Redacted.Redacted<string>
}

interface ClientOptions extends Patience {
  /** `test` unless told; `live` needs the prefix of your account, from Developers > API URLs. */
  readonly environment?: "test" | { readonly live: string }
  /** `v72` unless told: sessions whose amount changes are documented for no other. */
  readonly apiVersion?: string
  /** Instead of environment and version: what stands before `/sessions`. */
  readonly baseUrl?: string
}

export interface ApiKeyOptions extends ClientOptions, ApiKey {}

export interface UserOptions extends ClientOptions, User {}

export type Options = ApiKeyOptions | UserOptions

/** What Adyen's APIs have in common: credentials, keys, errors, and how often and how long one asks. */
export const common = (options: (ApiKey | User) & Patience) => ({
  provider,
  authentication:
    "apiKey" in options
      ? Authentication.header("x-api-key", options.apiKey)
      : Authentication.basic(options.username, options.password),
  secrets: "apiKey" in options ? [] : [options.password],
  keyHeader,
  requestIdHeader: "pspreference",
  reason: errors.reason,
  leavesOpen: errors.inProgress,
  again: errors.again,
  ...defined({ timeout: options.timeout, retry: options.retry, transformClient: options.transformClient })
})

export const make = (options: Options): Effect.Effect<ProviderClient.ProviderClient, never, HttpClient> =>
  ProviderClient.make({ ...common(options), baseUrl: options.baseUrl ?? baseUrl(options) })

/** Source: the servers of `CheckoutService-v72`; docs.adyen.com/development-resources/live-endpoints. */
const baseUrl = ({ apiVersion: version = apiVersion, environment = "test" }: ClientOptions): string => {
  if (environment === "test") return `https://checkout-test.adyen.com/${version}`
  // The prefix becomes part of the host to which the credentials go.
  if (!/^[A-Za-z0-9-]+$/.test(environment.live)) throw new TypeError("the live prefix has letters, digits and - only")
  return `https://${environment.live}-checkout-live.adyenpayments.com/checkout/${version}`
}
