import { describe, expect, expectTypeOf, it } from "vitest"
import { Assumption } from "../src/index.ts"

const assumptions = {
  colour: Assumption.make({
    id: "X-01",
    question: "Which colour?",
    positions: ["red", "green", "blue"],
    assumed: "green",
    because: "it is nice.",
    settledBy: "looking."
  }),
  size: Assumption.make({
    id: "X-02",
    question: "Which size?",
    positions: ["small", "large"],
    assumed: "small",
    because: "it is less.",
    settledBy: "measuring."
  })
} as const satisfies Assumption.Assumptions

describe("positions", () => {
  it("are as assumed, but for those told otherwise", () => {
    expect(Assumption.positions(assumptions)).toEqual({ colour: "green", size: "small" })
    expect(Assumption.positions(assumptions, { colour: "red" })).toEqual({ colour: "red", size: "small" })
    expectTypeOf(Assumption.positions(assumptions)).toEqualTypeOf<{
      readonly colour: "red" | "green" | "blue"
      readonly size: "small" | "large"
    }>()
  })

  it("refuse what there isn't", () => {
    // @ts-expect-error no such position
    expect(() => Assumption.positions(assumptions, { colour: "pink" })).toThrow(
      "colour: expected one of red, green, blue"
    )
    // @ts-expect-error no such switch
    expect(() => Assumption.positions(assumptions, { weight: "pink" })).toThrow("no such assumption: weight")
  })
})

it("variants turn one switch at a time", () => {
  expect(Assumption.variants(assumptions)).toEqual([{ colour: "red" }, { colour: "blue" }, { size: "large" }])
})

it("becomes a document", () => {
  expect(Assumption.toMarkdown("Example", assumptions)).toBe(`# What is assumed about Example

Generated from the simulator's assumptions: don't edit it. The provider's document leaves these points open; the
simulator takes the position in bold unless it is told otherwise, and the laws run with the others as well.

## X-01: Which colour?

- Assumed: **green**, because it is nice.
- Positions of the switch \`colour\`: \`red\`, \`green\`, \`blue\`
- Settled by: looking.

## X-02: Which size?

- Assumed: **small**, because it is less.
- Positions of the switch \`size\`: \`small\`, \`large\`
- Settled by: measuring.
`)
})
