/**
 * The runnable fibers of a virtual clock, in one queue, so that one can ask whether there are any.
 *
 * Like Effect's own dispatcher: tasks run in batches, within a batch by priority (lower first) and then in order.
 */
export class RunQueue {
  #tasks: Array<Task> = []
  #batch: Array<Task> = []
  #next = 0
  #running = false

  get isEmpty(): boolean {
    return this.#tasks.length === 0 && this.#next === this.#batch.length
  }

  push(run: () => void, priority: number): void {
    const tasks = this.#tasks
    let index = tasks.length
    while (index > 0 && tasks[index - 1]!.priority > priority) index--
    if (index === tasks.length) tasks.push({ run, priority })
    else tasks.splice(index, 0, { run, priority })
  }

  /** Runs at most `limit` tasks, those that they schedule included; returns how many ran. */
  run(limit: number): number {
    // A task that drives the clock itself leaves the queue to the one who is already running it.
    if (this.#running) return 0
    this.#running = true
    let count = 0
    try {
      while (count < limit) {
        if (this.#next === this.#batch.length) {
          if (this.#tasks.length === 0) break
          this.#batch = this.#tasks
          this.#tasks = []
          this.#next = 0
        }
        const task = this.#batch[this.#next++]!
        count++
        task.run()
      }
    } finally {
      this.#running = false
    }
    return count
  }
}

interface Task {
  readonly run: () => void
  readonly priority: number
}
