/** What the reference provider's document says of the browser and intents. */
import { Provider } from "@paylayer/conformance/reference"
import type { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const world = () => {
  const provider = Effect.runSync(Provider.make())
  const send = (path: string, body: object) =>
    JSON.parse(
      Effect.runSync(
        provider.handler({
          method: "POST",
          path: `/v1${path}`,
          query: new URLSearchParams(),
          headers: { authorization: `Bearer ${Provider.credentials.key}` },
          body: JSON.stringify(body)
        })
      ).body
    ) as { readonly id: string; readonly secret: string }
  const { id, secret } = send("/intents", {
    reference: "order-1",
    amount: { value: 1900, currency: "EUR" },
    capture: "automatic"
  })
  const status = () => Effect.runSync(provider.truth.sessions)[0]?.status
  const submit = (manner: Shopper.Manner, token = secret) =>
    Effect.runSync(provider.shopper.submit({ id, token }, manner))
  return { id, provider, send, status, submit }
}

describe("an intent in the browser", () => {
  it.each([
    ["pay", "Authorised", "completed"],
    ["decline", "Declined", "open"],
    ["challenge", "Challenged", "open"],
    ["pending", "Pending", "pending"],
    ["abandon", "Cancelled", "open"]
  ] as const)("%s: %s, then %s", (manner, submission, after) => {
    const { status, submit } = world()
    expect(submit(manner)._tag).toBe(submission)
    expect(status()).toBe(after)
  })

  it("shows its amount", () => {
    const { id, provider } = world()
    expect(Effect.runSync(provider.shopper.open({ id }))).toMatchObject({
      _tag: "Shown",
      amount: { decimal: "19", currency: "EUR" }
    })
  })

  it("takes no other secret, and nothing once it is over", () => {
    const { submit } = world()
    expect(submit("pay", "another")).toEqual({ _tag: "Refused", why: "token" })
    submit("pay")
    expect(submit("pay")).toEqual({ _tag: "Refused", why: "state" })
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "open"]
  ] as const)("a challenge that is passed: %s ends as %s, once", (passed, submission, after) => {
    const { status, submit } = world()
    const challenged = submit("challenge")
    if (challenged._tag !== "Challenged") return expect.fail()
    expect(Effect.runSync(challenged.finish(passed))._tag).toBe(submission)
    expect(status()).toBe(after)
    expect(Effect.runSync(challenged.finish(passed))).toEqual({ _tag: "Refused", why: "state" })
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "open"]
  ] as const)("what is pending and approved: %s is settled as %s, once", (approved, submission, after) => {
    const { id, provider, status, submit } = world()
    submit("pending")
    expect(Effect.runSync(provider.shopper.settle(id, approved))._tag).toBe(submission)
    expect(status()).toBe(after)
    expect(Effect.runSync(provider.shopper.settle(id, approved))).toEqual({ _tag: "Refused", why: "state" })
  })
})
