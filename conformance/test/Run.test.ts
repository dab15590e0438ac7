/** The kit itself: that it reports what it did, and that a green run means something. */
import { Catalogue, Law, Mutant, Report, Run, Subject, Text, Trial } from "@paylayer/conformance"
import { mutants } from "@paylayer/conformance/mutants"
import { Provider, Reference, reference } from "@paylayer/conformance/reference"
import { Modifications, Sessions } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import * as Kit from "@paylayer/simulator"
import * as Mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, expectTypeOf, it } from "vitest"

const about = { title: "a law for this test", statement: "It holds.", source: "this test", kind: "property" } as const

/** A control that no world has. */
class Telephone extends Context.Service<Telephone, { readonly ring: Effect.Effect<void> }>()("test/Telephone") {}

const holding = Law.example({ ...about, id: "TST-01", requires: [], check: () => Effect.void })
const broken = Law.property({
  ...about,
  id: "TST-02",
  requires: [],
  input: () => fc.integer({ min: 0, max: 1000 }),
  check: (number) =>
    Effect.andThen(Trial.step(`the number ${number}`), Trial.holds(number < 42, "a number below 42", String(number)))
})

const tryLaw = (law: Law.Law, on: Subject.Subject = reference, options: Run.Options = {}) =>
  Effect.runPromise(Run.tryLaw(on, law, options))

const again = (token: string, law: Law.Law) => Effect.runPromise(Run.replay(reference, token, { laws: [law] }))
const texts = (failure: Report.Failure | undefined) => failure?.steps.map(({ text }) => text)

describe("a law", () => {
  it("that holds is passed, with its number of runs", async () => {
    expect(await tryLaw(holding, reference, { runs: 7 })).toMatchObject({ status: "passed", runs: 1 })
  })

  it("that does not hold is failed, with the shortest story and what to try again", async () => {
    const { failure, status } = await tryLaw(broken)
    expect(status).toBe("failed")
    expect(texts(failure)).toEqual(["the number 42"])
    expect(failure).toMatchObject({ expected: "a number below 42", observed: "42" })
    expect(failure?.replay).toMatch(/^TST-02\/\d+\.\d+\.\d+\/reference\/20261122\/[\d:]+$/)
  })

  it("fails in the same way from its seed and path", async () => {
    const { failure } = await tryLaw(broken)
    const { failure: same, runs } = await again(failure?.replay ?? "", broken)
    expect(runs).toBe(1)
    expect(texts(same)).toEqual(["the number 42"])
  })

  it("whose port, control or statement is missing is skipped with that reason", async () => {
    const needs = (requirement: Law.Requirement<unknown>) =>
      tryLaw(Law.example({ ...about, id: "TST-03", requires: [requirement], check: () => Effect.die("tried") }))
    expect(await needs(Law.control(Telephone))).toMatchObject({
      status: "skipped",
      runs: 0,
      reason: "the world has no Telephone"
    })
    expect(await needs(Law.told("nothing", () => false))).toMatchObject({
      status: "skipped",
      reason: "the subject says nothing about nothing"
    })
    expect(await needs(Law.unavailable("Payments"))).toMatchObject({ status: "skipped", reason: "needs Payments" })
  })

  it("whose capability is declared absent is tried in its negative form", async () => {
    const absent = Law.capability("wings", () => false)
    const law = (negative: Effect.Effect<void, Trial.Violation>) =>
      Law.example({
        ...about,
        id: "TST-04",
        requires: [absent],
        check: () => Effect.die("tried"),
        negative: () => negative
      })
    expect(await tryLaw(law(Effect.void))).toMatchObject({ status: "refused", reason: "not declared: wings" })
    expect(await tryLaw(law(Trial.violated("Unsupported", "success")))).toMatchObject({ status: "failed" })
  })

  it("in which a defect happens is failed", async () => {
    const law = Law.example({ ...about, id: "TST-05", requires: [], check: () => Effect.die(new Error("oops")) })
    expect((await tryLaw(law)).failure).toMatchObject({ expected: "no defect", observed: "Error: oops" })
  })

  it("that fast-check gave up has not passed, whoever told it to", async () => {
    const patient = { ...broken, check: () => Effect.void }
    const before = fc.readConfigureGlobal()
    for (const limit of [{ interruptAfterTimeLimit: 0 }, { skipAllAfterTimeLimit: 0 }]) {
      fc.configureGlobal({ ...before, ...limit })
      await expect(tryLaw(patient)).rejects.toThrow("fast-check was told to stop, and did after 0 runs")
    }
    fc.configureGlobal(before)
    expect(await tryLaw(patient)).toMatchObject({ status: "passed", runs: 100 })
  })

  it("in which an operation never settles is failed", async () => {
    const law = Law.example({ ...about, id: "TST-06", requires: [], check: () => Effect.never })
    expect((await tryLaw(law)).failure?.observed).toContain("every fiber waits")
  })

  it("that could not be tried on any input is skipped, and not passed", async () => {
    const reason = "the provider has no such thing"
    const some = Law.property({
      ...about,
      id: "TST-07",
      requires: [],
      input: () => fc.boolean(),
      check: (there) => (there ? Effect.void : new Trial.Inapplicable({ reason }))
    })
    const none = Law.example({ ...about, id: "TST-08", requires: [], check: () => new Trial.Inapplicable({ reason }) })
    expect(await tryLaw(none)).toMatchObject({ status: "skipped", runs: 0, reason })
    const { runs, status } = await tryLaw(some, reference, { runs: 40 })
    expect(status).toBe("passed")
    expect(runs).toBeGreaterThan(0)
    expect(runs).toBeLessThan(40)
  })

  it("needs what it says that it needs", async () => {
    const onlySessions = Subject.make({
      ...reference,
      world: Provider.layer(),
      layer: Layer.effect(
        Sessions.Sessions,
        Effect.map(
          Layer.build(
            Reference.layer({
              key: Redacted.make(Provider.credentials.key),
              signingSecrets: [Redacted.make(Provider.credentials.signingSecret)]
            })
          ),
          (context) => context.mapUnsafe.get(Sessions.Sessions.key) as Sessions.Sessions["Service"]
        )
      )
    })
    const statuses = await Promise.all(
      Catalogue.laws.map(async (law) => [law.id, (await tryLaw(law, onlySessions, { runs: 3 })).status] as const)
    )
    expect(statuses.filter(([, status]) => status === "failed")).toEqual([])
    const skipped = statuses.filter(([, status]) => status === "skipped").map(([id]) => id)
    const ofSessions = (id: string) => !/^(ADJ|CAN|CAP|INT|MOD|REF|REV|WHK)-/.test(id)
    expect(skipped.filter(ofSessions)).toEqual([
      ...["FLT-11", "FLT-12", "FLT-13", "FLT-14", "FLT-15", "FLT-16", "FLT-17", "FLT-18"],
      ...["IDM-04", "IDM-05", "IDM-06", "IDM-07", "IDM-08", "IDM-09", "MNY-03", "SEC-03", "SEC-04", "SEC-05"],
      ...["SES-04", "SES-07", "SES-08", "SES-13", "SES-19", "SES-20"]
    ])
    const others = Catalogue.laws.map(({ id }) => id).filter((id) => !ofSessions(id))
    expect(skipped.filter((id) => !ofSessions(id))).toEqual(others)
  }, 60_000)
})

it("a world that cannot be opened once is tried again", async () => {
  let opened = 0
  const late = Subject.make({
    ...reference,
    world: Layer.unwrap(
      Effect.suspend(() => (opened++ === 0 ? Effect.fail("it is not up yet") : Effect.succeed(reference.world)))
    )
  })
  await expect(tryLaw(holding, late)).rejects.toThrow("it is not up yet")
  expect(await tryLaw(holding, late)).toMatchObject({ status: "passed" })
})

it("how old a signature may be has to be said", () => {
  expectTypeOf<{ readonly _tag: "body" }>().not.toExtend<Subject.Signs>()
  expectTypeOf<{ readonly _tag: "body"; readonly tolerance: "5 minutes" }>().toExtend<Subject.Signs>()
  expectTypeOf<{ readonly _tag: "body"; readonly tolerance: "none" }>().toExtend<Subject.Signs>()
  expectTypeOf<{ readonly _tag: "nothing" }>().toExtend<Subject.Signs>()
})

it("an adapter that learns what was authorised by webhooks alone is tried after payment", async () => {
  const told = Subject.make({
    ...reference,
    layer: Layer.effectContext(
      Effect.map(Layer.build(reference.layer as Layer.Layer<Sessions.Sessions, unknown, HttpClient>), (ports) =>
        Context.omit(Modifications.Lookups, Sessions.SessionResults)(ports as Context.Context<never>)
      )
    )
  })
  expect(await tryLaw(Catalogue.law("CAP-02")!, told)).toMatchObject({ status: "passed" })
  expect(await tryLaw(Catalogue.law("ADJ-03")!, told)).toMatchObject({ status: "passed" })
})

describe("a deviation", () => {
  const deviating = (law: string) =>
    Subject.make({
      ...reference,
      deviations: [{ law, kind: "provider-limit", fails: "a number below 42", reason: "it counts to 41" }]
    })

  it("is shown as what it is where the law fails", async () => {
    expect(await tryLaw(broken, deviating("TST-02"))).toMatchObject({
      status: "deviates",
      reason: "provider-limit: it counts to 41"
    })
  })

  it("fails the run where the law holds", async () => {
    expect(await tryLaw(holding, deviating("TST-01"))).toMatchObject({
      status: "failed",
      reason: "the deviation is out of date: the law is passed"
    })
  })
})

describe("a mutant", () => {
  const attack = (killedBy: string, options: Mutant.Options = {}) =>
    Effect.runPromise(Mutant.attack({ name: "right", killedBy, subject: reference }, options))

  it("that its law does not see survives", async () => {
    expect(await attack("SES-02", { runs: 5 })).toMatchObject({
      killed: false,
      reason: "seed 20261122: SES-02 is passed"
    })
  })

  it("is not killed by a law that is skipped", async () => {
    expect(await attack("IDM-04")).toMatchObject({ killed: false, reason: expect.stringContaining("needs Payments") })
  })

  describe("is compared with what it is made of, and not killed by a law that", () => {
    const { killedBy, name, subject } = mutants.find(({ subject }) => subject.name === "reference")!
    const another = { ...reference, name: "another" }
    const kill = (subjects?: ReadonlyArray<Subject.Subject>, base?: Subject.Subject) =>
      Effect.runPromise(
        Mutant.attack(
          { killedBy, name, subject, ...(base === undefined ? {} : { base }) },
          { runs: 5, ...(subjects === undefined ? {} : { subjects }) }
        )
      )
    const lives = (reason: string) => ({ killed: false, reason })

    it("fails without the mistake, too", async () => {
      expect(await kill([another, { ...reference }])).toMatchObject({ killed: true })
      expect(await kill([{ ...subject }])).toMatchObject(lives(`${killedBy} fails without the mistake, too`))
    })

    it("deviates without it, or is not tried", async () => {
      const { failure } = await Effect.runPromise(Run.tryLaw(subject, Catalogue.law(killedBy)!, { runs: 5 }))
      const deviating = Subject.make({
        ...subject,
        deviations: [{ law: killedBy, kind: "known-bug", fails: failure!.expected, reason: "nobody got to it" }]
      })
      const without = `not comparable: without the mistake ${killedBy} is`
      expect(await kill([deviating])).toMatchObject(lives(`${without} deviates: known-bug: nobody got to it`))
      const untried = await kill([Subject.make({ ...reference, layer: Layer.empty })])
      expect(untried).toMatchObject(lives(expect.stringContaining(`${without} skipped: `)))
    })

    it("nobody can hold against the right subject, unless it has a base", async () => {
      const nobody = "not comparable: no subject is called reference, and the mutant has no `base`"
      for (const subjects of [[another], []]) {
        expect(await kill(subjects)).toMatchObject(lives(nobody))
        expect(await kill(subjects, another)).toMatchObject({ killed: true })
      }
      expect(await kill()).toMatchObject({ killed: true })
      expect(await kill(undefined, { ...subject })).toMatchObject({ killed: false })
    })
  })

  it("of a law that does not exist survives", async () => {
    expect(await attack("XXX-01")).toMatchObject({ killed: false, reason: "there is no law XXX-01" })
  })
})

describe("the catalogue", () => {
  it("has every law once, in the order of the ids, with a statement and a source", () => {
    const ids = Catalogue.laws.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].toSorted())
    for (const { id, source, statement } of Catalogue.laws) {
      expect(id).toMatch(/^[A-Z]{3}-\d{2}$/)
      expect(statement).toMatch(/\.$/)
      expect(source).not.toBe("")
    }
  })
})

describe("a report", () => {
  it("counts and shows what came of each law", async () => {
    const [holds, fails] = await Promise.all([tryLaw(holding), tryLaw(broken)])
    const report: Report.Report = {
      ...{ catalogue: "0", subject: "mine", version: "1", evidence: "simulator", seed: 1 },
      ...{ laws: [holds, fails], problems: [], claims: [] }
    }
    expect(Report.count([report])).toEqual({ passed: 1, failed: 1, refused: 0, skipped: 0, deviates: 0 })
    expect(Text.table([report])).toContain("TST-02  a law for this test  FAILED")
    expect(Text.story("mine", fails)).toContain("the number 42 · expected a number below 42, got 42")
  })
})

it("a world with a real clock skips the laws that move it, and runs the others", async () => {
  const realClock = Subject.make({
    ...reference,
    world: Layer.effectContext(
      Effect.map(Provider.make(), (provider) => {
        const connection = Kit.Provider.connect(provider)
        return Context.make(HttpClient, Kit.InProcess.make(connection)).pipe(
          Context.add(Kit.Truth.Truth, provider.truth),
          Context.add(Kit.Faults.Faults, connection.faults)
        )
      })
    ).pipe(Layer.merge(Mac.layer))
  })
  const { laws } = await Effect.runPromise(
    Run.run(realClock, { runs: 3, laws: Catalogue.laws.filter(({ id }) => id === "SES-02" || id === "SES-06") })
  )
  expect(laws).toMatchObject([{ status: "passed" }, { status: "skipped", reason: "the world has no ProviderClock" }])
})
