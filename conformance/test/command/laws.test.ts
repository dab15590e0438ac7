/** `list`, `explain` and `replay`, and what is typed wrongly. */
import { Catalogue, Subject } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { describe, expect, it } from "vitest"
import { crooked } from "./fixtures/crooked.ts"
import { command } from "./inMemory.ts"

const modules = { "conformance.ts": { reference, crooked }, "right.ts": { reference } }
const type = command({ modules })

describe("list", () => {
  it("has every law with level, kind and title", async () => {
    const { code, out } = await type("list")
    expect(code).toBe(0)
    for (const { id, kind, level, title } of Catalogue.laws) {
      expect(out).toMatch(
        new RegExp(`^${id} +${level} +${kind} +${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`, "m")
      )
    }
  })

  it("is shortened by law and profile", async () => {
    const { out } = await type("list", "--law", "ses", "--profile", "sessions")
    expect(out).toContain("SES-01")
    expect(out).not.toMatch(/^(INT|FLT)/m)
  })

  it("says of a module's subjects what applies, and why nothing else does, without trying anything", async () => {
    const { code, out } = await type("list", "conformance.ts", "--law", "SES-02,SES-17,IDM-04")
    expect(code).toBe(0)
    expect(out).toMatch(/^law +reference +Crooked & Sons$/m)
    // One of them would fail.
    expect(out).toMatch(/^SES-02 {2}.* +applies +applies$/m)
    expect(out).toMatch(/^IDM-04 {2}.* +skipped +skipped$/m)
    expect(out).toContain("skipped: needs Payments\n  on all: IDM-04")
    expect(await type("list", "conformance.ts", "--subject", "nobody")).toMatchObject({ code: 2 })
  })

  it("says where the refusal is the law", async () => {
    const { out } = await type("list", "right.ts")
    const refusals = [...out.matchAll(/^(\S+) {2}.* refusal$/gm)].map(([, id]) => id)
    const negative = Catalogue.laws.filter((law) => law.negative !== undefined).map(({ id }) => id)
    expect(refusals.every((id) => negative.includes(id ?? ""))).toBe(true)
  })
})

describe("explain", () => {
  it("tells all of a law", async () => {
    const law = Catalogue.law("SES-04")!
    const { code, out } = await type("explain", "ses-04")
    expect(code).toBe(0)
    for (const part of [
      law.title,
      law.statement,
      law.source,
      "must: ",
      "port SessionLock",
      "control Truth",
      "sessions"
    ]) {
      expect(out).toContain(part)
    }
    expect(out).toContain("paylayer-conformance run --law SES-04")
  })

  it("tells how many inputs there are", async () => {
    const inputs = async (id: string) => /tried on +(.*)/.exec((await type("explain", id)).out)?.[1]
    const like = (is: (law: (typeof Catalogue.laws)[number]) => boolean) => Catalogue.laws.find(is)!.id
    expect(await inputs(like((law) => law.inputs._tag === "Cases"))).toBe("a fixed list, each once, whatever the seed")
    expect(await inputs("SES-02")).toBe("random ones, as many as --runs says")
    const own = Catalogue.laws.find((law) => law.inputs._tag === "Random" && law.inputs.runs !== undefined)!
    expect(await inputs(own.id)).toMatch(/^\d+ random ones, whatever --runs says$/)
  })

  it("names laws that are near to one that is none", async () => {
    expect(await type("explain", "SSE-04")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^There is no law SSE-04\. Near to it are .*SES-04/)
    })
  })
})

describe("replay", () => {
  const found = async () => {
    const { out } = await type("run", "--law", "SES-02", "--subject", "crooked-sons")
    const [story] = /^SES-02 the [^]*?again: \S+$/m.exec(out) ?? [""]
    return { story, token: story.slice(story.lastIndexOf(" ") + 1) }
  }

  it("tells the same story, and ends with 1", async () => {
    const { story, token } = await found()
    expect(story).toContain("update EUR")
    const { code, err, out } = await type("replay", token)
    expect([code, err]).toEqual([1, ""])
    expect(out.startsWith(`${story}\n`)).toBe(true)
    // And what was sent and answered, which a list of failures leaves out.
    expect(out).toMatch(
      /^POST \S+ \(key key-0001\)\n {2}sent {6}\{"reference":.*\n {2}answered {2}201 \{.*"token":"•••1"/m
    )
  })

  it("ends with 0 where it holds now", async () => {
    const { token } = await found()
    const mended = { default: Subject.make({ ...reference, name: crooked.name }) }
    const { code, out } = await command({ modules: { "conformance.ts": mended } })("replay", token)
    expect(code).toBe(0)
    expect(out).toBe("SES-02 the amount in force is the last one accepted (Crooked & Sons): it holds there now.\n")
  })

  it("fails again though the subject says that it would", async () => {
    const { token } = await found()
    const known = Subject.make({
      ...crooked,
      deviations: [{ law: "SES-02", kind: "known-bug", fails: "the provider's amount", reason: "not yet" }]
    })
    expect(await command({ modules: { "x.ts": { known } } })("replay", token, "x.ts")).toMatchObject({ code: 1 })
  })

  it("refuses a token of another version, another subject, or none", async () => {
    const refused = async (...args: ReadonlyArray<string>) => {
      const { code, err } = await type("replay", ...args)
      expect(code).toBe(2)
      return err.trimEnd()
    }
    const version = Catalogue.version
    expect(await refused("SES-02/0.0.1/reference/1/0")).toBe(
      `SES-02/0.0.1/reference/1/0 is of catalogue 0.0.1; this is ${version}, which tries other inputs.`
    )
    expect(await refused(`SES-02/${version}/nobody/1/0`)).toBe(
      "There is no subject nobody. There is reference, crooked-sons."
    )
    expect(await refused(`SES-99/${version}/reference/1/0`)).toContain("there is no such law")
    expect(await refused("SES-02")).toMatch(/^"SES-02" is no replay token: one looks like /)
  })

  it("ends with 3 where there is nothing to try", async () => {
    const { code, out } = await type("replay", `IDM-04/${Catalogue.version}/reference/1/0`)
    expect(code).toBe(3)
    expect(out).toBe("IDM-04 cannot be tried on that: needs Payments\n")
  })
})

describe("what is typed", () => {
  it("is explained by --help, with examples", async () => {
    const help = async (...args: ReadonlyArray<string>) => {
      const { code, out } = await type(...args, "--help")
      expect(code).toBe(0)
      return out
    }
    const all = await help()
    for (const name of ["run", "list", "explain", "replay", "new"])
      expect(all).toMatch(new RegExp(`^ +${name} +\\w`, "m"))
    const run = await help("run")
    const flags = [
      "law",
      "profile",
      "subject",
      "seed",
      "runs",
      "mutants",
      "with-mutants",
      "seeds",
      "report",
      "out",
      "corpus"
    ]
    for (const flag of [...flags, "keep", "jobs"]) expect(run).toMatch(new RegExp(`^ +--${flag} .*\\w`, "m"))
    for (const name of ["run", "list", "explain", "replay", "new"]) {
      expect(await help(name)).toMatch(new RegExp(`EXAMPLES[^]*paylayer-conformance ${name}`))
    }
  })

  it("may ask for the version", async () => {
    expect(await type("--version")).toEqual({ code: 0, out: "paylayer-conformance v1.2.3\n", err: "" })
  })

  it("and is no command is refused, with the nearest and the way to help", async () => {
    const { code, err, out } = await type("rum")
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toMatch(/^Unknown subcommand "rum"[^]*run\nSee paylayer-conformance --help\.\n$/)
    expect(await type("list", "--nonsense")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--nonsense[^]*\nSee paylayer-conformance list --help\.\n$/)
    })
    expect(await type("explain")).toMatchObject({ code: 2, err: expect.stringContaining("law") })
  })

  it("and is nothing gets the help, and does not count as success", async () => {
    expect(await type()).toMatchObject({ code: 2, out: expect.stringContaining("SUBCOMMANDS") })
  })
})
