/**
 * One turn of the event loop: `f` runs after all that is ready now (promise callbacks, web streams in memory).
 *
 * `setImmediate` where there is one (Node, Bun, Deno, Workers with it switched on), else a message to oneself, else a
 * timer of 0 ms. Where timers are forbidden (the global scope of Workers) it is a microtask.
 */
export type Turn = (f: () => void) => void

type Host = { readonly setImmediate?: (f: () => void) => unknown }

const pick = (): Turn => {
  const immediate = (globalThis as Host).setImmediate
  if (typeof immediate === "function") return (f) => void immediate(f)
  if (typeof MessageChannel === "function") {
    return (f) => {
      // A channel for each turn: an open port would keep the process alive.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        f()
      }
      port2.postMessage(undefined)
    }
  }
  return (f) => void setTimeout(f, 0)
}

// Taken once, at the start: a test runner's fake timers must not stop the clock's driver.
const host = pick()

export const turn: Turn = (f) => {
  try {
    host(f)
  } catch {
    queueMicrotask(f)
  }
}
