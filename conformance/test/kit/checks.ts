/** What has to hold of the kit itself, whichever parts it is made from: each check is a promise that fails where it does not. */
import { Catalogue, Claims, Law, Report, Run, Subject, Trial, Variant } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { Intents, Sessions } from "@paylayer/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { expect } from "vitest"
import * as idle from "./idle.ts"
import * as silent from "./silent.ts"

/** The kit as checks use it. */
export interface Kit extends ReturnType<typeof Run.make> {
  readonly exitCode: typeof Report.exitCode
}

const about = { title: "a law for this test", statement: "It holds.", source: "this test", kind: "example" } as const

const law = (id: string, check: Effect.Effect<void, Trial.Violation | Trial.Inapplicable>) =>
  Law.example({ ...about, id, requires: [], check: () => check })

/** A control that no world has. */
class Telephone extends Context.Service<Telephone, { readonly ring: Effect.Effect<void> }>()("test/Telephone") {}

// Ids of the catalogue, since a subject may only speak of laws that there are.
const holds = law("SES-01", Effect.void)
const fails = law("SES-02", Trial.violated("42", "41"))
const dies = law("SES-03", Effect.die(new Error("oops")))
const impossible = law("SES-04", new Trial.Inapplicable({ reason: "the provider has no such thing" }))
const untried = Law.each({ ...about, id: "SES-05", requires: [], cases: () => [], check: () => Effect.void })
const noControl = Law.example({
  ...about,
  id: "SES-06",
  requires: [Law.control(Telephone)],
  check: () => Effect.void
})
const absent = Law.capability("wings", () => false)
const wronglyRefused = Law.example({
  ...about,
  id: "SES-07",
  requires: [absent],
  check: () => Effect.void,
  negative: () => Trial.violated("Unsupported", "success")
})
const advisory: Law.Law = { ...fails, id: "SES-08", level: "advisory" }

/** Fails on one number of very many. */
const rare = Law.property({
  ...about,
  id: "SES-09",
  kind: "property",
  requires: [],
  input: () => fc.integer(),
  check: (number) => Trial.holds(number !== 7, "another number", String(number))
})
/** Fails on nearly all numbers: the seed and path of one is easily had. */
const common = {
  ...rare,
  check: (number: unknown) => Trial.holds(Number(number) < 7, "a number below 7", String(number))
}

const saying = (...deviations: ReadonlyArray<Partial<Subject.Deviation> & { readonly law: string }>) =>
  Subject.make({
    ...reference,
    deviations: deviations.map((one) => ({
      kind: "provider-limit",
      fails: "expected 42, got 41",
      reason: "it counts to 41",
      ...one
    }))
  })

const today = "2026-11-22"
type Laws = ReadonlyArray<Law.Law>

const run = (kit: Kit, laws: Laws, subject: Subject.Subject = reference, options: Run.Options = {}) =>
  Effect.runPromise(kit.run(subject, { laws, today, runs: 5, ...options }))

const code = async (kit: Kit, laws: Laws, subject?: Subject.Subject, options?: Run.Options) =>
  kit.exitCode([await run(kit, laws, subject, options)])

const statusOf = async (kit: Kit, one: Law.Law, subject?: Subject.Subject) =>
  (await run(kit, [one], subject)).laws[0]?.status

const claim = async (kit: Kit, laws: Laws, subject: Subject.Subject = reference) =>
  (await run(kit, laws, subject)).claims.find(({ profile }) => profile === "intents")

/** All laws of the smallest profile, holding, but for those given. */
const intents = (...others: Laws): Laws =>
  Claims.lawsOf("intents", Catalogue.laws).map(({ id }) => others.find((other) => other.id === id) ?? { ...holds, id })
/** All laws of these profiles, holding wherever they apply. */
const holding = (...profiles: ReadonlyArray<Claims.Profile>): Laws =>
  Catalogue.laws
    .filter((law) => profiles.some((profile) => Claims.lawsOf(profile, [law]).length > 0))
    .map(({ id, level, requires }) => ({ ...holds, id, level, requires }))
const as = (id: string, one: Law.Law): Law.Law => ({ ...one, id })

const onlyIntents: Subject.Subject = {
  ...reference,
  layer: Layer.effectContext(
    Effect.map(
      Layer.build(reference.layer as Layer.Layer<Intents.Intents, unknown, Layer.Services<typeof reference.layer>>),
      Context.pick(Intents.Intents)
    )
  )
}

export const checks: Readonly<Record<string, (kit: Kit) => Promise<void>>> = {
  "a law that holds is passed, and the run conformant": async (kit) => {
    expect(await statusOf(kit, holds)).toBe("passed")
    expect(await code(kit, [holds])).toBe(0)
  },
  "a law that does not hold fails the run": async (kit) => {
    expect(await statusOf(kit, fails)).toBe("failed")
    expect(await code(kit, [holds, fails, holds])).toBe(1)
  },
  "a defect is a failure": async (kit) => expect(await statusOf(kit, dies)).toBe("failed"),
  "a law that was tried on nothing has not passed": async (kit) => {
    expect(await statusOf(kit, untried)).toBe("failed")
    expect(await code(kit, [rare], reference, { runs: 0 })).toBe(1)
  },
  "an input that cannot be tried is no run": async (kit) => {
    expect((await run(kit, [impossible])).laws).toMatchObject([{ status: "skipped", runs: 0 }])
  },
  "a run of nothing is not conformant": async (kit) => {
    expect(await code(kit, [])).toBe(3)
    expect(await code(kit, [noControl])).toBe(3)
  },
  "what is declared absent and happens all the same fails": async (kit) => {
    expect(await statusOf(kit, wronglyRefused)).toBe("failed")
  },
  "what was found before is tried first": async (kit) => {
    const found = (await run(kit, [common])).laws[0]?.failure?.replay ?? ""
    const [law, catalogue, subject] = found.split("/")
    // On this seed the law would hold for a long time.
    const corpus = [found]
    const again = await run(kit, [common], reference, { corpus, seed: 1, runs: 0 })
    expect([law, catalogue, subject]).toEqual(["SES-09", again.catalogue, "reference"])
    expect(again.laws[0]).toMatchObject({ status: "failed", failure: { replay: found } })
  },
  "a corpus that cannot be tried fails the run": async (kit) => {
    for (const corpus of [["nonsense"], ["SES-09/0.0.1/reference/1/0"], ["SES-99/0.0.1/reference/1/0"]])
      expect(await code(kit, [holds], reference, { corpus })).toBe(1)
    expect(await code(kit, [holds], reference, { corpus: ["SES-09/0.0.1/another/1/0"] })).toBe(0)
  },
  "a deviation is accepted while it lasts": async (kit) => {
    expect(await statusOf(kit, fails, saying({ law: "SES-02" }))).toBe("deviates")
    expect(await code(kit, [fails], saying({ law: "SES-02", until: today }))).toBe(0)
  },
  "an unexpected pass fails the run": async (kit) => {
    expect(await statusOf(kit, holds, saying({ law: "SES-01" }))).toBe("failed")
  },
  "a deviation of a law that is not tried fails the run": async (kit) => {
    expect(await statusOf(kit, noControl, saying({ law: "SES-06" }))).toBe("failed")
    expect(await statusOf(kit, impossible, saying({ law: "SES-04" }))).toBe("failed")
  },
  "a deviation that ended fails the run": async (kit) => {
    expect(await statusOf(kit, fails, saying({ law: "SES-02", until: "2026-11-21" }))).toBe("failed")
  },
  "a law that fails in another way than it should fails the run": async (kit) => {
    expect(await statusOf(kit, fails, saying({ law: "SES-02", fails: "got success" }))).toBe("failed")
    expect(await statusOf(kit, untried, saying({ law: "SES-05" }))).toBe("failed")
  },
  "a subject that says what cannot be fails the run": async (kit) => {
    const said = [
      saying({ law: "SES-99" }),
      saying({ law: "SES-02" }, { law: "SES-02", reason: "twice" }),
      saying({ law: "SES-02", until: "soon" }),
      saying({ law: "SES-02", until: "2026-02-30" }),
      saying({ law: "SES-02", fails: " " }),
      saying({ law: "SES-02", fails: ", got " }),
      saying({ law: "SES-02", fails: [] }),
      saying({ law: "SES-02", kind: "bug" as "known-bug" }),
      Subject.make({ ...reference, secrets: [Redacted.make("too-few"), ...reference.secrets] }),
      Subject.make({ ...reference, webhooks: { ...reference.webhooks!, secrets: [Redacted.make("too-few")] } })
    ]
    for (const subject of said) expect((await run(kit, [], subject)).problems).toHaveLength(1)
    expect(await code(kit, [holds], said[0])).toBe(1)
  },
  "an adapter is conformant when every law held": async (kit) => {
    expect(await claim(kit, intents())).toEqual({
      ...{ profile: "intents", evidence: "simulator", conformant: true, against: [], limits: [] }
    })
    expect((await run(kit, intents())).claims).toHaveLength(1)
  },
  "and not when one failed, but for an advisory one": async (kit) => {
    expect(await claim(kit, intents(as("INT-02", fails)))).toMatchObject({ conformant: false })
    expect(await claim(kit, intents(as("INT-02", advisory)))).toMatchObject({ conformant: true })
  },
  "nothing is claimed when one was left out": async (kit) => {
    expect(await claim(kit, intents().slice(1))).toBeUndefined()
  },
  "what the provider gives no way to try is named": async (kit) => {
    const said = { ...impossible, id: "INT-02", requires: [Law.port(Sessions.Sessions)] }
    const other = { ...holds, id: "INT-03", requires: said.requires }
    expect(await claim(kit, intents(said, other))).toMatchObject({
      conformant: true,
      limits: ["INT-02 the provider has no such thing"]
    })
  },
  "no failure hides behind one that is expected": async (kit) => {
    const inputs = (...ends: ReadonlyArray<string>) =>
      Law.each({
        ...{ ...about, id: "SES-02", requires: [] },
        cases: () => ends,
        check: (end) => Trial.violated("another end", end)
      })
    const both = ["the first end", "the second end"]
    const said = (...fails: ReadonlyArray<string>) => saying({ law: "SES-02", fails })
    expect(await statusOf(kit, inputs(...both), said("the first end"))).toBe("failed")
    expect(await statusOf(kit, inputs(...both), said(...both))).toBe("deviates")
    expect(await statusOf(kit, inputs("the first end"), said(...both))).toBe("failed")
  },
  "a subject of which nothing could be tried is a problem": async (kit) => {
    const nobody = Subject.make({ ...reference, layer: Layer.empty })
    const report = await Effect.runPromise(kit.run(nobody, { today, runs: 1 }))
    expect(report.problems).toEqual(["no law could be tried on it"])
  },
  "an input that is not there fails the law that the corpus names": async (kit) => {
    const { catalogue } = await run(kit, [])
    const corpus = [`SES-01/${catalogue}/reference/1/99`]
    expect((await run(kit, [holds], reference, { corpus })).laws).toMatchObject([{ status: "failed" }])
  },
  "a subject's function that changes nothing is the subject's problem, and no failure": async (kit) => {
    const tried = async ({ laws, subject }: Pick<idle.Idle, "laws" | "subject">) => {
      const report = await run(
        kit,
        laws.map((id) => Catalogue.law(id)!),
        subject
      )
      return { report, statuses: new Set(report.laws.map(({ status }) => status)) }
    }
    for (const { problem, ...one } of idle.subjects) {
      const { report, statuses } = await tried(one)
      expect({ problems: report.problems, statuses }).toEqual({
        problems: [expect.stringContaining(problem)],
        statuses: new Set(["skipped"])
      })
      expect(kit.exitCode([report, await run(kit, [holds])])).toBe(1)
    }
    for (const one of idle.busy) {
      const { report, statuses } = await tried(one)
      expect({ problems: report.problems, statuses }).toEqual({ problems: [], statuses: new Set(["passed"]) })
    }
  },
  "that the provider has no such thing is an answer, and saying nothing is none": async (kit) => {
    const profile = Claims.lawsOf("webhooks", Catalogue.laws)
    const laws = profile.map((law) =>
      ["WHK-01", "WHK-07", "WHK-09"].includes(law.id) ? law : { ...holds, id: law.id, requires: law.requires }
    )
    const claimOf = async (subject: Subject.Subject) =>
      (await run(kit, laws, subject)).claims.find((claim) => claim.profile === "webhooks")
    const none = "the provider has none: the subject says so"
    expect(await claimOf(silent.none)).toMatchObject({
      conformant: true,
      against: [],
      limits: ["WHK-01 the provider signs nothing", `WHK-07 ${none}`, `WHK-09 ${none}`]
    })
    expect(await claimOf(silent.nothingSaid)).toMatchObject({
      conformant: false,
      against: [expect.stringContaining("WHK-07 was not tried"), expect.stringContaining("WHK-09 was not tried")],
      limits: []
    })
  },
  "nor when a law could not be tried for want of a control": async (kit) => {
    expect(await claim(kit, intents(as("INT-03", noControl)))).toMatchObject({ conformant: false })
  },
  "nor when nothing was tried of something that is declared": async (kit) => {
    const there = Law.capability("a horn", () => true)
    const horn = { ...noControl, id: "INT-04", requires: [there, absent] }
    expect((await claim(kit, intents(horn)))?.against).toEqual(["nothing was tried of a horn"])
  },
  "though not having a capability is no fault": async (kit) => {
    const winged = { ...noControl, id: "INT-04", requires: [absent] }
    expect(await claim(kit, intents(winged))).toMatchObject({ conformant: true })
  },
  "a limit of the provider is named, and a bug of ours is none": async (kit) => {
    const failing = intents(as("INT-02", fails))
    const deviating = (kind: Subject.Deviation["kind"]) => claim(kit, failing, saying({ law: "INT-02", kind }))
    expect(await deviating("provider-limit")).toMatchObject({
      conformant: true,
      limits: [expect.stringContaining("INT-02")]
    })
    expect(await deviating("known-bug")).toMatchObject({ conformant: false })
    expect(await deviating("not-implemented")).toMatchObject({ conformant: false })
  },
  "a subject with problems claims nothing": async (kit) => {
    expect(await claim(kit, intents(), saying({ law: "SES-99" }))).toMatchObject({ conformant: false })
  },
  "a variant of another subject claims nothing": async (kit) => {
    const variant = Variant.of(reference, "encoding", reference)
    expect(await claim(kit, intents({ ...as("INT-02", holds), kind: "race" }), variant)).toMatchObject({
      conformant: false
    })
  },
  "each kind of evidence has its own claim": async (kit) => {
    for (const evidence of ["simulator", "recorded", "live"] as const) {
      const subject = Subject.make({ ...reference, evidence })
      expect(await claim(kit, intents(), subject)).toMatchObject({ evidence, conformant: true })
    }
  },
  "a mutant that lives fails the run": async (kit) => {
    const kill: Report.Kill = { mutant: "m", subject: "reference", law: "SES-01", killed: true, seeds: 1 }
    expect(kit.exitCode([], [kill])).toBe(0)
    expect(kit.exitCode([], [kill, { ...kill, killed: false }])).toBe(1)
    expect(kit.exitCode([], [])).toBe(3)
  },
  "what another profile is about need not be tried for this one": async (kit) => {
    const beside = { ...noControl, id: "INT-04", requires: [Law.port(Sessions.Sessions), Law.payable, absent] }
    expect(await claim(kit, intents(beside))).toMatchObject({ conformant: true, against: [] })
  },
  "nothing is claimed of sessions without the port": async (kit) => {
    const { claims } = await run(kit, holding("sessions", "intents"), onlyIntents)
    expect(claims).toMatchObject([{ profile: "intents", conformant: true, against: [] }])
    expect(await statusOf(kit, Catalogue.law("FLT-09")!, onlyIntents)).toBe("passed")
  },
  "a secret that is not kept stands against every profile in which it shows": async (kit) => {
    const against = async (profile: Claims.Profile, id: string) => {
      const laws = holding(profile).map((law) => (law.id === id ? as(id, fails) : law))
      return (await run(kit, laws)).claims.find((claim) => claim.profile === profile)?.against
    }
    for (const profile of ["sessions", "intents"] as const) {
      expect(await against(profile, "SEC-01")).toEqual(["SEC-01 failed"])
    }
    expect(await against("modifications", "SEC-03")).toEqual(["SEC-03 failed"])
    expect(await against("webhooks", "SEC-05")).toEqual(["SEC-05 failed"])
    expect(await against("modifications", "SEC-05")).toEqual([])
  }
}
