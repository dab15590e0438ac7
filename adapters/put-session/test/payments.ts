/** A shop whose shoppers have paid: what may still change, and what became known of it. */
import { type Authorisation, Modifications, Money, type Session, Sessions, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries } from "@paylayer/simulator"
import * as Redacted from "effect/Redacted"
import { open as openShop, type Options } from "./shop.ts"

export const gbp = (value: number): Money.PositiveMoney => Money.positiveUnsafe(value, "GBP")

/** Long enough for what was captured to be settled. */
export const settled = "25 hours"

export const open = async (options: Options = {}) => {
  const shop = await openShop(options)
  const { result } = shop.port(Sessions.SessionResults)
  const backOffice = shop.control(BackOffice.BackOffice)
  const deliveries = shop.control(Deliveries.Deliveries)

  /** What the shopper's browser brings back. */
  const pay = async (session: Session.Session): Promise<string> => {
    const submission = await shop.submit(session.id)
    if (!("proof" in submission)) throw new Error(`no proof: ${submission._tag}`)
    return submission.proof!
  }
  return {
    ...shop,
    ...shop.port(Modifications.Captures),
    ...shop.port(Modifications.Cancellations),
    ...shop.port(Modifications.Refunds),
    ...shop.port(Modifications.Reversals),
    ...shop.port(Modifications.Lookups),
    ...shop.port(Webhooks.Webhooks),
    pay,
    result: (session: Session.Session, proof: string) => result(session, Redacted.make(proof)),
    /** Money is reserved: by hand unless told. */
    authorise: async (
      value: number,
      capture: "manual" | "automatic" = "manual"
    ): Promise<Authorisation.Authorisation> => {
      const session = await shop.create(gbp(value), { capture })
      const { authorisation } = await shop.run(result(session, Redacted.make(await pay(session))))
      return authorisation!
    },
    act: (authorisation: Authorisation.Authorisation, act: BackOffice.Act) =>
      shop.run(backOffice.act(authorisation.id, act)),
    /** The webhooks that wait, as they would arrive. */
    deliveries: () => shop.run(deliveries.take),
    /** The last requests, as `POST capture {"amount":10}`. */
    sent: async (last: number) =>
      (await shop.exchanges()).slice(-last).map(({ body, method, url }) => `${method} ${lastOf(url)} ${body}`.trim()),
    /** Every reading of a payment says how it is captured, which in the shape `root` the simulator does not. */
    telling: (capture: boolean) =>
      shop.arm(
        { _tag: "Garble", body: (body) => body.replace("{", `{"transaction":{"capture":${capture}},`) },
        { only: ({ method }) => method === "GET", times: Infinity }
      ),
    /** What the provider believes: captured, refunded, released. */
    believes: async ({ id }: Authorisation.Authorisation) => {
      const found = (await shop.authorisations()).find((one) => one.id === id)
      return found && [found.captured.decimal, found.refunded.decimal, found.released]
    }
  }
}

const lastOf = (url: string): string => new URL(url).pathname.split("/").at(-1)!

/** The totals, as far as tests look at them. */
export const totals = (authorisation: Authorisation.Authorisation) => {
  const { captured, complete, conflicts, refunded, released, modifications } = authorisation.totals()
  return {
    captured: captured.value,
    refunded: refunded.value,
    released,
    complete,
    conflicts,
    stages: modifications.map(({ kind, stage }) => `${kind} ${stage}`)
  }
}
