/** What a run entitles an adapter to say about itself: by feature, and by the kind of evidence. */
import type { Law } from "./Law.ts"
import type { Claim, LawReport, Report } from "./Report.ts"

export type Profile = Claim["profile"]

/** The laws of each profile, by the beginning of their ids. */
const areas: Readonly<Record<Profile, RegExp>> = {
  sessions: /^(SES|ERR|MNY-0[12]|FLT-0|SEC-0[12])/,
  intents: /^INT/,
  modifications: /^(ADJ|CAP|CAN|REF|REV|MOD|MNY-03|FLT-1|SEC-0[34])/,
  webhooks: /^WHK/,
  idempotency: /^(IDM|FLT-0[12])/
}

export const profiles = Object.keys(areas) as ReadonlyArray<Profile>

/** The laws that a profile consists of. */
export const lawsOf = (profile: Profile, catalogue: ReadonlyArray<Law>): ReadonlyArray<Law> =>
  catalogue.filter(({ id }) => areas[profile].test(id))

/**
 * The claims of a run: none for a profile of which the adapter has nothing.
 *
 * It is conformant if every law of level `must` that applies was tried and held, but for limits of the provider, and
 * something was tried of everything that is declared.
 */
export const of = (report: Omit<Report, "claims">, catalogue: ReadonlyArray<Law>): ReadonlyArray<Claim> =>
  profiles.flatMap((profile) => {
    const laws = lawsOf(profile, catalogue)
    const tried = report.laws.filter(({ law }) => laws.some(({ id }) => id === law))
    if (!tried.some(({ status }) => status !== "skipped")) return []
    const against = [
      ...report.problems,
      ...laws.filter(({ id }) => !tried.some(({ law }) => law === id)).map(({ id }) => `${id} was not tried`),
      ...tried.flatMap(contradicts),
      ...untried(tried).map((name) => `nothing was tried of ${name}`)
    ]
    const limits = tried
      .filter(({ deviation, status }) => status === "deviates" && deviation === "provider-limit")
      .map(({ law, reason }) => `${law} ${reason}`)
    return [{ profile, evidence: report.evidence, conformant: against.length === 0, against, limits }]
  })

/** What speaks against a claim in the report of one law. */
const contradicts = ({ deviation, law, level, needs, reason, status }: LawReport): ReadonlyArray<string> => {
  if (level !== "must") return []
  if (status === "failed") return [`${law} failed`]
  if (status === "deviates" && deviation !== "provider-limit") return [`${law} deviates: ${reason}`]
  // An adapter without the port, or that declares no such capability, has nothing to show here.
  const applies = needs.every(({ kind, met }) => met || kind === "control" || kind === "subject")
  const unmet = needs.some(({ met }) => !met)
  return status === "skipped" && applies && (unmet || needs.length === 0) ? [`${law} was not tried: ${reason}`] : []
}

/** Ports and capabilities that are there, and that no law has tried. */
const untried = (reports: ReadonlyArray<LawReport>): ReadonlyArray<string> => {
  const there = reports.flatMap(({ needs, status }) =>
    needs
      .filter(({ kind, met }) => met && (kind === "port" || kind === "capability"))
      .map(({ name }) => ({ name, tried: status !== "skipped" }))
  )
  const names = [...new Set(there.map(({ name }) => name))]
  return names.filter((name) => !there.some((need) => need.name === name && need.tried))
}
