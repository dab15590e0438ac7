/** What the provider tells the merchant's server: each event once, in the order in which things happened. */
import type { Amount } from "../amounts.ts"
import * as localTime from "../localTime.ts"
import type { EventCode, Item, Operation } from "./item.ts"

export interface Told {
  readonly eventCode: EventCode
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly psp: string
  readonly merchantReference: string
  readonly originalReference?: string
  readonly paymentMethod?: string
  readonly amount: Amount
  readonly success: boolean
  readonly reason: string
  readonly operations?: ReadonlyArray<Operation>
  readonly additionalData?: Readonly<Record<string, string>>
}

export class Events {
  #waiting: Array<Item> = []
  /** By pspReference: the second of the last event. */
  readonly #lastSecond = new Map<string, number>()
  readonly #account: { readonly live: boolean; readonly merchantAccount: string }

  constructor(account: { readonly live: boolean; readonly merchantAccount: string }) {
    this.#account = account
  }

  tell({ additionalData = {}, at, psp, ...told }: Told): void {
    this.#waiting.push({
      ...told,
      live: this.#account.live,
      merchantAccountCode: this.#account.merchantAccount,
      additionalData,
      pspReference: psp,
      eventDate: localTime.format(this.#secondOf(psp, at) * 1000)
    })
  }

  /**
   * Events have whole seconds, and by them alone a server knows which of two about one modification came later. In
   * reality days lie between them; who makes a capture fail and recover within a second gets two seconds all the same.
   */
  #secondOf(psp: string, at: number): number {
    const second = Math.max(Math.floor(at / 1000), (this.#lastSecond.get(psp) ?? Number.NEGATIVE_INFINITY) + 1)
    this.#lastSecond.set(psp, second)
    return second
  }

  take(): ReadonlyArray<Item> {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }
}
