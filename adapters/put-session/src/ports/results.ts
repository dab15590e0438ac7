/** What became of a session: the browser brings a proof, and the provider is asked for everything else. */
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Money, RuleViolation, Session, Sessions } from "@paylayer/core"
import type { Digest, Mac } from "@paylayer/core/adapter"
import type { Profile, ResultProof, Transaction } from "../Profile.ts"
import * as facts from "./facts.ts"
import type { Reader } from "./reader.ts"
import { refused } from "./reader.ts"
import { foreignState } from "./sessions.ts"

const operation = "SessionResults.result"

/** No proof comes near it: what is longer is none. */
const longestProof = 8 * 1024

const statuses = { succeeded: "authorised", failed: "refused", pending: "pending" } as const

export const make = <Parameters>(
  { provider, read }: Reader,
  { parameters }: Profile<Parameters>,
  part: ResultProof<Parameters>,
  crypto: Context.Context<Mac | Digest>
): Sessions.SessionResults["Service"] => {
  /** Says what is not this session's. What was refused may have been asked before the amount changed. */
  const differs = (
    session: Session.Session,
    { amount, is, reference, verdict }: Transaction
  ): RuleViolation.ProofMismatch["field"] | undefined => {
    if (is !== undefined && is !== "payment") return "id"
    if (reference !== session.reference) return "reference"
    if (verdict === "failed") return undefined
    if (amount.currency !== session.amount.currency) return "currency"
    return Money.equals(amount, session.amount) ? undefined : "amount"
  }

  return Sessions.SessionResults.of({
    result: Effect.fnUntraced(function* (session, given) {
      const mismatch = (field: RuleViolation.ProofMismatch["field"]) =>
        new RuleViolation.ProofMismatch({ id: String(session.id), field })
      if (!(session instanceof Session.Session) || session.provider !== provider) return yield* mismatch("id")
      const text = Redacted.value(given)
      if (typeof text !== "string" || text.length > longestProof) return yield* mismatch("proof")
      const sent = Schema.decodeUnknownOption(parameters)(session.state)
      if (sent._tag === "None") return yield* refused(provider, operation, foreignState)
      const proof = yield* Effect.provideContext(part.verify(text), crypto)
      if (proof === undefined) return yield* mismatch("proof")
      if (proof.reference !== session.reference) return yield* mismatch("reference")

      const transaction = yield* read(operation, part.read, proof.id)
      const field = differs(session, transaction)
      if (field !== undefined) return yield* mismatch(field)
      const { amount, id, status, verdict } = transaction
      const unrecognised = { _tag: "Unrecognised" as const, value: status }
      const attempts = [{ id, amount, status: verdict === undefined ? unrecognised : statuses[verdict] }]
      if (verdict === undefined) return new Sessions.SessionResult({ status: unrecognised, attempts })
      if (verdict === "pending") return new Sessions.SessionResult({ status: "pending", attempts })
      if (verdict === "failed") {
        // The shopper may try again, as long as the session lives.
        const isOver =
          session.expiresAt !== undefined &&
          (yield* Clock.currentTimeMillis) >= DateTime.toEpochMillis(session.expiresAt)
        return new Sessions.SessionResult({ status: isOver ? "expired" : session.status, attempts })
      }
      return new Sessions.SessionResult({
        status: "completed",
        attempts,
        authorisation: facts.authorised(provider, transaction, transaction.capture ?? part.capture(sent.value))
      })
    })
  })
}
