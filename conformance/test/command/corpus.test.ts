/** The corpus: failures that were found are tried first. */
import { Catalogue } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { describe, expect, it } from "vitest"
import { crooked } from "./fixtures/crooked.ts"
import { command } from "./inMemory.ts"

const modules = { "right.ts": { reference }, "crooked.ts": { crooked } }
const usual = "paylayer-corpus.json"
const law = ["--law", "SES-02"]

const withCorpus = (text: string | undefined, file = usual) => {
  const files = new Map(text === undefined ? [] : [[file, text]])
  return { files, run: (...args: ReadonlyArray<string>) => command({ files, modules })("run", ...args) }
}

const tokenIn = (text = "") => /SES-02\/[\w./:-]+/.exec(text)?.[0] ?? "no token"

describe("the corpus", () => {
  it("gets the tokens of failures with --keep, and not without", async () => {
    const { files, run } = withCorpus(undefined)
    const without = await run("crooked.ts", ...law)
    expect(files.size).toBe(0)
    const { code, out } = await run("crooked.ts", ...law, "--keep")
    expect(code).toBe(1)
    expect(JSON.parse(files.get(usual) ?? "")).toEqual({ tokens: [tokenIn(without.out)] })
    expect(out).toContain(`added to ${usual}: ${tokenIn(without.out)}`)
  })

  it("keeps what it has, and has nothing twice", async () => {
    const old = `SES-03/${Catalogue.version}/another/1/0`
    const { files, run } = withCorpus(JSON.stringify({ tokens: [old] }))
    await run("crooked.ts", ...law, "--keep")
    const once = files.get(usual)
    expect(JSON.parse(once ?? "").tokens).toEqual([old, tokenIn(once?.replace(old, ""))])
    const again = await run("crooked.ts", ...law, "--keep")
    expect(files.get(usual)).toBe(once)
    expect(again.out).not.toContain("added to")
  })

  it("is tried first: it decides which story is told", async () => {
    const { out } = await withCorpus(undefined).run("crooked.ts", ...law, "--seed", "99")
    const found = tokenIn(out)
    const known = withCorpus(JSON.stringify({ tokens: [found] }))
    // Another seed would have found another story.
    const other = await withCorpus(undefined).run("crooked.ts", ...law)
    expect(tokenIn(other.out)).not.toBe(found)
    const again = await known.run("crooked.ts", ...law)
    expect(tokenIn(again.out)).toBe(found)
  })

  it("may lie elsewhere", async () => {
    const { files, run } = withCorpus(undefined)
    await run("crooked.ts", ...law, "--keep", "--corpus", "found.json")
    expect([...files.keys()]).toEqual(["found.json"])
    expect(await run("right.ts", ...law, "--runs", "5", "--corpus", "found.json")).toMatchObject({ code: 0 })
  })

  it("with a token of other laws is a problem, and says which", async () => {
    const { run } = withCorpus(JSON.stringify({ tokens: ["SES-02/0.0.1/reference/1/0"] }))
    const { code, out } = await run("right.ts", ...law, "--runs", "5")
    expect(code).toBe(1)
    expect(out).toContain("the corpus: SES-02/0.0.1/reference/1/0 is of catalogue 0.0.1")
    expect(out).toContain(`Take out of ${usual} what can no longer be tried.`)
  })

  it("with tokens of a subject that no module exports says that they were not tried", async () => {
    const token = (subject: string, path: number) => `SES-02/${Catalogue.version}/${subject}/1/${path}`
    const gone = [token("gone", 0), token("gone", 1)]
    const tokens = [token("crooked-sons", 0), ...gone, token("long-gone", 0)]
    const { run } = withCorpus(JSON.stringify({ tokens }))
    const said = ({ out }: { readonly out: string }) => out.split("\n").filter((line) => line.includes("no module"))
    const of = (subject: string, ...tokens: ReadonlyArray<string>) =>
      `the corpus: ${tokens.join(", ")} could not be tried: no module here exports ${subject}. ` +
      `Name its module, or take this out of ${usual}.`
    const both = await run("right.ts", "crooked.ts", "--subject", "reference", ...law, "--runs", "5")
    expect(both.code).toBe(0)
    expect(said(both)).toEqual([of("gone", ...gone), of("long-gone", token("long-gone", 0))])
    const alone = await run("right.ts", ...law, "--runs", "5")
    expect(said(alone)).toEqual([of("crooked-sons", tokens[0]!), ...said(both)])
    expect(said(await withCorpus(undefined).run("right.ts", ...law, "--runs", "5"))).toEqual([])
  })

  it("that cannot be read is refused, with what it should be", async () => {
    const refused = async (text: string) => {
      const { code, err } = await withCorpus(text).run("right.ts", ...law)
      expect(code).toBe(2)
      return err
    }
    const like = `The corpus ${usual} cannot be read. It has to be JSON like {"tokens": ["SES-04/…"]}.\n`
    expect(await refused("{")).toBe(like)
    expect(await refused("[]")).toBe(like)
    expect(await refused('{"tokens":["nonsense"]}')).toMatch(
      /^The corpus \S+: "nonsense" is no replay token: one looks like /
    )
    const absent = await withCorpus(undefined).run("right.ts", ...law, "--corpus", "absent.json")
    expect(absent).toMatchObject({
      code: 2,
      err: "There is no corpus absent.json. With --keep, a run writes the tokens of its failures there.\n"
    })
  })

  it("that cannot be written is refused", async () => {
    const { code, err } = await command({ modules, readOnly: true })("run", "crooked.ts", ...law, "--keep")
    expect(code).toBe(2)
    expect(err).toBe(`The corpus ${usual} cannot be written: this is not permitted.\n`)
  })
})
