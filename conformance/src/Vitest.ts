/** The laws as tests: one for each law, skipped with its reason where it cannot run. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Catalogue from "./Catalogue.ts"
import type { Law } from "./Law.ts"
import type { Mutant } from "./Mutant.ts"
import { attack, type Options as Attack } from "./Mutant.ts"
import { story } from "./report/text.ts"
import type { LawReport } from "./Report.ts"
import type { Options } from "./Run.ts"
import { problemsOf, replay, tryLaw } from "./Run.ts"
import type { Subject } from "./Subject.ts"
import * as Token from "./Token.ts"

const timeout = 120_000

/**
 * Registers every law of the catalogue for a subject.
 *
 * With a token in the environment variable `PAYLAYER_REPLAY` there is one test instead: what the token names.
 */
export const register = (subject: Subject, options: Options = {}): void => {
  const named = replayed()
  describe(`${subject.name} ${subject.version}`, () => {
    if (named !== undefined) {
      it(`again: ${named}`, { timeout }, async (context) => {
        const token = Token.parse(named)
        if (Result.isSuccess(token) && token.success.subject !== Token.slug(subject.name))
          context.skip("another subject's")
        const report = await Effect.runPromise(replay(subject, named, options))
        if (report.status === "skipped") throw new Error(`it cannot be tried: ${report.reason}`)
        if (report.status === "failed") throw new Error(story(subject.name, report))
      })
      return
    }
    it("says of itself only what can be", () => {
      expect(problemsOf(subject, options)).toEqual([])
    })
    const laws = options.laws ?? Catalogue.laws
    const reports = new Map<Law, Promise<LawReport>>()
    const reportOn = (law: Law): Promise<LawReport> => {
      const report = reports.get(law) ?? Effect.runPromise(tryLaw(subject, law, options))
      reports.set(law, report)
      return report
    }
    for (const law of laws) {
      it(`${law.id} ${law.title}`, { timeout }, async (context) => {
        const report = await reportOn(law)
        if (report.problem !== undefined) throw new Error(`a problem of ${subject.name}: ${report.problem}`)
        if (report.status === "skipped") context.skip(report.reason)
        if (report.status === "failed") throw new Error(story(subject.name, report))
      })
    }
    // Whatever the order of tests, and whichever vitest leaves out.
    it("has been tried", { timeout }, async () => {
      for (const law of laws) if ((await reportOn(law)).runs > 0) return
      throw new Error("none of the laws could be tried")
    })
  })
}

/**
 * Registers that every mutant is killed by the law that is named for it, and, where the `subjects` are given that they are
 * made of, that the law holds without the mistake.
 */
export const registerMutants = (mutants: ReadonlyArray<Mutant>, options: Attack = {}): void => {
  describe("mutants", () => {
    for (const mutant of mutants) {
      it(`${mutant.killedBy} kills: ${mutant.name} (${mutant.subject.name})`, { timeout }, async () => {
        const { killed, reason } = await Effect.runPromise(attack(mutant, options))
        if (!killed) throw new Error(`survived: ${reason}`)
      })
    }
  })
}

const replayed = (): string | undefined =>
  (globalThis as { readonly process?: { readonly env: Readonly<Record<string, string | undefined>> } }).process?.env[
    "PAYLAYER_REPLAY"
  ]
