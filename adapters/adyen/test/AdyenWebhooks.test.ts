import type { Mac } from "@paylayer/core/adapter"
import { Webhooks } from "@paylayer/core"
import * as mac from "@paylayer/simulator/mac"
import { describe, expect, it } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { AdyenWebhooks } from "../src/index.ts"
import { encodings, hmacKey, request, signed, usual } from "./webhooks/notifications.ts"

describe("layerConfig", () => {
  const received = (layer: Layer.Layer<Webhooks.Webhooks, Config.ConfigError, Mac>, variables: object, auth = "") =>
    Effect.flatMap(Webhooks.Webhooks, ({ receive }) => {
      const raw = request("json", encodings.json.body(signed(usual)))
      return receive({ ...raw, headers: { ...raw.headers, authorization: auth } })
    }).pipe(
      Effect.provide(layer),
      Effect.provide(mac.layer),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(variables))
    )
  const merchantAccount = Config.String("ACCOUNT")

  it.effect("takes an HMAC key, or credentials", () =>
    Effect.gen(function* () {
      const signing = AdyenWebhooks.layerConfig({
        merchantAccount,
        hmacKeys: Config.map(Config.Redacted("KEY"), (key) => [key] as const)
      })
      const byKey = yield* received(signing, { ACCOUNT: "TestMerchant", KEY: hmacKey })
      expect(byKey.deliveries[0]?.events).toMatchObject([{ _tag: "Reported" }])
      const credentials = AdyenWebhooks.layerConfig({
        merchantAccount,
        basic: { username: Config.String("USER"), password: Config.Redacted("PASSWORD") }
      })
      const variables = { ACCOUNT: "TestMerchant", USER: "adyen", PASSWORD: "secret" }
      const authorization = `Basic ${Buffer.from("adyen:secret").toString("base64")}`
      expect((yield* received(credentials, variables, authorization)).deliveries).toHaveLength(1)
      expect(yield* Effect.flip(received(credentials, variables))).toMatchObject({ why: "unauthenticated" })
      expect(String(yield* Effect.exit(received(signing, { ACCOUNT: "TestMerchant" })))).toContain("KEY")
    })
  )
})
