/** What a run entitles an adapter to say about itself: by feature, and by the kind of evidence. */
import type { Law } from "./Law.ts"
import { needs, payable, sessionsOrIntents } from "./Law.ts"
import type { Claim, LawReport, Report } from "./Report.ts"

export type Profile = Claim["profile"]

/** What a profile is about, as laws name it that need it: an adapter without the first has nothing of the profile. */
const about: Readonly<Record<Profile, ReadonlyArray<string>>> = {
  sessions: ["Sessions", payable.name],
  intents: ["Intents"],
  modifications: ["a modification"],
  webhooks: ["Webhooks"],
  idempotency: []
}

/** Faults, amounts, errors and secrets are of what a law does them to. */
const isOf = (law: Law, ...names: ReadonlyArray<string>): boolean =>
  /^(FLT|MNY|ERR|SEC)/.test(law.id) && needs(law, names)

/** Which laws are of each profile. */
const belongs: Readonly<Record<Profile, (law: Law) => boolean>> = {
  sessions: (law) => law.id.startsWith("SES") || isOf(law, "Sessions", sessionsOrIntents.name),
  intents: (law) => law.id.startsWith("INT") || isOf(law, "Intents", sessionsOrIntents.name),
  modifications: (law) =>
    /^(ADJ|CAP|CAN|REF|REV|MOD)/.test(law.id) ||
    (isOf(law, "a modification", "a way to an authorisation") && !isOf(law, "Webhooks")),
  webhooks: (law) => law.id.startsWith("WHK") || isOf(law, "Webhooks"),
  idempotency: ({ id }) => /^(IDM|FLT-0[12])/.test(id)
}

export const profiles = Object.keys(belongs) as ReadonlyArray<Profile>

/** The laws that a profile consists of. */
export const lawsOf = (profile: Profile, catalogue: ReadonlyArray<Law>): ReadonlyArray<Law> =>
  catalogue.filter(belongs[profile])

/**
 * The claims of a run: none for a profile of which the adapter has nothing, or of which laws were left out.
 *
 * It is conformant if every law of level `must` that applies was tried and held, but for limits of the provider, and
 * something was tried of everything that is declared.
 */
export const of = (report: Omit<Report, "claims">, catalogue: ReadonlyArray<Law>): ReadonlyArray<Claim> =>
  profiles.flatMap((profile) => {
    const laws = lawsOf(profile, catalogue)
    const tried = report.laws.filter(({ law }) => laws.some(({ id }) => id === law))
    if (tried.length < laws.length || !tried.some(({ status }) => status !== "skipped")) return []
    if (tried.some(({ needs }) => needs.some(({ met, name }) => !met && name === about[profile][0]))) return []
    const against = [
      ...report.problems,
      ...tried.flatMap(contradicts),
      ...untried(tried, profile).map((name) => `nothing was tried of ${name}`)
    ]
    const limits = tried
      .filter((law) => law.deviation === "provider-limit" || isImpossible(law))
      .map(({ law, reason }) => `${law} ${reason}`)
    return [{ profile, evidence: report.evidence, conformant: against.length === 0, against, limits }]
  })

/** A law that applies, and that this provider gives no way to try. */
const isImpossible = ({ needs, problem, status }: LawReport): boolean =>
  status === "skipped" && problem === undefined && needs.length > 0 && needs.every(({ met }) => met)

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

/** Ports and capabilities that are there, and that no law has tried; what another profile is about, that one tries. */
const untried = (reports: ReadonlyArray<LawReport>, profile: Profile): ReadonlyArray<string> => {
  const others = profiles.filter((other) => other !== profile).flatMap((other) => about[other])
  const there = reports.flatMap(({ needs, status }) =>
    needs
      .filter(({ kind, met }) => met && (kind === "port" || kind === "capability"))
      .map(({ name }) => ({ name, tried: status !== "skipped" }))
  )
  const names = [...new Set(there.map(({ name }) => name))]
  return names.filter((name) => !others.includes(name) && !there.some((need) => need.name === name && need.tried))
}
