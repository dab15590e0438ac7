/** How the story is told: each step once, with what came of it at each provider beside what was expected. */
import { styleText } from "node:util"

export interface Step {
  readonly chapter: string
  readonly what: string
  readonly expected: string
  readonly observed: string
}

export interface Told {
  readonly provider: string
  readonly steps: ReadonlyArray<Step>
}

const style = (format: Parameters<typeof styleText>[0], text: string) =>
  styleText(format, text, { stream: process.stdout })

const isRight = ({ expected, observed }: Step): boolean => expected === observed

/** One line a step, one column a provider; whether everything was as expected. */
export const tell = (stories: ReadonlyArray<Told>): boolean => {
  const steps = stories[0]?.steps ?? []
  const first = Math.max(...steps.map(({ what }) => what.length))
  const widths = stories.map(({ provider, steps }) =>
    Math.max(provider.length, ...steps.map(({ observed }) => observed.length + 3))
  )
  const line = (what: string, cells: ReadonlyArray<string>, plain: ReadonlyArray<string>) =>
    console.log(
      [what.padEnd(first), ...cells.map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - (plain[i]?.length ?? 0)))]
        .join("  ")
        .trimEnd()
    )
  let chapter = ""
  steps.forEach((step, index) => {
    if (step.chapter !== chapter) {
      chapter = step.chapter
      console.log(`\n${style("bold", chapter)}`)
      const names = stories.map(({ provider }) => provider)
      line(
        "",
        names.map((name) => style("dim", name)),
        names
      )
    }
    const found = stories.map(({ steps }) => steps[index])
    const plain = found.map((one) =>
      one === undefined ? "!! missing" : `${isRight(one) ? "ok" : "!!"} ${one.observed}`
    )
    const cells = plain.map((text) => style(text.startsWith("ok") ? "green" : "red", text))
    line(step.what, cells, plain)
    for (const one of found) {
      if (one !== undefined && !isRight(one))
        console.log(style("red", `    expected ${one.expected}, got ${one.observed}`))
    }
  })
  const all = stories.flatMap(({ steps }) => steps)
  const right = all.filter(isRight).length
  const complete = right === all.length && stories.every((story) => story.steps.length === steps.length)
  console.log(style(complete ? "green" : "red", `\n${right} of ${all.length} as expected`))
  return complete
}
