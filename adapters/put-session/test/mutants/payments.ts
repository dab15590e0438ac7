/** Mutants of what follows a payment at Acquired: what is asked, what its answers mean, and its webhooks. */
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import { Modifications, ProviderError, Webhooks } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { BackOffice } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Client from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { acquired, eitherWay, options } from "../../conformance.ts"
import { Acquired, PutSession } from "../../src/index.ts"
import { Decided, Transaction } from "../../src/Profile.ts"
import { nearly, right } from "./nearly.ts"

const changing = <A>(schema: Schema.ConstraintDecoder<A>, to: Schema.Codec<A>, change: (right: A) => A) =>
  (schema as Schema.Codec<A, unknown>).pipe(
    Schema.decodeTo(to, SchemaTransformation.transform<A, A>({ decode: change, encode: (right) => right }))
  )

/** Answers to a change, understood in another way. */
const decided = (change: (right: Decided) => Decided) => ({
  answer: changing(right.capture.answer, Schema.toType(Decided), change)
})

/** Transactions that are read, understood in another way. */
const read = (change: (right: Transaction) => Transaction) => ({
  ...right.find,
  answer: changing(right.find.answer, Schema.toType(Transaction), change)
})

/** The money of a change in another number. */
const numbered = (
  kind: "capture" | "refund",
  number: (minor: number) => number,
  world?: Parameters<typeof nearly>[1]
): Subject.Subject => {
  const { [kind]: one } = right
  const body: typeof right.capture.body = (amount, given) =>
    Result.map(one.body(amount, given), (body) => {
      const { amount: _, ...rest } = body as { readonly amount: number }
      return { ...rest, amount: number(amount.value) }
    })
  return nearly({ [kind]: { ...one, body } }, world)
}

const receiving = (
  change: (receive: Webhooks.Webhooks["Service"]["receive"]) => Webhooks.Webhooks["Service"]["receive"]
): Subject.Subject => onPort(nearly({}), Webhooks.Webhooks, (port) => ({ ...port, receive: change(port.receive) }))

const either = Acquired.profile(eitherWay)

const declinedIsAnError = onPort(nearly({}), Modifications.Refunds, (port) => ({
  ...port,
  refund: (authorisation, amount, given) =>
    Effect.flatMap(port.refund(authorisation, amount, given), (made) =>
      made.stage === "failed"
        ? Effect.fail(
            new ProviderError.ProviderError({
              provider: "acquired",
              operation: "Refunds.refund",
              key: made.key,
              reason: { _tag: "UnknownCode", status: 201, code: "declined" },
              outcome: "not-executed"
            })
          )
        : Effect.succeed(made)
    )
}))

/** Whatever transaction is answered, it is the one that was asked for. */
const readAsAsked = (client: HttpClient): HttpClient =>
  Client.transform(client, (answering, request) => {
    const [, id] = /\/transactions\/([^/?]+)$/.exec(request.url) ?? []
    return id === undefined
      ? answering
      : Effect.flatMap(answering, (answer) =>
          Effect.map(answer.text, (text) => {
            const body = text.replace(/("transaction_id"\s*:\s*)"[^"]*"/, `$1"${id}"`)
            const { headers, status } = answer
            return HttpClientResponse.fromWeb(request, new Response(body, { status, headers: { ...headers } }))
          })
        )
  })

const natural = { idempotency: { _tag: "natural" } } as const

/** Captured as each session says, and a payment that is read tells it, at a shop that nobody captures for in the Hub. */
const unseen = (layer: Parameters<typeof acquired>[2]): Subject.Subject => {
  const right = acquired("acquired, nobody in the Hub", { assume: { transactionShape: "nested" } }, layer)
  const world = Layer.effectContext(
    Effect.map(Layer.build(right.world), Context.add(BackOffice.BackOffice, { act: () => Effect.succeed(false) }))
  )
  return { ...right, world, deviations: [] }
}

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "CAP-03",
    "a capture is done when the answer says 201, whatever is in it",
    nearly({ capture: { ...right.capture, ...decided((answer) => ({ ...answer, verdict: "succeeded" })) } })
  ),
  mutant("REF-02", "a refund that is declined is an error", declinedIsAnError),
  mutant(
    "FLT-11",
    "a capture whose answer was lost is sent again, though it has no key",
    nearly({ capture: { ...right.capture, ...natural } })
  ),
  mutant(
    "FLT-11",
    "a refund whose answer was lost is sent again, though it has no key",
    nearly({ refund: { ...right.refund, ...natural } })
  ),
  mutant(
    "MNY-03",
    "what is captured is divided by 100 in every currency",
    numbered("capture", (minor) => minor / 100, { assume: { yenDecimals: "two" } })
  ),
  mutant(
    "MNY-03",
    "what is refunded is written in minor units",
    numbered("refund", (minor) => minor)
  ),
  mutant(
    "CAP-02",
    "the rest is declared to stay",
    nearly({ capture: { ...right.capture, remainder: "kept", multiple: true } })
  ),
  mutant(
    "REF-03",
    "that there is no more to refund is a wrong parameter",
    nearly({ refund: { ...right.refund, refusal: () => undefined } })
  ),
  mutant(
    "MOD-01",
    "a reversal is always a refund",
    nearly({
      reversal: {
        ...right.reversal,
        read: read((found) => (found.is === "cancel" ? { ...found, is: "refund" } : found))
      }
    })
  ),
  mutant(
    "SES-13",
    "a payment that is pending is a paid one",
    nearly({
      result: {
        ...right.result,
        read: read((found) => (found.verdict === "pending" ? { ...found, verdict: "succeeded" } : found))
      }
    })
  ),
  mutant(
    "SES-13",
    "a status that nobody knows is a success",
    nearly({ result: { ...right.result, read: read((found) => ({ verdict: "succeeded", ...found })) } })
  ),
  mutant(
    "SES-13",
    "the hash of a proof is not looked at",
    nearly({
      result: {
        ...right.result,
        verify: (form) => {
          const fields = new URLSearchParams(form)
          const [id, reference] = [fields.get("transaction_id"), fields.get("order_id")]
          return Effect.succeed(id && reference ? { id, reference } : undefined)
        }
      }
    })
  ),
  mutant("SES-13", "which transaction was read is not looked at", nearly({}, {}, { transformClient: readAsAsked })),
  mutant(
    "WHK-01",
    "no signature is checked",
    nearly({ webhooks: { ...right.webhooks, refusal: () => Effect.succeed(undefined) } })
  ),
  mutant(
    "WHK-09",
    "only the first signing key is known",
    nearly({ webhooks: Acquired.profile({ ...options, signingKeys: options.signingKeys.slice(0, 1) }).webhooks })
  ),
  mutant(
    "WHK-05",
    "an unknown event is refused",
    nearly({
      webhooks: {
        ...right.webhooks,
        read: (event, headers) =>
          Result.flatMap(right.webhooks.read(event, headers), (delivered) =>
            delivered.events.some(({ _tag }) => _tag === "UnknownEvent")
              ? Result.fail("an unknown type")
              : Result.succeed(delivered)
          )
      }
    })
  ),
  mutant(
    "WHK-10",
    "acknowledged with 202, which Acquired takes for a failure",
    nearly({ webhooks: { ...right.webhooks, acknowledgement: { status: 202, headers: {}, body: "" } } })
  ),
  mutant(
    "WHK-10",
    "a bad signature is acknowledged",
    receiving(
      (receive) => (request) =>
        Effect.catch(receive(request), () =>
          Effect.succeed({ deliveries: [], acknowledgement: right.webhooks.acknowledgement })
        )
    )
  ),
  mutant(
    "CAP-04",
    "how a payment was captured is not read off it",
    unseen(PutSession.layer({ ...either, find: read(({ capture: _, ...told }) => told) })),
    unseen(Acquired.layer(eitherWay))
  ),
  mutant(
    "CAP-02",
    "what is looked up was captured by itself",
    nearly({ result: { ...right.result, capture: () => "automatic" }, find: { ...right.find, capture: "automatic" } })
  )
]
