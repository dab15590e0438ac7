/** The subjects for a test account, with our simulator in the place of Adyen: over HTTP, by a real clock, as one account. */
import { Catalogue, type Report, run, type Subject } from "@paylayer/conformance"
import { onPort } from "@paylayer/conformance/mutants"
import { type Authorisation, Modifications, Sessions } from "@paylayer/core"
import * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { live } from "../../live.ts"
import { AdyenSimulator } from "../../src/simulator/index.ts"

const { apiKey, merchantAccount } = AdyenSimulator.credentials

const account = { PAYLAYER_LIVE_ADYEN_API_KEY: apiKey, PAYLAYER_LIVE_ADYEN_MERCHANT_ACCOUNT: merchantAccount }

describe("the environment", () => {
  it.each(["PAYLAYER_LIVE_ADYEN_API_KEY", "PAYLAYER_LIVE_ADYEN_MERCHANT_ACCOUNT"])("has to name %s", (name) => {
    for (const missing of [undefined, ""]) {
      const why = `${name} is not set: no law is tried on an Adyen account.`
      expect(live({ ...account, [name]: missing })).toEqual({ subjects: [], why })
    }
  })

  const names = ["PAYLAYER_LIVE_ADYEN_BASE_URL", "PAYLAYER_LIVE_ADYEN_CLASSIC_BASE_URL"]

  it.each([
    "https://1797a841fbb37ca7-AdyenDemo-checkout-live.adyenpayments.com/checkout/v72",
    "https://checkout-live.adyen.com/v72",
    "https://checkout-test.adyen.com.example/v72",
    "https://checkout-test.adyen.com@example.com/v72",
    "http://checkout-test.adyen.com/v72",
    "nonsense"
  ])("sends the key nowhere but to the test platform: %s", (url) => {
    for (const name of names) {
      const { subjects, why } = live({ ...account, [name]: url })
      expect(subjects).toEqual([])
      expect(why).toContain(`${name} has to be an address of Adyen's test platform`)
      expect(why).not.toContain(apiKey)
    }
  })

  it.each([
    "https://checkout-test.adyen.com/v72",
    "https://pal-test.adyen.com/pal/servlet/Payment/v68/",
    "http://127.0.0.1:1"
  ])("may name an address of the test platform, or of this machine: %s", (url) => {
    for (const name of names) expect(live({ ...account, [name]: url }).subjects).toHaveLength(1)
  })

  it("has Checkout, and Classic where it names an encoding", () => {
    const named = (environment: Record<string, string>) =>
      live({ ...account, ...environment }).subjects.map(({ evidence, name }) => [name, evidence])
    expect(named({})).toEqual([["adyen checkout, test account", "live"]])
    expect(named({ PAYLAYER_LIVE_ADYEN_CLASSIC: "soap" })).toEqual([
      ["adyen checkout, test account", "live"],
      ["adyen classic, soap, test account", "live"]
    ])
    const { subjects } = live({ ...account, PAYLAYER_LIVE_ADYEN_CLASSIC: "json" })
    expect(subjects.map(({ secrets }) => secrets.map(Redacted.value))).toEqual([[apiKey], [apiKey]])
    expect(live({ ...account, PAYLAYER_LIVE_ADYEN_CLASSIC: "yaml" })).toEqual({
      subjects: [],
      why: "PAYLAYER_LIVE_ADYEN_CLASSIC has to be one of json, form, soap."
    })
  })
})

describe("our simulator as if it were Adyen", { timeout: 60_000 }, () => {
  let server: Server.Server
  const asked: Array<string> = []
  beforeAll(async () => {
    const log = ({ method, outcome, path }: Server.Logged) => void asked.push(`${method} ${path} ${String(outcome)}`)
    server = await Effect.runPromise(Server.open(AdyenSimulator.make(), { log }))
  })
  afterAll(() => Effect.runPromise(server.close))

  const subjects = (encoding: "json" | "form" | "soap" = "json") => {
    const [checkout, classic] = live({
      ...account,
      PAYLAYER_LIVE_ADYEN_BASE_URL: `${server.url}/v72`,
      PAYLAYER_LIVE_ADYEN_CLASSIC: encoding,
      PAYLAYER_LIVE_ADYEN_CLASSIC_BASE_URL: `${server.url}/pal/servlet/Payment/${encoding === "soap" ? "v30" : "v68"}`
    }).subjects
    return { checkout: checkout!, classic: classic! }
  }

  const ended = ({ laws }: Report.Report, status: Report.Status) =>
    laws.filter((law) => law.status === status).map(({ law }) => law)

  const reason = ({ laws }: Report.Report, id: string) => laws.find(({ law }) => law === id)?.reason

  const hasNoSecret = (report: Report.Report) => {
    const text = JSON.stringify(report)
    for (const secret of [apiKey, "4111111111111111", "sessionData"]) expect(text).not.toContain(secret)
  }

  it("Checkout keeps the laws that need to see nothing of the provider, and says why the others are not tried", async () => {
    asked.length = 0
    const report = await Effect.runPromise(run(subjects().checkout, { runs: 1 }))
    expect(ended(report, "failed")).toEqual([])
    expect(ended(report, "passed")).toContain("SEC-02")
    expect(asked).toContain("POST /v72/sessions 201")
    expect(reason(report, "SES-02")).toBe("the world has no Truth")
    expect(reason(report, "SEC-01")).toBe("the world has no Faults")
    expect(reason(report, "SEC-04")).toBe("the world has no Shopper")
    expect(reason(report, "WHK-10")).toBe("the world has no Deliveries")
    expect(report.evidence).toBe("live")
    expect(report.claims.filter(({ conformant }) => conformant)).toEqual([])
    hasNoSecret(report)
  })

  it.each(["json", "form", "soap"] as const)("Classic authorises by itself: %s", async (encoding) => {
    asked.length = 0
    const report = await Effect.runPromise(run(subjects(encoding).classic, { runs: 1 }))
    expect(ended(report, "failed")).toEqual([])
    expect(ended(report, "passed")).toContain("SEC-04")
    const path = encoding === "soap" ? "/v30/" : "/v68/authorise"
    expect(asked).toContain(`POST /pal/servlet/Payment${path} 200`)
    expect(reason(report, "CAP-02")).toBe("the world has no Truth")
    hasNoSecret(report)
  })

  const tryOn = (subject: Subject.Subject, law: string) =>
    Effect.runPromise(run(subject, { runs: 1, laws: [Catalogue.law(law)!] }))

  it("a claim that is not kept is found out", async () => {
    const modest = onPort(subjects().checkout, Sessions.Sessions, ({ capabilities, ...sessions }) => ({
      ...sessions,
      capabilities: { ...capabilities, capture: ["manual" as const] }
    }))
    const report = await tryOn(modest, "SEC-02")
    expect(ended(report, "failed")).toEqual(["SEC-02"])
    expect(report.laws[0]?.failure?.observed).toContain("POST")
    hasNoSecret(report)
  })

  it("a modification of somebody else's authorisation is found out", async () => {
    const ours = (authorisation: Authorisation.Authorisation) =>
      Object.assign(Object.create(Object.getPrototypeOf(authorisation)), authorisation, { provider: "adyen" })
    const careless = onPort(subjects().classic, Modifications.Captures, (port) => ({
      ...port,
      capture: (authorisation, amount, options) => port.capture(ours(authorisation), amount, options)
    }))
    const report = await tryOn(careless, "SEC-04")
    expect(ended(report, "failed")).toEqual(["SEC-04"])
    expect(report.laws[0]?.failure?.steps.at(-1)?.text).toContain("capture")
    hasNoSecret(report)
  })
})
