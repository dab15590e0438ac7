/** Mutants of the Classic API: of what is said and read in its three encodings. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant } from "@paylayer/conformance/mutants"
import { Webhooks } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Client from "effect/http/HttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { classic, webhookOptions } from "../../conformance.ts"
import * as client from "../../src/classic/client.ts"
import * as modifications from "../../src/classic/modifications.ts"
import * as payments from "../../src/classic/payments.ts"
import * as webhooks from "../../src/webhooks/ports.ts"
import { anew, counted, difference, iso, options } from "./nearly.ts"

type Ask = client.ClassicClient["ask"]

interface Change {
  readonly modifications?: Partial<modifications.Decisions>
  readonly payments?: Partial<payments.Decisions>
  /** Something else that is done with what is asked. */
  readonly ask?: (ask: Ask) => Ask
  /** Another body, as it goes out. */
  readonly text?: (body: string) => string
}

/** The Classic API in one of its encodings, right but for that. */
const nearly = (encoding: "json" | "form" | "soap", change: Change = {}): Subject.Subject => {
  const { ask = (ask: Ask) => ask, text } = change
  const transformClient = (client: HttpClient): HttpClient =>
    text === undefined ? client : Client.transform(client, (_, request) => client.execute(saying(request, text)))
  const ports = Effect.map(client.make({ ...options, encoding, transformClient }), (right) => {
    const changed: client.ClassicClient = { ask: ask(right.ask) }
    return Context.merge(
      modifications.make(changed, options, { ...modifications.decisions, ...change.modifications }),
      payments.make(changed, options, { ...payments.decisions, ...change.payments })
    )
  })
  return classic(
    encoding,
    Layer.merge(Layer.effectContext(ports), Layer.effect(Webhooks.Webhooks, webhooks.make(webhookOptions)))
  )
}

const saying = (
  request: HttpClientRequest.HttpClientRequest,
  change: (body: string) => string
): HttpClientRequest.HttpClientRequest => {
  const { body } = request
  if (body._tag !== "Uint8Array") return request
  const text = change(new TextDecoder().decode(body.body))
  return HttpClientRequest.setBody(request, HttpBody.text(text, body.contentType))
}

const namespaces = { common: "http://common.services.adyen.com", payment: "http://payment.services.adyen.com" }

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "ADJ-03",
    "[adjustAuthorisation-received] is taken for an adjustment",
    nearly("json", {
      modifications: {
        decided: ({ pspReference: id }, { at, key }) => [
          { _tag: "Outcome", key, id, kind: "adjust", at, verdict: "succeeded" }
        ]
      }
    })
  ),
  mutant(
    "ADJ-01",
    "in Classic, the difference is sent as the new total",
    nearly("form", {
      modifications: {
        sent: (kind, amount, authorisation) =>
          kind === "adjust" ? difference(amount, authorisation.totals().authorised) : amount
      }
    })
  ),
  mutant(
    "MNY-03",
    "in Classic, CLP and ISK are captured as ISO 4217 counts",
    nearly("soap", {
      payments: { amounts: counted(["EUR", "CLP", "ISK"]) },
      modifications: { amounts: counted(["EUR", "CLP", "ISK"], { toUnits: iso.toUnits }) }
    })
  ),
  mutant(
    "ADJ-01",
    "in Classic, PreAuth is not asked for",
    nearly("json", {
      ask: (ask) => (operation, call) =>
        ask(
          operation,
          operation.name === "authorise" ? { ...call, fields: { ...call.fields, additionalData: {} } } : call
        )
    })
  ),
  mutant(
    "IDM-05",
    "in Classic, the caller's key is not sent",
    nearly("form", { ask: (ask) => (operation, call) => ask(operation, { ...call, key: anew() as typeof call.key }) })
  ),
  mutant(
    "CAP-02",
    "a FORM is nested with brackets",
    nearly("form", { text: (body) => body.replaceAll(/(modificationAmount)\.(\w+)=/g, "$1%5B$2%5D=") })
  ),
  mutant(
    "CAP-02",
    "in SOAP an amount is of the namespace around it",
    nearly("soap", {
      text: (body) =>
        body.includes("modificationAmount") ? body.replaceAll(namespaces.common, namespaces.payment) : body
    })
  ),
  mutant(
    "FLT-13",
    "a page of the gateway is taken for an answer",
    nearly("soap", {
      ask: (ask) => (operation, call) =>
        Effect.catchIf(
          ask(operation, call),
          (error) => error.reason._tag === "MalformedResponse",
          () => Effect.succeed({ pspReference: anew(), response: "" } as never)
        )
    })
  )
]
