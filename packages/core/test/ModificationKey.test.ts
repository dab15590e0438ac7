import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import * as ModificationKey from "../src/ModificationKey.ts"

const decode = Schema.decodeUnknownExit(ModificationKey.ModificationKey)

it.each(["a", "order-1/update#2", "~!", "x".repeat(512)])("%s is a key", (text) => {
  expect(decode(text)._tag).toBe("Success")
})

it.each(["", "x".repeat(513), "a b", "a\n", "a\r\nx-evil: 1", "é", "٣", "\u0000", 5, null])(
  "%j is none: no header could carry it",
  (text) => {
    expect(decode(text)._tag).toBe("Failure")
  }
)

it("is drawn anew each time", () => {
  const keys = Array.from({ length: 100 }, () => Effect.runSync(ModificationKey.draw))
  expect(new Set(keys).size).toBe(100)
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

it("is drawn from where a test says", () => {
  let drawn = 0
  const predictable = Effect.provideService(ModificationKey.draw, ModificationKey.Source, () => `key-${++drawn}`)
  expect([Effect.runSync(predictable), Effect.runSync(predictable)]).toEqual(["key-1", "key-2"])
})
