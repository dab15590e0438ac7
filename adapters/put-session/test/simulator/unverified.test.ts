/** `UPDATE=1 vitest run adapters/put-session/test/simulator/unverified.test.ts` writes the file anew. */
import { Assumption } from "@paylayer/simulator"
import { expect, it } from "vitest"
import { AcquiredSimulator } from "../../src/simulator/index.ts"

const environment = (globalThis as { readonly process?: { readonly env: Readonly<Record<string, string | undefined>> } })
  .process?.env ?? {}

it("UNVERIFIED.md says what the simulator assumes", async () => {
  const { readFile, writeFile } = await import("node:fs/promises")
  const file = new URL("../../UNVERIFIED.md", import.meta.url)
  const text = Assumption.toMarkdown("Acquired.com", AcquiredSimulator.assumptions)
  if (environment["UPDATE"] === "1") await writeFile(file, text)
  expect(await readFile(file, "utf8")).toBe(text)
})
