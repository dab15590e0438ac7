/** Mutants of the rules and of what is sent after authorisation, on the reference adapter. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Authorisation, Fact, Modifications, Money, ProviderError, Rules } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import * as references from "../reference/index.ts"
import { mutant, onPort } from "./operators.ts"
import { again, calling, renamed, same } from "./requests.ts"

const { subject } = references

const rules = (changed: Partial<typeof Rules>) => ({ rules: { ...Rules, ...changed } })

/** As if nothing had become known since. */
const fresh = (authorisation: Authorisation.Authorisation): Authorisation.Authorisation => {
  const [first, ...rest] = authorisation.facts.filter((fact) => fact._tag === "Authorised")
  return first === undefined ? authorisation : Authorisation.make(authorisation.provider, first, rest)
}

/** As if what is under way were not. */
const withoutPending = (authorisation: Authorisation.Authorisation): Authorisation.Authorisation => {
  const pending = authorisation.totals().modifications.filter(({ stage }) => stage === "reserved")
  const keys = new Set(pending.flatMap(({ key }) => key ?? []))
  const facts = authorisation.facts.filter((fact) => !("key" in fact) || fact.key === undefined || !keys.has(fact.key))
  return new Authorisation.Authorisation({ ...authorisation, facts })
}

const atOnce = { decides: "at-once" } as const

const nothing = () => undefined

const refusals = { adjust: nothing, capture: nothing, cancel: nothing, refund: nothing, reverse: nothing }

const minus = (amount: Money.Money, other: Money.Money): Money.Money =>
  new Money.Money({ value: Math.abs(amount.value - other.value) || amount.value, currency: amount.currency })

/** Adjusting to the total in force does nothing. */
const skipsSame = onPort(references.reference, Modifications.Adjustments, (port) => ({
  ...port,
  adjust: (authorisation, total, options) =>
    Money.equals(authorisation.totals().authorised, total)
      ? Effect.map(
          port.adjust(authorisation, Money.positiveUnsafe(total.value + 1, total.currency), options),
          (one) => one
        )
      : port.adjust(authorisation, total, options)
}))

const takenForSuccess = (tags: ReadonlyArray<ProviderError.Reason["_tag"]>) =>
  onPort(subject("reference", { clientOptions: { retry: { attempts: 1 } } }), Modifications.Captures, (port) => ({
    ...port,
    capture: (authorisation, amount, options) =>
      Effect.catchIf(
        port.capture(authorisation, amount, options),
        (error) => error._tag === "ProviderError" && tags.includes(error.reason._tag),
        (error) =>
          Effect.map(
            Effect.sync(() => ("facts" in error ? (error.facts ?? []) : [])),
            (facts) =>
              ({
                key: "key" in error ? error.key : undefined,
                kind: "capture",
                stage: "succeeded",
                facts,
                amount,
                details: null
              }) as never
          )
      )
  }))

const factless = onPort(references.reference, Modifications.Adjustments, (port) => ({
  ...port,
  adjust: (...asked) =>
    Effect.mapError(port.adjust(...asked), (error) => {
      if (error._tag !== "ProviderError") return error
      const { facts: _, ...rest } = error
      return new ProviderError.ProviderError(rest)
    })
}))

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "ADJ-03",
    "the adapter reports what is received as an outcome",
    subject("reference", {
      answered: ({ id }, kind, { at, key }): ReadonlyArray<Fact.Fact> => [
        { _tag: "Outcome", key, id, kind, at, verdict: "succeeded" }
      ]
    })
  ),
  mutant(
    "MOD-02",
    "the adapter reports a received cancellation as one that is done",
    subject("reference", {
      answered: ({ id }, kind, { at, key }): ReadonlyArray<Fact.Fact> =>
        kind === "cancel" ? [{ _tag: "Outcome", key, id, kind, at, verdict: "succeeded" }] : []
    })
  ),
  mutant(
    "MOD-04",
    "captures are declared to be decided at once, and are later",
    subject("reference", {
      modifications: (declared) => ({ ...declared, captures: { ...declared.captures, decided: "at-once" } })
    })
  ),
  mutant(
    "MOD-04",
    "reversals are declared to be decided later, and are at once",
    subject(
      "reference at once",
      { modifications: (declared) => ({ ...declared, reversals: { ...declared.reversals, decided: "later" } }) },
      atOnce
    )
  ),
  mutant(
    "MNY-03",
    "what is captured loses the zeros at its end where there are no decimals",
    subject("reference", {
      asked: (kind, amount) =>
        kind === "capture" && amount.currency === "JPY" && amount.value % 100 === 0
          ? new Money.Money({ value: amount.value / 100, currency: amount.currency })
          : amount
    })
  ),
  mutant(
    "ADJ-01",
    "the difference is sent as the total",
    subject("reference", {
      asked: (kind, amount, authorisation) =>
        kind === "adjust" ? minus(amount, authorisation.totals().authorised) : amount
    })
  ),
  mutant(
    "ADJ-01",
    "the adjusted total is sent as a difference",
    subject("reference", {
      asked: (kind, amount, authorisation) =>
        kind === "adjust"
          ? new Money.Money({
              value: amount.value + authorisation.totals().authorised.value,
              currency: amount.currency
            })
          : amount
    })
  ),
  mutant(
    "ADJ-02",
    "only upwards is declared, and everything is sent",
    subject("reference", {
      modifications: (all) => ({ ...all, adjustments: { ...all.adjustments, directions: ["up"] } }),
      ...rules({
        adjust: (capabilities, ...rest) =>
          Rules.adjust({ ...capabilities, directions: ["up", "down", "same"] }, ...rest)
      })
    })
  ),
  mutant(
    "ADJ-05",
    "adjusted after it was captured, cancelled or expired",
    subject(
      "reference",
      rules({
        adjust: (capabilities, authorisation, total) => Rules.adjust(capabilities, fresh(authorisation), total, 0)
      })
    )
  ),
  mutant(
    "ADJ-05",
    "the provider's refusal of an adjustment is unknown",
    subject("reference", { refusals: { ...refusals } }, atOnce)
  ),
  mutant(
    "ADJ-06",
    "an adjustment is sent while another one is unknown",
    subject(
      "reference",
      rules({
        adjust: (capabilities, authorisation, ...rest) =>
          Rules.adjust(capabilities, withoutPending(authorisation), ...rest)
      })
    )
  ),
  mutant(
    "ADJ-06",
    "an adjustment that was overtaken is sent again",
    subject(
      "reference",
      rules({
        adjust: (capabilities, authorisation, total, now, options) =>
          Result.orElse(Rules.adjust(capabilities, authorisation, total, now, options), (violation) =>
            violation._tag === "NotAdjustable" && violation.why === "overtaken"
              ? Rules.adjust(capabilities, fresh(authorisation), total, now, options)
              : Result.fail(violation)
          )
      })
    )
  ),
  mutant("ADJ-06", "what was asked is forgotten with the error", factless),
  mutant("ADJ-07", "the same total is sent as another one", skipsSame),
  mutant(
    "CAP-05",
    "more than is left to capture is sent",
    subject(
      "reference",
      rules({
        capture: (capabilities, authorisation, amount, now, options) =>
          Result.orElse(Rules.capture(capabilities, authorisation, amount, now, options), (violation) =>
            violation._tag === "CaptureExceedsAuthorised"
              ? Result.succeed({ kind: "capture" as const, amount, sequence: 0, closes: options?.final !== false })
              : Result.fail(violation)
          )
      })
    )
  ),
  mutant(
    "CAP-05",
    "the provider's refusal of a capture is unknown",
    subject("reference", { refusals: { ...refusals } }, atOnce)
  ),
  mutant(
    "CAP-02",
    "one capture is declared, and several are possible",
    subject("reference", {
      modifications: (all) => ({ ...all, captures: { ...all.captures, multiple: false, remainder: "released" } }),
      ...rules({
        capture: (capabilities, ...rest) =>
          Rules.capture({ ...capabilities, multiple: true, remainder: "chosen" }, ...rest)
      })
    })
  ),
  mutant(
    "CAP-02",
    "the rest is declared to stay, and is released",
    onPort(references.reference, Modifications.Captures, (port) => ({
      ...port,
      capture: (authorisation, amount, { final: _, ...options } = {}) => port.capture(authorisation, amount, options)
    }))
  ),
  mutant(
    "CAN-01",
    "cancelled after a capture",
    subject(
      "reference",
      rules({ cancel: (capabilities, authorisation, now) => Rules.cancel(capabilities, fresh(authorisation), now) })
    )
  ),
  mutant(
    "CAN-01",
    "the provider's refusal of a cancellation is unknown",
    subject("reference", { refusals: { ...refusals } }, atOnce)
  ),
  mutant(
    "REF-01",
    "the sum of refunds is not checked",
    subject(
      "reference",
      rules({ refund: (_, __, amount) => Result.succeed({ kind: "refund" as const, amount, sequence: 0 }) })
    )
  ),
  mutant(
    "REF-01",
    "refunds of one amount share a key",
    subject(
      "reference",
      calling((execute, call) =>
        execute(
          call.operation === "Refunds.refund"
            ? {
                ...call,
                key: `refund-${JSON.stringify((call.json as { readonly amount?: unknown }).amount).length}` as never
              }
            : call
        )
      )
    )
  ),
  mutant(
    "REF-03",
    "refunded before it was captured",
    subject(
      "reference",
      rules({
        refund: (capabilities, authorisation, amount, ...rest) =>
          Result.orElse(Rules.refund(capabilities, authorisation, amount, ...rest), (violation) =>
            violation._tag === "NotRefundable" && violation.why === "not-captured"
              ? Result.succeed({ kind: "refund" as const, amount, sequence: 0 })
              : Result.fail(violation)
          )
      })
    )
  ),
  mutant(
    "REF-03",
    "the provider's refusal of a refund is unknown",
    subject("reference", { refusals: { ...refusals } }, atOnce)
  ),
  mutant(
    "REV-01",
    "a reversal becomes a cancellation before anyone knows",
    onPort(references.reference, Modifications.Reversals, (port, all) => ({
      ...port,
      reverse: (authorisation, options) =>
        Effect.flatMap(
          Effect.provideContext(Effect.service(Modifications.Cancellations), all as never),
          (cancellations) => cancellations.cancel(authorisation, options)
        ) as ReturnType<typeof port.reverse>
    }))
  ),
  mutant(
    "SEC-04",
    "another provider's authorisation is sent",
    subject(
      "reference",
      rules({
        cancel: (capabilities, authorisation, ...rest) =>
          Rules.cancel({ ...capabilities, provider: authorisation.provider }, authorisation, ...rest)
      })
    )
  ),
  mutant(
    "SEC-03",
    "what the provider quotes is kept as it came",
    subject("reference", { clientOptions: { secrets: [] } })
  ),
  mutant(
    "MNY-03",
    "a captured amount is cut to whole hundreds",
    subject("reference", {
      asked: (kind, amount) =>
        kind === "capture" && amount.value > 100
          ? new Money.Money({ value: amount.value - (amount.value % 100), currency: amount.currency })
          : amount
    })
  ),
  mutant(
    "IDM-05",
    "the key of a modification is another one each time",
    subject(
      "reference",
      calling((execute, call) => execute(call.path.startsWith("/payments") ? renamed(call) : call))
    )
  ),
  mutant(
    "IDM-08",
    "a refund that is known is sent again under its key",
    subject(
      "reference",
      rules({
        refund: (capabilities, authorisation, amount, now) => Rules.refund(capabilities, authorisation, amount, now)
      })
    )
  ),
  mutant(
    "IDM-06",
    "a conflict of keys is sent again under another one",
    subject("reference", again(1, ["IdempotencyConflict"], renamed))
  ),
  mutant(
    "IDM-09",
    "a conflict of keys is taken for the answer",
    subject(
      "reference",
      calling((execute, call) =>
        Effect.catchIf(
          execute(call),
          (error) => error instanceof ProviderError.ProviderError && error.reason._tag === "IdempotencyConflict",
          () => Effect.succeed({ id: "mod_0001", kind: "capture", status: "received" })
        )
      )
    )
  ),
  mutant(
    "IDM-07",
    "one key for all modifications of a payment",
    subject(
      "reference",
      calling((execute, call) =>
        execute(call.path.startsWith("/payments") ? { ...call, key: `of-${call.parameters?.["id"]}` as never } : call)
      )
    )
  ),
  mutant(
    "FLT-11",
    "the idempotency key is dropped on a modification",
    subject(
      "reference",
      calling((execute, call) =>
        execute(call.path.startsWith("/payments") ? { ...call, idempotency: { _tag: "natural" } } : call)
      )
    )
  ),
  mutant("FLT-12", "a modification without an answer is taken for done", takenForSuccess(["Timeout", "Transport"])),
  mutant("FLT-13", "an unreadable answer to a modification is taken for done", takenForSuccess(["MalformedResponse"])),
  mutant(
    "FLT-16",
    "our key is missing in a refund",
    subject(
      "reference",
      calling((execute, call) =>
        execute(
          call.operation === "Refunds.refund"
            ? { ...call, json: { ...(call.json as object), reference: "a refund" } as never }
            : call
        )
      )
    )
  ),
  mutant(
    "FLT-16",
    "what is looked for by its key is not looked up",
    onPort(references.reference, Modifications.Lookups, ({ find, ...port }) => ({
      ...port,
      find: (sought) => ("authorisation" in sought ? Effect.succeed(sought.authorisation) : find(sought))
    }))
  ),
  mutant("FLT-14", "a refused modification is sent again", subject("reference", again(2, ["InvalidRequest"], same)))
]
