/** The person in front of the browser, as far as Stripe lets a server with a test key play one. */
import { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { toAmount } from "../../src/simulator/currencies.ts"
import { type Reader, textOf, type Wire } from "./account.ts"

/** Cards of docs.stripe.com/testing, by what becomes of them. What an issuer asks of the shopper only a browser can do. */
const cards: Partial<Readonly<Record<Shopper.Manner, string>>> = {
  pay: "pm_card_visa",
  decline: "pm_card_visa_chargeDeclined",
  challenge: "pm_card_threeDSecure2Required"
}

type Refused = Extract<Shopper.Submission, { readonly _tag: "Refused" }>
const refused = (why: string): Refused => ({ _tag: "Refused", why })
const notTheirs = refused("not this PaymentIntent's client secret")

const returnUrl = "https://shop.example/back"

/** A shopper by the server's own key: what a browser with Elements would ask for, with one of Stripe's test cards. */
export const make = ({ get, post }: Reader): Shopper.Shopper["Service"] => {
  /** The browser gets no PaymentIntent whose client secret it doesn't have. */
  const held = ({ id, token }: Shopper.Checkout) =>
    Effect.map(get(`/v1/payment_intents/${id}`), (intent) => (token === intent["client_secret"] ? intent : undefined))

  const confirm = (id: string, card: string): Effect.Effect<Shopper.Submission> =>
    Effect.map(
      post(`/v1/payment_intents/${id}/confirm`, { payment_method: card, return_url: returnUrl }),
      ({ body, status }) => {
        if (status === 200) return submission(body)
        const error = body["error"] as Wire
        return error["type"] === "card_error" ? { _tag: "Declined" } : refused(textOf(error["message"]))
      }
    )

  return Shopper.Shopper.of({
    open: (given) =>
      Effect.map(held(given), (intent) =>
        intent === undefined ? notTheirs : { _tag: "Shown", amount: amountOf(intent) }
      ),
    submit: (given, manner = "pay") =>
      Effect.gen(function* () {
        if ((yield* held(given)) === undefined) return notTheirs
        // Closing the page tells Stripe nothing.
        if (manner === "abandon") return { _tag: "Cancelled" } as const
        const card = cards[manner]
        return card === undefined ? refused(`no test card is for: ${manner}`) : yield* confirm(given.id, card)
      }),
    settle: () => Effect.succeed(refused("Stripe settles it when it likes"))
  })
}

const amountOf = ({ amount, currency }: Wire) => toAmount(Number(amount), textOf(currency))

const submission = (intent: Wire): Shopper.Submission => {
  switch (intent["status"]) {
    case "succeeded":
    case "requires_capture":
      return { _tag: "Authorised", authorisation: textOf(intent["id"]), amount: amountOf(intent) }
    case "processing":
      return { _tag: "Pending" }
    case "requires_action":
      return { _tag: "Challenged", finish: () => Effect.succeed(refused("only a browser can finish it")) }
    default:
      return { _tag: "Declined" }
  }
}
