/** What is held to the laws: the adapter, and the world in which its provider can be watched. */
import { Subject } from "@paylayer/conformance"
import * as Redacted from "effect/Redacted"
import { MyPsp } from "./src/index.ts"
import * as MyPspSimulator from "./simulator/MyPspSimulator.ts"

const apiKey = Redacted.make(MyPspSimulator.apiKey)

/** What each answer of the provider's table of errors must become: read from its document, not from the adapter. */
const meanings: Readonly<Record<string, string>> = {
  bad_key: "Unauthenticated",
  not_found: "NotFound",
  key_reused: "IdempotencyConflict",
  invalid: "InvalidRequest"
}

export default Subject.make({
  name: "my-psp",
  version: "0.0.0",
  layer: MyPsp.layer({ apiKey }),
  world: MyPspSimulator.layer,
  defaults: { returnUrl: "https://shop.example/back" },
  secrets: [apiKey],
  errors: MyPspSimulator.documentedErrors.map(({ name, response: { body, status } }) => ({
    name,
    status,
    body,
    operation: "update",
    becomes: meanings[name] ?? "UnknownCode",
    code: name,
    ...(name === "invalid" ? { parameters: [{ parameter: "amount.value", reason: "wrong" }] } : {})
  })),
  otherTotal: (body) => body.replace(/"value":(\d+)/, (_, value: string) => `"value":${Number(value) + 100}`),
  // -> Known gaps, strictly: `{ law, kind, fails, reason }`.
  deviations: []
})
