/** Those who wait on a virtual clock, the next one first; with one deadline, in the order in which they came. */
export interface Sleeper {
  /** Milliseconds since the epoch. */
  readonly deadline: number
  /** Somebody who moves the clock: comes after everybody else with the same deadline, later comers included. */
  readonly moves: boolean
  /** With a defect where time cannot pass that far. */
  readonly wake: (defect?: unknown) => void
}

export class Sleepers {
  // Latest first, so that the next one is popped from the end.
  readonly #all: Array<Sleeper> = []
  #moving = 0

  get next(): Sleeper | undefined {
    return this.#all[this.#all.length - 1]
  }

  get size(): number {
    return this.#all.length
  }

  /** Whether somebody moves the clock. */
  get moving(): boolean {
    return this.#moving > 0
  }

  add(sleeper: Sleeper): void {
    const all = this.#all
    let low = 0
    let high = all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (comesAfter(all[middle]!, sleeper)) low = middle + 1
      else high = middle
    }
    all.splice(low, 0, sleeper)
    if (sleeper.moves) this.#moving++
  }

  take(): Sleeper | undefined {
    const sleeper = this.#all.pop()
    if (sleeper?.moves === true) this.#moving--
    return sleeper
  }

  /** The next one of those who move the clock. */
  takeMover(): Sleeper | undefined {
    const index = this.#all.findLastIndex((sleeper) => sleeper.moves)
    if (index === -1) return undefined
    this.#moving--
    return this.#all.splice(index, 1)[0]
  }

  /** Takes somebody out who doesn't want to be woken any more. */
  remove(sleeper: Sleeper): void {
    const index = this.#all.lastIndexOf(sleeper)
    if (index === -1) return
    this.#all.splice(index, 1)
    if (sleeper.moves) this.#moving--
  }
}

const comesAfter = (self: Sleeper, newcomer: Sleeper): boolean =>
  self.deadline !== newcomer.deadline ? self.deadline > newcomer.deadline : self.moves && !newcomer.moves
