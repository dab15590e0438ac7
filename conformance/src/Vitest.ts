/** The laws as tests: one for each law, skipped with its reason where it cannot run. */
import { describe, it } from "vitest"
import * as Catalogue from "./Catalogue.ts"
import type { Mutant } from "./Mutant.ts"
import { attack } from "./Mutant.ts"
import * as Report from "./Report.ts"
import type { Options } from "./Run.ts"
import { tryLaw } from "./Run.ts"
import type { Subject } from "./Subject.ts"

/** Registers every law of the catalogue for a subject. */
export const register = (subject: Subject, options: Options = {}): void => {
  describe(`${subject.name} ${subject.version}`, () => {
    for (const law of options.laws ?? Catalogue.laws) {
      it(`${law.id} ${law.title}`, { timeout: 120_000 }, async (context) => {
        const report = await tryLaw(subject, law, options)
        if (report.status === "skipped") context.skip(report.reason)
        if (report.status === "failed") throw new Error(Report.story(subject.name, report))
      })
    }
  })
}

/** Registers that every mutant is killed by the law that is named for it. */
export const registerMutants = (mutants: ReadonlyArray<Mutant>, options: Options = {}): void => {
  describe("mutants", () => {
    for (const mutant of mutants) {
      it(`${mutant.killedBy} kills: ${mutant.name} (${mutant.subject.name})`, { timeout: 120_000 }, async () => {
        const { killed, report } = await attack(mutant, options)
        if (!killed) throw new Error(`survived: ${report.law} is ${report.status} (${report.reason ?? ""})`)
      })
    }
  })
}
