/** How the story is told: one line a step, what was expected beside what the provider has, and a table at the end. */
import { styleText } from "node:util"

interface Row {
  readonly step: string
  readonly expected: string
  readonly observed: string
}

const rows: Array<Row> = []

const style = (format: Parameters<typeof styleText>[0], text: string) =>
  styleText(format, text, { stream: process.stdout })

export const heading = (text: string): void => console.log(`\n${style("bold", text)}`)

export const note = (text: string): void => console.log(style("dim", `      ${text}`))

/** One step: told, and kept for the table. */
export const told = (step: string, expected: string, observed: string): void => {
  rows.push({ step, expected, observed })
  const right = expected === observed
  const mark = right ? style("green", "  ok") : style("red", "  !!")
  console.log(`${mark}  ${step}: ${observed}${right ? "" : style("red", `, expected ${expected}`)}`)
}

/** The table, and whether everything was as expected. */
export const ending = (): boolean => {
  const different = rows.filter(({ expected, observed }) => expected !== observed).length
  const table = [{ step: "step", expected: "expected", observed: "observed" }, ...rows]
  const width = (column: keyof Row) => Math.max(...table.map((row) => row[column].length))
  heading("The whole story")
  for (const row of table) {
    const mark = row === table[0] ? "" : row.expected === row.observed ? "ok" : "DIFFERENT"
    console.log(
      `${row.step.padEnd(width("step"))}  ${row.expected.padEnd(width("expected"))}  ${row.observed.padEnd(width("observed"))}  ${mark}`.trimEnd()
    )
  }
  console.log(
    different === 0
      ? style("green", `\n${rows.length} of ${rows.length} as expected`)
      : style("red", `\n${different} of ${rows.length} different`)
  )
  return different === 0
}
