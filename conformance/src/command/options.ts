/** Options and arguments that several commands have. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Claims from "../Claims.ts"
import * as Run from "../Run.ts"
import { usual } from "./Modules.ts"

/** Given several times, or once with commas. */
export const several = (name: string, metavar: string, description: string): Flag.Flag<ReadonlyArray<string>> =>
  Flag.String(name).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.atLeast(0),
    Flag.map((values) =>
      values
        .flatMap((value) => value.split(","))
        .map((value) => value.trim())
        .filter(Boolean)
    )
  )

/** Off unless it is given. */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

/** A whole number within limits that the message names. */
export const whole = (name: string, minimum: number, maximum: number, description: string): Flag.Flag<number> =>
  Flag.String(name).pipe(
    Flag.withMetavar("N"),
    Flag.withDescription(description),
    Flag.filter(
      (text) => /^\d{1,10}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
      (text) => `Expected a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}.`
    ),
    Flag.map(Number)
  )

export const law = several(
  "law",
  "ID",
  "Only these laws: ids as SES-04, or what ids begin with as SES; several with commas"
)

export const profile = several("profile", "NAME", `Only the laws of a profile: ${Claims.profiles.join(", ")}`)

export const subject = several("subject", "NAME", "Only these subjects")

/** As large as fast-check takes it. */
export const seed = whole("seed", 0, 2 ** 31 - 1, "The same seed tries the same inputs").pipe(
  Flag.withDefault(Run.defaultSeed)
)

export const module = Argument.String("module").pipe(
  Argument.withDescription(`The module that exports the subjects: ${usual.join(", ")} unless told`)
)
