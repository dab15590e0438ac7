/** What the provider says of a transaction, as far as it is believed, and without what it must not quote. */
import * as Effect from "effect/Effect"
import { ProviderError } from "@paylayer/core"
import type { Failure } from "@paylayer/core"
import type { ProviderClient } from "@paylayer/core/adapter"
import type { Read, Transaction } from "../Profile.ts"

/** Takes secrets out of a text, and makes an end of it. */
type Scrub = (text: string) => string

/** Who reads, and from whom. */
export interface Reader {
  readonly provider: string
  readonly client: ProviderClient.ProviderClient
  /** Facts are kept and shown: no word of the provider gets into one that quotes a secret. */
  readonly clean: (failure: Failure.Failure | undefined) => Failure.Failure | undefined
  /** One transaction. An answer about another one is not believed. */
  readonly read: (operation: string, read: Read, id: string) => Effect.Effect<Transaction, ProviderError.ProviderError>
}

export const make = (provider: string, client: ProviderClient.ProviderClient, scrub: Scrub): Reader => {
  const clean: Reader["clean"] = (failure) =>
    failure?._tag === "Declined"
      ? {
          _tag: "Declined",
          ...(failure.code === undefined ? {} : { code: scrub(failure.code) }),
          ...(failure.message === undefined ? {} : { message: scrub(failure.message) })
        }
      : failure?._tag === "Other"
        ? { _tag: "Other", raw: scrub(failure.raw) }
        : failure
  return {
    provider,
    client,
    clean,
    read: (operation, { answer, path }, id) =>
      client
        .execute({ operation, method: "GET", path, parameters: { id }, idempotency: { _tag: "read" }, answer })
        .pipe(
          Effect.filterOrFail(
            (transaction) => transaction.id === id,
            () => refused(provider, operation, { _tag: "MalformedResponse", problem: "another transaction" })
          ),
          Effect.map(({ failure, status, ...transaction }) => {
            const cleaned = clean(failure)
            return {
              ...transaction,
              status: scrub(status),
              ...(cleaned === undefined ? {} : { failure: cleaned })
            }
          })
        )
  }
}

/** A reading that came to nothing: it changed nothing either. */
export const refused = (provider: string, operation: string, reason: ProviderError.Reason) =>
  new ProviderError.ProviderError({ provider, operation, reason, outcome: "not-executed" })
