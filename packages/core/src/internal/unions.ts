/**
 * The canonical texts of facts that are a union already, in their order: an authorisation's facts are joined and folded
 * again and again, and each text is an encoding.
 */
export const texts = new WeakMap<ReadonlyArray<object>, ReadonlyArray<string>>()

/** These facts are those of that union, one by one: a schema copies what it has checked. */
export const copied = (facts: ReadonlyArray<object>, union: ReadonlyArray<object>): void => {
  const known = texts.get(union)
  if (known !== undefined) texts.set(facts, known)
}
