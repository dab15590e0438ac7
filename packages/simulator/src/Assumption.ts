/**
 * Something that a provider's document leaves open, and that a simulator has to decide all the same: a switch with
 * its positions, and the call to the real provider that would settle it. `UNVERIFIED.md` is generated from these.
 */
export interface Assumption<Position extends string = string> {
  readonly id: string
  /** What is not known, as one question. */
  readonly question: string
  readonly positions: readonly [Position, ...Array<Position>]
  /** The position taken unless told otherwise. */
  readonly assumed: Position
  /** Why that one. */
  readonly because: string
  /** What to send to a real test account to know. */
  readonly settledBy: string
}

/** The assumptions of one simulator, by the name of the switch. */
export type Assumptions = Readonly<Record<string, Assumption>>

/** How the switches stand. */
export type Positions<A extends Assumptions> = {
  readonly [Name in keyof A]: A[Name]["positions"][number]
}

/** An assumption whose positions are known to the compiler. */
export const make = <const Position extends string>(assumption: Assumption<Position>): Assumption<Position> =>
  assumption

/**
 * The switches as assumed, but for those that are told otherwise.
 *
 * Throws where an assumption takes a position that it doesn't have: that is a mistake of the simulator's author.
 */
export const positions = <const A extends Assumptions>(
  assumptions: A,
  otherwise: Partial<Positions<A>> = {}
): Positions<A> => {
  const taken: Record<string, string> = {}
  for (const name in assumptions) taken[name] = assumptions[name]!.assumed
  for (const [name, position] of Object.entries(otherwise)) {
    const assumption = assumptions[name]
    if (assumption === undefined) throw new RangeError(`no such assumption: ${name}`)
    if (position === undefined) continue
    if (!assumption.positions.includes(position)) {
      throw new RangeError(`${name}: expected one of ${assumption.positions.join(", ")}, got ${position}`)
    }
    taken[name] = position
  }
  return taken as Positions<A>
}

/** Each switch in each position that isn't the assumed one, the others as assumed: what laws run with besides. */
export const variants = <const A extends Assumptions>(assumptions: A): ReadonlyArray<Partial<Positions<A>>> =>
  Object.entries(assumptions).flatMap(([name, { assumed, positions }]) =>
    positions
      .filter((position) => position !== assumed)
      .map((position) => ({ [name]: position }) as Partial<Positions<A>>)
  )

/** The text of `UNVERIFIED.md`. */
export const toMarkdown = (provider: string, assumptions: Assumptions): string => {
  const sections = Object.entries(assumptions).map(([name, assumption]) =>
    [
      `## ${assumption.id}: ${assumption.question}`,
      "",
      `- Assumed: **${assumption.assumed}**, because ${assumption.because}`,
      `- Positions of the switch \`${name}\`: ${assumption.positions.map((position) => `\`${position}\``).join(", ")}`,
      `- Settled by: ${assumption.settledBy}`,
      ""
    ].join("\n")
  )
  return [
    `# What is assumed about ${provider}`,
    "",
    "Generated from the simulator's assumptions: don't edit it. The provider's document leaves these points open; the",
    "simulator takes the position in bold unless it is told otherwise, and the laws run with the others as well.",
    "",
    ...sections
  ].join("\n")
}
