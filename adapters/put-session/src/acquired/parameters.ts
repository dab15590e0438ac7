/** The parameters of an Acquired.com payment session. Source: as in `Acquired.ts`. */
import * as Schema from "effect/Schema"
import { ProviderOption } from "@paylayer/core"
import { merge } from "@paylayer/core/adapter"

const provider = "acquired"

const httpsUrl = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^https:\/\/[^\s/]+/, { expected: "an https URL" }))
)
const orderId = /^[A-Za-z0-9_-]{2,50}$/
const custom = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(50)))
const challenges = ["challenge_mandated", "challenge_preferred", "no_challenge_requested", "no_preference"] as const

/** The body of a creation and of an update: strict, with the limits of the document. */
export const Body = Schema.Struct({
  transaction: Schema.Struct({
    order_id: Schema.String.check(Schema.isPattern(orderId, { expected: "2 to 50 letters, digits, - and _" })),
    amount: Schema.Finite,
    currency: Schema.String,
    capture: Schema.optionalKey(Schema.Boolean),
    custom1: custom,
    custom2: custom,
    custom_data: Schema.optionalKey(Schema.String.check(Schema.isBase64()))
  }),
  payment: Schema.optionalKey(Schema.Struct({ reference: Schema.String.check(Schema.isMaxLength(18)) })),
  customer: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  tds: Schema.optionalKey(
    Schema.Struct({
      is_active: Schema.optionalKey(Schema.Boolean),
      challenge_preference: Schema.optionalKey(Schema.Literals(challenges)),
      challenge_window_size: Schema.optionalKey(Schema.String),
      contact_url: httpsUrl,
      redirect_url: httpsUrl,
      webhook_url: httpsUrl
    })
  ),
  save_card: Schema.optionalKey(Schema.Boolean),
  is_recurring: Schema.optionalKey(Schema.Boolean),
  payment_methods: Schema.optionalKey(Schema.NonEmptyArray(Schema.Literals(["card", "apple_pay", "google_pay"])))
})

/** Any supported parameter but the amount and the reference, in Acquired's own names; an update may change each of them. */
export interface Parameters extends Partial<Omit<typeof Body.Type, "transaction">> {
  readonly transaction?: Partial<Omit<(typeof Body.Type)["transaction"], "order_id" | "amount" | "currency">>
}
interface ParametersOption extends ProviderOption.ProviderOption {
  readonly parameters: Parameters
}
const isParameters = (option: ProviderOption.ProviderOption): option is ParametersOption =>
  option.provider === provider && option.kind === "parameters"

/** For `provider: [...]` of a creation or an update: what it names is set, field by field; the rest stays. */
export const parameters = (parameters: Parameters): ParametersOption => ({ provider, kind: "parameters", parameters })

/** What the options of a request set. */
export const chosen = ({ provider }: { readonly provider?: ReadonlyArray<ProviderOption.ProviderOption> }) =>
  merge(...ProviderOption.of(provider, isParameters).map((option) => option.parameters))
