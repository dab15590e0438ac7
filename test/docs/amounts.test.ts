/**
 * The table of `docs/amounts-before-payment.md`, from the capabilities of the built adapters. `UPDATE=1` writes it anew.
 */
import { Capabilities, Currency, Intents, Money, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { AdyenCheckout } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import { StripeCheckout, StripeIntents } from "@paylayer/stripe"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const page = join(import.meta.dirname, "../../docs/amounts-before-payment.md")
const [from, to] = ["<!-- generated from the capabilities -->", "<!-- end of what is generated -->"]

const secret = Redacted.make
const { secretKey } = StripeSimulator.credentials
const { apiKey, merchantAccount } = AdyenSimulator.credentials
const { appId, appKey } = AcquiredSimulator.credentials

type Face = Layer.Layer<Sessions.Sessions | Sessions.SessionLock, never, HttpClient>
const faces: ReadonlyArray<readonly [string, Face, Layer.Layer<HttpClient>]> = [
  ["Acquired", Acquired.layer({ appId, appKey: secret(appKey) }), AcquiredSimulator.layer()],
  ["Adyen", AdyenCheckout.layer({ apiKey: secret(apiKey), merchantAccount }), AdyenSimulator.layer()],
  ["Stripe PaymentIntent", StripeIntents.layer({ secretKey: secret(secretKey) }), StripeSimulator.layer()],
  ["Stripe Checkout", StripeCheckout.layer({ secretKey: secret(secretKey) }), StripeSimulator.layer()]
]

const lifetime = ({ lifetime }: Capabilities.SessionCapabilities): string =>
  lifetime._tag === "endless"
    ? "has no end"
    : lifetime._tag === "fixed"
      ? Duration.format(lifetime.duration)
      : `chosen, ${Duration.format(lifetime.minimum)} to ${Duration.format(lifetime.maximum)}`

const idempotency = (idempotency: Capabilities.Idempotency): string =>
  idempotency._tag === "key" ? `key, for ${Duration.format(idempotency.window)}` : idempotency._tag

const amounts = ({ amounts }: Capabilities.SessionCapabilities, currency: Currency.Currency): string =>
  Result.match(amounts(currency), {
    onFailure: () => "not taken",
    onSuccess: ({ maximum, minimum, step }) =>
      `${Money.toDecimal(Money.positiveUnsafe(minimum, currency))} to ${Money.toDecimal(Money.positiveUnsafe(maximum, currency))}` +
      (step === 1 ? "" : `, in steps of ${Money.toDecimal(Money.positiveUnsafe(step, currency))}`)
  })

const column = async ([name, layer, world]: (typeof faces)[number]): Promise<
  ReadonlyArray<readonly [string, string]>
> => {
  const context = await Effect.runPromise(
    Effect.scoped(Layer.build(Layer.provide(layer, world))) as Effect.Effect<
      Context.Context<Sessions.Sessions | Sessions.SessionLock>
    >
  )
  const { capabilities } = Context.get(context, Sessions.Sessions)
  const intents = Context.getOption(context as unknown as Context.Context<Intents.Intents>, Intents.Intents)
  return [
    ["", name],
    [
      "the amount may change while",
      intents._tag === "Some" ? intents.value.capabilities.updatableIn.join(", ") : "the session is open"
    ],
    ["an answer has to confirm it first", capabilities.updatable === "confirmed" ? "yes" : "no"],
    ["the shopper can submit", capabilities.submitGate === "any-time" ? "at any time" : "after the lock"],
    ["the lock", Context.get(context, Sessions.SessionLock).capabilities.lock],
    ["the browser", capabilities.client],
    ["takes the browser's token", capabilities.continuation ? "yes" : "no"],
    ["the total", capabilities.totals],
    ["the reference may change", capabilities.referenceChange ? "yes" : "no"],
    ["a session lives", lifetime(capabilities)],
    ["a creation sent twice", idempotency(capabilities.idempotency.create)],
    ["an update sent twice", idempotency(capabilities.idempotency.update)],
    ["currencies", String(capabilities.currencies.length)],
    ...(["EUR", "JPY", "KWD", "ISK", "CLP", "IDR"] as const).map(
      (currency) => [currency, amounts(capabilities, currency)] as const
    )
  ]
}

it("the table of what each provider allows is what the adapters declare", async () => {
  const columns = await Promise.all(faces.map(column))
  const rows = columns[0]!.map(([what], row) => [what, ...columns.map((column) => column[row]?.[1] ?? "")])
  const widths = rows[0]!.map((_, cell) => Math.max(...rows.map((row) => row[cell]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`
  const table = [line(rows[0]!), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join("\n")
  const text = readFileSync(page, "utf8")
  const [before = "", rest = ""] = text.split(from)
  const [, after = ""] = rest.split(to)
  const wanted = `${before}${from}\n\n${table}\n\n${to}${after}`
  if (process.env["UPDATE"] === "1") writeFileSync(page, wanted)
  expect(readFileSync(page, "utf8")).toBe(wanted)
})
