import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { AdyenClassic } from "../../src/index.ts"
import { infoset, texts } from "../simulator/classic/infoset.ts"
import { card } from "./rows.ts"
import { classic, eur, key } from "./scripted.ts"
import { answer, type Name, names } from "./wire.ts"

const psp = "8814689190961342"
const paid = (encoding: Name, operation: string, fields: Readonly<Record<string, string>>) => ({
  body: answer(encoding, operation, { pspReference: psp, ...fields })
})

describe.each(names)("in %s", (encoding) => {
  describe("an authorisation", () => {
    const request = { reference: "order-1", amount: eur(1500), card: card() }

    it.effect("says whether it can be adjusted, and when it is captured", () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(1_700_000_000_000)
        const authorise = (account: AdyenClassic.Options["account"] | undefined, adjustable?: boolean) =>
          Effect.gen(function* () {
            const ports = yield* classic(
              encoding,
              [paid(encoding, "authorise", { resultCode: "Authorised", authCode: "83152" })],
              account === undefined ? {} : { account }
            )
            const made = yield* ports.direct.authorise({
              ...request,
              ...(adjustable === undefined ? {} : { adjustable })
            })
            expect(ports.sent[0]?.body.includes("PreAuth")).toBe(adjustable !== false)
            expect(made.authCode).toBe("83152")
            return made.authorisation
          })
        const authorisedFact = { _tag: "Authorised", id: psp, reference: "order-1", amount: eur(1500) }
        const preAuthorised = { ...authorisedFact, capture: "manual", adjustable: true }
        for (const account of [undefined, { captureDelay: "manual" }, { captureDelay: "immediate" }] as const) {
          expect((yield* authorise(account)).facts).toEqual([preAuthorised])
        }
        const final = { ...authorisedFact, adjustable: false }
        expect((yield* authorise({ captureDelay: "manual" }, false)).facts).toEqual([{ ...final, capture: "manual" }])
        expect((yield* authorise({ captureDelay: { hours: 24 } }, false)).facts).toEqual([
          { ...final, capture: "automatic", capturesAt: 1_700_086_400_000 }
        ])
        expect((yield* authorise(undefined, false)).facts).toEqual([
          { ...final, capture: "automatic", capturesAt: 1_700_000_000_000 }
        ])
      })
    )

    it.effect("is what the additional data make of it", () =>
      Effect.gen(function* () {
        const authorise = (additionalData: Readonly<Record<string, string>>) =>
          Effect.gen(function* () {
            const ports = yield* classic(encoding, [paid(encoding, "authorise", { resultCode: "Authorised" })])
            const provider = [AdyenClassic.requestOptions({ additionalData })]
            const made = yield* ports.direct.authorise({ ...request, adjustable: false, provider })
            return made.authorisation.facts[0]
          })
        expect(yield* authorise({ manualCapture: "true" })).toMatchObject({ capture: "manual", adjustable: false })
        expect(yield* authorise({ authorisationType: "PreAuth" })).toMatchObject({
          capture: "manual",
          adjustable: true
        })
        expect(yield* authorise({ authorisationType: "FinalAuth" })).toMatchObject({ capture: "automatic" })
      })
    )

    it.effect("gives what a decision at once needs", () =>
      Effect.gen(function* () {
        const body = answer(encoding, "authorise", {
          pspReference: psp,
          resultCode: "Authorised",
          additionalData: { adjustAuthorisationData: "BQAB==" }
        })
        const ports = yield* classic(encoding, [{ body }])
        const made = yield* ports.direct.authorise(request)
        expect(Redacted.value(made.adjustAuthorisationData!)).toBe("BQAB==")
        expect(made).not.toHaveProperty("authCode")
      })
    )

    it.effect.each([
      ["Refused", { _tag: "AuthorisationRefused", why: "refused", reason: "CVC Declined" }],
      ["Cancelled", { _tag: "AuthorisationRefused", why: "cancelled" }],
      ["Error", { _tag: "AuthorisationRefused", why: "error" }],
      ...[
        "AuthenticationFinished",
        "AuthenticationNotRequired",
        "ChallengeShopper",
        "IdentifyShopper",
        "PartiallyAuthorised",
        "Pending",
        "PresentToShopper",
        "Received",
        "RedirectShopper",
        "Success",
        "toString"
      ].map((resultCode) => [resultCode, { _tag: "AuthorisationUndecided", resultCode }] as const)
    ] as const)("that is %s is none", ([resultCode, expected]) =>
      Effect.gen(function* () {
        const ports = yield* classic(encoding, [
          paid(encoding, "authorise", { resultCode, refusalReason: "CVC Declined" })
        ])
        const error = yield* Effect.flip(ports.direct.authorise(request))
        expect(error).toMatchObject({ id: psp, reference: "order-1", ...expected })
      })
    )
  })

  describe("a refund without a payment", () => {
    const to = {
      bankAccount: AdyenClassic.bankAccount({ iban: "NL13TEST0123456789", countryCode: "NL", ownerName: "S. Hopper" })
    }
    const request = { reference: "back-1", amount: eur(1500), to }

    it.effect("goes to a bank account", () =>
      Effect.gen(function* () {
        const ports = yield* classic(encoding, [paid(encoding, "refundWithData", { resultCode: "Received" })])
        expect(yield* ports.unreferenced.refund(request, { key })).toEqual({
          key,
          id: psp,
          reference: "back-1",
          stage: "acknowledged"
        })
        const body = ports.sent[0]!.body
        const fields = { iban: "NL13TEST0123456789", countryCode: "NL", ownerName: "S. Hopper" }
        const said: Readonly<Record<Name, () => unknown>> = {
          json: () => JSON.parse(body).bankAccount,
          form: () =>
            Object.fromEntries(
              [...new URLSearchParams(body)].flatMap(([name, value]) =>
                name.startsWith("bankAccount.") ? [[name.slice(12), value]] : []
              )
            ),
          soap: () => Object.fromEntries(Object.keys(fields).map((name) => [name, texts(infoset(body), name)[0]]))
        }
        expect(said[encoding]()).toEqual(fields)
      })
    )

    it.effect("may be decided, and may not be anything else", () =>
      Effect.gen(function* () {
        const stage = (resultCode: string) =>
          Effect.flatMap(classic(encoding, [paid(encoding, "refundWithData", { resultCode })]), (ports) =>
            ports.unreferenced.refund(request)
          )
        expect((yield* stage("Authorised")).stage).toBe("succeeded")
        expect((yield* stage("Refused")).stage).toBe("failed")
        expect(yield* Effect.flip(stage("RedirectShopper"))).toMatchObject({
          reason: { _tag: "MalformedResponse" },
          outcome: "unknown"
        })
      })
    )

    it.effect("is not sent where the account is said not to have it", () =>
      Effect.gen(function* () {
        const ports = yield* classic(encoding, [], { account: { refundWithData: false } })
        expect(yield* Effect.flip(ports.unreferenced.refund(request))).toMatchObject({ _tag: "Unsupported" })
        expect(ports.sent).toEqual([])
      })
    )
  })
})

it.effect("what is nil in SOAP is not there", () =>
  Effect.gen(function* () {
    const nil = (name: string) => `<${name} xmlns="http://payment.services.adyen.com" xsi:nil="true"/>`
    const nothing = ["additionalData", "authCode", "refusalReason"].map(nil).join("")
    const golden = paid("soap", "authorise", { resultCode: "Authorised" }).body
    const body = golden.replace("<pspReference", `${nothing}<pspReference`)
    const ports = yield* classic("soap", [{ body }])
    const made = yield* ports.direct.authorise({ reference: "order-1", amount: eur(1500), card: card() })
    expect(Object.keys(made)).toEqual(["authorisation"])
  })
)
