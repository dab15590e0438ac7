/** A subject that is one line away from right, and the law that has to find it out. */
import * as Catalogue from "./Catalogue.ts"
import type { LawReport } from "./Report.ts"
import { columns } from "./Report.ts"
import type { Options } from "./Run.ts"
import { tryLaw } from "./Run.ts"
import type { Subject } from "./Subject.ts"

export interface Mutant {
  /** The mistake, as one would describe it in a review. */
  readonly name: string
  /** The id of the law that kills it. */
  readonly killedBy: string
  readonly subject: Subject
}

export interface Kill {
  readonly mutant: string
  readonly subject: string
  readonly law: string
  readonly killed: boolean
  readonly report: LawReport
}

/** Tries the law that is named for a mutant. */
export const attack = async (mutant: Mutant, options: Options = {}): Promise<Kill> => {
  const law = Catalogue.law(mutant.killedBy)
  if (law === undefined) throw new Error(`${mutant.name}: there is no law ${mutant.killedBy}`)
  const report = await tryLaw(mutant.subject, law, options)
  return {
    mutant: mutant.name,
    subject: mutant.subject.name,
    law: law.id,
    killed: report.status === "failed" && report.failure !== undefined,
    report
  }
}

/** Each mutant, the law that it dies by, and the shortest story of its death. */
export const table = (kills: ReadonlyArray<Kill>): string =>
  columns([
    ["law", "mutant", "of", "killed after"],
    ...kills.map(({ killed, law, mutant, report, subject }) => [
      law,
      mutant,
      subject,
      killed ? (report.failure?.story ?? []).join(" · ") : `SURVIVED: ${law} is ${report.status}`
    ])
  ])
