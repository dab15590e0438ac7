/** The same parts for a provider that is as different as can be: keys, decisions that come later, refusals by state. */
import { Authorisation, Fact, ModificationKey, Modifications, Money, Webhooks } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import { VirtualClock } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { expect, it } from "vitest"
import { PutSession } from "../../src/index.ts"
import { profile } from "../second/profile.ts"

const second = profile(Redacted.make("api-key"))
const eur = (value: number) => Money.positiveUnsafe(value, "EUR")
const key = ModificationKey.ModificationKey.make("our-key")

const answer = Schema.Struct({ change: Schema.String, state: Schema.String }).pipe(
  Schema.decodeTo(PutSession.Decided, {
    decode: SchemaGetter.transform(({ change, state }) => ({
      id: change,
      ...(state === "done" ? { verdict: "succeeded" as const, at: 1234 } : { verdict: "pending" as const })
    })),
    encode: SchemaGetter.forbiddenEncoding
  })
)
const refusal: PutSession.Change["refusal"] = ({ status }) =>
  status === 410 ? "over" : status === 413 ? "exceeds" : undefined
const common = {
  answer,
  refusal,
  idempotency: { _tag: "key", window: second.create.key!.window, compared: true, maxLength: 64 },
  decided: "later"
} as const
const units = (amount: Money.PositiveMoney): PutSession.Body<PutSession.InvalidAmount> =>
  Result.map(second.amounts.toUnits(amount), (minor) => ({ minor }))

type Checkout = typeof second extends PutSession.Profile<infer Parameters> ? Parameters : never
type Parts = Pick<PutSession.Profile<Checkout>, "capture" | "void" | "refund" | "reversal" | "webhooks">

const parts = {
  capture: { ...common, path: "/takes/{id}", partial: false, multiple: false, remainder: "released", body: units },
  void: { ...common, path: "/drops/{id}", body: () => Result.succeed({ all: true }) },
  refund: { ...common, path: "/backs/{id}", partial: true, multiple: false, body: units },
  reversal: { ...common, path: "/undos/{id}", afterSeveralCaptures: true, afterRefunds: true },
  webhooks: {
    signed: { _tag: "nothing" },
    refusal: ({ headers }) =>
      Effect.succeed(headers["x-token"] === "right" ? undefined : { why: "unauthenticated" as const }),
    read: (event) => Result.succeed({ id: String(event), events: [] }),
    acknowledgement: { status: 204, headers: {}, body: "" }
  }
} as const satisfies Parts

/** A provider that answers all requests alike, but the first ones. */
const open = async (status: number, body: object, before: ReadonlyArray<number> = []) => {
  const requests: Array<{ readonly url: string; readonly key: string | undefined; readonly body: string }> = []
  const client = Client.make((request) => {
    const sent = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
    requests.push({ url: new URL(request.url).pathname, key: request.headers["idempotency-key"], body: sent })
    const first = before[requests.length - 1]
    const given = first === undefined ? Response.json(body, { status }) : Response.json({}, { status: first })
    return Effect.succeed(HttpClientResponse.fromWeb(request, given))
  })
  const layer = Layer.provide(PutSession.layer({ ...second, ...parts }), Layer.succeed(HttpClient, client))
  const ports = await Effect.runPromise(Effect.scoped(Layer.build(layer)))
  return { ports, requests }
}

const payment = (captured = false) =>
  Authorisation.make(
    "second",
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make("p-1"),
      reference: "order-1",
      amount: eur(1502),
      capture: "manual"
    },
    captured ? [{ _tag: "Outcome", id: "c-0", kind: "capture", amount: eur(1502), at: 1, verdict: "succeeded" }] : []
  )

const fails = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(Effect.flip(effect))

it("sends each change with its key, and takes an answer that decides nothing for an acknowledgement", async () => {
  const { ports, requests } = await open(202, { change: "c-1", state: "waiting" })
  const { capabilities, capture } = Context.get(ports, Modifications.Captures)
  expect(capabilities).toMatchObject({ decided: "later", partial: false, idempotency: { _tag: "key", maxLength: 64 } })
  const captured = await Effect.runPromise(capture(payment(), eur(1502), { key }))
  expect(captured).toMatchObject({ id: "c-1", stage: "acknowledged" })
  await Effect.runPromise(Context.get(ports, Modifications.Cancellations).cancel(payment(), { key }))
  await Effect.runPromise(Context.get(ports, Modifications.Refunds).refund(payment(true), eur(2), { key }))
  const reversed = await Effect.runPromise(Context.get(ports, Modifications.Reversals).reverse(payment(), { key }))
  expect(reversed.stage).toBe("acknowledged")
  expect(requests).toEqual([
    { url: "/takes/p-1", key, body: '{"minor":1502}' },
    { url: "/drops/p-1", key, body: '{"all":true}' },
    { url: "/backs/p-1", key, body: '{"minor":2}' },
    { url: "/undos/p-1", key, body: "" }
  ])
})

it("takes the moment from the answer, where it tells", async () => {
  const { ports } = await open(200, { change: "c-1", state: "done" })
  const captured = await Effect.runPromise(
    Context.get(ports, Modifications.Captures).capture(payment(), eur(1502), { key })
  )
  expect(captured.facts.at(-1)).toMatchObject({ _tag: "Outcome", at: 1234, verdict: "succeeded" })
})

it("sends what may be sent again again", async () => {
  const { ports, requests } = await open(503, {})
  const { capture } = Context.get(ports, Modifications.Captures)
  const exit = await VirtualClock.make().drive(Effect.flip(capture(payment(), eur(1502), { key })))
  expect(exit).toMatchObject({ value: { _tag: "ProviderError", outcome: "unknown", facts: [{ _tag: "Asked", key }] } })
  expect(requests.map(({ key }) => key)).toEqual([key, key, key])
})

it.each([
  [410, "NotCapturable", "NotCancellable", "NotRefundable", "NotCancellable"],
  [413, "CaptureExceedsAuthorised", "NotCancellable", "RefundExceedsCaptured", "NotCancellable"]
])("gives a refusal of %i the model's name", async (status, capture, cancel, refund, reverse) => {
  const { ports } = await open(status, { problem: { kind: "too-late", message: "No.", fields: [] } })
  expect(await fails(Context.get(ports, Modifications.Captures).capture(payment(), eur(1502)))).toMatchObject({
    _tag: capture,
    id: "p-1",
    ...(status === 410 ? { why: "refused-by-provider", code: "too-late" } : {})
  })
  expect(await fails(Context.get(ports, Modifications.Cancellations).cancel(payment()))).toMatchObject({ _tag: cancel })
  expect(await fails(Context.get(ports, Modifications.Refunds).refund(payment(true), eur(2)))).toMatchObject({
    _tag: refund
  })
  expect(await fails(Context.get(ports, Modifications.Reversals).reverse(payment()))).toMatchObject({ _tag: reverse })
})

it("does not take a refusal for one, where an attempt before it may have been executed", async () => {
  const { ports, requests } = await open(410, { problem: { kind: "too-late", message: "No.", fields: [] } }, [503])
  const { capture } = Context.get(ports, Modifications.Captures)
  const exit = await VirtualClock.make().drive(Effect.flip(capture(payment(), eur(1502), { key })))
  expect(exit).toMatchObject({ value: { _tag: "ProviderError", outcome: "unknown", facts: [{ _tag: "Asked", key }] } })
  expect(requests).toHaveLength(2)
})

it("believes webhooks as its part says", async () => {
  const { ports } = await open(200, {})
  const { receive } = Context.get(ports, Webhooks.Webhooks)
  const got = await Effect.runPromise(receive({ headers: { "X-Token": "right" }, body: "7" }))
  expect(got).toEqual({
    deliveries: [{ id: "7", events: [] }],
    acknowledgement: { status: 204, headers: {}, body: "" }
  })
  expect(await fails(receive({ headers: {}, body: "7" }))).toMatchObject({ why: "unauthenticated", provider: "second" })
})
