/** The commitment to pay one amount, before funds are reserved. */
import * as Schema from "effect/Schema"
import { BrowserToken } from "./internal/token.ts"
import { PositiveMoney } from "./Money.ts"
import type { ProviderOption } from "./ProviderOption.ts"
import { AmountFrom } from "./Session.ts"
import { Unrecognised } from "./Unrecognised.ts"

/** The provider's id of an intent. */
export const IntentId = Schema.NonEmptyString.pipe(Schema.brand("IntentId"))
export type IntentId = typeof IntentId.Type

export const IntentStatus = Schema.Literals([
  "requires-payment-method",
  "requires-confirmation",
  "requires-action",
  "processing",
  "requires-capture",
  "succeeded",
  "cancelled"
])
export type IntentStatus = typeof IntentStatus.Type

/** An intent as it was after the last call. A value: an update gives a new one. */
export class Intent extends Schema.Class<Intent>("@paylayer/core/Intent")({
  id: IntentId,
  provider: Schema.NonEmptyString,
  reference: Schema.NonEmptyString,
  amount: PositiveMoney,
  amountFrom: AmountFrom,
  status: Schema.Union([IntentStatus, Unrecognised]),
  capture: Schema.Literals(["automatic", "manual"]),
  token: BrowserToken,
  state: Schema.Json
}) {}

/** What an intent is made from. */
export interface IntentRequest {
  readonly reference: string
  readonly amount: PositiveMoney
  readonly capture?: "automatic" | "manual"
  readonly provider?: ReadonlyArray<ProviderOption>
}

/** What an update names is changed; the rest stays. */
export interface IntentChange {
  readonly amount?: PositiveMoney
  readonly provider?: ReadonlyArray<ProviderOption>
}
