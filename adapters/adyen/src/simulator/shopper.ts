/** The person in front of Drop-in, who pays what the session holds by then. */
import { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { messageOf, type Refusal } from "./errors.ts"
import type { Ledger } from "./ledger.ts"
import { amountOf, type Course, type Payments, type Settled, type Submitted } from "./payments.ts"

type Refused = Extract<Shopper.Submission, { readonly _tag: "Refused" }>
const refused = (why: string): Refused => ({ _tag: "Refused", why })
const refusedBy = (refusal: Refusal): Refused => refused(messageOf(refusal))

/** Which method the shopper takes, and what comes of it; who abandons does so at the bank. */
const manners: Readonly<Record<Shopper.Manner, readonly [method: string, course: Course]>> = {
  pay: ["scheme", "Authorised"],
  decline: ["scheme", "Refused"],
  challenge: ["ideal", "Redirect"],
  pending: ["mbway", "Await"],
  abandon: ["ideal", "Redirect"]
}

/** What the browser sends of what it holds. */
const bodyOf = (token: string | undefined) => (token === undefined ? {} : { sessionData: token })

const told = ({
  authorisation,
  resultCode,
  sessionData,
  sessionResult
}: Submitted | (Settled & { sessionData?: string })): Shopper.Submission => {
  const has = {
    ...(sessionData === undefined ? {} : { token: sessionData }),
    ...(sessionResult === undefined ? {} : { proof: sessionResult })
  }
  if (authorisation !== undefined) {
    return { _tag: "Authorised", authorisation: authorisation.id, amount: authorisation.authorised, ...has }
  }
  switch (resultCode) {
    case "Refused":
      return { _tag: "Declined", ...has }
    case "Cancelled":
      return { _tag: "Cancelled", ...(sessionResult === undefined ? {} : { proof: sessionResult }) }
    default:
      return { _tag: "Pending", ...has }
  }
}

export const make = (ledger: Ledger, payments: Payments): Shopper.Shopper["Service"] => {
  /** The page at `returnUrl` loads the session with what the browser has stored, and sends what the bank gave it. */
  const back = (id: string, stored: string, redirectResult: string): Shopper.Submission => {
    const returned = Result.flatMap(payments.setup(id, bodyOf(stored)), ({ sessionData }) =>
      payments.details(id, bodyOf(sessionData.latest), { redirectResult })
    )
    return Result.match(returned, { onFailure: refusedBy, onSuccess: told })
  }

  const submit = (id: string, token: string | undefined, manner: Shopper.Manner): Shopper.Submission => {
    const [method, course] = manners[manner]
    const submitted = payments.submit(id, bodyOf(token), method, course)
    if (Result.isFailure(submitted)) return refusedBy(submitted.failure)
    const { redirect, sessionData } = submitted.success
    if (redirect === undefined) return told(submitted.success)
    if (manner === "abandon") return back(id, sessionData, redirect.Cancelled)
    return {
      _tag: "Challenged",
      token: sessionData,
      finish: (passed) => Effect.sync(() => back(id, sessionData, passed ? redirect.Authorised : redirect.Refused))
    }
  }

  const settle = (id: string, approved: boolean): Shopper.Submission => {
    const session = ledger.sessions.get(id)
    const settled = session === undefined ? undefined : payments.settle(session, approved)
    return settled === undefined ? refused("no payment of this session is pending") : told(settled)
  }

  return Shopper.Shopper.of({
    open: ({ id, token }) =>
      Effect.sync(() =>
        Result.match(payments.setup(id, bodyOf(token)), {
          onFailure: refusedBy,
          onSuccess: (session) =>
            ({ _tag: "Shown", amount: amountOf(session), token: session.sessionData.latest }) as const
        })
      ),
    submit: ({ id, token }, manner = "pay") => Effect.sync(() => submit(id, token, manner)),
    settle: (id, approved) => Effect.sync(() => settle(id, approved))
  })
}
