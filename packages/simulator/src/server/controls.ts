/** The controls of a served simulator as requests under `/_paylayer/`, for a person with curl. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Act } from "../BackOffice.ts"
import type { ArmOptions, Fault } from "../Faults.ts"
import type { Connection, Provider } from "../Provider.ts"
import type { Submission } from "../Shopper.ts"
import type { Handler, WireRequest, WireResponse } from "../Wire.ts"

export const prefix = "/_paylayer/"

const json = (status: number, value: unknown): WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: `${JSON.stringify(value)}\n`
})

const Checkout = Schema.Struct({ id: Schema.String, token: Schema.optionalKey(Schema.String) })
const Submit = Schema.Struct({
  ...Checkout.fields,
  manner: Schema.optionalKey(Schema.Literals(["pay", "decline", "challenge", "pending", "abandon"]))
})
const Settle = Schema.Struct({ id: Schema.String, approved: Schema.Boolean })
const Finish = Schema.Struct({ id: Schema.String, passed: Schema.Boolean })
const Amount = Schema.Struct({ decimal: Schema.String, currency: Schema.String })
/** `{ "authorisation": "…", "act": { "_tag": "Capture", "amount": { "decimal": "5.00", "currency": "EUR" } } }` */
const Office = Schema.Struct({
  authorisation: Schema.String,
  act: Schema.Union([
    Schema.Struct({ _tag: Schema.Literals(["Capture", "Refund", "Dispute"]), amount: Amount }),
    Schema.Struct({ _tag: Schema.Literal("Cancel") }),
    Schema.Struct({
      _tag: Schema.Literals(["CaptureFails", "CaptureRecovers", "RefundFails"]),
      id: Schema.optionalKey(Schema.String)
    }),
    Schema.Struct({
      _tag: Schema.Literal("RefuseNext"),
      kind: Schema.Literals(["adjust", "capture", "cancel", "refund"])
    })
  ])
})
const Headers = Schema.Record(Schema.String, Schema.String)
/** `{ "fault": …, "times": 2, "only": { "method": "PUT", "path": "payment-sessions" } }`; a garbled body is given as text. */
const Arm = Schema.Struct({
  fault: Schema.Union([
    Schema.Struct({
      _tag: Schema.Literals(["TimeoutBeforeEffect", "TimeoutAfterEffect", "ResetBeforeEffect", "ResetAfterEffect"])
    }),
    Schema.Struct({
      _tag: Schema.Literal("Answer"),
      status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
      headers: Schema.optionalKey(Headers),
      body: Schema.optionalKey(Schema.String)
    }),
    Schema.Struct({
      _tag: Schema.Literal("Garble"),
      body: Schema.String,
      contentType: Schema.optionalKey(Schema.String)
    })
  ]),
  times: Schema.optionalKey(Schema.Union([Schema.Int, Schema.Literal("all")])),
  only: Schema.optionalKey(
    Schema.Struct({ method: Schema.optionalKey(Schema.String), path: Schema.optionalKey(Schema.String) })
  )
})

const reading = <A>(
  schema: Schema.ConstraintDecoder<A>,
  request: WireRequest,
  use: (input: A) => Effect.Effect<WireResponse>
): Effect.Effect<WireResponse> =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(schema))(request.body).pipe(
    Effect.flatMap(use),
    Effect.catch((error) => Effect.succeed(json(400, { error: error.message })))
  )

/** Answers a request whose path begins with `prefix`. */
export const make = ({ backOffice, deliveries, shopper, truth }: Provider, { faults }: Connection): Handler => {
  /** The challenges that wait for the shopper, by session. */
  const challenges = new Map<string, Extract<Submission, { readonly _tag: "Challenged" }>["finish"]>()

  const told = (id: string, submission: Submission): WireResponse => {
    if (submission._tag !== "Challenged") return json(200, submission)
    const { finish, ...rest } = submission
    challenges.set(id, finish)
    return json(200, { ...rest, next: `POST ${prefix}shopper/finish {"id":"${id}","passed":true}` })
  }

  const finish = ({ id, passed }: typeof Finish.Type): Effect.Effect<WireResponse> => {
    const challenge = challenges.get(id)
    challenges.delete(id)
    return challenge === undefined
      ? Effect.succeed(json(409, { error: `no challenge of session ${id} waits for the shopper` }))
      : Effect.map(challenge(passed), (submission) => told(id, submission))
  }

  const routes: Readonly<Record<string, Handler>> = {
    "GET truth": () =>
      Effect.map(Effect.all({ sessions: truth.sessions, authorisations: truth.authorisations }), (all) =>
        json(200, all)
      ),
    "POST faults": (request) =>
      reading(Arm, request, (arm) =>
        Effect.as(faults.arm(faultOf(arm.fault), optionsOf(arm)), json(200, { armed: arm }))
      ),
    "DELETE faults": () => Effect.as(faults.disarm, json(200, { armed: null })),
    ...(deliveries === undefined
      ? {}
      : {
          "GET deliveries": () => Effect.map(deliveries.take, (taken) => json(200, taken))
        }),
    ...(backOffice === undefined
      ? {}
      : ({
          "POST back-office": (request) =>
            reading(Office, request, ({ act, authorisation }) =>
              Effect.map(backOffice.act(authorisation, act satisfies Act), (done) => json(done ? 200 : 409, { done }))
            )
        } satisfies Record<string, Handler>)),
    ...(shopper === undefined
      ? {}
      : ({
          "POST shopper/open": (request) =>
            reading(Checkout, request, (checkout) => Effect.map(shopper.open(checkout), (shown) => json(200, shown))),
          "POST shopper/submit": (request) =>
            reading(Submit, request, ({ manner, ...checkout }) =>
              Effect.map(shopper.submit(checkout, manner), (submission) => told(checkout.id, submission))
            ),
          "POST shopper/finish": (request) => reading(Finish, request, finish),
          "POST shopper/settle": (request) =>
            reading(Settle, request, ({ approved, id }) =>
              Effect.map(shopper.settle(id, approved), (submission) => json(200, submission))
            )
        } satisfies Record<string, Handler>))
  }

  return (request) => {
    const route = routes[`${request.method} ${request.path.slice(prefix.length)}`]
    return route === undefined
      ? Effect.succeed(json(404, { error: `expected one of: ${Object.keys(routes).join(", ")}` }))
      : route(request)
  }
}

const faultOf = (fault: (typeof Arm.Type)["fault"]): Fault => {
  if (fault._tag !== "Garble") return fault
  const { body, ...rest } = fault
  return { ...rest, body: () => body }
}

const optionsOf = ({ only, times }: typeof Arm.Type): ArmOptions => ({
  ...(times === undefined ? {} : { times: times === "all" ? Infinity : times }),
  ...(only === undefined
    ? {}
    : {
        only: ({ method, path }: WireRequest) => method === (only.method ?? method) && path.includes(only.path ?? "")
      })
})
