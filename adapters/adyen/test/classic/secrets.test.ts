/** Whatever Adyen quotes, in whichever encoding: nothing of a card, an account or a credential is shown to anybody. */
import { inspect } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { AdyenClassic } from "../../src/index.ts"
import { classic, eur, key, type Ports } from "./scripted.ts"
import { answer, fault, type Name, names, refusal, type Reply } from "./wire.ts"

const canaries = {
  number: "4917610000000000",
  cvc: "731",
  holderName: "Canary <&> Holder",
  surname: "Holder",
  iban: "NL13C4N4RY0123456789",
  ownerName: "C4n4ry Owner",
  bic: "C4NARYXX",
  password: "c4n4ry-password",
  blob: "BQABc4n4ryBLOB=="
}
const expiries = ["3/2031", "03/2031", "03/31", "2031-03"]
const shown = [...Object.values(canaries), ...expiries]
/** Everything that Adyen was told, in one text. */
const quoted = shown.join(" ; ")

const card = AdyenClassic.card({
  number: canaries.number,
  cvc: canaries.cvc,
  expiryMonth: "3",
  expiryYear: "2031",
  holderName: canaries.holderName
})
const account = AdyenClassic.bankAccount({
  iban: canaries.iban,
  ownerName: canaries.ownerName,
  bic: canaries.bic,
  countryCode: "NL"
})
/** Three secrets of one payment; each call knows its own. */
const authorise = ({ direct }: Ports) => direct.authorise({ reference: "order-1", amount: eur(1500), card }, { key })
const refund = ({ unreferenced }: Ports) =>
  unreferenced.refund({ reference: "order-1", amount: eur(1500), to: { bankAccount: account } }, { key })

const ofCard = [canaries.number, canaries.cvc, canaries.holderName, canaries.password, ...expiries]
/** A credential is told in no call's fields: no answer to one quotes it. */
const told = ofCard.filter((secret) => secret !== canaries.password)
const ofAccount = [canaries.iban, canaries.ownerName, canaries.bic, canaries.password]

/** Everything that a program could print, log, trace or send away. */
const allThatIsSaid = (
  encoding: Name,
  reply: Reply,
  asked: (ports: Ports) => Effect.Effect<unknown, { readonly _tag: string }>
) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.NativeSpan> = []
    const logged: Array<unknown> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const logger = Layer.merge(
      Logger.layer([Logger.make(({ cause, message }) => void logged.push(message, Cause.pretty(cause)))]),
      Layer.succeed(References.MinimumLogLevel, "Trace")
    )
    const ports = yield* classic(encoding, [reply], {
      password: Redacted.make(canaries.password),
      retry: { attempts: 1 }
    })
    const exit = yield* asked(ports).pipe(
      Effect.tapError((error) => Effect.logError("it failed", error)),
      Effect.withSpan("the application"),
      Effect.withTracer(tracer),
      Effect.provide(logger),
      Effect.exit
    )
    expect(ports.sent).toHaveLength(1)
    expect(spans.length).toBeGreaterThan(0)
    const result = Exit.isFailure(exit) ? Cause.squash(exit.cause) : exit.value
    return {
      result,
      text: [
        inspect(result, { depth: 20, showHidden: true }),
        JSON.stringify(result),
        String(result),
        Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "",
        inspect(logged, { depth: 20 }),
        inspect(
          spans.map(({ attributes, events, name, status }) => ({ name, status, attributes: [...attributes], events })),
          { depth: 20 }
        )
      ].join("\n")
    }
  })

const hides = (text: string, secrets: ReadonlyArray<string>) => {
  for (const secret of secrets) expect(text).not.toContain(secret)
}

describe.each(names)("in %s", (encoding) => {
  it.effect.each([
    ["a refused request", 422, "validation", "101"],
    ["a code that nobody knows", 422, "validation", "77_777"],
    ["a configuration", 500, "configuration", "905"],
    ["a failure of Adyen's", 500, "internal", "701"],
    ["credentials", 403, "security", "901"]
  ] as const)("the error about %s quotes nothing of it", ([, status, errorType, errorCode]) =>
    Effect.gen(function* () {
      const reply = refusal(encoding, { status, errorType, errorCode, message: `no: ${quoted}` })
      const ofThe = yield* allThatIsSaid(
        encoding,
        { ...reply, headers: { pspreference: quoted.slice(0, 60) } },
        authorise
      )
      hides(ofThe.text, ofCard)
      expect(ofThe.text).toContain("<redacted>")
      hides((yield* allThatIsSaid(encoding, reply, refund)).text, ofAccount)
    })
  )

  it.effect("a refusal of the issuer quotes nothing of it", () =>
    Effect.gen(function* () {
      const said = {
        pspReference: "8814689190961342",
        refusalReason: quoted,
        additionalData: { refusalReasonRaw: quoted }
      }
      const refused = { body: answer(encoding, "authorise", { ...said, resultCode: "Refused" }) }
      const { result, text } = yield* allThatIsSaid(encoding, refused, authorise)
      expect(result).toMatchObject({ _tag: "AuthorisationRefused" })
      expect(text).toContain("<redacted>")
      hides(text, told)
      const odd = { body: answer(encoding, "authorise", { ...said, resultCode: quoted }) }
      const surname = { body: answer(encoding, "authorise", { ...said, resultCode: canaries.surname }) }
      const undecided = yield* allThatIsSaid(encoding, surname, authorise)
      expect(undecided.result).toMatchObject({ _tag: "AuthorisationUndecided", resultCode: "<redacted>" })
      const malformed = yield* allThatIsSaid(encoding, odd, authorise)
      expect(malformed.result).toMatchObject({ reason: { _tag: "MalformedResponse" } })
      hides(malformed.text, shown)
    })
  )

  it.effect("an answer that cannot be read quotes nothing of it", () =>
    Effect.gen(function* () {
      for (const body of [
        quoted,
        `<a>${quoted}</b>`,
        `{"${quoted}`,
        answer(encoding, "capture", { response: quoted })
      ]) {
        const { result, text } = yield* allThatIsSaid(encoding, { body }, authorise)
        expect(result).toMatchObject({ reason: { _tag: "MalformedResponse" } })
        hides(text, shown)
      }
    })
  )

  it.effect("an authorisation and a refund hold nothing of it", () =>
    Effect.gen(function* () {
      const body = answer(encoding, "authorise", {
        pspReference: "8814689190961342",
        resultCode: "Authorised",
        authCode: "83152",
        additionalData: { cardHolderName: canaries.holderName, adjustAuthorisationData: canaries.blob }
      })
      hides((yield* allThatIsSaid(encoding, { body }, authorise)).text, shown)
      const received = answer(encoding, "refundWithData", { pspReference: "1", resultCode: "Received" })
      hides((yield* allThatIsSaid(encoding, { body: received }, refund)).text, shown)
    })
  )
})

describe("card data", () => {
  it("is hidden once it is made", () => {
    for (const hidden of [card, account]) {
      hides(inspect(hidden, { depth: 9 }) + JSON.stringify(hidden) + Object.values(hidden).join(), shown)
    }
  })

  it.effect("is not in what is refused before the wire", () =>
    Effect.gen(function* () {
      const ports = yield* classic("soap", [fault("x")])
      const wrong = AdyenClassic.card({
        number: `${canaries.number}x`,
        cvc: `${canaries.cvc}99`,
        expiryMonth: "13",
        expiryYear: "2031",
        holderName: `${canaries.holderName}\n`
      })
      const error = yield* Effect.flip(ports.direct.authorise({ reference: "order-1", amount: eur(1500), card: wrong }))
      expect(ports.sent).toEqual([])
      hides(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error) + String(error), shown)
    })
  )
})
