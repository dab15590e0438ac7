import { Catalogue } from "@paylayer/conformance"
import { mutants } from "@paylayer/conformance/mutants"
import { atOnce, reference } from "@paylayer/conformance/reference"
import { registerMutants } from "@paylayer/conformance/vitest"
import { expect, it } from "vitest"

registerMutants(mutants, { runs: 50, subjects: [reference, atOnce] })

it("every law that can find an adapter or the core wrong kills at least one", () => {
  // Those that wait for a part of the core that does not exist yet have nothing to try.
  const waiting = ["IDM-04", "WHK-08"]
  const killers = new Set(mutants.map(({ killedBy }) => killedBy))
  const toothless = Catalogue.laws
    .filter(({ falsifies, id }) => falsifies !== "world" && !waiting.includes(id) && !killers.has(id))
    .map(({ id }) => id)
  expect(toothless).toEqual([])
})

it("no two mutants have one name", () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
})
