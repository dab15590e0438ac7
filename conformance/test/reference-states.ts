/** The states of a payment of 19 euros at the reference provider. */
import { expect } from "vitest"
import { day, doing, eur, type Standing, type World } from "./reference-world.ts"

const partly = { amount: eur(500), final: false }
export const wholly = { amount: eur(1900), final: false }

/** How a payment of 19 euros comes into each state, and what it is then. */
export const states: Readonly<Record<string, readonly [Standing, (w: World) => Promise<string>]>> = {
  authorised: [["19", "0", "0", false], async ({ paid }) => paid()],
  "not a pre-authorisation": [["19", "0", "0", false], async ({ paid }) => paid({ pre_authorisation: false })],
  "captured automatically": [
    ["19", "19", "0", false],
    async ({ paid }) => paid({ capture: "automatic", pre_authorisation: true })
  ],
  "captured in part": [
    ["19", "5", "0", false],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", partly)
      return payment
    }
  ],
  "captured in part, the rest released": [
    ["19", "5", "0", true],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", { amount: eur(500) })
      return payment
    }
  ],
  captured: [
    ["19", "19", "0", false],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", wholly)
      return payment
    }
  ],
  refunded: [
    ["19", "19", "19", false],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", wholly)
      await doing(w, payment, "refunds", { amount: eur(1900) })
      return payment
    }
  ],
  cancelled: [
    ["19", "0", "0", true],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "cancellations")
      return payment
    }
  ],
  expired: [
    ["19", "0", "0", true],
    async (w) => {
      const payment = w.paid()
      await w.at(7 * day)
      return payment
    }
  ],
  "captured in part, the rest expired": [
    ["19", "5", "0", true],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", partly)
      await w.at(7 * day)
      return payment
    }
  ],
  "captured, which failed": [
    ["19", "0", "0", false],
    async (w) => {
      const payment = w.paid()
      await doing(w, payment, "captures", { amount: eur(1900) })
      expect(w.act(payment, { _tag: "CaptureFails" })).toBe(true)
      return payment
    }
  ]
}
