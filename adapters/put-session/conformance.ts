/** Acquired.com as a subject of the conformance kit: with each way in which a PUT may treat what it does not name. */
import * as Redacted from "effect/Redacted"
import { Subject } from "@paylayer/conformance"
import type { Simulation } from "@paylayer/simulator"
import { Acquired } from "./src/index.ts"
import { AcquiredSimulator } from "./src/simulator/index.ts"

const { credentials } = AcquiredSimulator
const appKey = Redacted.make(credentials.appKey)

/** As the documents show them; 400 from "Generate a session_id", the others from "HTTP responses". */
const refusal = (
  status: number,
  error_type: string,
  title: string,
  becomes: string,
  invalid_parameters?: ReadonlyArray<{ readonly parameter: string; readonly reason: string }>
): Subject.DocumentedError => ({
  name: error_type,
  status,
  body: JSON.stringify({ status: "error", error_type, title, instance: "/v1/payment-sessions", invalid_parameters }),
  operation: "create",
  becomes,
  code: error_type,
  ...(invalid_parameters === undefined ? {} : { parameters: invalid_parameters })
})

const validation = refusal(
  400,
  "validation",
  "Your request parameters did not pass our validation.",
  "InvalidRequest",
  [
    { parameter: "transaction.order_id", reason: "transaction.order_id can not be empty" },
    { parameter: "transaction.amount", reason: "must be a number" }
  ]
)
const unknown = refusal(
  404,
  "not_found",
  "Unable to find the requested resource, please check your request and try again.",
  "NotFound"
)

const errors: ReadonlyArray<Subject.DocumentedError> = [
  validation,
  { ...validation, operation: "update" },
  refusal(400, "bad_request", "Your request could not be understood.", "InvalidRequest"),
  { ...refusal(400, "bad_request", "The session has been paid.", "NotUpdatable"), operation: "update" },
  refusal(
    401,
    "unauthorized",
    "Authentication with the API failed, please check your details and try again.",
    "Unauthenticated"
  ),
  refusal(
    403,
    "forbidden",
    "You do not have access to the requested resource, please check your details and try again.",
    "Forbidden"
  ),
  refusal(403, "configuration", "Your account is not set up for this.", "Forbidden"),
  unknown,
  { ...unknown, operation: "update" },
  refusal(409, "conflict", "There was a conflict when trying to complete your request", "InvalidRequest", [
    { parameter: "reference", reason: "already exists" }
  ]),
  refusal(500, "internal_server_error", "An error occurred, we are investigating the reason.", "Unavailable"),
  refusal(400, "brewing", "Something that no document knows.", "UnknownCode")
]

export const options: Acquired.Options = { appId: credentials.appId, appKey }

/** Acquired's adapter, or one that is nearly that, on its simulator. */
export const acquired = (
  name: string,
  world: AcquiredSimulator.Options & Simulation.Options = {},
  layer = Acquired.layer(options)
): Subject.Subject =>
  Subject.make({
    name,
    version: "0.0.0",
    layer,
    world: AcquiredSimulator.layer(world),
    defaults: {
      returnUrl: "https://shop.example/back",
      provider: [
        Acquired.parameters({
          transaction: { custom1: "basket" },
          tds: {
            challenge_preference: "no_preference",
            contact_url: "https://shop.example/contact",
            webhook_url: "https://shop.example/webhook"
          },
          save_card: true,
          payment_methods: ["card", "apple_pay"]
        })
      ]
    },
    secrets: [appKey],
    errors
  })

export default acquired("acquired")

export const subjects: ReadonlyArray<Subject.Subject> = [
  acquired("acquired"),
  acquired("acquired, PUT replaces", { assume: { putSemantics: "replace" } }),
  acquired("acquired, far away", { latency: { there: "1 second", back: "1 second" } })
]
