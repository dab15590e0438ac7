/** What a modification at Adyen may say beyond the model, in Adyen's own names; amounts are `Money`. */
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Money } from "@paylayer/core"
import { ProviderOption } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { defined, merge } from "@paylayer/core/adapter"
import { provider } from "../currencies.ts"
import type { Wrong } from "../request.ts"
import * as airline from "./airline.ts"
import type { ApplicationInfo } from "./applicationInfo.ts"
import * as lineItems from "./lineItems.ts"
import * as splits from "./splits.ts"
import type { NotSayable } from "./units.ts"
import { unitsIn } from "./units.ts"
import type * as wire from "./wire.ts"

interface Common {
  readonly applicationInfo?: ApplicationInfo
}

interface WithAmounts extends Common {
  readonly lineItems?: ReadonlyArray<lineItems.LineItem>
  readonly splits?: ReadonlyArray<splits.Split>
  readonly enhancedSchemeData?: { readonly airline?: airline.Airline }
}

export interface AdjustOptions extends WithAmounts {
  readonly adjustAuthType?: "cardholderInitiatedTransaction" | "merchantInitiatedTransaction"
  /**
   * Asks for a decision at once. It is what the payment's authorisation, or the adjustment before, gave: see
   * `adjustAuthorisationData`.
   */
  readonly adjustAuthorisationData?: Redacted.Redacted<string>
}

export interface CaptureOptions extends WithAmounts {
  readonly platformChargebackLogic?: typeof wire.PlatformChargebackLogic.Type
}

/** Of a cancel by id or by reference, and of a reversal. */
export interface CancelOptions extends Common {}

export interface RefundOptions extends WithAmounts {
  /** Instead of `reason`, in Adyen's words. */
  readonly merchantRefundReason?: (typeof wire.refundReasons)[number]
  /** Which capture is refunded; PayPal only. */
  readonly capturePspReference?: string
  readonly store?: string
}

interface Options {
  readonly adjust: AdjustOptions
  readonly capture: CaptureOptions
  readonly cancel: CancelOptions
  readonly refund: RefundOptions
}

/** A value for `provider: [...]` of one kind of modification. */
interface Option<Kind extends keyof Options> extends ProviderOption.ProviderOption {
  readonly kind: Kind
  readonly options: Options[Kind]
}

/**
 * For `provider: [...]` of an adjustment.
 *
 * **Example** (What the new total is for)
 *
 * ```ts
 * adjustOptions({ lineItems: [{ description: "Minibar", quantity: 2 }], adjustAuthType: "merchantInitiatedTransaction" })
 * ```
 */
export const adjustOptions = (options: AdjustOptions): Option<"adjust"> => ({ provider, kind: "adjust", options })

/** For `provider: [...]` of a capture. */
export const captureOptions = (options: CaptureOptions): Option<"capture"> => ({ provider, kind: "capture", options })

/** For `provider: [...]` of a cancellation, a technical cancel or a reversal. */
export const cancelOptions = (options: CancelOptions): Option<"cancel"> => ({ provider, kind: "cancel", options })

/** For `provider: [...]` of a refund. */
export const refundOptions = (options: RefundOptions): Option<"refund"> => ({ provider, kind: "refund", options })

type Given = ReadonlyArray<ProviderOption.ProviderOption> | undefined

const of = <Kind extends keyof Options>(kind: Kind, given: Given): ReadonlyArray<Options[Kind]> =>
  ProviderOption.of(
    given,
    (option): option is Option<Kind> => option.provider === provider && option.kind === kind
  ).map(({ options }) => options)

/** What the options of one kind say together: a later one wins field by field. */
const together = <Kind extends keyof Options>(kind: Kind, given: Given): Options[Kind] =>
  merge(...of(kind, given)) as Options[Kind]

interface Chosen {
  readonly fields: Readonly<Record<string, unknown>>
  readonly wrong: ReadonlyArray<Wrong>
}

/** What they set, with the amounts in Adyen's units, and which of these are in another currency than the payment. */
export const chosen = (
  amounts: AmountTable.AmountTable,
  currency: Money.Money["currency"],
  kind: "adjust" | "capture" | "refund",
  options: Given
): Result.Result<Chosen, NotSayable> =>
  Result.gen(function* () {
    const wrong: Array<Wrong> = []
    const units = unitsIn(amounts, currency, wrong)
    const { enhancedSchemeData, ...given } = together(kind, options)
    return {
      fields: {
        ...given,
        ...defined({
          lineItems: yield* lineItems.toWire(given.lineItems, units),
          splits: yield* splits.toWire(given.splits, units),
          enhancedSchemeData:
            enhancedSchemeData === undefined
              ? undefined
              : {
                  ...enhancedSchemeData,
                  ...defined({ airline: yield* airline.toWire(enhancedSchemeData.airline, units) })
                }
        })
      },
      wrong
    }
  })

/** The latest blob that asks for a decision at once: of secrets, one replaces the other whole. */
export const synchronous = (options: Given): Redacted.Redacted<string> | undefined =>
  of("adjust", options).findLast(({ adjustAuthorisationData }) => adjustAuthorisationData !== undefined)
    ?.adjustAuthorisationData

/** What the options of a cancel set. */
export const ofCancel = (options: Given): Readonly<Record<string, unknown>> => ({ ...together("cancel", options) })
