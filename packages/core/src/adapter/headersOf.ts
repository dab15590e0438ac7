/**
 * The headers of a request that a server hands over, by their names in lower case. Servers disagree on the case, and on
 * whether a header is a list of its values: the first counts.
 */
export const headersOf = (headers: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers ?? {})
      .flatMap(([name, given]: readonly [string, unknown]) => {
        const first: unknown = Array.isArray(given) ? given[0] : given
        return typeof first === "string" ? [[name.toLowerCase(), first] as const] : []
      })
      // Of two entries of one name, the last stays.
      .toReversed()
  )
