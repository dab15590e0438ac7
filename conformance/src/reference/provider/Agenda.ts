/**
 * What falls due, and when. Nothing here sleeps: whoever asks for the time is told it after all that was due by then has
 * happened, in order, each at its own time.
 */

interface Entry {
  readonly due: number
  readonly act: (at: number) => void
}

export interface Agenda {
  /** In milliseconds since the epoch. */
  readonly now: () => number
  /** `due` in milliseconds since the epoch, not in the past; `act` is told it, and does not ask for the time itself. */
  readonly add: (due: number, act: Entry["act"]) => void
}

export const make = (clock: () => number): Agenda => {
  /** In the order in which they are due, and at one moment in that in which they were added. */
  const entries: Array<Entry> = []

  return {
    now() {
      const now = clock()
      while (entries.length > 0 && entries[0]!.due <= now) {
        const { act, due } = entries.shift()!
        act(due)
      }
      return now
    },
    add(due, act) {
      const index = entries.findIndex((other) => other.due > due)
      entries.splice(index === -1 ? entries.length : index, 0, { due, act })
    }
  }
}
