/** What the provider sends of its own accord: events, several in one request, signed. */
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"
import type * as Names from "./Names.ts"
import * as Time from "./Time.ts"

type Type =
  | "payment.decided"
  | "modification.decided"
  | "modification.reverted"
  | "modification.recovered"
  | "payment.expired"
  | "payment.disputed"
  | "session.completed"
  | "session.ended"

export interface Options {
  readonly names: Names.Names
  /** How many go into one request: at least 1. */
  readonly batch: number
  /** One, or two during a rotation. */
  readonly secrets: ReadonlyArray<string>
}

export interface Events {
  /** `at` in milliseconds since the epoch; what is `undefined` in the data is not sent. */
  readonly announce: (at: number, type: Type, data: Readonly<Record<string, unknown>>) => void
  /** All that wait, oldest first. They are signed as of `now`: what waits here does not grow stale by that. */
  readonly take: (now: number) => ReadonlyArray<Deliveries.Delivery>
}

const encoder = new TextEncoder()

/** One `v1` for each secret: HMAC-SHA256 over the time, a dot and the raw body. */
const signature = (secrets: ReadonlyArray<string>, seconds: number, body: string): string => {
  const signed = encoder.encode(`${seconds}.${body}`)
  const tags = secrets.map((secret) => `v1=${Hex.encode(mac.hmac("SHA-256", encoder.encode(secret), signed))}`)
  return [`t=${seconds}`, ...tags].join(",")
}

export const make = ({ batch, names, secrets }: Options): Events => {
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`expected a batch of 1 or more, got ${batch}`)
  let waiting: Array<object> = []

  const delivery = (events: ReadonlyArray<object>, seconds: number): Deliveries.Delivery => {
    const body = JSON.stringify({ events })
    return {
      id: names.next("dlv"),
      method: "POST",
      headers: { "content-type": "application/json", "reference-signature": signature(secrets, seconds, body) },
      body
    }
  }

  return {
    announce(at, type, data) {
      waiting.push({ id: names.next("evt"), type, created: Time.iso(at), live: false, merchant: "shop", data })
    },
    take(now) {
      const taken = waiting
      waiting = []
      const seconds = Math.floor(now / 1000)
      return Array.from({ length: Math.ceil(taken.length / batch) }, (_, index) =>
        delivery(taken.slice(index * batch, (index + 1) * batch), seconds)
      )
    }
  }
}
