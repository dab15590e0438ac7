/** The HTTP client of both faces: authentication, version, keys, errors. */
import type { Capabilities } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { Authentication, defined, ProviderClient } from "@paylayer/core/adapter"
import * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"
import { provider } from "./currencies.ts"
import * as errors from "./errors.ts"
import type { Requests } from "./modifications/requests.ts"

/** The version of the API whose documents this adapter follows. */
export const apiVersion = "2026-10-28.endive"

export interface Options {
  /** `sk_test_…` or `sk_live_…`. */
  readonly secretKey: Redacted.Redacted<string>
  /** `2026-10-28.endive` unless told; another one is at your own risk. */
  readonly apiVersion?: string
  /** Instead of `https://api.stripe.com`. */
  readonly baseUrl?: string
  /** The connected account on whose behalf requests are made. */
  readonly account?: string
  /**
   * What to ask of the issuer for payments that are captured by hand: more captures than one, a larger one, increments,
   * more time. Only what is asked for here is offered by `Adjustments` and `Captures`.
   */
  readonly requests?: Requests
  /** How long one answer may take; 80 seconds unless told, as in Stripe's own SDK. */
  readonly timeout?: Duration.Input
  /** How often a request is sent at the most, and within which time; 3 times in 2 minutes unless told. */
  readonly retry?: { readonly attempts?: number; readonly budget?: Duration.Input }
  /** The one escape hatch: what else should happen to every request. */
  readonly transformClient?: (client: HttpClient) => HttpClient
}

/** Docs: "Idempotent requests". Every POST takes a key; its parameters are compared. */
export const idempotent = {
  _tag: "key",
  window: Duration.hours(24),
  compared: true,
  maxLength: 255
} as const satisfies Capabilities.Idempotency

export const make = ({
  account,
  apiVersion: version = apiVersion,
  baseUrl,
  retry,
  secretKey,
  timeout,
  transformClient
}: Options) =>
  ProviderClient.make({
    provider,
    baseUrl: baseUrl ?? "https://api.stripe.com",
    authentication: Authentication.bearer(secretKey),
    headers: { "stripe-version": version, ...defined({ "stripe-account": account }) },
    keyHeader: "idempotency-key",
    requestIdHeader: "request-id",
    timeout: timeout ?? "80 seconds",
    retry: retry ?? { attempts: 3, budget: "2 minutes" },
    reason: errors.reason,
    leavesOpen: errors.leavesOpen,
    again: errors.again,
    ...defined({ transformClient })
  })
