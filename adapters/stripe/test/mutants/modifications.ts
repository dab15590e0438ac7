/** Mutants of what is asked of Stripe once funds are reserved, and of what its answers mean. */
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import type { Fact, ModificationKey } from "@paylayer/core"
import { Authorisation, Modification, Modifications, Money, ProviderError } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { answering, answersAlone, both, featured, formOf, keyed, sending, through, told, turning } from "./nearly.ts"

const isAbout = (verb: string) => (request: { readonly url: string }) => new URL(request.url).pathname.endsWith(verb)
const isRefund = isAbout("/refunds")
const isCapture = isAbout("/capture")
const isIncrement = isAbout("/increment_authorization")
const isCancel = isAbout("/cancel")

/** What each PaymentIntent was when it was last seen. */
const remembering = () => {
  const seen = new Map<string, { readonly amount: number; readonly currency: string }>()
  return {
    look: answering((body) => {
      if (body.object === "payment_intent") seen.set(body.id, { amount: body.amount, currency: body.currency })
      return body
    }),
    of: (url: string, form: ReadonlyArray<readonly [string, string]>) => {
      const inForm = form.find(([name]) => name === "payment_intent")?.[1]
      return seen.get(inForm ?? /payment_intents\/(\w+)/.exec(url)?.[1] ?? "")
    }
  }
}

/** An increment by the difference, as other providers have it. */
const byDifference = (): ((client: HttpClient) => HttpClient) => {
  const { look, of } = remembering()
  return both(
    look,
    sending((form, request) =>
      isIncrement(request)
        ? form.map(([name, value]) => [
            name,
            name === "amount" ? String(Number(value) - (of(request.url, form)?.amount ?? 0)) : value
          ])
        : form
    )
  )
}

/** ISK and UGX, which Stripe counts with two decimals, as ISO 4217 does: after the authorisation. */
const countedByIso = (isMeant: (request: { readonly url: string }) => boolean) => {
  const { look, of } = remembering()
  const isAmount = (name: string) => name === "amount" || name === "amount_to_capture"
  return both(
    look,
    sending((form, request) =>
      isMeant(request) && ["isk", "ugx"].includes(of(request.url, form)?.currency ?? "")
        ? form.map(([name, value]) => [name, isAmount(name) ? String(Number(value) / 100) : value])
        : form
    )
  )
}

type Facts = ReadonlyArray<Fact.Fact>

/** Captures whose answer is understood in another way. */
const understanding = (
  subject: Subject.Subject,
  change: (facts: Facts, before: Authorisation.Authorisation) => Facts
): Subject.Subject =>
  onPort(subject, Modifications.Captures, (port) => ({
    ...port,
    capture: (authorisation, amount, options) =>
      Effect.map(
        port.capture(authorisation, amount, options),
        (made) => new Modification.Modification({ ...made, facts: change(made.facts, authorisation) })
      )
  }))

const sum = (one: Money.Money, other: Money.Money): Money.Money =>
  new Money.Money({ value: one.value + other.value, currency: one.currency })

/** Adjustments whose outcome is told in another way. */
const adjusting = (
  change: (made: Modification.Modification) => Effect.Effect<Modification.Modification, ProviderError.ProviderError>
): Subject.Subject =>
  onPort(featured(), Modifications.Adjustments, (port) => ({
    ...port,
    adjust: (authorisation, total, options) => Effect.flatMap(port.adjust(authorisation, total, options), change)
  }))

const declinedIsAnError = adjusting((made) =>
  made.stage === "failed"
    ? Effect.fail(
        new ProviderError.ProviderError({
          provider: "stripe",
          operation: "Adjustments.adjust",
          key: made.key,
          reason: { _tag: "UnknownCode", status: 402, code: "card_declined" },
          outcome: "not-executed"
        })
      )
    : Effect.succeed(made)
)

const declinedIsTheEnd = adjusting((made) =>
  made.stage === "failed"
    ? Effect.map(
        Clock.currentTimeMillis,
        (at) =>
          new Modification.Modification({
            ...made,
            facts: [...made.facts, { _tag: "Observed", at, released: "cancelled" }]
          })
      )
    : Effect.succeed(made)
)

/** Another most that can be captured than Stripe states. */
const overcapturing = (change: (maximum: number) => number): Subject.Subject =>
  featured(
    answering((body) => {
      const overcapture = body.latest_charge?.payment_method_details?.card?.overcapture
      if (overcapture !== undefined) {
        overcapture.maximum_amount_capturable = change(overcapture.maximum_amount_capturable)
      }
      return body
    })
  )

/** What Stripe takes at the most is left to it to say. */
const unlimited = onPort(featured(), Modifications.Captures, (port) => ({
  ...port,
  capture: (authorisation, amount, options) => {
    const { authorised } = authorisation.totals()
    const maximum = new Money.Money({ value: authorised.value * 10, currency: authorised.currency })
    return port.capture(authorisation.with([{ _tag: "Observed", at: 0, maximum }]), amount, options)
  }
}))

/** Chosen by what is known here, and not by where the intent stands. */
const withoutLooking = onPort(told(), Modifications.Reversals, (port, all) => ({
  ...port,
  reverse: (authorisation, options) =>
    Effect.provideContext(
      Effect.gen(function* () {
        const { captured } = authorisation.totals()
        return captured.value > 0
          ? yield* (yield* Modifications.Refunds).refund(
              authorisation,
              Money.positiveUnsafe(captured.value, captured.currency),
              options
            )
          : yield* (yield* Modifications.Cancellations).cancel(authorisation, options)
      }),
      all as never
    ) as ReturnType<typeof port.reverse>
}))

/** A refund whose key says how much, and of what. */
const byAmount = keyed((request) => {
  const form = new Map(formOf(request))
  return isRefund(request)
    ? `refund-${form.get("payment_intent")}-${form.get("amount")}`
    : request.headers["idempotency-key"]
})

const withoutOurName = sending((form, request) =>
  isRefund(request) ? form.filter(([name]) => !name.startsWith("metadata[")) : form
)

let fresh = 0

const rotating = keyed(() => `fresh-${++fresh}`)

/** Looked up without what was refunded. */
const withoutRefunds = turning(
  (request, status) => isRefund(request) && request.method === "GET" && status === 200,
  (body) => ({ status: 200, body: { ...body, data: [] } })
)

/** Refunds as if there were none that fail, in answers and in lists. */
const alwaysSucceeded = answering((body) => {
  if (body.object === "refund") return { ...body, status: "succeeded" }
  return body.object === "list"
    ? { ...body, data: body.data.map((one: object) => ({ ...one, status: "succeeded" })) }
    : body
})

/** A capture that was not asked for by hand counts as none. */
const notTakenByItself = answering((body) =>
  body.object === "payment_intent" && body.capture_method !== "manual" ? { ...body, amount_received: 0 } : body
)

const takenForDone = onPort(told(), Modifications.Captures, (port) => ({
  ...port,
  capture: (authorisation, amount, options) =>
    Effect.catchIf(
      port.capture(authorisation, amount, options),
      (error) => error._tag === "ProviderError" && error.reason._tag === "MalformedResponse",
      (error) => {
        const { facts = [], key } = error as ProviderError.ProviderError
        return Effect.succeed(
          new Modification.Modification({
            key: key as ModificationKey.ModificationKey,
            kind: "capture",
            amount,
            stage: "succeeded",
            facts,
            details: null
          })
        )
      }
    )
}))

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "CAP-02",
    "what was captured in all is added to what was captured before",
    understanding(featured(), (facts, before) =>
      facts.map((fact) =>
        fact._tag === "Observed" && fact.captured !== undefined
          ? { ...fact, captured: sum(fact.captured, before.totals().captured) }
          : fact
      )
    )
  ),
  mutant(
    "CAP-02",
    "final_capture is not sent",
    featured(sending((form) => form.filter(([name]) => name !== "final_capture")))
  ),
  mutant(
    "CAP-02",
    "the totals in the answer to a capture are not read",
    understanding(answersAlone(), (facts) => facts.filter(({ _tag }) => _tag !== "Observed")),
    answersAlone()
  ),
  mutant("CAP-05", "how much more may be captured is left to Stripe", unlimited),
  mutant(
    "CAP-06",
    "overcapture has no end",
    overcapturing((maximum) => maximum * 2)
  ),
  mutant(
    "CAP-06",
    "overcapture ends too early",
    overcapturing((maximum) => maximum - 1)
  ),
  mutant("CAP-04", "what Stripe captured by itself is not counted", through("intents", notTakenByItself)),
  mutant("ADJ-01", "an increment names the difference", featured(byDifference())),
  mutant("ADJ-03", "an increment that is declined is an error", declinedIsAnError),
  mutant("ADJ-03", "an increment that is declined ends the payment", declinedIsTheEnd),
  mutant(
    "CAN-01",
    "that nothing can be cancelled any more is taken for a cancellation",
    told(
      turning(
        (request, status) => isCancel(request) && status === 400,
        ({ error }) => ({ status: 200, body: { ...error.payment_intent, status: "canceled" } })
      )
    )
  ),
  mutant("REF-01", "a refund's key is its amount", told(byAmount)),
  mutant("REF-01", "a refund's key is its amount, and nothing in it is ours", told(both(byAmount, withoutOurName))),
  mutant("REF-02", "the status of a refund is not looked at", through("intents", alwaysSucceeded)),
  mutant("REF-02", "refunds are not looked up", through("intents", withoutRefunds)),
  mutant("REV-01", "reversed without looking where the intent stands", withoutLooking),
  mutant("MNY-03", "ISK and UGX are captured as ISO 4217 counts", told(countedByIso(isCapture))),
  mutant("MNY-03", "ISK and UGX are refunded as ISO 4217 counts", told(countedByIso(isRefund))),
  mutant(
    "FLT-11",
    "the idempotency key is dropped on a refund",
    told(keyed((request) => (isRefund(request) ? undefined : request.headers["idempotency-key"])))
  ),
  mutant("FLT-11", "the idempotency key of a modification is another one on each retry", told(rotating)),
  mutant("IDM-05", "the caller's key of a modification is not used", told(rotating)),
  mutant(
    "IDM-06",
    "a conflict of keys is taken for a wrong request",
    told(answering((body) => ("error" in body ? { error: { ...body.error, type: "invalid_request_error" } } : body)))
  ),
  mutant("FLT-13", "an answer that cannot be read is taken for a capture", takenForDone),
  mutant("FLT-16", "our key is missing in a refund", told(withoutOurName)),
  mutant(
    "FLT-16",
    "what is looked for by its key is looked up by its payment alone",
    onPort(told(), Modifications.Lookups, ({ find, ...port }) => ({
      ...port,
      find: (sought) =>
        "authorisation" in sought
          ? Effect.map(find({ id: sought.authorisation.id }), ({ facts }) => sought.authorisation.with(facts))
          : find(sought)
    }))
  )
]
