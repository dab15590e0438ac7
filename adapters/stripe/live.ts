/**
 * Both faces of Stripe on a real test account: off unless the environment names its key. `docs/live-evidence.md` says how
 * to run them, and what such a run can and cannot show.
 *
 * What Stripe holds is read from its own API by code that shares nothing with the adapter.
 */
import { Subject } from "@paylayer/conformance"
import { HttpClient, layerFetch, Mac } from "@paylayer/core/adapter"
import { Recording, Shopper, Truth } from "@paylayer/simulator"
import * as MacLayer from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import * as Request from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "./src/index.ts"
import { toAmount } from "./src/simulator/currencies.ts"

type Environment = Readonly<Record<string, string | undefined>>

export interface Live {
  readonly subjects: ReadonlyArray<Subject.Subject>
  /** Why there are none, where there are none. */
  readonly why?: string
}

interface Account {
  readonly secretKey: Redacted.Redacted<string>
  /** Without a slash at its end. */
  readonly baseUrl: string
}

const stripe = "https://api.stripe.com"

/** The subjects that this environment allows: none without a test key, and none anywhere but at Stripe or on this machine. */
export const live = (environment: Environment): Live => {
  const secretKey = environment["PAYLAYER_LIVE_STRIPE_SECRET_KEY"]
  const baseUrl = environment["PAYLAYER_LIVE_STRIPE_BASE_URL"] ?? stripe
  if (!secretKey) return none("PAYLAYER_LIVE_STRIPE_SECRET_KEY is not set: no law is tried on a Stripe account.")
  if (!/^[rs]k_test_\w+$/.test(secretKey)) {
    return none(
      "PAYLAYER_LIVE_STRIPE_SECRET_KEY is not the key of a test account: it has to begin with sk_test_ or rk_test_, and laws " +
        "never run on a live one."
    )
  }
  if (baseUrl !== stripe && !isLoopback(baseUrl)) {
    return none(`PAYLAYER_LIVE_STRIPE_BASE_URL may only be ${stripe} or an address of this machine.`)
  }
  const account = { secretKey: Redacted.make(secretKey), baseUrl: baseUrl.replace(/\/$/, "") }
  return { subjects: [intents(account), checkout(account)] }
}

const none = (why: string): Live => ({ subjects: [], why })

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname)

/** No webhook arrives here: this secret is nobody's. */
const webhooks = StripeWebhooks.layer({ secrets: [Redacted.make("whsec_nobodys")], environment: "test" })

const common = { version: "0.0.0", evidence: "live", defaults: { returnUrl: "https://shop.example/back" } } as const

const intents = (account: Account): Subject.Subject =>
  Subject.make({
    ...common,
    name: "stripe intents, test account",
    layer: Layer.merge(StripeIntents.layer(account), webhooks),
    world: world(account, (reader, seen) =>
      Context.make(Truth.Truth, truth(reader, seen)).pipe(Context.add(Shopper.Shopper, shopper(reader)))
    ),
    secrets: [account.secretKey]
  })

/** Checkout's page is paid in a browser alone: no shopper. */
const checkout = (account: Account): Subject.Subject =>
  Subject.make({
    ...common,
    name: "stripe checkout, test account",
    layer: Layer.merge(StripeCheckout.layer(account), webhooks),
    world: world(account, (reader, seen) => Context.make(Truth.Truth, truth(reader, seen))),
    secrets: [account.secretKey]
  })

/** Names this process among all that ever used the account; the trials of one are counted. */
const run = globalThis.crypto.randomUUID().slice(0, 8)
let trials = 0

/**
 * The real Stripe, with what can be had of it. An account remembers a key for a day, and laws use few names for theirs:
 * so that no trial meets the keys of another one, each has a name of its own, put before every key.
 */
const world = <Controls>(
  account: Account,
  controls: (reader: Reader, seen: Recording.RecordingClient) => Context.Context<Controls>
): Layer.Layer<HttpClient | Mac | Controls> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const client = yield* HttpClient
      const seen = Recording.wrap(client)
      const trial = `${run}-${++trials}-`
      return controls(readerOf(client, account), seen).pipe(
        Context.add(HttpClient, named(seen, trial)),
        Context.add(Mac, yield* Mac)
      )
    })
  ).pipe(Layer.provide(platform))

const platform = Layer.merge(layerFetch, Layer.provide(MacLayer.layerWebCrypto, SecureRandom.layerWebCrypto))

const keyHeader = "idempotency-key"

const named = (client: HttpClient, trial: string): HttpClient =>
  Client.mapRequest(client, (request) => {
    const key = request.headers[keyHeader]
    return key === undefined ? request : Request.setHeader(request, keyHeader, trial + key)
  })

/** An object of Stripe's, as its documents name its members. */
type Wire = Readonly<Record<string, unknown>>

interface Answer {
  readonly status: number
  readonly body: Wire
}

/** The account by its own API, beside the adapter. */
interface Reader {
  readonly get: (path: string) => Effect.Effect<Wire>
  readonly post: (path: string, form: Readonly<Record<string, string>>) => Effect.Effect<Answer>
}

const readerOf = (client: HttpClient, { baseUrl, secretKey }: Account): Reader => {
  const send = (to: HttpClient, request: Request.HttpClientRequest): Effect.Effect<Answer> =>
    to
      .execute(
        request.pipe(
          Request.prependUrl(baseUrl),
          Request.bearerToken(secretKey),
          Request.setHeader("stripe-version", "2026-10-28.endive")
        )
      )
      .pipe(
        Effect.flatMap((answer) => Effect.map(answer.text, (text) => ({ status: answer.status, text }))),
        Effect.map(({ status, text }) => ({ status, body: JSON.parse(text) as Wire })),
        Effect.orDie
      )
  const patient = Client.retryTransient(client, { times: 3, schedule: Schedule.spaced("1 second") })
  return {
    get: (path) =>
      Effect.flatMap(send(patient, Request.get(path)), ({ body, status }) =>
        status === 200 ? Effect.succeed(body) : Effect.die(new Error(`GET ${path} is answered ${status}`))
      ),
    post: (path, form) => send(client, Request.post(path).pipe(Request.bodyUrlParams(form)))
  }
}

const creations = /\/v1\/(payment_intents|checkout\/sessions)$/

/** The ids of what this trial created, by the answers that came over the wire. */
const created = (seen: Recording.RecordingClient, kind: string): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(seen.exchanges, (exchanges) => {
    const ids = exchanges.flatMap(({ method, outcome, url }) =>
      method === "POST" &&
      creations.exec(new URL(url).pathname)?.[1] === kind &&
      outcome._tag === "Answered" &&
      outcome.status === 200
        ? [textOf((JSON.parse(outcome.body) as Wire)["id"])]
        : []
    )
    return [...new Set(ids)]
  })

const truth = (reader: Reader, seen: Recording.RecordingClient): Truth.Truth["Service"] => {
  const all = <A>(kind: string, read: (id: string) => Effect.Effect<A>) =>
    Effect.flatMap(created(seen, kind), (ids) => Effect.forEach(ids, read))
  const intentOf = (id: string) => reader.get(`/v1/payment_intents/${id}?expand[]=latest_charge`)
  const sessionOf = (id: string) => reader.get(`/v1/checkout/sessions/${id}?expand[]=line_items`)

  const authorisation = (id: string): Effect.Effect<ReadonlyArray<Truth.AuthorisationTruth>> =>
    Effect.gen(function* () {
      const intent = yield* intentOf(id)
      const charge = intent["latest_charge"] as Wire | null
      if (charge?.["status"] !== "succeeded") return []
      const refunds = yield* reader.get(`/v1/refunds?payment_intent=${id}&limit=100`)
      const card = (charge["payment_method_details"] as { readonly card?: Wire } | null)?.card
      const money = (minor: unknown) => toAmount(Number(minor), textOf(intent["currency"]))
      return [
        {
          id,
          session: id,
          authorised: money(card?.["amount_authorized"] ?? charge["amount"]),
          captured: money(charge["amount_captured"]),
          refunded: money(refunded(refunds["data"] as ReadonlyArray<Wire>)),
          released: intent["status"] !== "requires_capture"
        }
      ]
    })

  return Truth.Truth.of({
    sessions: Effect.gen(function* () {
      const alone = yield* all("payment_intents", (id) => Effect.map(intentOf(id), truthOfIntent))
      const sessions = yield* all("checkout/sessions", (id) => Effect.map(sessionOf(id), truthOfSession))
      return [...alone, ...sessions]
    }),
    authorisations: Effect.map(all("payment_intents", authorisation), (found) => found.flat())
  })
}

/** What came back to the shopper. Stripe lists what it never captured as refunds, too. */
const refunded = (refunds: ReadonlyArray<Wire>): number =>
  refunds
    .filter(({ reason, status }) => status === "succeeded" && !notRefunds.includes(textOf(reason)))
    .reduce((sum, { amount }) => sum + Number(amount), 0)

const notRefunds: ReadonlyArray<string> = ["expired_uncaptured_charge", "partial_capture"]

const intentStatuses: Readonly<Record<string, Truth.SessionStatus>> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "open",
  processing: "pending",
  requires_capture: "completed",
  canceled: "cancelled",
  succeeded: "completed"
}

/** What the merchant can say about a PaymentIntent besides the amount. */
const ofIntents =
  "application_fee_amount automatic_payment_methods capture_method confirmation_method customer description metadata " +
  "on_behalf_of payment_method_options receipt_email setup_future_usage shipping statement_descriptor transfer_group"

/** And about a session besides its items. */
const ofSessions =
  "automatic_tax client_reference_id customer customer_email expires_at locale metadata mode payment_method_types return_url " +
  "success_url ui_mode"

const members = (object: Wire, names: string): Wire =>
  Object.fromEntries(names.split(" ").map((name) => [name, object[name] ?? null]))

const truthOfIntent = (intent: Wire): Truth.SessionTruth => ({
  id: textOf(intent["id"]),
  reference: textOf((intent["metadata"] as Wire)["reference"]),
  amount: toAmount(Number(intent["amount"]), textOf(intent["currency"])),
  status: statusOf(intentStatuses, intent),
  rest: members(intent, ofIntents)
})

const truthOfSession = (session: Wire): Truth.SessionTruth => ({
  id: textOf(session["id"]),
  reference: textOf(session["client_reference_id"]),
  amount: toAmount(Number(session["amount_total"]), textOf(session["currency"])),
  status: statusOf({ open: "open", complete: "completed", expired: "expired" }, session),
  rest: {
    ...members(session, ofSessions),
    line_items: (session["line_items"] as { readonly data: ReadonlyArray<Wire> }).data.map((item) =>
      members(item, "id description quantity metadata")
    )
  }
})

/** An unknown status fails the trial: what it means for the law, nobody knows. */
const statusOf = (known: Readonly<Record<string, Truth.SessionStatus>>, { id, status }: Wire): Truth.SessionStatus => {
  const found = known[textOf(status)]
  if (found === undefined) throw new Error(`${textOf(id)} has a status that no document names: ${textOf(status)}`)
  return found
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/** Cards of docs.stripe.com/testing, by what becomes of them. What an issuer asks of the shopper only a browser can do. */
const cards: Partial<Readonly<Record<Shopper.Manner, string>>> = {
  pay: "pm_card_visa",
  decline: "pm_card_visa_chargeDeclined",
  challenge: "pm_card_threeDSecure2Required"
}

const refused = (why: string): Shopper.Submission & { readonly _tag: "Refused" } => ({ _tag: "Refused", why })

/** A shopper by the server's own key: what a browser with Elements would ask for, with one of Stripe's test cards. */
const shopper = ({ get, post }: Reader): Shopper.Shopper["Service"] => {
  /** The browser gets no PaymentIntent whose client secret it doesn't have. */
  const held = ({ id, token }: Shopper.Checkout) =>
    Effect.map(get(`/v1/payment_intents/${id}`), (intent) =>
      token === intent["client_secret"] ? intent : refused("not this PaymentIntent's client secret")
    )

  const confirm = (id: string, card: string): Effect.Effect<Shopper.Submission> =>
    Effect.map(
      post(`/v1/payment_intents/${id}/confirm`, { payment_method: card, return_url: common.defaults.returnUrl }),
      ({ body, status }) => {
        if (status === 200) return submission(body)
        const error = body["error"] as Wire
        return error["type"] === "card_error" ? { _tag: "Declined" } : refused(textOf(error["message"]))
      }
    )

  return Shopper.Shopper.of({
    open: (given) =>
      Effect.map(held(given), (intent) =>
        "_tag" in intent
          ? refused(textOf(intent["why"]))
          : { _tag: "Shown", amount: toAmount(Number(intent["amount"]), textOf(intent["currency"])) }
      ),
    submit: (given, manner = "pay") =>
      Effect.gen(function* () {
        const intent = yield* held(given)
        if ("_tag" in intent) return refused(textOf(intent["why"]))
        // Closing the page tells Stripe nothing.
        if (manner === "abandon") return { _tag: "Cancelled" } as const
        const card = cards[manner]
        return card === undefined ? refused(`no test card is for: ${manner}`) : yield* confirm(given.id, card)
      }),
    settle: () => Effect.succeed(refused("Stripe settles it when it likes"))
  })
}

const submission = (intent: Wire): Shopper.Submission => {
  switch (intent["status"]) {
    case "succeeded":
    case "requires_capture":
      return {
        _tag: "Authorised",
        authorisation: textOf(intent["id"]),
        amount: toAmount(Number(intent["amount"]), textOf(intent["currency"]))
      }
    case "processing":
      return { _tag: "Pending" }
    case "requires_action":
      return { _tag: "Challenged", finish: () => Effect.succeed(refused("only a browser can finish it")) }
    default:
      return { _tag: "Declined" }
  }
}

export const { subjects, why } = live(process.env)
