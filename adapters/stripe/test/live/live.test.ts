/** The subjects for a test account, with our simulator in the place of Stripe: over HTTP, by a real clock, as one account. */
import { Catalogue, type Report, run, type Subject } from "@paylayer/conformance"
import { onUpdate } from "@paylayer/conformance/mutants"
import { Session } from "@paylayer/core"
import * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { live } from "../../live.ts"
import { StripeSimulator } from "../../src/simulator/index.ts"

const { secretKey } = StripeSimulator.credentials

describe("the environment", () => {
  it("has to name a key", () => {
    expect(live({})).toEqual({
      subjects: [],
      why: "PAYLAYER_LIVE_STRIPE_SECRET_KEY is not set: no law is tried on a Stripe account."
    })
    expect(live({ PAYLAYER_LIVE_STRIPE_SECRET_KEY: "" }).why).toContain("is not set")
  })

  it.each([
    "sk_live_51abcdefgh",
    "rk_live_51abcdefgh",
    "pk_test_51abcdefgh",
    "sk_test_#1",
    "sk_test_a b",
    "x sk_test_51ab"
  ])("has to name a secret key of a test account: %s", (key) => {
    const { subjects, why } = live({ PAYLAYER_LIVE_STRIPE_SECRET_KEY: key })
    expect(subjects).toEqual([])
    expect(why).toContain("PAYLAYER_LIVE_STRIPE_SECRET_KEY is not the key of a test account")
    expect(why).not.toContain(key)
  })

  it.each([
    "https://api.stripe.com.example",
    "https://example.com/127.0.0.1",
    "https://127.0.0.1@example.com",
    "http://api.stripe.com",
    "nonsense"
  ])("sends the key nowhere but to Stripe: %s", (baseUrl) => {
    const { subjects, why } = live({
      PAYLAYER_LIVE_STRIPE_SECRET_KEY: secretKey,
      PAYLAYER_LIVE_STRIPE_BASE_URL: baseUrl
    })
    expect(subjects).toEqual([])
    expect(why).toContain("PAYLAYER_LIVE_STRIPE_BASE_URL may only be https://api.stripe.com or")
  })

  it.each([undefined, "https://api.stripe.com", "https://api.stripe.com/", "http://localhost:1/", "http://[::1]:1"])(
    "with a test key has both faces: %s",
    (baseUrl) => {
      for (const key of [secretKey, "rk_test_51abcdefgh"]) {
        const { subjects, why } = live({
          PAYLAYER_LIVE_STRIPE_SECRET_KEY: key,
          PAYLAYER_LIVE_STRIPE_BASE_URL: baseUrl
        })
        expect(subjects.map(({ evidence, name }) => [name, evidence])).toEqual([
          ["stripe intents, test account", "live"],
          ["stripe checkout, test account", "live"]
        ])
        expect(subjects.map(({ secrets }) => secrets.map(Redacted.value))).toEqual([[key], [key]])
        expect(why).toBeUndefined()
      }
    }
  )
})

describe("our simulator as if it were Stripe", { timeout: 60_000 }, () => {
  let server: Server.Server
  beforeAll(async () => {
    server = await Effect.runPromise(Server.open(StripeSimulator.make()))
  })
  afterAll(() => Effect.runPromise(server.close))

  const subjects = () => {
    const [intents, checkout] = live({
      PAYLAYER_LIVE_STRIPE_SECRET_KEY: secretKey,
      PAYLAYER_LIVE_STRIPE_BASE_URL: server.url
    }).subjects
    return { intents: intents!, checkout: checkout! }
  }

  const ended = ({ laws }: Report.Report, status: Report.Status) =>
    laws.filter((law) => law.status === status).map(({ law }) => law)

  /** What kept laws from being tried. */
  const reasons = ({ laws }: Report.Report) =>
    [...new Set(laws.flatMap(({ reason, status }) => (status === "skipped" ? [reason] : [])))].toSorted()

  const skipped = ({ laws }: Report.Report, ...ids: ReadonlyArray<string>) =>
    ids.map((id) => laws.find(({ law, status }) => law === id && status === "skipped")?.reason)

  const hasNoSecret = (report: Report.Report) => {
    const text = JSON.stringify(report)
    expect(text).not.toContain(secretKey)
    expect(text).not.toMatch(/pi_\w+_secret_\w+|cs_\w+_secret_\w+/)
  }

  /** All but those that send thousands of requests, through all currencies again: MNY-02 goes through them once. */
  const laws = Catalogue.laws.filter(({ id }) => id !== "MNY-01" && id !== "MNY-03")

  it("PaymentIntents keep every law that needs neither a clock nor faults", async () => {
    const report = await Effect.runPromise(run(subjects().intents, { runs: 1, laws }))
    expect(ended(report, "failed")).toEqual([])
    expect(ended(report, "passed")).toEqual(
      expect.arrayContaining(
        (
          "ADJ-02 CAP-02 CAP-05 IDM-01 IDM-02 IDM-05 IDM-06 IDM-07 IDM-08 INT-01 INT-02 INT-03 INT-05 " +
          "MNY-02 MOD-01 REF-01 REF-03 REV-01 SEC-02 SEC-04 SES-01 SES-02 SES-03 SES-04 SES-07 SES-08 SES-09 SES-10 " +
          "SES-11 SES-14"
        ).split(" ")
      )
    )
    expect(skipped(report, "SES-06", "FLT-01", "CAP-03", "WHK-05")).toEqual([
      "the world has no ProviderClock",
      "the world has no Faults",
      "the world has no BackOffice",
      "the world has no Deliveries"
    ])
    expect(reasons(report)).not.toContain("the world has no Truth")
    expect(reasons(report)).not.toContain("the world has no Shopper")
    expect(report.evidence).toBe("live")
    expect(report.claims.filter(({ evidence }) => evidence !== "live")).toEqual([])
    hasNoSecret(report)
  })

  it("Checkout Sessions keep those that need no shopper either", async () => {
    const report = await Effect.runPromise(run(subjects().checkout, { runs: 1, laws }))
    expect(ended(report, "failed")).toEqual([])
    expect(ended(report, "passed")).toEqual(
      expect.arrayContaining(
        "IDM-01 IDM-02 MNY-02 SEC-02 SES-01 SES-02 SES-03 SES-04 SES-09 SES-10 SES-11 SES-16".split(" ")
      )
    )
    expect(skipped(report, "SES-08", "CAP-02")).toEqual(["the world has no Shopper", "the world has no Shopper"])
    expect(reasons(report)).not.toContain("the world has no Truth")
    hasNoSecret(report)
  })

  const tryOn = (subject: Subject.Subject, law: string) =>
    Effect.runPromise(run(subject, { runs: 3, laws: [Catalogue.law(law)!] }))

  it.each(["intents", "checkout"] as const)("an update that is never sent is found out: %s", async (face) => {
    const lazy = onUpdate(
      subjects()[face],
      () =>
        (session, { amount = session.amount }) =>
          Effect.succeed(Session.modify(session, { amount }))
    )
    const report = await tryOn(lazy, "SES-02")
    expect(ended(report, "failed")).toEqual(["SES-02"])
    expect(report.laws[0]?.failure?.expected).toContain("the provider's amount")
    hasNoSecret(report)
  })

  it("a secret that an adapter lets out is not in the report", async () => {
    const loose = onUpdate(
      subjects().intents,
      (update) => (session, change, options) =>
        Effect.map(update(session, change, options), (updated) =>
          Object.assign(Object.create(Object.getPrototypeOf(updated)), updated, { id: secretKey })
        )
    )
    const report = await tryOn(loose, "SES-03")
    expect(ended(report, "failed")).toEqual(["SES-03"])
    expect(report.laws[0]?.failure?.expected).toContain("the session's id")
    hasNoSecret(report)
  })
})
