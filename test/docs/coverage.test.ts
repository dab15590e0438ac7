/** `docs/coverage.md`, from the tables of `coverage/`; every test and law that they name is there, and is tried. */
import { Catalogue, Run } from "@paylayer/conformance"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { subjects } from "../conformance/collected.ts"
import { acquired } from "./coverage/acquired.ts"
import { adyenAmounts } from "./coverage/adyenAmounts.ts"
import { adyenClassic } from "./coverage/adyenClassic.ts"
import { adyenSessions } from "./coverage/adyenSessions.ts"
import type { Evidence } from "./coverage/Document.ts"
import { toMarkdown } from "./coverage/Document.ts"
import { stripe } from "./coverage/stripe.ts"

const root = join(import.meta.dirname, "../..")
const page = join(root, "docs/coverage.md")
const documents = [acquired, adyenSessions, adyenAmounts, adyenClassic, stripe]

const rows = documents.flatMap(({ paragraphs, title }) =>
  paragraphs.flatMap(({ heading, rows }) => rows.map((row) => ({ where: `${title}, ${heading}`, ...row })))
)
const evidence = rows.flatMap(({ by, says, where }) => by.map((one) => ({ one, what: `${where}: ${says}` })))

const sources = new Map<string, string>()
const sourceOf = (file: string): string => {
  const path = join(root, file)
  const text = sources.get(file) ?? (existsSync(path) ? readFileSync(path, "utf8") : "")
  sources.set(file, text)
  return text
}

/** Why a law does not speak for a subject: it is not there, not tried, or does not hold. */
const untried = async (id: string, name: string): Promise<string | undefined> => {
  const law = Catalogue.law(id)
  const subject = subjects.find((one) => one.name === name)
  if (law === undefined) return `there is no law ${id}`
  if (subject === undefined) return `there is no subject ${name}`
  const { reason, status } = await Effect.runPromise(Run.tryLaw(subject, law, { runs: 1 }))
  return status === "passed" || status === "refused" ? undefined : `${id} on ${name} is ${status}: ${reason ?? ""}`
}

const problem = async (one: Evidence): Promise<string | undefined> => {
  if (one._tag === "law") return untried(one.id, one.subject)
  const text = sourceOf(one.file)
  if (text === "") return `there is no ${one.file}`
  return text.includes(one.title) ? undefined : `${one.file} has no test called ${one.title}`
}

describe("the coverage of the five documents", () => {
  it("names tests and laws that are there", async () => {
    const problems: Array<string> = []
    const seen = new Map<string, string | undefined>()
    for (const { one, what } of evidence) {
      const key = JSON.stringify(one)
      if (!seen.has(key)) seen.set(key, await problem(one))
      const found = seen.get(key)
      if (found !== undefined) problems.push(`${what}: ${found}`)
    }
    expect(problems).toEqual([])
  }, 60_000)

  it("gives a reason for what is not covered", () => {
    expect(rows.filter(({ by, not }) => by.length === 0 && (not ?? "").length < 10)).toEqual([])
  })

  it("is on its page", () => {
    const wanted = `${toMarkdown(documents).trimEnd()}\n`
    if (process.env["UPDATE"] === "1") writeFileSync(page, wanted)
    expect(existsSync(page) ? readFileSync(page, "utf8") : "").toBe(wanted)
  })
})
