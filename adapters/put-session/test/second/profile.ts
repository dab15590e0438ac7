/** The adapter of the made-up provider: a second profile of `PutSession`, to see that the seam is where it should be. */
import { ProviderOption, Session } from "@paylayer/core"
import type { ProviderError } from "@paylayer/core"
import { type Answer, AmountTable, Authentication, defined, merge } from "@paylayer/core/adapter"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { PutSession } from "../../src/index.ts"

const provider = "second"

const amounts = AmountTable.make(provider, {
  ...AmountTable.iso(["EUR", "JPY", "KWD"], { minimum: 50, maximum: 99_999_999 }),
  ISK: { exponent: 2, minimum: 100, maximum: 99_999_900, step: 100 }
})

const Checkout = Schema.Struct({
  ref: Schema.String.check(Schema.isMinLength(4), Schema.isMaxLength(20)),
  total: Schema.Struct({ minor: Schema.Int, ccy: Schema.String }),
  settle: Schema.optionalKey(Schema.Literals(["now", "later"])),
  back: Schema.optionalKey(Schema.String),
  note: Schema.optionalKey(Schema.String)
})

interface Note extends ProviderOption.ProviderOption {
  readonly note: string
}
export const note = (note: string): Note => ({ provider, kind: "note", note })
const isNote = (option: ProviderOption.ProviderOption): option is Note => option.provider === provider

const set = ({ amount, provider, reference }: PutSession.Update) =>
  Result.map(amounts.toUnits(amount), (minor) => ({
    ref: reference,
    total: { minor, ccy: amount.currency },
    ...(ProviderOption.of(provider, isNote).at(-1) && { note: ProviderOption.of(provider, isNote).at(-1)!.note })
  }))

const Created = Schema.Struct({ checkout: Schema.Struct({ id: Schema.String, secret: Schema.String }) }).pipe(
  Schema.decodeTo(
    Schema.Struct({ id: Session.SessionId, token: Schema.Redacted(Schema.String) }),
    SchemaTransformation.transform({
      decode: ({ checkout: { id, secret } }) => ({ id, token: Redacted.make(secret) }),
      encode: ({ id, token }) => ({ checkout: { id, secret: Redacted.value(token) } })
    })
  )
)

const Problem = Schema.Struct({
  problem: Schema.Struct({
    kind: Schema.String,
    message: Schema.String,
    fields: Schema.Array(Schema.Struct({ path: Schema.String, why: Schema.String }))
  })
})
const problemOf = ({ body }: Answer) => Option.getOrUndefined(Schema.decodeUnknownOption(Problem)(body))?.problem

const tags = { key: "Unauthenticated", unknown: "NotFound", key_reused: "IdempotencyConflict" } as const

const decodeError = (answer: Answer): ProviderError.Reason | undefined => {
  const problem = problemOf(answer)
  if (problem === undefined) return undefined
  const { fields, kind: code, message } = problem
  if (code === "invalid") {
    return {
      _tag: "InvalidRequest",
      code,
      parameters: fields.map(({ path, why }) => ({ parameter: path, reason: why }))
    }
  }
  return code in tags
    ? { _tag: tags[code as keyof typeof tags], code, message }
    : { _tag: "UnknownCode", status: answer.status, code, message }
}

const refusals: Readonly<Record<string, PutSession.Refusal>> = { closed: "closed", over: "expired", unknown: "gone" }

export const profile = (apiKey: Redacted.Redacted<string>): PutSession.Profile<typeof Checkout.Type> => ({
  provider,
  baseUrl: "https://second.example/",
  login: Authentication.header("x-api-key", apiKey),
  amounts,
  expiry: "45 minutes",
  captureWays: ["automatic", "manual"],
  currencyChange: true,
  parameters: Checkout,
  create: {
    path: "/checkouts",
    body: (request) =>
      Result.map(set(request), (body) => ({
        ...body,
        ...defined({ back: request.returnUrl }),
        ...(request.capture === "manual" ? { settle: "later" } : {})
      })),
    answer: Created,
    key: { _tag: "key", header: "idempotency-key", window: Duration.hours(24), compared: true, maxLength: 64 }
  },
  update: {
    path: "/checkouts/{id}",
    body: (sent, update) => Result.map(set(update), (body) => merge(sent, body)),
    refusal: (answer) => refusals[problemOf(answer)?.kind ?? ""]
  },
  decodeError
})
