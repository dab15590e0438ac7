/** The command as a process: what only a real one shows. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const program = fileURLToPath(new URL("../../src/command/main.ts", import.meta.url))
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url))

/** An empty directory, and modules in it that no compiler takes. */
let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "paylayer-command-"))
  const broken = {
    "unreadable.ts": "export default {\n  name: \n",
    "enumerated.ts": "export enum Colour { Red }\n",
    "needy.ts": 'import "no-such-package"\n',
    "loose.mjs":
      "setTimeout(() => { throw new Error('nobody waits for this') })\nawait new Promise(() => setTimeout(() => {}, 60_000))\n",
    "quitting.mjs": "process.exit(0)\n",
    "stuck.mjs": "await new Promise(() => {})\n"
  }
  for (const [name, text] of Object.entries(broken)) writeFileSync(join(directory, name), text)
})
afterAll(() => rmSync(directory, { recursive: true }))

const run = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...args], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env }
  })
  return { code: status, out: stdout, err: stderr }
}

describe("a process", () => {
  it("tries laws on several threads, writes the reports, keeps the token, and replays it alone", () => {
    const [crooked, right] = [fixture("crooked"), fixture("right")]
    const options = [
      "--law",
      "SES-01,SES-02,SES-03",
      "--runs",
      "5",
      "--jobs",
      "2",
      "--keep",
      "--report",
      "json,md,junit,html"
    ]
    const { code, err, out } = run(["run", crooked, right, ...options])
    expect({ code, err }).toEqual({ code: 1, err: "" })
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/3 laws on 2 subjects: \d passed, [12] failed, /)
    const report = join(directory, "conformance-report")
    expect(readdirSync(report)).toHaveLength(4)
    const [token = ""] = (
      JSON.parse(readFileSync(join(directory, "paylayer-corpus.json"), "utf8")) as { tokens: Array<string> }
    ).tokens
    const story = out.split("\n\n").find((part) => part.includes(`again: ${token}`))
    expect(story).toContain("SES-0")
    const replayed = run(["replay", token, crooked, right])
    expect([replayed.code, replayed.err]).toEqual([1, ""])
    expect(replayed.out.startsWith(`${story}\n`)).toBe(true)
  })

  it.each([
    ["unreadable.ts", /^unreadable\.ts cannot be imported: it is no TypeScript that can be read \(.+\)/],
    [
      "enumerated.ts",
      /^enumerated\.ts cannot be imported: it has TypeScript that cannot be run by leaving the types out \(.*enum.*\)\. Do without it, /
    ],
    [
      "needy.ts",
      /^needy\.ts cannot be imported: Cannot find package 'no-such-package' imported from \S+\. Is it installed, /
    ],
    ["loose.mjs", /^Something was thrown where nothing could catch it: nobody waits for this\.\n$/],
    ["quitting.mjs", /^Something ended the process before the run was over: /],
    ["stuck.mjs", /^It came to a standstill: /]
  ])("says in a sentence why %s cannot be tried, and ends with 2", (file, sentence) => {
    const { code, err, out } = run(["run", file, "--jobs", "1"])
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toMatch(sentence)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it("does all by itself where a second thread cannot begin, and says so where one ends in the middle", () => {
    const alone = run(["run", fixture("apart"), "--law", "SES-01,SES-02", "--runs", "3", "--jobs", "3"])
    expect(alone).toMatchObject({ code: 0, err: "" })
    const args = ["run", fixture("apart"), "--law", "SES", "--runs", "50", "--jobs", "2"]
    const { code, err } = run(args, { APART: "later" })
    expect({ code, err }).toEqual({
      code: 2,
      err: "A thread ended because something was thrown where nothing could catch it: not here. With --jobs 1 there is only one.\n"
    })
  })

  it("tries nothing on a thread where a module exports something else", () => {
    const { code, err, out } = run(["run", fixture("apart"), "--law", "SES", "--runs", "40", "--jobs", "2"], {
      APART: "other"
    })
    expect({ code, err }).toEqual({ code: 0, err: "" })
    expect(out).not.toContain("the adapter has no Sessions")
  })

  it("uses colours for help only where nobody minds", () => {
    expect(run(["--help"], { FORCE_COLOR: "1", NO_COLOR: "" }).out).toContain("\u001B[")
    const { code, out } = run(["--help"], { FORCE_COLOR: "1" })
    expect(code).toBe(0)
    expect(out).not.toContain("\u001B[")
  })
})
