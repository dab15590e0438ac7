type Set = Readonly<Record<string, unknown>>

const isSet = (value: unknown): value is Set => typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * Sets of parameters on top of each other: a later one wins field by field, in nested objects too. A list is one
 * value, and what a later set does not name stays.
 *
 * **Example** (An update on top of what was sent)
 *
 * ```ts
 * merge({ amount: 15.02, tds: { is_active: true } }, { amount: 16 }) // => ({ amount: 16, tds: { is_active: true } })
 * ```
 */
export const merge = (...sets: ReadonlyArray<unknown>): Set =>
  sets.filter(isSet).reduce<Set>((merged, set) => {
    const fields = Object.entries(set).map(([name, value]) => {
      const before = merged[name]
      return [name, isSet(before) && isSet(value) ? merge(before, value) : value]
    })
    return { ...merged, ...Object.fromEntries(fields) }
  }, {})
