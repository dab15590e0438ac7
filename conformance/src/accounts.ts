/** What trials need on a real account, which remembers and which may never answer. */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"

/** Names this process among all that ever used an account, from its first trial on; trials are counted. */
let run: string | undefined
let trials = 0

const keyHeader = "idempotency-key"

/**
 * An account remembers keys for a day, a week or longer, and laws use few names for theirs: so that no trial meets the
 * keys of another one, a name of its own stands before each of them.
 */
export const withOwnKeys = (client: HttpClient.HttpClient): HttpClient.HttpClient => {
  run ??= globalThis.crypto.randomUUID().slice(0, 8)
  const trial = `${run}-${++trials}-`
  return HttpClient.mapRequest(client, (request) => {
    const key = request.headers[keyHeader]
    return key === undefined ? request : HttpClientRequest.setHeader(request, keyHeader, trial + key)
  })
}

class NeverSettled extends Data.TaggedError("NeverSettled")<{ readonly message: string }> {}

/** Runs it in real time, in which nothing may take longer than this: a time-out is a failure, and no pass. */
export const withinTime =
  (limit: Duration.Duration) =>
  <A, E>(effect: Effect.Effect<A, E>): Promise<Exit.Exit<A, E>> =>
    Effect.runPromiseExit(
      Effect.timeoutOrElse(effect, {
        duration: limit,
        orElse: () => Effect.die(new NeverSettled({ message: `it had not settled after ${Duration.format(limit)}` }))
      })
    )
