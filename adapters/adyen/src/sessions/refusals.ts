/**
 * Which rule of the model a refusal stands for.
 *
 * Adyen documents no refusal of a PATCH. What is decided here: that the session has expired, that the payload is
 * not valid (14_018) and that a token cannot be parsed (14_012) are said by codes that Adyen has for that elsewhere; a wrong parameter is our mistake; whatever else
 * it finds wrong with a well-formed PATCH is the session's state, and its code is kept.
 */
import { RuleViolation } from "@paylayer/core"
import type { Session } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import { codeOf } from "../errors.ts"

/** Of a PATCH. An unknown session and a token that is another's or stale are one answer: nobody can tell them apart. */
export const ofPatch = (
  session: Session.Session,
  answer: Answer
): RuleViolation.NotUpdatable | RuleViolation.SessionExpired | RuleViolation.ContinuationLost | undefined => {
  const code = answer.status === 422 ? codeOf(answer) : undefined
  const { expiresAt, id } = session
  switch (code) {
    case undefined:
    case "130":
    case "137":
    case "138":
    case "704":
      return undefined
    case "14_008":
      return new RuleViolation.SessionExpired({ id, ...defined({ expiresAt }) })
    case "14_012":
    case "14_018":
      return new RuleViolation.ContinuationLost({ id })
    default:
      return new RuleViolation.NotUpdatable({ id, why: "refused-by-provider", code })
  }
}

/** Of the question for the result: a `sessionResult` that Adyen cannot read is answered 500 with 701, as recorded. */
export const ofResult = (session: Session.Session, answer: Answer): RuleViolation.ProofMismatch | undefined => {
  const code = codeOf(answer)
  return code === "701" || code === "14_018"
    ? new RuleViolation.ProofMismatch({ id: session.id, field: "proof" })
    : undefined
}
