/**
 * What the browser's Drop-in asks for, as @adyen/adyen-web 6.45.2 sends it: everything below `/test/`, because a client
 * with a `test_` key insists on `test` in its URLs.
 *
 * A payment's course is its method's, unless the name on it is `REFUSED`, `PENDING` or `RECEIVED`.
 */
import { Json, type Wire } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import * as bank from "./bank.ts"
import { type Refusal, refusal, toWire } from "./errors.ts"
import type { Session } from "./ledger.ts"
import type { Names } from "./names.ts"
import type { Course, Payments, Submitted } from "./payments.ts"

/** Where `_environmentUrls` of Drop-in have to point. */
export const environmentUrls = (origin: string) => ({
  api: `${origin}${paths.api}`,
  analytics: `${origin}${paths.analytics}`,
  cdn: { images: `${origin}${paths.cdn}`, translations: `${origin}${paths.cdn}` }
})

export const root = "/test/"
const paths = {
  api: "/test/checkoutshopper/",
  analytics: "/test/checkoutanalytics/",
  cdn: "/test/cdn/checkoutshopper/",
  bank: "/test/bank"
} as const

interface Method {
  readonly shown: Json.JsonObject
  readonly course: Course
}

/** What a session offers, in this order. */
const methods: Readonly<Record<string, Method>> = {
  sepadirectdebit: { shown: { name: "SEPA Direct Debit", type: "sepadirectdebit" }, course: "Authorised" },
  ideal: { shown: { name: "iDEAL", type: "ideal" }, course: "Redirect" },
  mbway: { shown: { name: "MB WAY", type: "mbway" }, course: "Await" },
  scheme: { shown: { name: "Cards", type: "scheme", brands: ["visa", "mc"] }, course: "Authorised" }
}

/** What the name on a payment (`ownerName`, `holderName`) makes of it. */
const names: Readonly<Record<string, Course>> = { REFUSED: "Refused", PENDING: "Pending", RECEIVED: "Received" }

const offered = ({ held }: Session): ReadonlyArray<string> => {
  const { allowedPaymentMethods: allowed, blockedPaymentMethods: blocked } = held
  return Object.keys(methods).filter(
    (type) => (!Array.isArray(allowed) || allowed.includes(type)) && !(Array.isArray(blocked) && blocked.includes(type))
  )
}

export interface Environment {
  readonly payments: Payments
  readonly sessions: ReadonlyMap<string, Session>
  readonly names: Names
  readonly positions: Positions
  readonly clientKey: string
}

type Answer = Result.Result<Json.JsonObject, Refusal>

const cors = { "access-control-allow-origin": "*" }
const preflight: Wire.WireResponse = {
  status: 204,
  headers: {
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "5"
  },
  body: ""
}
const json = (body: Json.Value): Wire.WireResponse => ({
  status: 200,
  headers: { "content-type": "application/json;charset=utf-8" },
  body: Json.stringify(body)
})
const html = (body: string): Wire.WireResponse => ({
  status: 200,
  headers: { "content-type": "text/html;charset=utf-8" },
  body
})

/** Answers a request whose path begins with `root`. */
export const answer = (request: Wire.WireRequest, environment: Environment): Wire.WireResponse => {
  const response = request.method === "OPTIONS" ? preflight : route(request, environment)
  return { ...response, headers: { ...response.headers, ...cors } }
}

const route = (request: Wire.WireRequest, environment: Environment): Wire.WireResponse => {
  const { method, path } = request
  if (method === "POST" && path.startsWith(paths.api)) {
    const told = shopper(path.slice(paths.api.length), request, environment)
    return Result.match(told, {
      onFailure: (refused) => refuse(refused, environment),
      onSuccess: json
    })
  }
  if (method === "POST" && path.startsWith(paths.analytics))
    return analytics(path.slice(paths.analytics.length), environment)
  if (method === "GET" && path === paths.bank) {
    const waiting = environment.payments.redirected(request.query.get("redirect") ?? "")
    if (waiting !== undefined) return html(bank.page(waiting.session, waiting.redirect))
  }
  if (method === "GET" && fingerprint.test(path)) return html("<!doctype html><title>Device fingerprint</title>")
  return refuse(refusal("noSuchPath", path), environment)
}

/** A 401 without `WWW-Authenticate`: browsers would ask the shopper for a password. */
const refuse = (refused: Refusal, { names }: Environment): Wire.WireResponse => {
  const { headers, ...response } = toWire(refused, names.pspReference())
  const { "www-authenticate": _, ...others } = headers
  return { ...response, headers: others }
}

/** The risk module's iframe; Drop-in doesn't wait for what it says. */
const fingerprint = /^\/test\/checkoutshopper\/assets\/html\/[^/]+\/dfp\.1\.0\.0\.html$/

const sessionPath = /^v1\/sessions\/([^/]+)\/(setup|payments|paymentDetails)$/

const shopper = (path: string, request: Wire.WireRequest, environment: Environment): Answer => {
  const { clientKey, payments, positions } = environment
  const [, id, action] = sessionPath.exec(path) ?? []
  if (action === undefined && path !== statusPath) return Result.fail(refusal("noSuchPath", request.path))
  if (request.query.get("clientKey") !== clientKey) {
    return Result.fail(refusal(positions.clientKey === "403" ? "notAllowed" : "unauthorised"))
  }
  const body = Json.parse(request.body)
  if (!Json.isObject(body)) return Result.fail(refusal("unexpectedInput"))
  switch (action) {
    case "setup":
      return Result.map(payments.setup(id!, body), shown)
    case "payments":
      return Result.map(pay(id!, body, environment), (submitted) => told(submitted, request, methodOf(body)))
    case "paymentDetails":
      return Result.map(payments.details(id!, body, detailsOf(body)), (submitted) => told(submitted, request, ""))
    default: {
      const state = payments.poll(textOf(body["paymentData"]))
      return state === undefined ? Result.fail(refusal("payload")) : Result.succeed(state)
    }
  }
}

const statusPath = "services/PaymentInitiation/v1/status"

const shown = (session: Session): Json.JsonObject => {
  const { countryCode, expiresAt = "", returnUrl = "", shopperLocale = "" } = session.held
  return {
    id: session.id,
    amount: amounts.toJson(session.amount),
    ...(countryCode === undefined ? {} : { countryCode }),
    expiresAt,
    returnUrl,
    shopperLocale,
    configuration: { enableStoreDetails: false },
    paymentMethods: { paymentMethods: offered(session).map((type) => methods[type]!.shown) },
    sessionData: session.sessionData.latest
  }
}

/** The browser tells how, never how much. */
const pay = (
  id: string,
  body: Json.JsonObject,
  { payments, sessions }: Environment
): Result.Result<Submitted, Refusal> => {
  const { paymentMethod } = body
  if (!Json.isObject(paymentMethod)) return Result.fail(refusal("required", "paymentMethod"))
  const { holderName, ownerName } = paymentMethod
  const session = sessions.get(id)
  const method = methodOf(body)
  if (session !== undefined && !offered(session).includes(method)) return Result.fail(refusal("unsupportedDetails"))
  const name = textOf(ownerName) || textOf(holderName)
  const course = Object.hasOwn(names, name) ? names[name]! : (methods[method]?.course ?? "Authorised")
  return payments.submit(id, body, method, course)
}

const textOf = (value: Json.Value | undefined): string => (typeof value === "string" ? value : "")

const methodOf = ({ paymentMethod }: Json.JsonObject): string =>
  Json.isObject(paymentMethod) ? textOf(paymentMethod["type"]) : ""

const detailsOf = ({ details, paymentData }: Json.JsonObject) => {
  const { payload, redirectResult } = Json.isObject(details) ? details : {}
  return { payload: textOf(payload), paymentData: textOf(paymentData), redirectResult: textOf(redirectResult) }
}

const told = (submitted: Submitted, { headers }: Wire.WireRequest, method: string): Json.JsonObject => {
  const { paymentData, redirect, resultCode, sessionData, sessionResult } = submitted
  return {
    ...(redirect === undefined
      ? {}
      : {
          action: {
            type: "redirect",
            method: "GET",
            paymentMethodType: method,
            url: `${originOf(headers)}${paths.bank}?redirect=${redirect.id}`
          }
        }),
    ...(paymentData === undefined ? {} : { action: { type: "await", paymentMethodType: method, paymentData } }),
    resultCode,
    sessionData,
    ...(sessionResult === undefined ? {} : { sessionResult })
  }
}

/** Where the browser reaches the simulator. */
const originOf = ({ host = "localhost" }: Readonly<Record<string, string>>): string =>
  `${/^(?:127\.0\.0\.1|localhost|\[::1\])(?::|$)/.test(host) ? "http" : "https"}://${host}`

/** Counted by nobody: an id for the attempt, then nothing. */
const analytics = (path: string, environment: Environment): Wire.WireResponse => {
  if (path === "v3/analytics") return json({ checkoutAttemptId: environment.names.checkoutAttempt() })
  return path.startsWith("v3/analytics/")
    ? json({})
    : refuse(refusal("noSuchPath", `${paths.analytics}${path}`), environment)
}
