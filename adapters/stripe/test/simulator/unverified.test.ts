/** `UPDATE=1 vitest run adapters/stripe/test/simulator/unverified.test.ts` writes the file anew. */
import { Assumption } from "@paylayer/simulator"
import { readFile, writeFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { StripeSimulator } from "../../src/simulator/index.ts"

it("UNVERIFIED.md says what the simulator assumes", async () => {
  const file = new URL("../../UNVERIFIED.md", import.meta.url)
  const text = Assumption.toMarkdown("Stripe", StripeSimulator.assumptions)
  if (process.env["UPDATE"] === "1") await writeFile(file, text)
  expect(await readFile(file, "utf8")).toBe(text)
})
