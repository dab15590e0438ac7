/** Mutants of how requests to Acquired are sent, repeated and understood. */
import type { Mutant } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import { ProviderError, Sessions } from "@paylayer/core"
import { HttpClient, type Answer } from "@paylayer/core/adapter"
import * as Client from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Effect from "effect/Effect"
import { acquired } from "../../conformance.ts"
import { nearly, right } from "./nearly.ts"

type Create = Sessions.Sessions["Service"]["create"]

const onCreate = (change: (creation: ReturnType<Create>) => ReturnType<Create>) =>
  onPort(acquired("acquired"), Sessions.Sessions, (sessions) => ({
    ...sessions,
    create: (request, options) => change(sessions.create(request, options))
  }))

/** Another meaning of a refusal. */
const meaning = (change: (reason: ProviderError.Reason, answer: Answer) => ProviderError.Reason) =>
  nearly({
    decodeError: (answer) => {
      const reason = right.decodeError(answer)
      return reason === undefined ? undefined : change(reason, answer)
    }
  })

const isLost = (error: Sessions.CreateSessionError): error is ProviderError.ProviderError =>
  error._tag === "ProviderError" && (error.reason._tag === "Timeout" || error.reason._tag === "Transport")

const sendingToken = (client: HttpClient): HttpClient =>
  Client.mapRequest(client, (request) =>
    HttpClientRequest.setUrlParam(request, "access_token", request.headers["authorization"]?.split(" ")[1] ?? "")
  )

const firstToken = (client: HttpClient): HttpClient => {
  let first: string | undefined
  return Client.mapRequest(client, (request) => {
    const given = request.headers["authorization"]
    if (given === undefined) return request
    first ??= given
    return HttpClientRequest.setHeader(request, "authorization", first)
  })
}

const atOnceAfter429 = (client: HttpClient): HttpClient =>
  Client.transform(client, (answering, request) =>
    Effect.flatMap(answering, (answer) => (answer.status === 429 ? client.execute(request) : Effect.succeed(answer)))
  )

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant("FLT-01", "a creation is sent again without a key", onCreate(Effect.retry({ times: 1, while: isLost }))),
  mutant(
    "FLT-01",
    "a creation that needs no key, says the adapter",
    nearly({ create: { ...right.create, key: { _tag: "natural" } as never } })
  ),
  mutant(
    "FLT-02",
    "a time-out is taken for a refusal",
    onCreate(
      Effect.mapError((error) =>
        isLost(error) ? new ProviderError.ProviderError({ ...error, outcome: "not-executed" }) : error
      )
    )
  ),
  mutant("SES-21", "the first token is kept for good", nearly({}, {}, { transformClient: firstToken })),
  mutant("FLT-04", "Retry-After is ignored", nearly({}, {}, { transformClient: atOnceAfter429 })),
  mutant(
    "SES-12",
    "only the first wrong parameter is named",
    meaning((reason) =>
      reason._tag === "InvalidRequest" ? { ...reason, parameters: reason.parameters.slice(0, 1) } : reason
    )
  ),
  mutant(
    "ERR-01",
    "an unknown error_type is taken for a wrong request",
    meaning((reason) =>
      reason._tag === "UnknownCode"
        ? { _tag: "InvalidRequest", parameters: [], ...(reason.code && { code: reason.code }) }
        : reason
    )
  ),
  mutant(
    "ERR-01",
    "every 404 is taken for the end of a session",
    nearly({
      update: {
        ...right.update,
        refusal: (answer) => (answer.status === 404 ? "expired" : right.update.refusal(answer))
      }
    })
  ),
  mutant(
    "ERR-01",
    "every 400 is taken for a paid session",
    nearly({ update: { ...right.update, refusal: ({ status }) => (status === 400 ? "closed" : undefined) } })
  ),
  mutant(
    "SEC-01",
    "the app_key in an error that quotes it",
    nearly({ login: { ...right.login, secrets: [] } as never })
  ),
  mutant("SEC-01", "the token in the URL", nearly({}, {}, { transformClient: sendingToken }))
]
