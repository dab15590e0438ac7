/** Which laws and subjects are meant. */
import * as Effect from "effect/Effect"
import * as Catalogue from "../Catalogue.ts"
import * as Claims from "../Claims.ts"
import type { Law } from "../Law.ts"
import type { Subject } from "../Subject.ts"
import * as Token from "../Token.ts"
import { Refusal } from "./Ending.ts"

export interface Wanted {
  /** Ids, or what ids begin with; all unless told. */
  readonly law: ReadonlyArray<string>
  readonly profile: ReadonlyArray<string>
}

/** The laws that are wanted by id and by profile, in the order of the catalogue. */
export const laws = ({ law, profile }: Wanted): Effect.Effect<ReadonlyArray<Law>, Refusal> =>
  Effect.gen(function* () {
    const named = new Set((yield* Effect.forEach(law, beginning)).flat())
    const profiled = new Set((yield* Effect.forEach(profile, ofProfile)).flat())
    const found = Catalogue.laws.filter(
      (one) => (law.length === 0 || named.has(one)) && (profile.length === 0 || profiled.has(one))
    )
    if (found.length > 0) return found
    return yield* new Refusal({
      sentence: `No law of ${profile.join(", ")} is called ${law.join(", ")}: leave out --profile or --law.`
    })
  })

const beginning = (text: string): Effect.Effect<ReadonlyArray<Law>, Refusal> => {
  const found = Catalogue.laws.filter(({ id }) => id.startsWith(text.toUpperCase()))
  return found.length > 0 ? Effect.succeed(found) : Effect.fail(new Refusal({ sentence: noLaw(text) }))
}

/** The law of this id. */
export const lawOf = (id: string): Effect.Effect<Law, Refusal> => {
  const law = Catalogue.law(id.toUpperCase())
  return law === undefined ? Effect.fail(new Refusal({ sentence: noLaw(id) })) : Effect.succeed(law)
}

const noLaw = (text: string): string => {
  const isProfile = Claims.profiles.some((profile) => profile === text.toLowerCase())
  const instead = isProfile
    ? `It is a profile: say --profile ${text.toLowerCase()}.`
    : nearest(
        text.toUpperCase(),
        Catalogue.laws.map(({ id }) => id)
      )
  return `There is no law ${text}. ${instead} \`paylayer-conformance list\` shows all.`
}

/** Those of an area that is named, else those that are spelled nearly so, else the areas. */
const nearest = (text: string, ids: ReadonlyArray<string>): string => {
  const areas = [...new Set(ids.map((id) => id.slice(0, 3)))]
  const inArea = ids.filter((id) => id.startsWith(text.slice(0, 3)))
  if (inArea.length > 0) return `${text.slice(0, 3)} has ${inArea.join(", ")}.`
  const near = ids.filter((id) => distance(text, id) <= 2)
  return near.length > 0
    ? `Near to it are ${near.slice(0, 6).join(", ")}.`
    : `Ids look like SES-04, and begin with ${areas.join(", ")}.`
}

/** How many letters have to be changed, added or left out. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (let at = 1; at <= other.length; at++) {
      next.push(Math.min(next[at - 1]! + 1, row[at]! + 1, row[at - 1]! + (letter === other[at - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[other.length]!
}

const ofProfile = (name: string): Effect.Effect<ReadonlyArray<Law>, Refusal> => {
  const profile = Claims.profiles.find((profile) => profile === name.toLowerCase())
  return profile === undefined
    ? Effect.fail(new Refusal({ sentence: `There is no profile ${name}. There is ${Claims.profiles.join(", ")}.` }))
    : Effect.succeed(Claims.lawsOf(profile, Catalogue.laws))
}

/** Of these values, those that belong to the subjects that are wanted; all unless told. */
export const ofSubjects = <A>(
  all: ReadonlyArray<A>,
  subjectOf: (value: A) => Subject,
  wanted: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<A>, Refusal> => {
  if (all.length === 0) return Effect.fail(new Refusal({ sentence: "There is no subject: only mutants are exported." }))
  const slugs = all.map((value) => Token.slug(subjectOf(value).name))
  const unknown = wanted.find((name) => !slugs.includes(Token.slug(name)))
  if (unknown !== undefined) {
    const sentence = `There is no subject ${unknown}. There is ${[...new Set(slugs)].join(", ")}.`
    return Effect.fail(new Refusal({ sentence }))
  }
  const chosen = wanted.map(Token.slug)
  return Effect.succeed(all.filter((_, index) => wanted.length === 0 || chosen.includes(slugs[index]!)))
}
