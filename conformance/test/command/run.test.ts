/** `run`: what it tries, what it says, and how it ends. */
import type { Report } from "@paylayer/conformance"
import { Catalogue, Run, Subject } from "@paylayer/conformance"
import { mutant } from "@paylayer/conformance/mutants"
import { reference } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { crooked } from "./fixtures/crooked.ts"
import * as right from "./fixtures/right.ts"
import { command } from "./inMemory.ts"

const modules = { "right.ts": right, "crooked.ts": { crooked }, "both.ts": { subjects: [reference, crooked] } }
const run = (...args: ReadonlyArray<string>) => command({ modules })("run", ...args)
const quick = ["--law", "SES-02", "--runs", "5"]

/** The last line. */
const closing = (out: string) => out.trimEnd().split("\n").at(-1)
const tokenIn = (out: string) => /again: (\S+)/.exec(out)?.[1] ?? "no token"

describe("a run", () => {
  it("in which nothing fails ends with 0, and a line with the counts", async () => {
    const { code, err, out } = await run("right.ts", ...quick)
    expect({ code, err }).toEqual({ code: 0, err: "" })
    expect(out).toContain("SES-02  the amount in force is the last one accepted  passed")
    expect(closing(out)).toMatch(
      /^catalogue \d+\.\d+\.\d+, seed 20261122, 5 runs, in all \d+\.\d s: 1 laws on 1 subjects: 1 passed, 0 failed, 0 refused as declared, 0 deviate as declared, 0 skipped$/
    )
  })

  it("in which a law fails ends with 1, the story and its token", async () => {
    const { code, out } = await run("crooked.ts", ...quick)
    expect(code).toBe(1)
    expect(out).toContain("SES-02 the amount in force is the last one accepted (Crooked & Sons)")
    expect(out).toMatch(/create EUR \S+ · update EUR \S+ · expected the provider's amount: /)
    expect(tokenIn(out)).toMatch(/^SES-02\/\d+\.\d+\.\d+\/crooked-sons\/20261122\/[\d:]+$/)
    expect(closing(out)).toContain("0 passed, 1 failed")
  })

  it("of which everything is skipped ends with 3", async () => {
    const { code, err, out } = await run("right.ts", "--law", "IDM-04")
    expect(code).toBe(3)
    expect(out).toContain("skipped: needs Payments\n  on all: IDM-04")
    expect(err).toBe("Nothing was executed, for the reasons above.\n")
  })

  it("on a subject that says what cannot be ends with 1, though no law fails", async () => {
    const subject = Subject.make({
      ...reference,
      deviations: [{ law: "SES-99", kind: "known-bug", fails: "always", reason: "it is old" }]
    })
    const { code, out } = await command({ modules: { "odd.ts": { default: subject } } })("run", "odd.ts", ...quick)
    expect(code).toBe(1)
    expect(out).toContain("problem of reference: a deviation names SES-99, and there is no such law")
    expect(closing(out)).toContain("1 passed, 0 failed")
    expect(closing(out)).toContain("1 problems")
  })

  it("on a subject that cannot be set up ends with 2, and shows no secret", async () => {
    const unbuildable = Subject.make({
      ...reference,
      layer: Layer.effectDiscard(Effect.fail("no account for sk_very_secret")),
      secrets: [Redacted.make("sk_very_secret")]
    })
    const { code, err } = await command({ modules: { "x.ts": { unbuildable } } })("run", "x.ts", ...quick)
    expect(code).toBe(2)
    expect(err).toMatch(/^reference cannot be set up: .*no account for.*Nothing can be said about its laws\.\n$/)
    expect(err).not.toContain("sk_very_secret")
  })

  it("takes conformance.ts, .js or .mjs where no module is named", async () => {
    for (const file of ["conformance.ts", "conformance.js", "conformance.mjs"]) {
      const { code } = await command({ modules: { [file]: right } })("run", ...quick)
      expect([file, code]).toEqual([file, 0])
    }
    const { code, err } = await run(...quick)
    expect(code).toBe(2)
    expect(err).toBe(
      "There is no conformance.ts, conformance.js, conformance.mjs here. Say which module exports the subjects, as in `paylayer-conformance run path/to/conformance.ts`.\n"
    )
  })

  it("gives the same result as Run.run, for every law, subject and module, in order", async () => {
    const files = new Map<string, string>()
    const laws = ["--law", "SES-01,SES-02,INT-01,IDM-04", "--runs", "3", "--seed", "7"]
    const names = { "a.ts": { subjects: [reference] }, "b.ts": { crooked } }
    await command({ files, modules: names })("run", "a.ts", "b.ts", ...laws, "--report", "json")
    const options = {
      seed: 7,
      runs: 3,
      laws: Catalogue.laws.filter(({ id }) => ["SES-01", "SES-02", "INT-01", "IDM-04"].includes(id))
    }
    const expected = await Promise.all([reference, crooked].map((one) => Effect.runPromise(Run.run(one, options))))
    const { reports, ...about } = JSON.parse(files.get("conformance-report/conformance.json") ?? "{}")
    expect(about).toMatchObject({ seed: 7, runs: 3, kills: [] })
    const timeless = (reports: ReadonlyArray<Report.Report>) =>
      reports.map((report) => ({ ...report, laws: report.laws.map(({ millis: _, ...law }) => law) }))
    expect(timeless(reports)).toEqual(timeless(expected))
  })
})

describe("what is tried", () => {
  const tried = (out: string) => [...out.matchAll(/^([A-Z]{3}-\d\d) {2}/gm)].map(([, id]) => id)

  it("is chosen by ids, by what ids begin with, and by profile", async () => {
    const chosen = async (...args: ReadonlyArray<string>) => tried((await run("right.ts", "--runs", "1", ...args)).out)
    expect(await chosen("--law", "ses-01,SES-02", "--law", "CAN")).toEqual(["CAN-01", "SES-01", "SES-02"])
    expect(await chosen("--law", "FLT-0", "--profile", "idempotency")).toEqual(["FLT-01", "FLT-02"])
    const intents = Catalogue.laws.map(({ id }) => id).filter((id) => /^(INT|FLT-09|SEC-01)/.test(id))
    expect(await chosen("--profile", "intents")).toEqual(intents)
  })

  it("is chosen by subject", async () => {
    const { code, out } = await run("both.ts", "--subject", "reference", ...quick)
    expect(code).toBe(0)
    expect(out).not.toContain("Crooked")
    expect((await run("both.ts", "--subject", "Crooked & Sons", ...quick)).code).toBe(1)
  })

  it("is refused where it does not exist, with what there is", async () => {
    const refused = async (...args: ReadonlyArray<string>) => {
      const { code, err } = await run("both.ts", ...args)
      expect(code).toBe(2)
      return err.trimEnd()
    }
    expect(await refused("--law", "SES-99")).toMatch(/^There is no law SES-99\. SES has SES-01, SES-02, .*shows all\.$/)
    expect(await refused("--law", "XSE-04")).toContain("Near to it are SEC-04, SES-04.")
    expect(await refused("--law", "nonsense")).toContain("Ids look like SES-04, and begin with ADJ, ")
    expect(await refused("--law", "sessions")).toContain("It is a profile: say --profile sessions.")
    expect(await refused("--profile", "session")).toBe(
      "There is no profile session. There is sessions, intents, modifications, webhooks, idempotency."
    )
    expect(await refused("--profile", "intents", "--law", "SES")).toBe(
      "No law of intents is called SES: leave out --profile or --law."
    )
    expect(await refused("--subject", "crooked")).toBe("There is no subject crooked. There is reference, crooked-sons.")
  })

  it("is no number of runs, seeds or jobs that makes no sense", async () => {
    const refused = async (...args: ReadonlyArray<string>) => {
      const { code, err } = await run("right.ts", ...args)
      expect(code).toBe(2)
      return err.split("\n")[0]
    }
    expect(await refused("--runs", "0")).toBe(
      'Invalid value for flag --runs: "0". Expected a whole number from 1 to 1000000, got "0".'
    )
    expect(await refused("--runs", "many")).toContain("Expected a whole number")
    expect(await refused("--seed", "1.5")).toContain("Expected a whole number from 0 to 2147483647")
    expect(await refused("--jobs", "0")).toContain("Expected a whole number from 1 to 256")
    expect(await refused("--rusn", "5")).toContain("--rusn")
  })
})

describe("claims", () => {
  it("are told of the profiles of which all laws were tried", async () => {
    const { out } = await run("both.ts", "--profile", "intents", "--runs", "1")
    expect(out).toMatch(/^conformant +by +intents\nreference +simulator +yes\nCrooked & Sons +simulator +yes$/m)
    expect((await run("right.ts", ...quick)).out).not.toContain("conformant")
  })

  it("are denied with the reasons", async () => {
    const { out } = await run("both.ts", "--profile", "sessions", "--runs", "2")
    expect(out).toMatch(/^Crooked & Sons +simulator +NO$/m)
    expect(out).toMatch(/^Crooked & Sons, sessions: .*failed/m)
  })
})

describe("mutants", () => {
  it("are attacked on every seed instead of trying the laws", async () => {
    const files = new Map<string, string>()
    const asked = ["--mutants", "--seeds", "2", "--runs", "20", "--report", "json"]
    const { code, out } = await command({ files, modules })("run", "right.ts", ...asked)
    const { kills, reports } = JSON.parse(files.get("conformance-report/conformance.json") ?? "{}")
    expect(reports).toEqual([])
    expect(kills.map(({ mutant, seeds }: Report.Kill) => [mutant, seeds])).toEqual(
      right.mutants.map(({ name }) => [name, 2])
    )
    expect(code).toBe(0)
    expect(out).not.toContain("passed")
    expect(out).toMatch(/^SES-02 .* reference /m)
    expect(closing(out)).toMatch(/20 runs, 2 seeds for mutants, in all \d+\.\d s: (\d+) of \1 mutants killed$/)
  })

  it("are attacked after the laws with --with-mutants", async () => {
    const { out } = await run("right.ts", "--with-mutants", "--seeds", "1", ...quick)
    expect(closing(out)).toMatch(
      /laws \d+\.\d s, in all \d+\.\d s: 1 laws on 1 subjects: .*; \d+ of \d+ mutants killed$/
    )
  })

  it("that survive end the run with 1", async () => {
    const living = { default: reference, mutants: [mutant("SES-02", "nothing at all is wrong", reference)] }
    const { code, out } = await command({ modules: { "m.ts": living } })(
      "run",
      "m.ts",
      "--mutants",
      "--seeds",
      "3",
      "--runs",
      "5"
    )
    expect(code).toBe(1)
    expect(out).toContain("SES-02 lets live: nothing at all is wrong (reference): seed 20261122: SES-02 is passed")
    expect(closing(out)).toContain("0 of 1 mutants killed")
  })

  it("may come from a module of their own, which has nothing else to run", async () => {
    const alone = command({ modules: { "mutants.ts": { mutants: right.mutants.slice(0, 1) } } })
    expect(await alone("run", "mutants.ts", "--mutants", "--seeds", "1")).toMatchObject({ code: 0 })
    expect(await alone("run", "mutants.ts")).toEqual({
      code: 2,
      out: "",
      err: "There is no subject: only mutants are exported.\n"
    })
  })

  it("have to be there", async () => {
    expect(await run("crooked.ts", "--mutants")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Export an array called mutants")
    })
    expect(await run("right.ts", "--mutants", "--law", "SES-03")).toMatchObject({
      code: 2,
      err: "No mutant is named for these laws: leave out --law or --profile, or name others.\n"
    })
  })
})

describe("reports", () => {
  it("are written as asked for, also where a law fails", async () => {
    const files = new Map<string, string>()
    const all = ["--report", "json,md", "--report", "junit,html"]
    const { code, out } = await command({ files, modules })("run", "crooked.ts", ...quick, ...all, "--out", "here")
    expect(code).toBe(1)
    const names = ["conformance.json", "conformance.md", "conformance.junit.xml", "conformance.html"]
    expect([...files.keys()].toSorted()).toEqual(names.map((name) => `here/${name}`).toSorted())
    expect(out).toContain(`written: ${names.map((name) => `here/${name}`).join(", ")}\n`)
    expect(files.get("here/conformance.json")).toContain(tokenIn(out))
  })

  it("are refused before anything is tried where they cannot be written, or are none", async () => {
    const refused = async (...args: ReadonlyArray<string>) => {
      const { code, err, out } = await command({ modules, readOnly: true })("run", "right.ts", ...quick, ...args)
      expect({ code, out }).toEqual({ code: 2, out: "" })
      return err
    }
    expect(await refused("--report", "json")).toBe(
      "The reports cannot be written to conformance-report: this is not permitted.\n"
    )
    expect(await refused("--report", "pdf")).toBe(
      "There is no report pdf: say with --report what to write, of json, md, junit, html.\n"
    )
    expect(await refused("--out", "here")).toBe(
      "--out says where: say with --report what to write, of json, md, junit, html.\n"
    )
  })
})

describe("on a terminal", () => {
  it("a line says how far it is, and is gone at the end", async () => {
    const lines: Array<string> = []
    await command({ modules, progress: (line) => void lines.push(line) })("run", "both.ts", ...quick)
    expect(lines.slice(0, 2)).toEqual(["1 of 2", "2 of 2"])
    expect(lines.at(-1)).toBe("")
  })
})
