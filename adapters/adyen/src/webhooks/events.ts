/**
 * What one notification item tells, in the model's words. `eventCode`, `success` and `modification.action` are read
 * together: CAPTURE with `success` "false" is a capture that failed, CAPTURE_FAILED with "true" one that did not last.
 *
 * The eight signed fields say what happened, to which payment, and of how much. Two that nobody signs count as well,
 * since Adyen says it nowhere else: `eventDate` is when, and so which of several events is the latest (and when a payment
 * is captured, where the account tells a delay); `modification.action` is whether a CANCEL_OR_REFUND cancelled or
 * refunded. An action that does not fit what is known of the payment shows in the totals, which are out of order then
 * (`complete` is false).
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Money } from "@paylayer/core"
import { Fact, ModificationKey, Webhooks } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import type { Account } from "../account.ts"
import { captureOf } from "../account.ts"
import { codes } from "./codes.ts"
import { failureOf, refusalOf } from "./failures.ts"
import type { Item } from "./item.ts"

export interface Setting {
  readonly amounts: AmountTable.AmountTable
  readonly account: Account
}

type Told = Result.Result<Webhooks.WebhookEvent, string>

/** What one item tells; a failure says what it lacks. */
export const eventOf = (item: Item, setting: Setting): Told =>
  Result.gen(function* () {
    const type = yield* required(item, "eventCode")
    const row = codes.get(type)
    if (row === undefined) return { _tag: "UnknownEvent", type }
    if (row.is === "ignored") return { _tag: "Ignored", type }

    const success = yield* verdictOf(item)
    const at = yield* timeOf(item)
    const id = yield* required(item, "pspReference")
    const amount = yield* amountOf(item, setting)
    const reference = item.merchantReference
    const kept: Webhooks.WebhookEvent = { _tag: "UnknownEvent", type }
    // There is money in it, and the model cannot say how much: somebody has to look.
    const announced: Webhooks.WebhookEvent = {
      _tag: "Announced",
      id,
      ...defined({ reference }),
      status: `${type} ${item.value} ${item.currency}`
    }
    // Without a reference: that of a modification's event is the modification's.
    const report = (authorisation: string, fact: Fact.Fact): Webhooks.WebhookEvent => ({
      _tag: "Reported",
      authorisation: Fact.AuthorisationId.make(authorisation),
      fact
    })
    switch (row.is) {
      case "authorised": {
        if (!success)
          return { _tag: "AuthorisationRefused", id, ...defined({ reference, reason: refusalOf(item.reason) }) }
        const named = yield* required(item, "merchantReference")
        // Nothing was reserved: a card was verified.
        if (item.value === "0") return { _tag: "Ignored", type }
        if (amount === undefined) return announced
        const authorisation = Fact.AuthorisationId.make(id)
        const capture = captureIn(setting.account, at)
        const fact = { _tag: "Authorised" as const, id: authorisation, reference: named, amount, ...capture }
        return { _tag: "Reported", authorisation, reference: named, fact }
      }
      case "decided": {
        const { kind } = row
        if (row.unfound && !success && !item.originalReference) return { _tag: "Ignored", type }
        const authorisation = yield* row.alone ? Result.succeed(item.originalReference || id) : original(item)
        const closes = kind === "capture" && success && setting.account.multiplePartialCaptures !== true
        return report(authorisation, {
          ...outcome(item, id, at),
          kind,
          verdict: success ? "succeeded" : "failed",
          ...(kind === "cancel" ? {} : defined({ amount })),
          ...(closes ? { closes } : {}),
          ...(success ? {} : failed(item, kind, authorisation))
        })
      }
      case "undone": {
        if (!success) return kept
        const authorisation = yield* original(item)
        return report(authorisation, {
          ...outcome(item, id, at),
          kind: row.kind,
          verdict: "reverted",
          ...defined({ amount }),
          ...failed(item, row.kind, authorisation, type !== "REFUNDED_REVERSED")
        })
      }
      case "reversed": {
        const authorisation = yield* original(item)
        const common = outcome(item, id, at)
        if (!success) {
          return report(authorisation, {
            ...common,
            kind: "reverse",
            verdict: "failed",
            ...failed(item, "reverse", authorisation)
          })
        }
        switch (item.action) {
          case "cancel":
            return report(authorisation, { ...common, kind: "cancel", verdict: "succeeded" })
          case "refund":
            return report(authorisation, { ...common, kind: "refund", verdict: "succeeded", ...defined({ amount }) })
          default:
            return yield* Result.fail("no modification.action")
        }
      }
      case "voided": {
        // The refund goes on, or was named by the terminal, and not by an id.
        const refund = item.originalReference
        if (!success || !refund) return { _tag: "Ignored", type }
        return report(refund, {
          _tag: "Outcome",
          id: refund,
          kind: "refund",
          at,
          verdict: "failed",
          failure: { _tag: "Other", raw: type }
        })
      }
      case "expired":
        return success ? report(item.originalReference || id, { _tag: "Expired", at }) : kept
      case "ended":
        return success
          ? { _tag: "SessionEnded", session: item.session ?? id, ...defined({ reference }), why: "expired" }
          : kept
      case "disputed":
        if (!success) return kept
        return amount === undefined
          ? announced
          : report(item.originalReference || id, { _tag: "Disputed", id, amount, at, stage: type })
    }
  })

const required = (item: Item, name: keyof Item): Result.Result<string, string> =>
  item[name] ? Result.succeed(item[name]) : Result.fail(`no ${name}`)

/** The payment that a modification is about. */
const original = (item: Item) => required(item, "originalReference")

const verdictOf = ({ success }: Item): Result.Result<boolean, string> =>
  success === "true" || success === "false" ? Result.succeed(success === "true") : Result.fail("no success")

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** With its offset: a time without one would mean another moment on each machine. */
const timeOf = ({ eventDate = "" }: Item): Result.Result<number, string> => {
  const time = timestamp.test(eventDate) ? DateTime.make(eventDate) : Option.none()
  return Option.isSome(time) ? Result.succeed(DateTime.toEpochMillis(time.value)) : Result.fail("no eventDate")
}

/** Nothing where the model cannot say the amount: the event counts all the same. */
const amountOf = (
  { currency, value }: Item,
  { amounts }: Setting
): Result.Result<Money.PositiveMoney | undefined, string> =>
  value === undefined || !/^-?\d{1,18}$/.test(value) || !currency
    ? Result.fail("no amount")
    : Result.succeed(Result.getOrUndefined(amounts.fromUnits(Number(value), currency)))

/**
 * When it will be captured is said only where the account's delay was told: a session may have said otherwise, and
 * what the webhook adds would count.
 */
const captureIn = ({ captureDelay }: Account, at: number) =>
  captureDelay === undefined ? { capture: "automatic" as const } : captureOf(captureDelay, at)

const isKey = Schema.is(ModificationKey.ModificationKey)

/** The reference of a modification is our key, where it was ours: the fold believes only one that it knows. */
const outcome = ({ merchantReference: reference }: Item, id: string, at: number) => ({
  _tag: "Outcome" as const,
  ...(isKey(reference) ? { key: reference } : {}),
  id,
  at
})

const failed = ({ reason }: Item, kind: Fact.Kind, id: string, scheme = false) =>
  defined({ failure: failureOf({ kind, scheme, reason }, id) })
