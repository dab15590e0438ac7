/** Mutants of the core's rules, on the reference adapter. */
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import { Rules, Session } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import { subject } from "../reference/index.ts"
import { mutant } from "./operators.ts"

const rules = (changed: Partial<typeof Rules>) => ({ rules: { ...Rules, ...changed } })

const anyAmount = () => Result.succeed({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, step: 1 })

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "SES-10",
    "the currency is not checked",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, ...rest) =>
          Rules.updateSession({ ...capabilities, currencyChange: true }, ...rest)
      })
    )
  ),
  mutant(
    "SES-06",
    "expiry is left to the provider",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, session, change, _, options) =>
          Rules.updateSession(capabilities, session, change, 0, options)
      })
    )
  ),
  mutant(
    "SES-06",
    "expired one millisecond too late",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, session, change, now, options) =>
          Rules.updateSession(capabilities, session, change, now - 1, options)
      })
    )
  ),
  mutant(
    "SES-06",
    "expired one millisecond too early",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, session, change, now, options) =>
          Rules.updateSession(capabilities, session, change, now + 1, options)
      })
    )
  ),
  mutant(
    "SES-04",
    "a locked session is taken for an open one",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, session, ...rest) =>
          Rules.updateSession(
            capabilities,
            session.status === "locked" ? Session.modify(session, { status: "open" }) : session,
            ...rest
          )
      })
    )
  ),
  mutant(
    "SES-04",
    "locking again with another amount is taken for the same",
    subject(
      "reference",
      rules({
        lockSession: (capabilities, session, amount, ...rest) =>
          session.status === "locked"
            ? Result.succeed("already")
            : Rules.lockSession(capabilities, session, amount, ...rest)
      })
    )
  ),
  mutant(
    "SES-04",
    "locking again with the same amount is an error",
    subject(
      "reference",
      rules({
        lockSession: (capabilities, session, amount, now, options) =>
          Result.map(Rules.updateSession(capabilities, session, { amount }, now, options), () => "set" as const)
      })
    )
  ),
  mutant(
    "SES-11",
    "limits are left to the provider",
    subject(
      "reference",
      rules({
        createSession: (capabilities, ...rest) => Rules.createSession({ ...capabilities, amounts: anyAmount }, ...rest),
        updateSession: (capabilities, ...rest) => Rules.updateSession({ ...capabilities, amounts: anyAmount }, ...rest)
      })
    )
  ),
  mutant(
    "SES-16",
    "a lifetime that the provider does not have reaches the wire",
    subject(
      "reference",
      rules({
        createSession: (capabilities, ...rest) =>
          Rules.createSession(
            {
              ...capabilities,
              lifetime: { _tag: "chosen", minimum: Duration.zero, maximum: Duration.infinity }
            },
            ...rest
          )
      })
    )
  ),
  mutant(
    "SES-07",
    "a session that ended is taken for an open one",
    subject(
      "reference",
      rules({
        updateSession: (capabilities, session, ...rest) =>
          Rules.updateSession(
            capabilities,
            session.status === "locked" ? session : Session.modify(session, { status: "open" }),
            ...rest
          )
      })
    )
  ),
  mutant(
    "SES-18",
    "the total is read from the request instead of the answer",
    subject("reference", rules({ statedTotal: (_, __, asked) => Result.succeed(asked) }))
  )
]
