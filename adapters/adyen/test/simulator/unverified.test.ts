/** `UPDATE=1 vitest run adapters/adyen/test/simulator/unverified.test.ts` writes the file anew. */
import { Assumption } from "@paylayer/simulator"
import { readFile, writeFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { AdyenSimulator } from "../../src/simulator/index.ts"

it("UNVERIFIED.md says what the simulator assumes", async () => {
  const file = new URL("../../UNVERIFIED.md", import.meta.url)
  const text = Assumption.toMarkdown("Adyen", AdyenSimulator.assumptions)
  if (process.env["UPDATE"] === "1") await writeFile(file, text)
  expect(await readFile(file, "utf8")).toBe(text)
})
