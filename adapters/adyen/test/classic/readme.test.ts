import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { adjusted } from "./readme/example.ts"

it("the example of the README works as it stands there", async () => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), "utf8")
  expect(await read("../../README.md")).toContain(`\`\`\`ts\n${await read("./readme/example.ts")}\`\`\``)
  expect(adjusted).toMatchObject({ kind: "adjust", stage: "acknowledged", amount: { value: 1700, currency: "EUR" } })
})
