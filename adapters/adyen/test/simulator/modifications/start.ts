/** A payment of 19.00 EUR, of which all that was told is taken, and the shortest way to modify it. */
import { type Endpoint, type Event, openManual } from "../world.ts"

export const start = async (others: object = {}, options: Parameters<typeof openManual>[0] = {}) => {
  const world = await openManual(options)
  const psp = await world.authorised(others)
  await world.take()
  /** One modification, decided; its event. */
  const done = async (endpoint: Endpoint, body: object = {}): Promise<Event> => {
    const { body: received } = await world.modify(psp, endpoint, body)
    const event = (await world.told()).find(({ pspReference }) => pspReference === received["pspReference"])
    if (event === undefined) throw new Error(`nothing was told of ${endpoint}: ${JSON.stringify(received)}`)
    return event
  }
  return { ...world, psp, done, money: () => world.money(psp) }
}

export type Started = Awaited<ReturnType<typeof start>>

export const brief = ({ amount, eventCode, reason, success }: Event) => [eventCode, success, amount.value, reason]

export const insufficient = "Insufficient balance on payment"
