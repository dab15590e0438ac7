/** An account that captures all of its payments one way: what its sessions say, so that its look-ups tell what is so. */
import { Session, Sessions } from "@paylayer/core"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Acquired } from "../src/index.ts"
import { gbp, open, totals } from "./payments.ts"

const { parameters } = Acquired
const ways = [
  ["manual", "automatic"],
  ["automatic", "manual"]
] as const

const capturing = (way: "manual" | "automatic") => ({ transaction: { capture: way === "automatic" } })

describe.each(ways)("an account with capture %s", (capture, other) => {
  const account = () => open({ acquired: { capture } })
  const refused = (operation: string) => ({
    _tag: "Unsupported",
    operation: `${operation} a session`,
    capability: `${other} capture, with the option capture: ${capture}`
  })

  it("declares that way alone", async () => {
    const { capabilities } = (await account()).sessions
    expect(capabilities.capture).toEqual([capture])
  })

  it.each([undefined, capture])("sends it with a session that asks for %s, and keeps it", async (asked) => {
    const shop = await account()
    const session = await shop.create(gbp(1502), asked === undefined ? {} : { capture: asked })
    expect(await shop.lastBody()).toMatchObject(capturing(capture))
    await shop.run(shop.sessions.update(session, { provider: [parameters({ transaction: { custom1: "socks" } })] }))
    expect(await shop.lastBody()).toMatchObject(capturing(capture))
  })

  it("is looked up as it was captured", async () => {
    const shop = await account()
    const session = await shop.create(gbp(1502))
    const { authorisation } = await shop.run(shop.result(session, await shop.pay(session)))
    const found = await shop.run(shop.find({ id: authorisation!.id }))
    expect(found).toEqual(authorisation)
    expect(totals(found).captured).toBe(capture === "automatic" ? 1502 : 0)
    expect((await shop.believes(found))?.[0]).toBe(capture === "automatic" ? "15.02" : "0")
  })

  it("refuses a session that asks for the other, by request or by parameter, and sends nothing", async () => {
    const shop = await account()
    const request = { reference: "order-1", amount: gbp(1502) }
    expect(await shop.fails(shop.sessions.create({ ...request, capture: other }))).toMatchObject({
      _tag: "Unsupported",
      capability: `${other} capture`
    })
    const provider = [parameters(capturing(other))]
    expect(await shop.fails(shop.sessions.create({ ...request, provider }))).toMatchObject(refused("create"))
    expect(await shop.requests()).toEqual([])
    const session = await shop.create(gbp(1502))
    const before = await shop.requests()
    expect(await shop.fails(shop.sessions.update(session, { provider }))).toMatchObject(refused("update"))
    expect(await shop.requests()).toEqual(before)
  })

  it("refuses to change a session from before that says the other, and has one that says nothing say it", async () => {
    const shop = await account()
    const session = await shop.create(gbp(1502))
    const { transaction, ...rest } = session.state as { readonly transaction: Readonly<Record<string, string>> }
    const made = (said: object) =>
      Session.modify(session, { state: { ...rest, transaction: { ...transaction, ...said } } })
    expect(await shop.fails(shop.lock(made({ capture: other === "automatic" }), gbp(1600)))).toMatchObject(
      refused("lock")
    )
    const { capture: _, ...silent } = transaction
    await shop.run(shop.lock(Session.modify(session, { state: { ...rest, transaction: silent } }), gbp(1600)))
    expect(await shop.lastBody()).toMatchObject(capturing(capture))
  })
})

it("without the option each session says how, and its result and a telling look-up agree", async () => {
  const shop = await open({ simulator: { assume: { transactionShape: "nested" } } })
  const { result } = shop.port(Sessions.SessionResults)
  for (const [capture] of ways) {
    const session = await shop.create(gbp(1502), { capture, reference: `order-${capture}` })
    const { authorisation } = await shop.run(result(session, Redacted.make(await shop.pay(session))))
    expect(await shop.run(shop.find({ id: authorisation!.id }))).toEqual(authorisation)
    expect(totals(authorisation!).captured).toBe(capture === "automatic" ? 1502 : 0)
  }
})
