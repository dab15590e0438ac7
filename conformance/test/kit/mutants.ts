/** The kit with one of its parts wrong, and the check that has to find it out: a kit that cannot say no proves nothing. */
import { Claims, Deviation, Report, Run, Sample } from "@paylayer/conformance"
import * as Effect from "effect/Effect"
import type { checks, Kit } from "./checks.ts"

export interface Mutant {
  readonly name: string
  readonly killedBy: keyof typeof checks
  readonly kit: Kit
}

const right: Run.Parts = {
  sample: Sample.sample,
  strict: Deviation.strict,
  problems: Deviation.problems,
  claims: Claims.of
}

const made = (parts: Partial<Run.Parts> = {}, exitCode: Kit["exitCode"] = Report.exitCode): Kit => ({
  ...Run.make(parts),
  exitCode
})

export const kit: Kit = made()

/** A kit that changes what comes of trying a law. */
const outcome = (change: (outcome: Deviation.Outcome) => Deviation.Outcome): Kit =>
  made({ sample: (...args) => Effect.map(right.sample(...args), change) })

/** A kit that believes something else of a subject's deviations. */
const believing = (strict: Run.Parts["strict"]): Kit => made({ strict })

/** A kit that claims by changed reports. */
const claiming = (change: (law: Report.LawReport) => Report.LawReport): Kit =>
  made({ claims: (report, laws) => right.claims({ ...report, laws: report.laws.map(change) }, laws) })

const passed = (outcome: Deviation.Outcome): Deviation.Outcome => ({ ...outcome, status: "passed" })

export const mutants: ReadonlyArray<Mutant> = [
  {
    name: "a failed law is a skipped one",
    killedBy: "a law that does not hold fails the run",
    kit: outcome((one) => (one.status === "failed" ? { ...one, status: "skipped" } : one))
  },
  {
    name: "what holds is said to fail",
    killedBy: "a law that holds is passed, and the run conformant",
    kit: outcome((one) => ({ ...one, status: "failed" }))
  },
  {
    name: "a defect is passed over",
    killedBy: "a defect is a failure",
    kit: outcome((one) => (one.failure?.expected === "no defect" ? passed(one) : one))
  },
  {
    name: "no run, no failure",
    killedBy: "a law that was tried on nothing has not passed",
    kit: outcome((one) => (one.runs === 0 && one.status === "failed" ? passed(one) : one))
  },
  {
    name: "what could not be tried has passed",
    killedBy: "an input that cannot be tried is no run",
    kit: outcome((one) => (one.status === "skipped" ? passed(one) : one))
  },
  {
    name: "nothing failed, so all is well",
    killedBy: "a run of nothing is not conformant",
    kit: made({}, (reports, kills) => (Report.exitCode(reports, kills) === 1 ? 1 : 0))
  },
  {
    name: "the negative form is not tried",
    killedBy: "what is declared absent and happens all the same fails",
    kit: made({
      sample: (given, law, check, places) =>
        check === law.negative
          ? Effect.succeed({ status: "passed", runs: 1, commands: 0 })
          : right.sample(given, law, check, places)
    })
  },
  {
    name: "the corpus is not tried",
    killedBy: "what was found before is tried first",
    kit: made({ sample: (given, law, check, places) => right.sample(given, law, check, places.slice(-1)) })
  },
  {
    name: "problems do not count",
    killedBy: "a corpus that cannot be tried fails the run",
    kit: made({}, (reports, kills) =>
      Report.exitCode(
        reports.map((report) => ({ ...report, problems: [] })),
        kills
      )
    )
  },
  {
    name: "no deviation is accepted",
    killedBy: "a deviation is accepted while it lasts",
    kit: believing((one) => one)
  },
  {
    name: "a deviation ends a day early",
    killedBy: "a deviation is accepted while it lasts",
    kit: believing((one, deviation, today) =>
      deviation?.until === today ? { ...one, status: "failed" } : right.strict(one, deviation, today)
    )
  },
  {
    name: "an unexpected pass is good news",
    killedBy: "an unexpected pass fails the run",
    kit: believing((one, ...rest) => (one.status === "passed" ? one : right.strict(one, ...rest)))
  },
  {
    name: "a deviation of what was not tried is harmless",
    killedBy: "a deviation of a law that is not tried fails the run",
    kit: believing((one, ...rest) => (one.status === "skipped" ? one : right.strict(one, ...rest)))
  },
  {
    name: "a deviation lasts for ever",
    killedBy: "a deviation that ended fails the run",
    kit: believing((one, deviation) => right.strict(one, deviation, "0000-01-01"))
  },
  {
    name: "the first failure that is expected is the last",
    killedBy: "no failure hides behind one that is expected",
    kit: made({
      sample: (...[given, law, check, places, ways = []]) =>
        Effect.map(right.sample(given, law, check, places), (one) =>
          one.failure === undefined ? one : { ...one, ways: Deviation.failsBy(one.failure, ways) }
        )
    })
  },
  {
    name: "a subject without ports is one like any other",
    killedBy: "a subject of which nothing could be tried is a problem",
    kit: {
      ...kit,
      run: (...request) => Effect.map(kit.run(...request), (report) => ({ ...report, problems: [] }))
    }
  },
  {
    name: "what a law finds wrong with a subject is passed over",
    killedBy: "a subject's function that changes nothing is the subject's problem, and no failure",
    kit: outcome(({ problem: _, ...one }) => one)
  },
  {
    name: "what the provider lacks is what the subject does not say",
    killedBy: "that the provider has no such thing is an answer, and saying nothing is none",
    kit: claiming((law) =>
      law.status === "skipped"
        ? { ...law, needs: law.needs.map((need) => ({ ...need, met: need.met && need.kind !== "subject" })) }
        : law
    )
  },
  {
    name: "what the provider lacks is not worth a word",
    killedBy: "what the provider gives no way to try is named",
    kit: made({ claims: (...args) => right.claims(...args).map((claim) => ({ ...claim, limits: [] })) })
  },
  {
    name: "a corpus is tried where it can be",
    killedBy: "an input that is not there fails the law that the corpus names",
    kit: outcome((one) => (one.reason?.startsWith("it has no input") === true ? passed(one) : one))
  },
  {
    name: "any failure will do for a deviation",
    killedBy: "a law that fails in another way than it should fails the run",
    kit: believing((one, deviation, today) => {
      if (deviation === undefined || one.failure === undefined) return right.strict(one, deviation, today)
      const fails = Deviation.ending(one.failure)
      return right.strict({ ...one, ways: [fails] }, { ...deviation, fails }, today)
    })
  },
  {
    name: "a deviation covers a law that was tried on nothing",
    killedBy: "a law that fails in another way than it should fails the run",
    kit: believing((one, deviation, today) =>
      one.failure === undefined && one.status === "failed" && deviation !== undefined
        ? { ...one, status: "deviates" }
        : right.strict(one, deviation, today)
    )
  },
  ...[/there is no such law/, /two deviations/, /ends on no day/, /does not say how/, /of no kind/].map(
    (overlooked): Mutant => ({
      name: `overlooks ${String(overlooked)}`,
      killedBy: "a subject that says what cannot be fails the run",
      kit: made({ problems: (...args) => right.problems(...args).filter((text) => !overlooked.test(text)) })
    })
  ),
  {
    name: "nobody is ever conformant",
    killedBy: "an adapter is conformant when every law held",
    kit: made({ claims: (...args) => right.claims(...args).map((claim) => ({ ...claim, conformant: false })) })
  },
  {
    name: "claims of what was not looked at",
    killedBy: "an adapter is conformant when every law held",
    kit: made({
      claims: (report, laws) => [
        ...right.claims(report, laws),
        { profile: "webhooks", evidence: "simulator", conformant: true, against: [], limits: [] }
      ]
    })
  },
  {
    name: "a failed law is no obstacle to a claim",
    killedBy: "and not when one failed, but for an advisory one",
    kit: claiming((law) => (law.status === "failed" ? { ...law, status: "passed" } : law))
  },
  {
    name: "an advisory law is a must",
    killedBy: "and not when one failed, but for an advisory one",
    kit: claiming((law) => ({ ...law, level: "must" }))
  },
  {
    name: "only the laws that were tried count",
    killedBy: "nothing is claimed when one was left out",
    kit: made({
      claims: (report, laws) =>
        right.claims(
          report,
          laws.filter(({ id }) => report.laws.some(({ law }) => law === id))
        )
    })
  },
  {
    name: "a skip never matters",
    killedBy: "nor when a law could not be tried for want of a control",
    kit: claiming((law) => ({ ...law, needs: law.needs.map((need) => ({ ...need, met: true })) }))
  },
  {
    name: "what is declared need not be tried",
    killedBy: "nor when nothing was tried of something that is declared",
    kit: claiming((law) => ({ ...law, needs: law.needs.filter(({ met }) => !met) }))
  },
  {
    name: "every capability is a duty",
    killedBy: "though not having a capability is no fault",
    kit: claiming((law) => ({ ...law, needs: law.needs.map((need) => ({ ...need, kind: "control" as const })) }))
  },
  {
    name: "a known bug is a limit of the provider",
    killedBy: "a limit of the provider is named, and a bug of ours is none",
    kit: claiming((law) => (law.status === "deviates" ? { ...law, deviation: "provider-limit" } : law))
  },
  {
    name: "a limit of the provider is not worth a word",
    killedBy: "a limit of the provider is named, and a bug of ours is none",
    kit: made({ claims: (...args) => right.claims(...args).map((claim) => ({ ...claim, limits: [] })) })
  },
  {
    name: "problems do not stand against a claim",
    killedBy: "a subject with problems claims nothing",
    kit: made({ claims: (report, laws) => right.claims({ ...report, problems: [] }, laws) })
  },
  {
    name: "a part stands for the whole",
    killedBy: "a variant of another subject claims nothing",
    kit: claiming((law) => (law.status === "skipped" && law.needs.length === 0 ? { ...law, status: "passed" } : law))
  },
  {
    name: "all evidence is one",
    killedBy: "each kind of evidence has its own claim",
    kit: made({ claims: (report, laws) => right.claims({ ...report, evidence: "simulator" }, laws) })
  },
  {
    name: "mutants are not counted",
    killedBy: "a mutant that lives fails the run",
    kit: made({}, (reports) => Report.exitCode(reports))
  },
  {
    name: "every profile is about sessions",
    killedBy: "what another profile is about need not be tried for this one",
    kit: claiming((law) => ({ ...law, needs: law.needs.map((need) => ({ ...need, name: `${need.name} of this` })) }))
  },
  {
    name: "whoever has the one has the other",
    killedBy: "nothing is claimed of sessions without the port",
    kit: claiming((law) => ({ ...law, needs: law.needs.filter(({ name }) => name !== "Sessions") }))
  },
  {
    name: "secrets are no part of a claim",
    killedBy: "a secret that is not kept stands against every profile in which it shows",
    kit: claiming((law) => (law.law.startsWith("SEC") ? { ...law, status: "passed" } : law))
  }
]
