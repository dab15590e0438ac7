/**
 * The person in front of the browser. The browser holds what the server gave it (a session id and, at some
 * providers, a token) and nothing else: it never sends an amount.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Amount } from "./Truth.ts"

/** What the browser was given. */
export interface Checkout {
  readonly id: string
  readonly token?: string
}

/**
 * - `pay`: the issuer approves.
 * - `decline`: the issuer says no.
 * - `challenge`: the issuer asks for a second step first (`Challenged.finish`).
 * - `pending`: an asynchronous method, whose outcome comes later (`Shopper.settle`).
 * - `abandon`: the shopper gives up.
 */
export type Manner = "pay" | "decline" | "challenge" | "pending" | "abandon"

export type Submission =
  | {
      readonly _tag: "Authorised"
      readonly authorisation: string
      readonly amount: Amount
      readonly token?: string
      readonly proof?: string
    }
  | { readonly _tag: "Declined"; readonly token?: string; readonly proof?: string }
  | { readonly _tag: "Pending"; readonly token?: string; readonly proof?: string }
  | { readonly _tag: "Cancelled"; readonly proof?: string }
  | {
      readonly _tag: "Challenged"
      readonly token?: string
      readonly finish: (passed: boolean) => Effect.Effect<Submission>
    }
  /** The provider did not take the submission: expired, not payable yet, already paid, stale token, unknown. */
  | { readonly _tag: "Refused"; readonly why: string }

export class Shopper extends Context.Service<
  Shopper,
  {
    /** The browser loads the session, as at first or after an update. Some providers give it a new token here. */
    readonly open: (
      checkout: Checkout
    ) => Effect.Effect<
      | { readonly _tag: "Shown"; readonly amount: Amount; readonly token?: string }
      | { readonly _tag: "Refused"; readonly why: string }
    >
    readonly submit: (checkout: Checkout, manner?: Manner) => Effect.Effect<Submission>
    /** The outcome of a submission that was `Pending`. */
    readonly settle: (sessionId: string, approved: boolean) => Effect.Effect<Submission>
  }
>()("@paylayer/simulator/Shopper") {}
