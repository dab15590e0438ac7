/** What the Classic document says of captures and reversals, where no other test asks. */
import type { Fact } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { card } from "../classic/rows.ts"
import { classic, eur } from "../classic/scripted.ts"
import { answer } from "../classic/wire.ts"
import * as documented from "../documented.ts"
import { adyen, authorised, captured, money } from "../scripted.ts"
import { open } from "../simulator/world.ts"
import { told } from "../webhooks/notifications.ts"

const week = 7 * 24 * 3_600_000

describe("a capture delay of seven days, the longest", () => {
  const account = { captureDelay: { hours: 7 * 24 } } as const

  it.effect("is when a payment of a session reads as captured", () =>
    Effect.gen(function* () {
      const { results, sessions } = yield* adyen(
        [{ status: 201, body: documented.create.answer }, { body: documented.result }],
        { account }
      )
      const { reference, returnUrl } = documented.create.request
      const session = yield* sessions.create({ reference, returnUrl, amount: money(1900, "EUR") })
      const { authorisation } = yield* results.result(session, Redacted.make("proof"))
      expect(authorisation?.totals(week - 1)).toMatchObject({ captured: { value: 0 } })
      expect(authorisation?.totals(week)).toMatchObject({ captured: { value: 1900 }, assumed: true })
    })
  )

  it.effect("is when a card payment reads as captured", () =>
    Effect.gen(function* () {
      const body = answer("json", "authorise", { pspReference: "8814689190961342", resultCode: "Authorised" })
      const { direct } = yield* classic("json", [{ body }], { account })
      const request = { reference: "order-1", amount: eur(1500), card: card(), adjustable: false }
      const { authorisation } = yield* direct.authorise(request)
      expect(authorisation.totals(week - 1)).toMatchObject({ captured: { value: 0 } })
      expect(authorisation.totals(week)).toMatchObject({ captured: { value: 1500 } })
    })
  )

  it("is when the simulator captures", async () => {
    const { advance, authorised, money } = await open(account)
    const psp = await authorised()
    await advance(`${week - 1} millis`)
    expect(await money(psp)).toEqual(["19", "0", "0", false])
    await advance("1 millis")
    expect(await money(psp)).toEqual(["19", "19", "0", false])
  })
})

it.effect("a reversal that is told as REFUND is a refund all the same", () =>
  Effect.gen(function* () {
    const amount = money(1500, "EUR")
    const key = "key-1" as Fact.Asked["key"]
    const id = "993617894906488A"
    const facts: ReadonlyArray<Fact.Fact> = [
      { _tag: "Asked", key, kind: "reverse", sequence: 1 },
      { _tag: "Linked", key, id }
    ]
    const event = yield* told({ eventCode: "REFUND", pspReference: id, merchantReference: "order-1", value: "1500" })
    const known = authorised(amount, captured(amount), ...facts, (event as { fact: Fact.Fact }).fact)
    expect(known.totals()).toMatchObject({ refunded: amount, complete: true, conflicts: [] })
    expect(known.totals().modifications).toHaveLength(2)
  })
)
