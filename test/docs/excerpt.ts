/** Whether a block of a page is still a part of the file that it is from. */

/**
 * The lines of an excerpt that are not one after the other in the source, or nothing. An excerpt may stand further to the
 * left than its source, and `// …` alone in a line is any number of lines.
 */
export const missing = (excerpt: string, source: string): string | undefined => {
  let rest = source.split("\n")
  for (const part of excerpt.split(/^ *\/\/ …\n/m)) {
    const lines = part.replace(/\n$/, "").split("\n")
    const at = rest.findIndex((_, index) => isAt(lines, rest, index))
    if (at < 0) return part
    rest = rest.slice(at + lines.length)
  }
  return undefined
}

const isAt = (lines: ReadonlyArray<string>, source: ReadonlyArray<string>, at: number): boolean => {
  const first = lines.find((line) => line !== "") ?? ""
  const margin = (source[at + lines.indexOf(first)] ?? "").indexOf(first)
  if (margin < 0) return false
  return lines.every((line, index) => source[at + index] === (line === "" ? "" : " ".repeat(margin) + line))
}
