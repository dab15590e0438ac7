/**
 * What is printed on the console of this thread while somebody listens. It is printed all the same, and the console is as
 * before once nobody listens any more.
 *
 * Whoever does not print by it is out of reach: by standard output itself, or by a method kept from before; and where the
 * console is frozen, everybody.
 */

type Listener = (printed: ReadonlyArray<unknown>) => void

/** In Node the others print by these. */
const methods = ["debug", "dir", "dirxml", "error", "group", "info", "log", "table", "trace", "warn"] as const

const listeners = new Set<Listener>()
let restore: () => void = () => undefined

/** Tells of everything that is printed from now on, until what it gives back is called. */
export const listen = (listener: Listener): (() => void) => {
  if (listeners.size === 0) restore = tap(globalThis.console)
  listeners.add(listener)
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) restore()
  }
}

const tap = (console: Console): (() => void) => {
  const taps = methods.flatMap((method) => {
    const own = Object.getOwnPropertyDescriptor(console, method)
    const print = console[method]
    const tapped = function (this: Console, ...printed: Array<unknown>): void {
      for (const listener of listeners) listener(printed)
      Reflect.apply(print, this, printed)
    }
    const property = { value: tapped, configurable: true, enumerable: true, writable: true }
    return Reflect.defineProperty(console, method, property) ? [{ method, own, tapped }] : []
  })
  return () => {
    for (const { method, own, tapped } of taps) {
      // Somebody else has put something in its place meanwhile, and takes it away again.
      if (console[method] !== tapped) continue
      if (own === undefined) Reflect.deleteProperty(console, method)
      else Reflect.defineProperty(console, method, own)
    }
  }
}
