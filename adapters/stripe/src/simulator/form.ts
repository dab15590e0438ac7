/** Forms with brackets, as Stripe's wire writes nested parameters: `line_items[0][price_data][currency]=usd`. */

export type Value = string | Group
/** Objects and arrays look alike until somebody knows which is meant; names in the order in which they came. */
export interface Group extends ReadonlyMap<string, Value> {}

type Growing = Map<string, Value | Growing>

export const parse = (parameters: URLSearchParams): Group => {
  const root: Growing = new Map()
  for (const [name, value] of parameters) place(root, segmentsOf(name), value)
  return root as Group
}

/** `a[b][]` is `a`, `b` and the next number. */
const segmentsOf = (name: string): ReadonlyArray<string> => {
  const open = name.indexOf("[")
  if (open <= 0) return [name]
  return [name.slice(0, open), ...Array.from(name.slice(open).matchAll(/\[([^\]]*)\]/g), ([, segment = ""]) => segment)]
}

const place = (root: Growing, segments: ReadonlyArray<string>, value: string): void => {
  let group = root
  segments.forEach((segment, index) => {
    const name = segment === "" ? String(group.size) : segment
    if (index === segments.length - 1) {
      group.set(name, value)
      return
    }
    const held = group.get(name)
    const next: Growing = held instanceof Map ? held : new Map()
    group.set(name, next)
    group = next
  })
}

export const isGroup = (value: Value | undefined): value is Group => value instanceof Map

/** `undefined` where the names aren't numbers. */
export const elementsOf = (group: Group): ReadonlyArray<readonly [string, Value]> | undefined => {
  const entries = [...group]
  return entries.every(([name]) => /^\d+$/.test(name)) ? entries.sort(([a], [b]) => Number(a) - Number(b)) : undefined
}

/** The same text for the same parameters, in whichever order they came. */
export const canonical = (value: Value): string =>
  isGroup(value)
    ? `{${[...value]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
        .join(",")}}`
    : JSON.stringify(value)
