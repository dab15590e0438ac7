/** Adyen's Classic API: the story after payment once more, with card data, in the encoding that one asks for. */
import { AdyenClassic, AdyenWebhooks } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Money } from "@paylayer/core"
import { layerFetch } from "@paylayer/core/adapter"
import * as Mac from "@paylayer/simulator/mac"
import type * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { parseArgs } from "node:util"
import { story, worst } from "./afterPayment.ts"
import * as provider from "./provider.ts"
import * as shop from "./shop.ts"
import { tell } from "./story.ts"

const encodings = ["json", "form", "soap"] as const
type Encoding = (typeof encodings)[number]

const encodingOf = (args: ReadonlyArray<string>): Encoding | undefined => {
  const { values } = parseArgs({ args: [...args], options: { encoding: { type: "string", default: "json" } } })
  return encodings.find((encoding) => encoding === values.encoding)
}

const { apiKey, hmacKey, merchantAccount } = AdyenSimulator.credentials

const card = AdyenClassic.card({
  number: "4111111111111111",
  expiryMonth: "3",
  expiryYear: "2030",
  cvc: "737",
  holderName: "J. Smith"
})

const adapter = (encoding: Encoding, url: string) =>
  Layer.merge(
    AdyenClassic.layer({
      apiKey: Redacted.make(apiKey),
      merchantAccount,
      encoding,
      baseUrl: `${url}/pal/servlet/Payment/${encoding === "soap" ? "v30" : "v68"}`
    }),
    AdyenWebhooks.layer({ hmacKeys: [Redacted.make(hmacKey)], merchantAccount, encoding })
  ).pipe(Layer.provide(Layer.merge(layerFetch, Mac.layer)))

/** Tells the story; whether everything was as expected. */
export const run = async (args: ReadonlyArray<string>): Promise<boolean> => {
  const encoding = encodingOf(args)
  if (encoding === undefined) {
    console.error(`expected --encoding ${encodings.join(", ")}`)
    return false
  }
  const exchanges: Array<Server.Logged> = []
  const simulator = AdyenSimulator.make({ captureDelay: "manual", webhooks: { encoding } })
  const watched = await provider.start(simulator, (exchange) => exchanges.push(exchange))
  try {
    const steps = story(watched, {
      authorise: (reference) =>
        Effect.flatMap(AdyenClassic.DirectAuthorisations, ({ authorise }) =>
          Effect.map(
            authorise({ reference, amount: Money.positiveUnsafe(3690, "EUR"), card }),
            ({ authorisation }) => authorisation
          )
        ),
      addedLate: shop.addedLate,
      listen: (known) => Effect.flatMap(Effect.promise(watched.calls), (calls) => shop.heard(known, worst(calls)))
    })
    const told = await Effect.runPromise(Effect.provide(steps, adapter(encoding, watched.url)))
    const adjusted = exchanges.find(({ request }) => request.includes("4190"))
    if (adjusted !== undefined) {
      console.log(`\nAn adjustment on the wire\n\n${adjusted.method} ${adjusted.path}\n${adjusted.request}\n`)
      console.log(`${adjusted.outcome}\n${adjusted.response}`)
    }
    return tell([{ provider: `Adyen Classic, ${encoding}`, steps: told }])
  } finally {
    await watched.close()
  }
}
