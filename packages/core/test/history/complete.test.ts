import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fold } from "../../src/Totals.ts"
import { complete, learned } from "./histories.ts"
import { isFound, patience, runs } from "./runs.ts"
import { simpler } from "./simpler.ts"
import { agrees } from "./truth.ts"

const history = complete.chain((history) => fc.record({ history: fc.constant(history), facts: learned(history.facts) }))

describe("a complete history", () => {
  it(
    "adds up to what the provider holds",
    () => {
      fc.assert(
        fc.property(history, ({ facts, history }) => {
          expect(agrees(fold, history, facts)).toEqual([])
        }),
        { numRuns: runs }
      )
    },
    patience
  )
})

describe("a simpler rule is found", () => {
  it.each(simpler)(
    "%s",
    (_, simple) => {
      const right = fc.property(history, ({ facts, history }) => agrees(simple, history, facts).length === 0)
      expect(isFound(right)).toBe(true)
    },
    patience
  )
})
