import { expect, it } from "vitest"
import { Identifiers } from "../src/index.ts"

it("gives the same ids for the same seed, and others for another", () => {
  const take = (seed: number) => {
    const ids = Identifiers.make(seed)
    return [ids.uuid(), ids.uuid(), ids.hex(64), ids.hex(3)]
  }
  expect(take(1)).toEqual(take(1))
  expect(take(1)).not.toEqual(take(2))
})

it("gives UUIDs of version 4, and never one twice", () => {
  const ids = Identifiers.make(7)
  const uuids = Array.from({ length: 10_000 }, () => ids.uuid())
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(uuids).size).toBe(uuids.length)
})

it("gives as many digits as asked for", () => {
  const ids = Identifiers.make(7)
  for (const digits of [0, 1, 8, 9, 64]) expect(ids.hex(digits)).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`))
})
