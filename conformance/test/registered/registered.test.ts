/** `register`, as vitest runs it: in order or shuffled it fails what has to fail, and skips with a reason. */
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { startVitest, type TestCase } from "vitest/node"

const root = fileURLToPath(new URL(".", import.meta.url))

/** What came of the tests of `failing.ts`, by name. */
const run = async (shuffle: boolean) => {
  const before = process.exitCode
  const ended = await startVitest("test", [], {
    root,
    include: ["failing.ts"],
    watch: false,
    reporters: [{}],
    sequence: { shuffle: { tests: shuffle }, seed: 7 }
  })
  const tests = ended.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await ended.close()
  // That tests failed in there is what is expected here.
  process.exitCode = before
  const told = (test: TestCase) => {
    const result = test.result()
    const words = result.state === "skipped" ? result.note : result.errors?.[0]?.message.split("\n")[0]
    return [test.fullName, words === undefined ? result.state : `${result.state}: ${words}`] as const
  }
  return Object.fromEntries(tests.map(told))
}

describe("a registered subject", () => {
  it.each([false, true])("fails what has to fail, with shuffled tests: %s", { timeout: 60_000 }, async (shuffle) => {
    expect(await run(shuffle)).toEqual({
      "a law fails 1.0.0 > says of itself only what can be": "passed",
      "a law fails 1.0.0 > SES-01 create returns the amount asked for": "passed",
      "a law fails 1.0.0 > SES-02 the amount in force is the last one accepted":
        "failed: SES-02 the amount in force is the last one accepted (a law fails)",
      "a law fails 1.0.0 > has been tried": "passed",
      "idle 1.0.0 > says of itself only what can be": "passed",
      "idle 1.0.0 > SES-01 create returns the amount asked for": "passed",
      "idle 1.0.0 > SES-15 a session is open only if the provider confirmed it":
        "failed: a problem of idle: `unconfirmed` changed nothing: it has to take out of a creation's answer that the amount may change",
      "idle 1.0.0 > has been tried": "passed",
      "no port 1.0.0 > says of itself only what can be": "passed",
      "no port 1.0.0 > ADJ-01 an adjustment names the new total": "skipped: not declared: a direction of adjusting",
      "no port 1.0.0 > ADJ-02 up, down and same are possible exactly as declared":
        "skipped: the adapter has no Adjustments",
      "no port 1.0.0 > ADJ-03 an acknowledgement moves nothing, and a failure loses nothing":
        "skipped: not declared: a direction of adjusting",
      "no port 1.0.0 > has been tried": "failed: none of the laws could be tried"
    })
  })
})
