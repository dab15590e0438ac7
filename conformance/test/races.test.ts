/** Races: that an interleaving is explored, told and found again, and that the laws of races need it. */
import { Catalogue, Law, Mutant, Run, type Report, type Subject } from "@paylayer/conformance"
import { mutants } from "@paylayer/conformance/mutants"
import { subject } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import type * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const races = Catalogue.laws.filter(({ kind }) => kind === "race")
const killed = mutants.filter(({ killedBy }) => races.some(({ id }) => id === killedBy))

const tryLaw = (law: Law.Law, on: Subject.Subject, seed = Run.defaultSeed) =>
  Effect.runPromise(Run.tryLaw(on, law, { seed }))

const story = (failure: Report.Failure | undefined) => failure?.steps.map(({ text }) => text)

/** Nothing begins before what came before it is over, as far as the wire is concerned. */
class OneAfterTheOther implements Pick<fc.Scheduler, "schedule" | "count" | "waitNext"> {
  readonly #waiting: Array<{ readonly label: string; readonly go: () => void }> = []
  #current = ""

  schedule<T>(task: Promise<T>, label = ""): Promise<T> {
    return new Promise((resolve) => this.#waiting.push({ label, go: () => resolve(task) }))
  }
  count(): number {
    return this.#waiting.length
  }
  async waitNext(): Promise<void> {
    const rank = ({ label }: { readonly label: string }) => {
      if (caller(label) !== "") return caller(label) === this.#current ? 0 : 3
      if (label === "nothing comes for long") return 5
      // Time passes between two callers.
      return label !== "time passes" ? 1 : this.#current === "" ? 4 : 2
    }
    const [next] = this.#waiting.toSorted((one, other) => rank(one) - rank(other))
    if (next === undefined) throw new Error("nobody waits for a turn")
    this.#waiting.splice(this.#waiting.indexOf(next), 1)
    if (caller(next.label) !== "") this.#current = caller(next.label)
    next.go()
    await Promise.resolve()
  }
}

const caller = (label: string): string => /^(the shop|shop \d)'s/.exec(label)?.[1] ?? ""

const isScheduler = (value: unknown): value is fc.Scheduler =>
  typeof value === "object" && value !== null && "waitNext" in value

/** The same input, in the trivial order. */
const inOrder = (input: unknown): unknown => {
  if (isScheduler(input)) return new OneAfterTheOther()
  if (Array.isArray(input)) return input.map(inOrder)
  return typeof input === "object" && input !== null
    ? Object.fromEntries(Object.entries(input).map(([name, value]) => [name, inOrder(value)]))
    : input
}

/** The same law, tried in the trivial order alone. */
const sequential = (law: Law.Law): Law.Law => {
  if (law.inputs._tag !== "Random") throw new Error(`${law.id} is tried on cases`)
  const { of, ...inputs } = law.inputs
  return { ...law, inputs: { ...inputs, of: (given) => of(given).map(inOrder) } }
}

describe("the laws of races", () => {
  it("are these", () => {
    expect(races.map(({ id }) => id)).toEqual(["CAP-01", "FLT-10", "FLT-15", "IDM-03", "WHK-03"])
  })

  // While it works, a key is in use; after 20 seconds more of its answers come too late.
  const slow = [
    subject("reference, slow", {}, { latency: "2 seconds" }),
    subject("reference at once, slow", {}, { decides: "at-once", latency: "20 seconds" })
  ]
  for (const on of slow) {
    it.each(races.map((law) => [law.id, law] as const))(`hold for ${on.name}: %s`, async (_, law) => {
      const { failure, status } = await tryLaw(law, on)
      expect(story(failure)).toBeUndefined()
      expect(status).toBe("passed")
    })
  }
})

describe("what only a race can find", () => {
  // These are wrong in any order.
  const always = new Set(["one key for all endpoints", "an event that overtook its answer is dropped"])
  it.each(killed.flatMap((mutant) => (always.has(mutant.name) ? [] : [[mutant.name, mutant] as const])))(
    "in the trivial order nothing is wrong with: %s",
    async (_, { killedBy, subject }) => {
      const { failure, status } = await tryLaw(sequential(Catalogue.law(killedBy)!), subject)
      expect(story(failure)).toBeUndefined()
      expect(status).toBe("passed")
    },
    60_000
  )
})

describe("an interleaving", () => {
  const [mutant] = killed.filter(({ name }) => name === "what timed out last was not executed")
  const law = Catalogue.law(mutant!.killedBy)!

  it("is found again by its token, in a single run", async () => {
    const { failure } = await tryLaw(law, mutant!.subject)
    const again = await Effect.runPromise(Run.replay(mutant!.subject, failure?.replay ?? ""))
    expect(again).toMatchObject({ runs: 1, status: "failed" })
    expect(again.failure).toEqual(failure)
  })

  it("is another one with other seeds", async () => {
    const found = await Promise.all(Mutant.seeds(5).map((seed) => tryLaw(law, mutant!.subject, seed)))
    expect(new Set(found.map(({ failure }) => story(failure)?.join())).size).toBeGreaterThan(1)
  })

  it("is told in two steps: what is done at once, and in which order it went", async () => {
    const { failure } = await tryLaw(law, mutant!.subject)
    const [commands, order] = story(failure)?.slice(failure?.opening) ?? []
    expect(commands).toMatch(/^(the shop|shop 1): \w+/)
    expect(order).toMatch(/request arrives late/)
    expect(order).toMatch(/gives up waiting/)
  })
})
