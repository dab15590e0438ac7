/**
 * What the Classic API has beyond the modifications of the model: authorising with card data, refunding with it, and
 * taking a waiting refund back.
 *
 * Source: Adyen, "Payment modifications" (Classic API), read 2026-11-22.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Capabilities } from "@paylayer/core"
import { Authorisation, Fact, ModificationKey, RuleViolation, Rules } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { defined, scrubText } from "@paylayer/core/adapter"
import type { Account } from "../account.ts"
import { captureOf } from "../account.ts"
import { idempotent } from "../AdyenClient.ts"
import { amounts, provider } from "../currencies.ts"
import * as answers from "./answers.ts"
import { revealed, secretsOf } from "./card.ts"
import type { ClassicClient } from "./client.ts"
import {
  AuthorisationRefused,
  AuthorisationUndecided,
  DirectAuthorisations,
  type AuthoriseError
} from "./DirectAuthorisations.ts"
import * as operations from "./operations.ts"
import { type PendingRefund, PendingRefunds } from "./PendingRefunds.ts"
import { additional, chosen } from "./requestOptions.ts"
import { type UnreferencedRefund, UnreferencedRefunds } from "./UnreferencedRefunds.ts"

/** What an application says once. */
export interface Merchant {
  readonly merchantAccount: string
  readonly account?: Account & {
    /** Whether Adyen enabled refunds without a payment; `false` refuses them before the wire, else Adyen decides. */
    readonly refundWithData?: boolean
  }
}

/** The decisions in which Adyen differs from others, each replaceable where one wants to see what it is for. */
export interface Decisions {
  readonly amounts: AmountTable.AmountTable
  readonly refusal: typeof refusal
}

/** An answer that reserves nothing; every word that is not a refusal leaves open what becomes of the payment. */
const refusal = (
  { additionalData, pspReference: id, refusalReason, resultCode }: answers.Payment,
  reference: string,
  secrets: ReadonlyArray<Redacted.Redacted<string>>
): AuthorisationRefused | AuthorisationUndecided | undefined => {
  if (resultCode === "Authorised") return undefined
  const clean = scrubText(secrets)
  const shown = (words: Redacted.Redacted<string> | undefined) =>
    words === undefined ? undefined : clean(Redacted.value(words))
  const why = { Refused: "refused", Cancelled: "cancelled", Error: "error" } as const
  return Object.hasOwn(why, resultCode)
    ? new AuthorisationRefused({
        id,
        reference,
        why: why[resultCode as keyof typeof why],
        ...defined({ reason: shown(refusalReason), code: shown(additionalData?.refusalReasonRaw) })
      })
    : new AuthorisationUndecided({ id, reference, resultCode: clean(resultCode) })
}

export const decisions: Decisions = { amounts, refusal }

const stages = {
  Received: "acknowledged",
  Authorised: "succeeded",
  Refused: "failed",
  Cancelled: "failed",
  Error: "failed"
} as const satisfies Record<typeof answers.refundedWithData.Type.resultCode, UnreferencedRefund["stage"]>

/** A terminal's names for a refund, and nothing else of what was given. */
const terminal = ({ tenderReference, uniqueTerminalId }: Exclude<PendingRefund, { readonly id: string }>) => ({
  tenderReference,
  uniqueTerminalId
})

export const make = (
  client: ClassicClient,
  { account = {}, merchantAccount }: Merchant,
  { amounts, refusal }: Decisions = decisions
) => {
  const cancelling: Capabilities.CancellationCapabilities = { provider, idempotency: idempotent, decided: "later" }
  const later: Capabilities.ModificationCapabilities = {
    ...cancelling,
    currencies: amounts.currencies,
    amounts: amounts.limits
  }
  const atOnce: Capabilities.ModificationCapabilities = { ...later, decided: "at-once" }

  const authorise: DirectAuthorisations["Service"]["authorise"] = Effect.fnUntraced(function* (
    { adjustable = true, amount, card, provider: given, reference },
    options = {}
  ): Effect.fn.Return<Effect.Success<ReturnType<DirectAuthorisations["Service"]["authorise"]>>, AuthoriseError> {
    yield* Effect.fromResult(Rules.amount(atOnce, amount))
    const value = yield* Effect.fromResult(amounts.toUnits(amount))
    const key = options.key ?? (yield* ModificationKey.draw)
    const secrets = secretsOf(card)
    const additionalData = additional(chosen(given).additionalData, adjustable ? { authorisationType: "PreAuth" } : {})
    const answer = yield* client.ask(operations.authorise, {
      operation: "DirectAuthorisations.authorise",
      key,
      fields: {
        reference,
        merchantAccount,
        card: revealed(card),
        amount: { value, currency: amount.currency },
        additionalData
      },
      answer: answers.Payment,
      secrets
    })
    const refused = refusal(answer, reference, secrets)
    if (refused !== undefined) return yield* refused
    const now = yield* Clock.currentTimeMillis
    const preAuthorised = additionalData?.["authorisationType"] === "PreAuth"
    // What is pre-authorised is to be adjusted, and captured when it is asked for (assumed).
    const manual = preAuthorised || additionalData?.["manualCapture"] === "true"
    return {
      authorisation: Authorisation.make(provider, {
        _tag: "Authorised",
        id: Fact.AuthorisationId.make(answer.pspReference),
        reference,
        amount,
        ...captureOf(manual ? "manual" : (account.captureDelay ?? "immediate"), now),
        adjustable: preAuthorised
      }),
      ...defined({
        authCode: answer.authCode,
        adjustAuthorisationData: answer.additionalData?.adjustAuthorisationData
      })
    }
  })

  const refund: UnreferencedRefunds["Service"]["refund"] = Effect.fnUntraced(function* (
    { amount, provider: given, reference, to },
    options = {}
  ) {
    if (account.refundWithData === false) {
      const capability = "refunds with data enabled for the account"
      return yield* new RuleViolation.Unsupported({ provider, operation: "refund without a payment", capability })
    }
    yield* Effect.fromResult(Rules.amount(later, amount))
    const value = yield* Effect.fromResult(amounts.toUnits(amount))
    const key = options.key ?? (yield* ModificationKey.draw)
    const [asked, field, data] =
      "card" in to
        ? ([operations.refundToCard, "card", to.card] as const)
        : ([operations.refundToBankAccount, "bankAccount", to.bankAccount] as const)
    const { pspReference: id, resultCode } = yield* client.ask(asked, {
      operation: "UnreferencedRefunds.refund",
      key,
      fields: {
        amount: { value, currency: amount.currency },
        [field]: revealed(data),
        reference,
        merchantAccount,
        additionalData: chosen(given).additionalData
      },
      answer: answers.refundedWithData,
      secrets: secretsOf(data)
    })
    return { key, id, reference, stage: stages[resultCode] }
  })

  const cancel: PendingRefunds["Service"]["cancel"] = Effect.fnUntraced(function* (pending, options = {}) {
    const key = options.key ?? (yield* ModificationKey.draw)
    const [asked, names] =
      "id" in pending
        ? ([operations.voidByReference, { originalReference: pending.id }] as const)
        : ([operations.voidByTender, terminal(pending)] as const)
    const { pspReference: id } = yield* client.ask(asked, {
      operation: "PendingRefunds.cancel",
      key,
      fields: {
        merchantAccount,
        ...names,
        reference: key,
        additionalData: chosen(options.provider).additionalData
      },
      answer: answers.voided
    })
    return { key, id }
  })

  return Context.make(DirectAuthorisations, { capabilities: atOnce, authorise }).pipe(
    Context.add(UnreferencedRefunds, { capabilities: later, refund }),
    Context.add(PendingRefunds, { capabilities: cancelling, cancel })
  )
}
