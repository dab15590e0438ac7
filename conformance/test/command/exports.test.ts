/** What modules export, and the sentences for those that cannot be used. */
import { Subject, Variant } from "@paylayer/conformance"
import { mutant } from "@paylayer/conformance/mutants"
import { atOnce, reference } from "@paylayer/conformance/reference"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { collect } from "../../src/command/Exports.ts"
import { unimportable } from "../../src/command/Modules.ts"
import { command } from "./inMemory.ts"

type Names = Readonly<Record<string, unknown>>

const of = (...modules: ReadonlyArray<Names>) =>
  collect(modules.map((names, index) => ({ file: `${index}.ts`, names })))

describe("subjects", () => {
  it("are taken from the default export, from `subjects` and from any other name", () => {
    const third = { ...reference, name: "third" }
    const all = [reference, atOnce, third]
    const found = (...modules: ReadonlyArray<Names>) => Result.getOrThrow(of(...modules)).subjects
    expect(found({ default: reference })).toEqual([reference])
    expect(found({ default: all })).toEqual(all)
    expect(found({ subjects: all })).toEqual(all)
    expect(found({ default: reference, subjects: [reference, atOnce], more: third, answer: 42 })).toEqual(all)
    expect(found({ default: reference }, { subjects: [atOnce, third] })).toEqual(all)
  })

  it("have to be there", () => {
    expect(of({ answer: 42, question: undefined })).toEqual(
      Result.fail(
        expect.stringMatching(/^0\.ts exports no subject, only answer, question\. Export what Subject\.make /)
      )
    )
    expect(of({})).toEqual(Result.fail(expect.stringContaining("0.ts exports no subject, and nothing else.")))
    expect(of({ subjects: [reference, { name: "half" }] })).toEqual(
      Result.fail(expect.stringMatching(/^0\.ts: number 2 of subjects is no subject\./))
    )
  })

  it("may be absent, if the module says why", async () => {
    const why = "PAYLAYER_LIVE_KEY is not set."
    expect(Result.getOrThrow(of({ subjects: [], why })).absent).toEqual([`0.ts has no subject now: ${why}`])
    expect(Result.isFailure(of({ subjects: [] }))).toBe(true)
    const { code, out } = await command({ modules: { "live.ts": { subjects: [], why } } })("run", "live.ts")
    expect([code, out.trim()]).toEqual([3, `live.ts has no subject now: ${why}`])
  })

  it("have names that tell them apart, in tokens too", () => {
    const called = (name: string) => Subject.make({ ...reference, name })
    const twice = "Two subjects are called my psp: a report or a replay token could not tell which of them it means."
    expect(of({ one: called("My PSP"), other: called("my psp") })).toEqual(Result.fail(expect.stringContaining(twice)))
    expect(Result.isFailure(of({ default: called("a") }, { default: called("a") }))).toBe(true)
  })

  it("are not only variants of what is tried nowhere", () => {
    const variant = Variant.of({ ...reference, name: "nobody" }, "encoding", reference)
    expect(of({ variant })).toEqual(
      Result.fail(expect.stringMatching(/^reference is a variant of nobody, which no module exports:/))
    )
    expect(Result.isSuccess(of({ variant }, { base: { ...reference, name: "nobody" } }))).toBe(true)
  })

  it("may have mutants", () => {
    const one = mutant("SES-02", "wrong", reference)
    expect(Result.getOrThrow(of({ reference, mutants: [one] })).mutants).toEqual([one])
    expect(of({ reference, mutants: [reference] })).toEqual(
      Result.fail(expect.stringMatching(/^0\.ts exports mutants that are none\./))
    )
  })
})

describe("a module", () => {
  const refused = async (path: string, machine: Parameters<typeof command>[0] = {}) => {
    const { code, err } = await command(machine)("run", path)
    expect(code).toBe(2)
    return err.trimEnd()
  }

  it("has to be a file", async () => {
    expect(await refused("x.ts")).toBe(
      "There is no file x.ts. Give the path of a module that exports subjects, from the directory that you are in."
    )
    expect(await refused("psp", { modules: { "psp.ts": {} } })).toBe("There is no file psp. Did you mean psp.ts?")
    expect(await refused("folder/", { directories: ["folder/"] })).toBe(
      "folder/ is a directory. Name the module in it that exports the subjects, as in folder/conformance.ts."
    )
  })

  it("that throws is named with what it threw, and without a stack", async () => {
    const throwing = (error: unknown) => ({
      modules: {
        "x.ts": () => {
          throw error
        }
      }
    })
    expect(await refused("x.ts", throwing(new TypeError("no key\nsecond line")))).toBe(
      "x.ts cannot be imported: it throws TypeError: no key. With --debug you see where."
    )
    expect(await refused("x.ts", throwing("a string"))).toBe(
      'x.ts cannot be imported: it throws "a string". With --debug you see where.'
    )
    const { err } = await command(throwing(new TypeError("no key")))("run", "x.ts", "--debug")
    expect(err).toMatch(/\n\s+at /)
  })

  it("that this Node does not run is named with the way out", () => {
    const error = (code: string, message: string) => Object.assign(new TypeError(message), { code })
    const old = error("ERR_UNKNOWN_FILE_EXTENSION", 'Unknown file extension ".ts" for /x/conformance.ts')
    expect(unimportable("conformance.ts", old, "Node 20.20.0")).toBe(
      'conformance.ts cannot be imported: Node 20.20.0 does not run this kind of file (Unknown file extension ".ts" for /x/conformance.ts). TypeScript needs Node 22.18 or newer; or compile it, and name the .js file.'
    )
    const installed = error("ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING", "Stripping types is unsupported")
    expect(unimportable("a.ts", installed, "Node 24.0.0")).toContain("Node runs no TypeScript in node_modules")
  })
})
