/** The parameters of an Acquired.com payment session. Source: as in `Acquired.ts`. */
import * as Schema from "effect/Schema"
import { ProviderOption } from "@paylayer/core"
import { merge } from "@paylayer/core/adapter"

const provider = "acquired"

const url = (pattern: RegExp, expected: string) =>
  Schema.String.check(Schema.makeFilter((text) => pattern.test(text) && URL.canParse(text), { expected }))
const anyUrl = url(/^https?:\/\/[^\s/]\S*$/, "a URL")
const httpsUrl = Schema.optionalKey(url(/^https:\/\/[^\s/]\S*$/, "an https URL"))
const flag = Schema.optionalKey(Schema.Boolean)
const custom = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(50)))
const some = <S extends Schema.Constraint>(item: S) =>
  Schema.optionalKey(Schema.Array(item).check(Schema.isMinLength(1, { expected: "one value at least" })))

const orderId = /^[A-Za-z0-9_-]{2,50}$/
const reference = /^.{1,18}$/
const challenges = ["challenge_mandated", "challenge_preferred", "no_challenge_requested", "no_preference"] as const
const windows = ["full_screen", "windowed_250x400", "windowed_390x400", "windowed_500x600", "windowed_600x400"] as const

/** The body of a creation and of an update: strict, with the limits of the document. */
export const Body = Schema.Struct({
  transaction: Schema.Struct({
    order_id: Schema.String.check(Schema.isPattern(orderId, { expected: "2 to 50 letters, digits, - and _" })),
    amount: Schema.Finite,
    currency: Schema.String,
    capture: flag,
    moto: flag,
    custom1: custom,
    custom2: custom,
    custom_data: Schema.optionalKey(Schema.String.check(Schema.isBase64()))
  }),
  payment: Schema.optionalKey(
    Schema.Struct({
      reference: Schema.optionalKey(
        Schema.String.check(Schema.isPattern(reference, { expected: "1 to 18 characters" }))
      ),
      create_card: flag
    })
  ),
  customer: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  tds: Schema.optionalKey(
    Schema.Struct({
      is_active: flag,
      challenge_preference: Schema.optionalKey(Schema.Literals(challenges)),
      challenge_window_size: Schema.optionalKey(Schema.Literals(windows)),
      contact_url: httpsUrl,
      redirect_url: httpsUrl,
      webhook_url: httpsUrl
    })
  ),
  webhook_url: Schema.optionalKey(anyUrl),
  save_card: flag,
  is_recurring: flag,
  payment_methods: some(Schema.Literals(["card", "apple_pay", "google_pay"])),
  company_domains: some(anyUrl)
})
export type Body = typeof Body.Type

/**
 * Any supported parameter but the amount, the currency and the reference, in Acquired's own names; an update may change
 * each of them.
 */
export interface Parameters extends Partial<Omit<Body, "transaction">> {
  readonly transaction?: Partial<Omit<Body["transaction"], "order_id" | "amount" | "currency">>
}
interface ParametersOption extends ProviderOption.ProviderOption {
  readonly parameters: Parameters
}
const isParameters = (option: ProviderOption.ProviderOption): option is ParametersOption =>
  option.provider === provider && option.kind === "parameters"

/** For `provider: [...]` of a creation or an update: what it names is set, field by field; the rest stays. */
export const parameters = (parameters: Parameters): ParametersOption => ({ provider, kind: "parameters", parameters })

/** What the options of a request set; of two that name one field the later one wins. */
export const chosen = ({ provider }: { readonly provider?: ReadonlyArray<ProviderOption.ProviderOption> }) =>
  merge(...ProviderOption.of(provider, isParameters).map((option) => option.parameters))
