/** One numbered rule, and how it is tried. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as fc from "fast-check"
import type { Intents, Sessions } from "@paylayer/core"
import type { Declared } from "./Bench.ts"
import type { Subject } from "./Subject.ts"
import type { Inapplicable, Trial, Violation } from "./Trial.ts"

/** What a law knows of the subject before it starts. */
export interface Given {
  readonly subject: Subject
  readonly declared: Declared
}

/**
 * What a law needs. `port` and `control` are services; `capability` is something that the adapter declares; `subject`
 * is something that the author has to say. Where a capability is declared absent, the law's `negative` is tried.
 */
export interface Requirement<out Identifier = never> {
  readonly kind: "port" | "control" | "capability" | "subject"
  /** What is needed, as the tables say it. */
  readonly name: string
  /** Why it is not met, or nothing. */
  readonly missing: (given: Given, context: Context.Context<never>) => string | undefined
  readonly Identifier?: Identifier
}

export const port = <I, S>(tag: Context.Key<I, S>): Requirement<I> => has("port", tag)
export const control = <I, S>(tag: Context.Key<I, S>): Requirement<I> => has("control", tag)

const has = <I, S>(kind: "port" | "control", tag: Context.Key<I, S>): Requirement<I> => {
  const name = tag.key.slice(tag.key.lastIndexOf("/") + 1)
  return {
    kind,
    name,
    missing: (_, context) =>
      Context.getOption(context as Context.Context<I>, tag)._tag === "Some"
        ? undefined
        : `the ${kind === "port" ? "adapter" : "world"} has no ${name}`
  }
}

export const capability = (name: string, isDeclared: (declared: Declared) => boolean): Requirement => ({
  kind: "capability",
  name,
  missing: ({ declared }) => (isDeclared(declared) ? undefined : `not declared: ${name}`)
})

export const told = (what: string, isTold: (subject: Subject) => boolean): Requirement => ({
  kind: "subject",
  name: what,
  missing: ({ subject }) => (isTold(subject) ? undefined : `the subject says nothing about ${what}`)
})

/** Whether a law needs one of these, by name. */
export const needs = ({ requires }: Pick<Law, "requires">, names: ReadonlyArray<string>): boolean =>
  requires.some(({ name }) => names.includes(name))

/** Either port will do: a law asks for each operation only where it is. */
export const sessionsOrIntents: Requirement<Sessions.Sessions | Intents.Intents> = {
  kind: "port",
  name: "Sessions or Intents",
  missing: ({ declared }) =>
    declared.sessions === undefined && declared.intents === undefined
      ? "the adapter has neither Sessions nor Intents"
      : undefined
}

/** That the shopper can get as far as paying: at once, or after a lock. */
export const payable: Requirement = {
  kind: "port",
  name: "a session that can be paid",
  missing: ({ declared }) =>
    declared.sessions?.submitGate === "any-time" || declared.lock !== undefined
      ? undefined
      : "the adapter has no SessionLock, and only locked sessions can be paid"
}

/** Until the part of the core exists that this law holds. */
export const unavailable = (what: string): Requirement => ({
  kind: "port",
  name: what,
  missing: () => `needs ${what}`
})

export type Level = "must" | "should" | "advisory"
export type Kind = "example" | "property" | "model" | "race" | "fault" | "codec"

type Check<Input, R> = (input: Input, given: Given) => Effect.Effect<void, Violation | Inapplicable, R | Trial>

/** What a law is tried on. */
export type Inputs =
  /** Once on each of these, the simplest first: no seed matters. */
  | { readonly _tag: "Cases"; readonly of: (given: Given) => ReadonlyArray<unknown> }
  /** On random ones, as many as the run says, or on a fixed number of its own. */
  | { readonly _tag: "Random"; readonly of: (given: Given) => fc.Arbitrary<unknown>; readonly runs?: number }

export interface Law {
  readonly id: string
  readonly title: string
  /** One normative sentence. */
  readonly statement: string
  /** Where it comes from. */
  readonly source: string
  readonly level: Level
  readonly kind: Kind
  /** What a failure can find wrong. */
  readonly falsifies: "adapter" | "core" | "world"
  readonly requires: ReadonlyArray<Requirement<unknown>>
  readonly inputs: Inputs
  readonly check: Check<unknown, unknown>
  readonly negative?: Check<undefined, unknown>
}

type IdentifierOf<Requires extends ReadonlyArray<Requirement<unknown>>> =
  Requires[number] extends Requirement<infer I> ? I : never

interface Definition<Requires extends ReadonlyArray<Requirement<unknown>>> extends Pick<
  Law,
  "id" | "title" | "statement" | "source" | "kind"
> {
  readonly level?: Level
  readonly falsifies?: Law["falsifies"]
  readonly requires: Requires
  /** Tried instead where a required capability is declared absent. */
  readonly negative?: Check<undefined, IdentifierOf<Requires>>
}

const law = <Input, Requires extends ReadonlyArray<Requirement<unknown>>>(
  { check, ...definition }: Definition<Requires> & { readonly check: Check<Input, IdentifierOf<Requires>> },
  inputs: Inputs
): Law => ({
  level: "must",
  falsifies: "adapter",
  ...(definition as Omit<typeof definition, "negative">),
  inputs,
  check: check as Law["check"],
  ...(definition.negative === undefined ? {} : { negative: definition.negative as NonNullable<Law["negative"]> })
})

/** A law that is tried on random inputs: on `runs`, where so many are enough or more would take too long. */
export const property = <const Requires extends ReadonlyArray<Requirement<unknown>>, Input>({
  input,
  runs,
  ...definition
}: Definition<Requires> & {
  readonly input: (given: Given) => fc.Arbitrary<Input>
  readonly runs?: number
  readonly check: Check<Input, IdentifierOf<Requires>>
}): Law => law<Input, Requires>(definition, { _tag: "Random", of: input, ...(runs === undefined ? {} : { runs }) })

/** A law of few inputs: it is tried once on each. */
export const each = <const Requires extends ReadonlyArray<Requirement<unknown>>, const Input>({
  cases,
  ...definition
}: Definition<Requires> & {
  /** The simplest first. */
  readonly cases: (given: Given) => ReadonlyArray<Input>
  readonly check: Check<Input, IdentifierOf<Requires>>
}): Law => law<Input, Requires>(definition, { _tag: "Cases", of: cases })

/** A law that is tried once. */
export const example = <const Requires extends ReadonlyArray<Requirement<unknown>>>(
  definition: Definition<Requires> & { readonly check: Check<undefined, IdentifierOf<Requires>> }
): Law => each({ ...definition, cases: () => [undefined] })

/** Every combination of one of each list, the last list fastest. */
export const cross = <const Lists extends ReadonlyArray<ReadonlyArray<unknown>>>(
  ...lists: Lists
): ReadonlyArray<{ readonly [Index in keyof Lists]: Lists[Index][number] }> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<unknown>>>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]]
  ) as ReadonlyArray<{ readonly [Index in keyof Lists]: Lists[Index][number] }>
