/** The kit's checks on the kit as it is, and on its mutants. */
import { describe, expect, it } from "vitest"
import { checks } from "./checks.ts"
import { kit, mutants } from "./mutants.ts"

describe("the kit", () => {
  for (const [name, check] of Object.entries(checks)) it(name, () => check(kit))
})

describe("a kit in which", () => {
  for (const mutant of mutants) {
    it(`${mutant.name} is found out`, async () => {
      await expect(checks[mutant.killedBy]!(mutant.kit)).rejects.toThrow(/expected/)
    })
  }
  it("anything else is wrong would be found out, too: each check finds a mutant", () => {
    const toothless = Object.keys(checks).filter((name) => !mutants.some(({ killedBy }) => killedBy === name))
    expect(toothless).toEqual([])
  })
})
