/** WHK: what the provider says by itself is believed only as far as it is signed. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Authorisation, Capabilities } from "@paylayer/core"
import { Modifications, Webhooks } from "@paylayer/core"
import { Deliveries, Truth } from "@paylayer/simulator"
import { changed, misstated } from "../changes.ts"
import * as Law from "../Law.ts"
import * as pay from "../payments.ts"
import type { Signs } from "../Subject.ts"
import { holds, Inapplicable, refused, same, show, succeeds } from "../Trial.ts"
import { aboutEvents, hasNone, onEach, receive, signatureIn, signedBy, toldOf } from "../webhookRequests.ts"

const webhooks = Law.port(Webhooks.Webhooks)
const deliveries = Law.control(Deliveries.Deliveries)
const truth = Law.control(Truth.Truth)
const captures = Law.port(Modifications.Captures)

const start = 2000

/** A request as it would be without its signature. */
const withoutSignature = (given: Law.Given, { body, headers }: Webhooks.RawRequest) =>
  Effect.gen(function* () {
    const { unsigned } = toldOf(given)
    yield* signedBy(given, body, "other")
    const signature = new Set((yield* signatureIn(given, body)).headers)
    if (unsigned === undefined && signature.size === 0)
      return yield* misstated("`webhooks.unsigned` is missing: `webhooks.sign` signs in no header")
    const others = Object.entries(headers).filter(([name]) => !signature.has(name.toLowerCase()))
    if (signature.size > 0 && others.length === Object.keys(headers).length)
      return yield* misstated(
        `\`webhooks.sign\` signs in ${[...signature].join(", ")}: the world's webhooks have no such header`
      )
    const bare = unsigned === undefined ? body : yield* changed("webhooks.unsigned", body, unsigned(body))
    return { headers: Object.fromEntries(others), body: bare }
  })

/** Another character at one place. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "7" ? "8" : "7") + text.slice(at + 1)

/** Places all over a text: its two ends, and as many between them. */
const places = (text: string): ReadonlyArray<number> => {
  const between = Math.min(text.length, 40)
  return [
    ...new Set(Array.from({ length: between }, (_, index) => Math.round((index * (text.length - 1)) / (between - 1))))
  ]
}

/** The leaves of a JSON body. */
const leaves = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]))
    : [path]

/** A JSON value with another leaf. */
const differing = (value: unknown, path: ReadonlyArray<string>): unknown => {
  const [name, ...rest] = path
  if (name === undefined)
    return typeof value === "number" ? value + 1 : value === "true" ? "false" : `${String(value)}7`
  const inner = (value as Readonly<Record<string, unknown>>)[name]
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? differing(one, rest) : one))
    : { ...(value as object), [name]: differing(inner, rest) }
}

/** Whether who verifies this verifies all that the provider signs. */
const covers = (verified: Capabilities.WebhookCapabilities["signed"], signs: Signs): boolean => {
  switch (signs._tag) {
    case "nothing":
      return true
    case "fields":
      return verified._tag === "fields"
        ? signs.fields.every((field) => verified.fields.includes(field))
        : verified._tag !== "nothing"
    case "body-without-whitespace":
      return verified._tag === "body" || verified._tag === signs._tag
    case "body":
      return verified._tag === "body"
  }
}

/** How old a request may be: as the adapter declares it, which may not be older than the provider wants. */
const toleranceOf = (given: Law.Given, declared: Duration.Duration | undefined) =>
  Effect.gen(function* () {
    const { signs } = toldOf(given)
    const tolerance = signs._tag === "nothing" ? "none" : signs.tolerance
    if (tolerance === undefined)
      return yield* misstated(
        "`webhooks.signs` does not say how old a signature may be: `tolerance`, or that it is none"
      )
    if (tolerance !== "none") {
      const most = Duration.fromInputUnsafe(tolerance)
      yield* holds(
        declared !== undefined && Duration.isLessThanOrEqualTo(declared, most),
        `declared to be too old after ${Duration.format(most)} at the latest`,
        declared === undefined ? "never" : `after ${Duration.format(declared)}`
      )
    }
    return declared ?? (yield* new Inapplicable({ reason: "the signature tells no time" }))
  })

/** That nothing is signed is believed where the subject itself signs nothing. */
const signsNothing = (given: Law.Given, body: string) =>
  Effect.gen(function* () {
    const { headers, isInBody } = yield* signatureIn(given, body)
    if (isInBody || headers.length > 0)
      return yield* misstated("`webhooks.signs` says that nothing is signed, and `webhooks.sign` signs")
    return yield* new Inapplicable({ reason: "the provider signs nothing" })
  })

const tampered = Law.each({
  id: "WHK-01",
  title: "what is signed cannot be changed",
  statement:
    "A change of what the provider signs, a missing signature, one of another secret or one that is too old is " +
    "WebhookRefused, and nothing is applied; what is changed outside it moves no total of ours by itself.",
  source: "Adyen: HMAC signature; Stripe: signature verification and tolerance; Acquired: hash",
  kind: "property",
  requires: [webhooks, deliveries, captures, pay.authorisable, truth, aboutEvents],
  cases: () => ["change", "missing", "other", "prefix", "respaced", "old"],
  check: (way, given) =>
    Effect.gen(function* () {
      const { capabilities } = yield* Webhooks.Webhooks
      const { authorisation, requests } = yield* pay.capturedAndTold(given, start)
      const { signed } = capabilities
      const { signs } = toldOf(given)
      if (signs._tag === "nothing" && signed._tag === "nothing") return yield* signsNothing(given, requests[0]!.body)
      const refuses = (request: Webhooks.RawRequest) => refused(receive(request), "WebhookRefused")
      switch (way) {
        case "change":
          yield* holds(covers(signed, signs), `declared to be signed: ${show(signs)}`, show(signed))
          return yield* onEach("changed, webhook", requests, (request) =>
            signed._tag === "fields"
              ? fieldsChanged(given, authorisation, request, signed.fields)
              : Effect.forEach(places(request.body), (at) => refuses({ ...request, body: flipped(request.body, at) }), {
                  discard: true
                })
          )
        case "missing":
          return yield* onEach("without a signature, webhook", requests, (request) =>
            Effect.flatMap(withoutSignature(given, request), refuses)
          )
        case "respaced":
          // The same value, written in another way.
          if (signed._tag !== "body" || !requests.every(({ body }) => body.startsWith("{"))) {
            return yield* new Inapplicable({ reason: "the signature does not cover how a body is written" })
          }
          return yield* onEach("written in another way, webhook", requests, (request) => {
            const body = JSON.stringify(JSON.parse(request.body), null, 3)
            return body === request.body ? Effect.void : refuses({ ...request, body })
          })
        case "old":
          yield* Effect.sleep(Duration.toMillis(yield* toleranceOf(given, capabilities.tolerance)) + 2000)
          return yield* onEach("too late, webhook", requests, (request) =>
            Effect.flatMap(refuses(request), ({ why }) => same("why", "too-old", why))
          )
        case "other":
        case "prefix":
          return yield* onEach(
            way === "other" ? "of another secret, webhook" : "half a signature, webhook",
            requests,
            (one) =>
              Effect.flatMap(Effect.flatMap(signedBy(given, one.body, way), refuses), ({ why }) =>
                holds(why === "mismatch" || why === "missing", "mismatch", why)
              )
          )
      }
    })
})

/** Each value of a body changed: a signed one is refused, another one moves nothing of ours. */
const fieldsChanged = (
  given: Law.Given,
  authorisation: Authorisation.Authorisation,
  request: Deliveries.Delivery,
  fields: ReadonlyArray<string>
) =>
  Effect.gen(function* () {
    const body: unknown = JSON.parse(request.body)
    const right = authorisation.with(Webhooks.factsOf(yield* succeeds(receive(request)), authorisation))
    const before = yield* pay.totals(given, right)
    const signature = yield* signatureIn(given, request.body)
    for (const path of leaves(body)) {
      const name = path.join(".")
      const other = { ...request, body: JSON.stringify(differing(body, path)) }
      if (fields.some((field) => name.endsWith(`.${field}`) || name === field) || signature.isAt(path)) {
        yield* refused(receive(other), "WebhookRefused")
        continue
      }
      const outcome = yield* Effect.result(receive(other))
      if (outcome._tag === "Failure") continue
      const facts = Webhooks.factsOf(outcome.success, authorisation)
      const after = yield* pay.totals(given, authorisation.with(facts))
      yield* holds(
        facts.length === 0 || after.captured.value === before.captured.value,
        `the same totals, whatever ${name} says`,
        `${after.captured.value} captured`
      )
    }
  })

const rotated = Law.example({
  id: "WHK-09",
  title: "two secrets during a rotation",
  statement: "While two secrets are known, what either of them signed is received.",
  source: "Stripe: roll endpoint secrets; Adyen: HMAC key rotation",
  kind: "example",
  requires: [
    webhooks,
    deliveries,
    captures,
    pay.authorisable,
    aboutEvents,
    Law.told("its second secret", ({ webhooks }) => webhooks?.rotates !== undefined)
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      if (toldOf(given).rotates === false) return yield* hasNone
      const { requests } = yield* pay.capturedAndTold(given, start)
      yield* onEach("by the first secret, webhook", requests, (request) => succeeds(receive(request)))
      yield* onEach("by the second secret, webhook", requests, ({ body }) =>
        Effect.flatMap(signedBy(given, body, "next"), (request) => succeeds(receive(request)))
      )
    })
})

export const laws: ReadonlyArray<Law.Law> = [tampered, rotated]
