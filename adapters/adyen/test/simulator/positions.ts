/** A row for each position of each switch: what is seen where it stands so. */
import type { Assumption } from "@paylayer/simulator"
import { describe, expect, it } from "vitest"
import type { Positions } from "./world.ts"

export type Row = (assume: Partial<Positions>) => Promise<unknown>
export type Rows<A extends Assumption.Assumptions> = {
  readonly [Name in keyof A]: { readonly [Position in A[Name]["positions"][number]]: Row }
}

export const seen =
  (look: Row, expected: unknown): Row =>
  async (assume) =>
    expect(await look(assume)).toEqual(expected)

/** Each as told, and the assumed position where nothing is told as well. */
export const describePositions = <A extends Assumption.Assumptions>(assumptions: A, rows: Rows<A>): void =>
  describe.each(Object.entries(assumptions))("%s", (name, { assumed, positions }) => {
    it.each(positions)("%s", async (position) => {
      const row = (rows as Record<string, Record<string, Row>>)[name]![position]!
      await row({ [name]: position })
      if (position === assumed) await row({})
    })
  })
