/** What a Stripe account holds, as far as one trial made it: read from its API, the amounts by the simulator's table. */
import { type Recording, Truth } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { toAmount } from "../../src/simulator/currencies.ts"
import { type Reader, textOf, type Wire } from "./account.ts"

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

/** What was read of an object holds until something is sent to it: a trial with many would read them all each time. */
const remembered = <A>(
  seen: Recording.RecordingClient,
  read: (id: string) => Effect.Effect<A>
): ((id: string) => Effect.Effect<A>) => {
  const known = new Map<string, { readonly sent: number; readonly value: A }>()
  return (id) =>
    Effect.gen(function* () {
      const about = (yield* seen.exchanges).filter(({ method, url }) => method === "POST" && url.includes(id))
      const sent = about.filter(({ outcome }) => outcome._tag !== "Pending").length
      const before = known.get(id)
      if (before?.sent === sent) return before.value
      const value = yield* read(id)
      known.set(id, { sent, value })
      return value
    })
}

/** The oracle of a trial: each object that it created, read anew from Stripe. */
export const make = (reader: Reader, seen: Recording.RecordingClient): Truth.Truth["Service"] => {
  const all = <A>(kind: string, read: (id: string) => Effect.Effect<A>) =>
    Effect.flatMap(created(seen, kind), (ids) => Effect.forEach(ids, read))
  const intentOf = (id: string) => reader.get(`/v1/payment_intents/${id}?expand[]=latest_charge`)
  const sessionOf = (id: string) => reader.get(`/v1/checkout/sessions/${id}?expand[]=line_items`)
  const intent = remembered(seen, (id) => Effect.map(intentOf(id), truthOfIntent))
  const session = remembered(seen, (id) => Effect.map(sessionOf(id), truthOfSession))

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
      const alone = yield* all("payment_intents", intent)
      return [...alone, ...(yield* all("checkout/sessions", session))]
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

/** What the merchant says about a PaymentIntent besides the amount: not which methods Stripe offers, which may depend on it. */
const ofIntents =
  "application_fee_amount automatic_payment_methods capture_method confirmation_method customer description metadata " +
  "on_behalf_of receipt_email setup_future_usage shipping statement_descriptor transfer_group"

/** And about a session besides its items. */
const ofSessions =
  "automatic_tax client_reference_id customer customer_email expires_at locale metadata mode return_url " +
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
