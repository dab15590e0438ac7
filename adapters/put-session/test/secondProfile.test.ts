/** A second profile passes the same laws: what differs between providers is in the profile, the rest in `PutSession`. */
import { Subject } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { Sessions } from "@paylayer/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { latePut } from "../conformance.ts"
import { PutSession } from "../src/index.ts"
import { note, profile } from "./second/profile.ts"
import { apiKey, layer } from "./second/provider.ts"

const key = Redacted.make(apiKey)

const error = (status: number, kind: string, becomes: string, operation: "create" | "update" = "update") => ({
  name: kind,
  status,
  body: JSON.stringify({
    problem: { kind, message: "So it is.", fields: [{ path: "ref", why: "wrong" }] }
  }),
  operation,
  becomes,
  ...(becomes === "NotUpdatable" || becomes === "SessionExpired" ? {} : { code: kind }),
  ...(kind === "invalid" ? { parameters: [{ parameter: "ref", reason: "wrong" }] } : {})
})

const second = PutSession.layer(profile(key))

it("declares what the profile says", async () => {
  const declared = Effect.map(Sessions.Sessions, ({ capabilities }) => capabilities)
  const capabilities = await Effect.runPromise(Effect.provide(declared, Layer.provide(second, layer)))
  expect(capabilities).toMatchObject({
    provider: "second",
    currencies: ["EUR", "JPY", "KWD", "ISK"],
    currencyChange: true,
    lifetime: { _tag: "fixed", duration: Duration.minutes(45) },
    idempotency: { create: { _tag: "key", maxLength: 64 }, update: { _tag: "natural" } }
  })
})

register(
  Subject.make({
    name: "second",
    version: "1.0.0",
    layer: second,
    world: layer,
    defaults: { returnUrl: "https://shop.example/back", provider: [note("a gift")] },
    secrets: [key],
    deviations: [latePut],
    errors: [
      error(422, "invalid", "InvalidRequest", "create"),
      error(422, "invalid", "InvalidRequest"),
      error(401, "key", "Unauthenticated"),
      error(404, "unknown", "NotFound"),
      error(409, "closed", "NotUpdatable"),
      error(409, "key_reused", "IdempotencyConflict", "create"),
      error(410, "over", "SessionExpired"),
      error(400, "brewing", "UnknownCode")
    ]
  }),
  { runs: 25 }
)
