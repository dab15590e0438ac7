import * as Equal from "effect/Equal"
import { expect } from "vitest"

/**
 * What an example says after `// =>`: the same structure, of the same classes. Effect is asked, too: it alone can look
 * into a `Redacted`.
 */
export const same = (actual: unknown, expected: unknown): void => {
  expect(actual).toStrictEqual(expected)
  expect(Equal.equals(actual, expected), "equal to Effect").toBe(true)
}
