/** The amount of a PaymentIntent in the two states that the document names. */
import { expect, it } from "vitest"
import { StripeIntents } from "../../src/index.ts"
import { open, usd } from "../shop.ts"

const card = StripeIntents.options({ payment_method: "pm_card_visa" })

it.each([
  ["requires-payment-method", []],
  ["requires-confirmation", [card]]
])("an intent that is %s has its amount raised and lowered, and stays so", async (status, provider) => {
  const shop = await open()
  const intent = await shop.run(shop.intents.create({ reference: "order-1", amount: usd(1500), provider }))
  expect(intent.status).toBe(status)
  const dearer = await shop.run(shop.intents.update(intent, { amount: usd(2000) }))
  expect(dearer).toMatchObject({ id: intent.id, status, amount: usd(2000) })
  const cheaper = await shop.run(shop.intents.update(dearer, { amount: usd(900) }))
  expect(cheaper).toMatchObject({ id: intent.id, status, amount: usd(900) })
  expect(await shop.truth(intent.id)).toMatchObject({ amount: { decimal: "9" }, status: "open" })
  const paid = await shop.run(shop.intents.update(cheaper, { provider: [card] }))
  expect(await shop.run(shop.intents.confirm(paid))).toMatchObject({ status: "succeeded", amount: usd(900) })
})
