import type { Fact, Sessions } from "@paylayer/core"
import { Session } from "@paylayer/core"
import { defined } from "@paylayer/core/adapter"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { AdyenCheckout } from "../../src/index.ts"
import * as documented from "../documented.ts"
import { adyen, money } from "../scripted.ts"

const created = { status: 201, body: documented.create.answer }
const { reference, returnUrl } = documented.create.request
const request = { reference, returnUrl, amount: money(1900, "EUR") }

describe("how a session's payment is made", () => {
  const hour = 3_600_000
  const option = AdyenCheckout.sessionOptions
  type More = Partial<Parameters<Sessions.Sessions["Service"]["create"]>[0]>
  const manualCapture = { additionalData: { manualCapture: "true" } }
  const preAuthorised = { additionalData: { authorisationType: "PreAuth" } }
  const automatic = (delay: number) => ({ capture: "automatic", capturesAt: delay, adjustable: false })
  const manual = { capture: "manual", adjustable: false }
  const rows: ReadonlyArray<
    readonly [what: string, more: More, account: AdyenCheckout.Account, sent: object, authorised: object]
  > = [
    ["nothing", {}, {}, {}, automatic(0)],
    ["automatic", { capture: "automatic" }, { captureDelay: "manual" }, { captureDelayHours: 0 }, automatic(0)],
    ["manual", { capture: "manual" }, {}, manualCapture, manual],
    ["manual by the account", {}, { captureDelay: "manual" }, {}, manual],
    ["later by the account", {}, { captureDelay: { hours: 48 } }, {}, automatic(48 * hour)],
    [
      "later by an option",
      { provider: [option({ captureDelayHours: 24 })] },
      { captureDelay: "manual" },
      { captureDelayHours: 24 },
      automatic(24 * hour)
    ],
    ["manual by an option", { provider: [option(manualCapture)] }, {}, manualCapture, manual],
    [
      "manual over a delay",
      { capture: "manual", provider: [option({ captureDelayHours: 24 })] },
      {},
      manualCapture,
      manual
    ],
    [
      "automatic over an option",
      { capture: "automatic", provider: [option(manualCapture)] },
      {},
      { captureDelayHours: 0 },
      automatic(0)
    ],
    [
      "pre-authorised",
      { provider: [option({ authorisationType: "PreAuth" })] },
      {},
      preAuthorised,
      { capture: "manual", adjustable: true }
    ],
    [
      "pre-authorised and captured at once, if it is said",
      { capture: "automatic", provider: [option({ authorisationType: "PreAuth" })] },
      {},
      { captureDelayHours: 0, ...preAuthorised },
      { ...automatic(0), adjustable: true }
    ],
    [
      "pre-authorised and manual, beside other data",
      {
        capture: "manual",
        provider: [option({ authorisationType: "PreAuth", additionalData: { riskdata: "x" } })]
      },
      {},
      { additionalData: { riskdata: "x", authorisationType: "PreAuth", manualCapture: "true" } },
      { capture: "manual", adjustable: true }
    ],
    [
      "pre-authorised in Adyen's own words",
      { provider: [option(preAuthorised)] },
      {},
      preAuthorised,
      { capture: "manual", adjustable: true }
    ]
  ]
  for (const [what, more, account, expected, authorised] of rows) {
    it.effect(what, () =>
      Effect.gen(function* () {
        const { results, sent, sessions } = yield* adyen([created, { body: documented.result }], { account })
        const session = yield* sessions.create({ ...request, ...more })
        const { additionalData, captureDelayHours } = sent[0]!.body as Record<string, unknown>
        expect(defined({ additionalData, captureDelayHours })).toEqual(expected)
        // As it comes back from a store: what was asked at the creation is part of the value.
        const restored = Result.getOrThrow(Session.fromJson(Session.toJson(session)))
        const { authorisation } = yield* results.result(restored, Redacted.make("proof"))
        const { adjustable, capture, capturesAt } = authorisation!.facts[0] as Fact.Authorised
        expect(defined({ adjustable, capture, capturesAt })).toEqual(authorised)
      })
    )
  }

  it.effect("comes with what the next adjustment needs to be decided at once, where Adyen gives it", () =>
    Effect.gen(function* () {
      const body = { ...documented.result, additionalData: { adjustAuthorisationData: "BQABAQA-first" } }
      const { results, sessions } = yield* adyen([created, { body }])
      const result = yield* results.result(yield* sessions.create(request), Redacted.make("proof"))
      expect(Redacted.value(AdyenCheckout.adjustAuthorisationData(result)!)).toBe("BQABAQA-first")
      expect(JSON.stringify(result)).not.toContain("BQABAQA")
    })
  )

  it.effect("is no other type of authorisation", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created])
      const provider = [option({ authorisationType: "Final" as never })]
      expect(yield* Effect.flip(sessions.create({ ...request, provider }))).toMatchObject({
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "authorisationType" }] }
      })
      expect(sent).toEqual([])
    })
  )

  it.effect("is read as the account has it, of a session that another version kept", () =>
    Effect.gen(function* () {
      const account = { captureDelay: "manual" } as const
      const { results, sessions } = yield* adyen([created, { body: documented.result }], { account })
      const session = yield* sessions.create(request)
      for (const state of [null, "x", { capture: "someday" }]) {
        const stored = Session.modify(session, { state })
        const { authorisation } = yield* results.result(stored, Redacted.make("proof"))
        expect(authorisation?.facts).toMatchObject([{ capture: "manual", adjustable: false }])
      }
    })
  )
})
