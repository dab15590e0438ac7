/** What the document says of a session's id and of its end, where no other test asks. */
import { Money } from "@paylayer/core"
import { expect, it } from "vitest"
import { open } from "../shop.ts"

const gbp = (value: number) => Money.positiveUnsafe(value, "GBP")

it("the session_id of the documented answer is the session's, and is what an update goes to", async () => {
  const shop = await open()
  const session_id = "6d07e15a-b8ab-41e9-993b-39fbe688da92"
  await shop.arm({ _tag: "Answer", status: 201, body: JSON.stringify({ session_id }) })
  const session = await shop.create(gbp(1502))
  expect(session.id).toBe(session_id)
  await shop.arm({ _tag: "Answer", status: 200, body: '{"status":"Success"}' })
  await shop.run(shop.sessions.update(session, { amount: gbp(1999) }))
  expect((await shop.requests()).at(-1)).toBe(`PUT /v1/payment-sessions/${session_id}`)
})

it("an order whose session has expired is paid with a new session", async () => {
  const shop = await open()
  const first = await shop.create(gbp(1502))
  await shop.advance("10 minutes")
  expect(await shop.fails(shop.sessions.update(first, { amount: gbp(1999) }))).toMatchObject({ _tag: "SessionExpired" })
  const second = await shop.create(gbp(1999))
  expect(second.reference).toBe(first.reference)
  expect(second.id).not.toBe(first.id)
  expect(await shop.submit(first.id)).toMatchObject({ _tag: "Refused" })
  expect(await shop.submit(second.id)).toMatchObject({ _tag: "Authorised", amount: { decimal: "19.99" } })
})
