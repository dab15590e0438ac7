/** Each request and each answer that Adyen's documents of the Classic API show. */
import { describe, expect, it } from "vitest"
import * as notifications from "../../../src/simulator/classic/notifications.ts"
import { parse } from "../../../src/simulator/classic/xml.ts"
import type { Item } from "../../../src/simulator/modifications/item.ts"
import * as form from "../../documented/classic/form.ts"
import * as json from "../../documented/classic/json.ts"
import * as soap from "../../documented/classic/soap.ts"
import * as specification from "../../documented/classic/specification.ts"
import { infoset, texts } from "./infoset.ts"
import { merchantAccount, open } from "./world.ts"

const pairs = (text: string) => [...new URLSearchParams(text)]

describe("JSON", () => {
  const {
    adjustAuthorisation,
    authorise,
    notification: _,
    refundWithData,
    voidByReference,
    voidByTender,
    ...others
  } = json
  it.each(Object.entries({ ...others, adjustAuthorisation }))("%s", (operation, { answer, request }) => {
    const world = open({ references: [answer.pspReference] })
    const payment = world.paid(request.originalReference)
    expect(world.json(operation, request)).toEqual({ status: 200, body: answer })
    expect(payment.modifications).toMatchObject([{ psp: answer.pspReference, reference: request.reference }])
  })

  it.each(Object.entries({ authorise, refundWithData }))("%s", (operation, { answer, request }) => {
    const { pspReference } = answer
    const world = open({ references: [pspReference], ...("authCode" in answer ? { authCode: answer.authCode } : {}) })
    expect(world.json(operation, request)).toEqual({ status: 200, body: answer })
    expect(world.told()).toMatchObject([{ pspReference, merchantReference: request.reference, success: true }])
  })

  it.each(Object.entries({ voidByReference, voidByTender }))("%s", (_, { request }) => {
    const world = open({ references: [specification.voidByTender.answer.pspReference] })
    const answer = world.json("voidPendingRefund", request)
    expect(answer).toEqual({ status: 200, body: specification.voidByTender.answer })
  })
})

describe("JSON of the specification", () => {
  const { errors: _, technicalCancel, voidByReference, voidByTender, ...others } = specification
  it.each(Object.entries(others))("%s", (operation, example) => {
    const { request } = example
    const answer = "answer" in example ? example.answer : { pspReference: "P", response: `[${operation}-received]` }
    const world = open({ references: [answer.pspReference] })
    world.paid(request.originalReference, { amount: { value: 1500n, currency: "USD" } })
    expect(world.json(operation, { ...request, merchantAccount })).toEqual({ status: 200, body: answer })
  })

  it.each([
    ["technicalCancel", technicalCancel],
    ["voidPendingRefund", voidByReference],
    ["voidPendingRefund", voidByTender]
  ])("%s", (operation, { answer, request }) => {
    const world = open({ references: [answer.pspReference] })
    expect(world.json(operation, { ...request, merchantAccount })).toEqual({ status: 200, body: answer })
  })
})

describe("FORM", () => {
  it.each(Object.entries(form))("%s", (operation, { answer, request }) => {
    const [psp, original] = [answer, request].map((text) => new URLSearchParams(text))
    const reference = psp?.get("pspReference") ?? ""
    const world = open({ references: [reference] })
    const payment = world.paid(original?.get("originalReference") ?? "")
    const { body, headers, status } = world.send("form", operation, request)
    expect([status, pairs(body)]).toEqual([200, pairs(answer)])
    // As it is printed, too.
    expect(body).toBe(answer)
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded;charset=utf-8")
    expect(payment.modifications).toMatchObject([{ psp: reference, reference: "YourModificationReference" }])
  })
})

describe("SOAP", () => {
  const meant = (text: string | soap.Misprint) => (typeof text === "string" ? text : soap.corrected(text))
  const { corrected: _, misprints, notification: __, ...examples } = soap
  it.each(Object.entries(examples))("%s", (operation, example) => {
    const [answer, request] = [meant(example.answer), meant(example.request)]
    const [pspReference = ""] = texts(infoset(answer), "pspReference")
    const [original] = texts(infoset(request), "originalReference")
    const [authCode] = texts(infoset(answer), "authCode")
    const world = open({ references: [pspReference], ...(authCode === undefined ? {} : { authCode }) })
    const payment = original === undefined ? undefined : world.paid(original)
    const { body, headers, status } = world.send("soap", operation, request)
    expect(status).toBe(200)
    expect(infoset(body)).toEqual(infoset(answer))
    expect(headers["content-type"]).toBe("text/xml;charset=utf-8")
    if (payment !== undefined) {
      expect(payment.modifications).toMatchObject([{ psp: pspReference, reference: "YourModificationReference" }])
    }
  })

  it.each(Object.entries(misprints))("%s is a misprint: it can't be read as it is", (_, misprint) => {
    expect(() => infoset(misprint.printed)).toThrow()
    expect(parse(misprint.printed)).toBeUndefined()
    expect(parse(soap.corrected(misprint))?.name).toBe("Envelope")
  })

  it("a misprinted request is refused", () => {
    const world = open()
    const payment = world.paid("8814689190961342")
    const { body, status } = world.send("soap", "", soap.adjustAuthorisation.request.printed)
    expect([status, texts(infoset(body), "faultstring")[0]]).toEqual([
      500,
      'validation 702 Unexpected input: ", expected: }'
    ])
    expect(payment.modifications).toEqual([])
  })
})

describe("notifications", () => {
  const item: Item = {
    live: false,
    additionalData: {},
    amount: { value: 1700n, currency: "EUR" },
    eventCode: "AUTHORISATION_ADJUSTMENT",
    eventDate: "2017-10-09T11:10:03+02:00",
    merchantAccountCode: "TestMerchant",
    merchantReference: "YourModificationReference",
    originalReference: "8814689190961342",
    paymentMethod: "visa",
    pspReference: "8413547924780610",
    reason: "",
    success: true
  }
  const difference: Item = {
    ...item,
    amount: { value: 200n, currency: "EUR" },
    eventDate: "2017-10-23T13:37:31.00Z",
    pspReference: "8515087658508006"
  }

  it("SOAP", () => {
    expect(infoset(notifications.soap([item]))).toEqual(infoset(soap.notification))
  })

  it("flat JSON, and the same fields in FORM", () => {
    expect(JSON.parse(notifications.flatJson(difference))).toEqual(json.notification)
    expect(Object.fromEntries(pairs(notifications.form(difference)))).toEqual(json.notification)
  })
})
