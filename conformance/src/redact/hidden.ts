/** What stands where something was, and what is known of it: nothing, but whether it was there before. */

const dots = "•••"

/** Something about a card: not even whether it was there before. */
export const card = dots

/** Says for a value what is shown in its place. */
export type Hide = (value: string) => string

/**
 * Marks by number, in the order in which values turn up: that the same token was sent twice can be the whole story.
 * What is hidden already, or holds nothing, stays.
 */
export const numbering = (): Hide => {
  const seen = new Map<string, string>()
  return (value) => {
    if (/^(?:|null|true|false|undefined|•••\d*)$/.test(value)) return value
    const mark = seen.get(value) ?? `${dots}${seen.size + 1}`
    seen.set(value, mark)
    return mark
  }
}
