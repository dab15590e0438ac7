/** Who may do something with a session: the checks that PATCH and the browser's requests have in common. */
import type { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"
import type { Ledger, Purpose, Session } from "./ledger.ts"

/** The sessionData that a request has to have. */
export const sessionDataOf = (
  { sessionData }: Json.JsonObject,
  positions: Positions
): Result.Result<string, Refusal> => {
  if (typeof sessionData === "string" && sessionData !== "") return Result.succeed(sessionData)
  const missing = sessionData === undefined || sessionData === null || sessionData === ""
  if (!missing) return Result.fail(unaccepted(positions))
  return Result.fail(positions.missingSessionData === "130" ? refusal("required", "sessionData") : refusal("payload"))
}

const unaccepted = ({ unacceptedSessionData }: Positions): Refusal =>
  refusal(unacceptedSessionData === "14_018" ? "payload" : "unparseable")

/**
 * The session, if its state and the sessionData allow it.
 *
 * @param closed Why the session's state doesn't allow it, expiry apart.
 */
export const pass = (
  id: string,
  sent: string,
  purpose: Purpose,
  closed: (session: Session, positions: Positions) => Refusal | undefined,
  ledger: Ledger,
  positions: Positions
): Result.Result<Session, Refusal> => {
  const session = ledger.sessions.get(id)
  if (session === undefined) {
    return Result.fail(positions.unknownSession === "404" ? refusal("noSuchSession", id) : refusal("payload"))
  }
  const state = () => (ledger.isExpired(session) ? expired(purpose, positions) : closed(session, positions))
  const token = () => (ledger.accepts(session, sent, purpose) ? undefined : unaccepted(positions))
  const refused = positions.checkedFirst === "state" ? (state() ?? token()) : (token() ?? state())
  return refused === undefined ? Result.succeed(session) : Result.fail(refused)
}

const expired = (purpose: Purpose, { patchOnExpired }: Positions): Refusal =>
  refusal(purpose === "patch" && patchOnExpired === "14_018" ? "payload" : "expired")
