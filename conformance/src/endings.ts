/** Ways in which a provider ends what it is asked, as laws of secrets try them. */
import * as Effect from "effect/Effect"
import { Faults } from "@paylayer/simulator"
import type { DocumentedError } from "./Subject.ts"
import { step } from "./Trial.ts"

/** Besides a documented refusal. */
export const endings = {
  well: "the provider does well",
  "time-out": "no answer comes",
  reset: "the connection breaks",
  markup: "the provider answers with a page",
  refused: "the provider refuses, in words that no document has"
} as const

export type Ending = keyof typeof endings | DocumentedError

/** From now on the provider ends such requests that way, and quotes these secrets where it says anything. */
export const end = (ending: Ending, secrets: ReadonlyArray<string>, options: Faults.ArmOptions = {}) =>
  Effect.gen(function* () {
    const fault = faultOf(ending, secrets.join(" "))
    if (fault !== undefined) yield* (yield* Faults.Faults).arm(fault, { times: Infinity, ...options })
  })

/** That it does so, as a step of a story. */
export const told = (ending: Ending) => {
  const lost = ending === "time-out" || ending === "reset"
  const how = typeof ending === "string" ? endings[ending] : `the provider answers ${ending.status} ${ending.name}`
  return step(how, lost ? "network" : "provider")
}

const faultOf = (ending: Ending, quoted: string): Faults.Fault | undefined => {
  switch (ending) {
    case "well":
      return undefined
    case "time-out":
      return { _tag: "TimeoutAfterEffect" }
    case "reset":
      return { _tag: "ResetBeforeEffect" }
    case "markup":
      return { _tag: "Garble", body: () => `<html>${quoted}</html>` }
    case "refused":
      return { _tag: "Answer", status: 400, body: quoting(quoted) }
    default: {
      const { body, headers, status } = ending
      return {
        _tag: "Answer",
        status,
        headers: { "content-type": "application/json", ...headers },
        body: body.replace(/("(?:title|message|reason)"\s*:\s*")/g, (before) => `${before}${quoted} `)
      }
    }
  }
}

/** The body of a refusal that no document has, which quotes this wherever an adapter may read. */
const quoting = (quoted: string): string => {
  const error = { code: quoted, message: quoted, type: quoted }
  return JSON.stringify({ error, message: quoted, errorCode: quoted, title: quoted })
}
