/** What falls due: in the order of its time, and of its entry where that is the same. */

interface Entry {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly run: (at: number) => void
}

export class Agenda {
  /** Sorted: what is due last comes first, so that taking the next one is cheap. */
  readonly #entries: Array<Entry> = []

  add(at: number, run: (at: number) => void): void {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#entries[middle]!.at > at) low = middle + 1
      else high = middle
    }
    this.#entries.splice(low, 0, { at, run })
  }

  /** Does all that is due by then; what this enters anew is done as well if it is due. */
  settle(now: number): void {
    for (;;) {
      const next = this.#entries.at(-1)
      if (next === undefined || next.at > now) return
      this.#entries.pop()
      next.run(next.at)
    }
  }
}
