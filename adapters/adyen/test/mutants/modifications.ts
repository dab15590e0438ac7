/** Mutants of what is asked of Adyen once a payment is authorised, and of what its answers mean. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort } from "@paylayer/conformance/mutants"
import {
  Authorisation,
  Modification,
  ModificationKey,
  Modifications,
  Money,
  ProviderError,
  Rules
} from "@paylayer/core"
import {
  anew,
  authorised,
  type Call,
  type Change,
  counted,
  difference,
  isModification,
  iso,
  nearly,
  right,
  sending,
  severalCaptures
} from "./nearly.ts"

const isCreation = ({ operation }: Call): boolean => operation === "Sessions.create"

/** A creation without some of its additional data, on an account that captures by itself. */
const creating = (without: string, assume: Change["assume"] = {}): Subject.Subject =>
  sending(
    isCreation,
    (body) => {
      const data = Object.entries((body["additionalData"] ?? {}) as Record<string, unknown>)
      return { ...body, additionalData: Object.fromEntries(data.filter(([name]) => name !== without)) }
    },
    { assume }
  )

const rules = (changed: Partial<typeof Rules>) => nearly({ modifications: { rules: { ...Rules, ...changed } } })

/** As if nothing had become known since. */
const asAtFirst = (authorisation: Authorisation.Authorisation): Authorisation.Authorisation =>
  new Authorisation.Authorisation({
    ...authorisation,
    facts: authorisation.facts.filter(({ _tag }) => _tag === "Authorised")
  })

const because = (error: unknown, ...tags: ReadonlyArray<ProviderError.Reason["_tag"]>): boolean =>
  error instanceof ProviderError.ProviderError && tags.includes(error.reason._tag)

const isLost = (error: unknown): boolean => because(error, "Timeout", "Transport")

/** What ends like this is taken for received. */
const takenForReceived = (isMeant: (error: unknown) => boolean): Pick<Change, "execute"> => ({
  execute: (execute, call) =>
    Effect.catchIf(
      execute(call),
      (error) => isModification(call) && isMeant(error),
      () => Effect.succeed({ pspReference: anew(), status: "received" })
    )
})

/** Nothing is sent where nothing seems to change. */
const skipsSame = onPort(right, Modifications.Adjustments, (port) => ({
  ...port,
  adjust: (authorisation, total, options = {}) =>
    Money.equals(authorisation.totals().authorised, total)
      ? Effect.map(
          Clock.currentTimeMillis,
          (at) =>
            new Modification.Modification({
              key: options.key ?? ModificationKey.ModificationKey.make(anew()),
              kind: "adjust",
              amount: total,
              stage: "succeeded",
              facts: [{ _tag: "Observed", at, authorised: total }],
              details: null
            })
        )
      : port.adjust(authorisation, total, options)
}))

/** What was received, as if it were done. */
const done = (made: Modification.Modification): Modification.Modification =>
  new Modification.Modification({
    ...made,
    stage: "succeeded",
    facts: [
      ...made.facts,
      { _tag: "Outcome", key: made.key, id: made.id!, kind: made.kind, at: 0, verdict: "succeeded" }
    ]
  })

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "MOD-02",
    "received is taken for a capture",
    onPort(right, Modifications.Captures, (port) => ({
      ...port,
      capture: (...asked) => Effect.map(port.capture(...asked), done)
    }))
  ),
  mutant(
    "MOD-02",
    "received is taken for a cancellation",
    onPort(right, Modifications.Cancellations, (port) => ({
      ...port,
      cancel: (...asked) => Effect.map(port.cancel(...asked), done)
    }))
  ),
  mutant(
    "MOD-02",
    "received is taken for a refund",
    onPort(right, Modifications.Refunds, (port) => ({
      ...port,
      refund: (...asked) => Effect.map(port.refund(...asked), done)
    }))
  ),
  mutant(
    "IDM-09",
    "the answer to another amount under the same key is believed",
    nearly({ modifications: { another: () => undefined } })
  ),
  mutant(
    "FLT-16",
    "our key is missing in a refund",
    sending(
      ({ operation }) => operation === "Refunds.refund",
      ({ reference: _, ...body }) => body
    )
  ),
  mutant(
    "ADJ-03",
    "received is taken for an adjustment",
    nearly({
      modifications: {
        decided: ({ pspReference: id }, { at, key }) => [
          { _tag: "Outcome", key, id, kind: "adjust", at, verdict: "succeeded" }
        ]
      }
    })
  ),
  mutant(
    "REV-01",
    "received is taken for a refund of a captured payment",
    onPort(right, Modifications.Reversals, (port) => ({
      ...port,
      reverse: (authorisation, options) =>
        Effect.map(
          port.reverse(authorisation, options),
          (made) =>
            new Modification.Modification({
              ...made,
              stage: "succeeded",
              facts: [
                ...made.facts,
                { _tag: "Outcome", key: made.key, id: made.id!, kind: "refund", at: 0, verdict: "succeeded" }
              ]
            })
        )
    }))
  ),
  mutant(
    "ADJ-01",
    "the difference is sent as the new total",
    nearly({
      modifications: {
        sent: (kind, amount, authorisation) =>
          kind === "adjust" ? difference(amount, authorisation.totals().authorised) : amount
      }
    })
  ),
  mutant(
    "ADJ-01",
    "the new total is sent as if it came on top",
    nearly({
      modifications: {
        sent: (kind, amount, authorisation) =>
          kind === "adjust"
            ? new Money.Money({ ...amount, value: amount.value + authorisation.totals().authorised.value })
            : amount
      }
    })
  ),
  mutant(
    "MNY-03",
    "CLP and ISK are captured as ISO 4217 counts",
    nearly({
      sessions: { amounts: counted(["EUR", "CLP", "ISK"]) },
      modifications: { amounts: counted(["EUR", "CLP", "ISK"], { toUnits: iso.toUnits }) }
    })
  ),
  mutant(
    "MNY-03",
    "CVE and IDR are captured as ISO 4217 counts",
    nearly({
      sessions: { amounts: counted(["EUR", "CVE", "IDR"]) },
      modifications: { amounts: counted(["EUR", "CVE", "IDR"], { toUnits: iso.toUnits }) }
    })
  ),
  mutant(
    "CAP-02",
    "several captures are claimed, and the account has none",
    nearly({ account: severalCaptures.account! })
  ),
  mutant(
    "CAP-05",
    "what is left to capture is left to Adyen",
    rules({
      capture: (capabilities, authorisation, amount, now, options) =>
        Result.orElse(Rules.capture(capabilities, authorisation, amount, now, options), (violation) =>
          violation._tag === "CaptureExceedsAuthorised"
            ? Result.succeed({ kind: "capture" as const, amount, sequence: 0, closes: true })
            : Result.fail(violation)
        )
    })
  ),
  mutant(
    "CAN-01",
    "whether it was captured is left to Adyen to find out",
    rules({
      cancel: (capabilities, authorisation, now, options) =>
        Rules.cancel(capabilities, asAtFirst(authorisation), now, options)
    })
  ),
  mutant(
    "REF-01",
    "what is left to refund is left to Adyen",
    rules({ refund: (_, __, amount) => Result.succeed({ kind: "refund" as const, amount, sequence: 0 }) })
  ),
  mutant(
    "ADJ-05",
    "whether a payment was made as PreAuth is not looked at",
    authorised(({ adjustable: _, ...first }) => first)
  ),
  mutant("ADJ-01", "PreAuth is not asked for", creating("authorisationType")),
  mutant(
    "CAP-02",
    "manual capture is claimed, and not asked for",
    creating("manualCapture", { preAuthCapture: "as-the-account" })
  ),
  mutant(
    "CAP-04",
    "automatic capture is claimed, and not asked for",
    sending(isCreation, ({ captureDelayHours: _, ...body }) => body, { world: { captureDelay: "manual" } })
  ),
  mutant(
    "CAP-04",
    "an automatic capture, of which no webhook tells, is not counted",
    authorised((first) => {
      const { capturesAt: _, ...rest } = first
      return rest
    })
  ),
  mutant("ADJ-07", "an adjustment to the same total is not sent", skipsSame),
  mutant(
    "REV-01",
    "a reversal goes to /cancels",
    nearly({ call: (call) => ({ ...call, path: call.path.replace("/reversals", "/cancels") }) })
  ),
  mutant(
    "FLT-11",
    "the key is dropped on a capture",
    nearly({
      ...severalCaptures,
      call: (call) => (call.operation === "Captures.capture" ? { ...call, idempotency: { _tag: "natural" } } : call)
    })
  ),
  mutant(
    "FLT-11",
    "the key is dropped on a refund",
    nearly({
      call: (call) => (call.operation === "Refunds.refund" ? { ...call, idempotency: { _tag: "natural" } } : call)
    })
  ),
  mutant(
    "FLT-11",
    "the key of a modification is another one on each retry",
    nearly({
      once: true,
      execute: (execute, call) =>
        Effect.catchIf(execute(call), isLost, () =>
          execute({ ...call, key: ModificationKey.ModificationKey.make(anew()) })
        )
    })
  ),
  mutant(
    "FLT-12",
    "what was sent is taken for received, whether an answer came or not",
    nearly({ once: true, ...takenForReceived(isLost) })
  ),
  mutant(
    "IDM-05",
    "the caller's key of a modification is not sent",
    nearly({
      call: (call) => (isModification(call) ? { ...call, key: ModificationKey.ModificationKey.make(anew()) } : call)
    })
  ),
  mutant(
    "FLT-17",
    "which payment an answer is about is not looked at",
    nearly({ modifications: { another: () => undefined } })
  ),
  mutant(
    "IDM-07",
    "one key for all that is asked of a payment, and any answer is the right one",
    nearly({
      modifications: { another: () => undefined },
      call: (call) =>
        isModification(call)
          ? { ...call, key: ModificationKey.ModificationKey.make(`of-${call.parameters?.["id"]}`) }
          : call
    })
  ),
  mutant(
    "FLT-13",
    "our key is not sent as the reference",
    sending(isModification, ({ reference: _, ...body }) => body, { assume: { adjustedAmount: "difference" } })
  ),
  mutant(
    "FLT-13",
    "an answer that cannot be read is taken for received",
    nearly(takenForReceived((error) => because(error, "MalformedResponse")))
  )
]
