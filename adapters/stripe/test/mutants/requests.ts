/** Mutants of how requests to Stripe are named, repeated and understood. */
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onUpdate } from "@paylayer/conformance/mutants"
import { ProviderError, Session } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import { checkout, intents } from "../../conformance.ts"
import { answering, formOf, keyed, through } from "./nearly.ts"

let fresh = 0

/** The key of a change is where it goes and what it asks for: going back to an earlier amount is no change then. */
const byAmount = keyed((request) => {
  const amount = formOf(request).find(([name]) => name === "amount" || name.endsWith("[unit_amount]"))?.[1]
  return amount === undefined ? `fresh-${++fresh}` : `${new URL(request.url).pathname}-${amount}`
})
const rotated = keyed(() => `fresh-${++fresh}`)
const dropped = keyed(() => undefined)

const atOnceAfter429 = (client: HttpClient): HttpClient =>
  Client.transform(client, (answering, request) =>
    Effect.flatMap(answering, (answer) => (answer.status === 429 ? client.execute(request) : Effect.succeed(answer)))
  )

/** Another `error` in answers. */
const refusing = (change: (error: Record<string, unknown>) => Record<string, unknown>) =>
  answering((body) => ("error" in body ? { error: change(body.error) } : body))

const without = (error: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(error).filter(([field]) => field !== name))

const quoting = (subject: Subject.Subject) =>
  onUpdate(
    subject,
    (update) => (session, change, options) =>
      Effect.mapError(update(session, change, options), (error) =>
        error._tag === "ProviderError"
          ? new ProviderError.ProviderError({
              ...error,
              reason: { _tag: "NotFound", message: `no object for ${Session.browserToken(session)}` }
            })
          : error
      )
  )

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant("FLT-01", "the idempotency key is dropped", through("intents", dropped)),
  mutant("FLT-01", "the idempotency key is dropped", through("checkout", dropped)),
  mutant("FLT-01", "the idempotency key is another one on each retry", through("intents", rotated)),
  mutant("IDM-01", "the caller's key is not used", through("checkout", rotated)),
  mutant("INT-04", "the caller's key is not used", through("intents", rotated)),
  mutant("INT-02", "a key of the amount: A, B and A again", through("intents", byAmount)),
  mutant("SES-02", "a key of the amount: A, B and A again", through("intents", byAmount)),
  mutant("SES-02", "a key of the amount: A, B and A again", through("checkout", byAmount)),
  mutant("FLT-04", "Retry-After is ignored", through("intents", atOnceAfter429)),
  mutant(
    "IDM-02",
    "a conflict of keys is taken for a wrong request",
    through(
      "checkout",
      refusing((error) => ({ ...error, type: "invalid_request_error" }))
    )
  ),
  mutant(
    "SES-12",
    "the wrong parameter is not named",
    through(
      "intents",
      refusing((error) => without(error, "param"))
    )
  ),
  mutant(
    "ERR-01",
    "the code of an error is dropped",
    through(
      "checkout",
      refusing((error) => without(error, "code"))
    )
  ),
  mutant(
    "INT-01",
    "payment_intent_unexpected_state is not understood",
    through(
      "intents",
      refusing((error) =>
        error["code"] === "payment_intent_unexpected_state" ? { ...error, code: "intent_state" } : error
      )
    )
  ),
  mutant("SEC-01", "the client secret in an error", quoting(intents("stripe intents"))),
  mutant("SEC-01", "the client secret in an error", quoting(checkout("stripe checkout")))
]
