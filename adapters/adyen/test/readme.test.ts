import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { locked } from "./readme/example.ts"
import { authorisation } from "./readme/modifications.ts"

const read = (path: string) => readFile(new URL(path, import.meta.url), "utf8")

it.each(["example", "modifications"])("the example of the README works as it stands there: %s", async (name) => {
  expect(await read("../README.md")).toContain(`\`\`\`ts\n${await read(`./readme/${name}.ts`)}\`\`\``)
})

it("the examples end as they say", () => {
  expect(locked).toMatchObject({ status: "locked", amount: { value: 1750, currency: "EUR" } })
  expect(authorisation.totals()).toMatchObject({ captured: { value: 1700 }, released: "closed", complete: true })
})
