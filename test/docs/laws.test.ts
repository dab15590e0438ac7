/** `docs/laws.md` says what the catalogue says, and each law in it has found what it says that it finds. */
import { Catalogue, type Law } from "@paylayer/conformance"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mutants } from "../conformance/collected.ts"
import { areaOf, areas, tell, toMarkdown } from "./laws.ts"

const page = join(import.meta.dirname, "../../docs/laws.md")

/** Wait for a part of the core that does not exist yet, and have nothing to try. */
const waits = ({ requires }: Law.Law) => requires.some(({ name }) => name === "Payments")

describe("the page of laws", () => {
  it("has a place for every law", () => {
    expect(Catalogue.laws.filter((law) => areas[areaOf(law)] === undefined)).toEqual([])
  })

  it(
    "is what the catalogue says, with a story of each law that has something to find",
    { timeout: 120_000 },
    async () => {
      const told = await tell(Catalogue.laws, mutants)
      const toothless = told.filter(
        ({ example, law }) => example === undefined && law.falsifies !== "world" && !waits(law)
      )
      expect(toothless.map(({ law }) => law.id)).toEqual([])
      const wanted = toMarkdown(told)
      if (process.env["UPDATE"] === "1") writeFileSync(page, wanted)
      expect(existsSync(page) ? readFileSync(page, "utf8") : "").toBe(wanted)
    }
  )
})
