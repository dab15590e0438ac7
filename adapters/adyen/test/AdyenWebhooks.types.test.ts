import type { Webhooks } from "@paylayer/core"
import type { Mac } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"
import { AdyenWebhooks } from "../src/index.ts"

declare const key: Redacted.Redacted<string>
declare const password: Redacted.Redacted<string>
const merchantAccount = "Shop"

// The layer provides the port, and needs something that can sign.
expectTypeOf(AdyenWebhooks.layer({ merchantAccount, hmacKeys: [key] })).toEqualTypeOf<
  Layer.Layer<Webhooks.Webhooks, never, Mac>
>()

// Who may speak is said: by a signature, by credentials, by both, or that anybody may.
AdyenWebhooks.layer({ merchantAccount: [merchantAccount, "Another"], hmacKeys: [key, key], environment: "live" })
AdyenWebhooks.layer({ merchantAccount, basic: { username: "adyen", password } })
AdyenWebhooks.layer({ merchantAccount, hmacKeys: [key], basic: { username: "adyen", password } })
AdyenWebhooks.layer({ merchantAccount, insecure: true })
// @ts-expect-error: nobody was told whom to believe
AdyenWebhooks.layer({ merchantAccount })
// @ts-expect-error: not even then
AdyenWebhooks.layer({ merchantAccount, insecure: false })
// @ts-expect-error: a key is needed, not a list without one
AdyenWebhooks.layer({ merchantAccount, hmacKeys: [] })
// @ts-expect-error: in clear
AdyenWebhooks.layer({ merchantAccount, hmacKeys: ["44782DEF"] })
// @ts-expect-error: whose events?
AdyenWebhooks.layer({ hmacKeys: [key] })

expectTypeOf(
  AdyenWebhooks.layerConfig({
    merchantAccount: Config.String("ACCOUNT"),
    hmacKeys: Config.map(Config.Redacted("HMAC_KEY"), (key) => [key] as const)
  })
).toEqualTypeOf<Layer.Layer<Webhooks.Webhooks, Config.ConfigError, Mac>>()
AdyenWebhooks.layerConfig({
  merchantAccount: Config.String("ACCOUNT"),
  basic: { username: Config.String("USER"), password: Config.Redacted("PASSWORD") }
})
