import { register, registerMutants } from "@paylayer/conformance/vitest"
import { expect, it } from "vitest"
import { subjects } from "../conformance.ts"
import { mutants } from "./mutants/index.ts"

for (const subject of subjects) register(subject, { runs: 25 })

registerMutants(mutants, { runs: 25, subjects })

it("no two mutants have one name", () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
})
