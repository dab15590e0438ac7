/** Stripe's official SDK in front of a simulated Stripe that is served to it, by plain HTTP on loopback. */
import { StripeSimulator } from "@paylayer/stripe/simulator"
import { Stripe } from "stripe"
import { serve, type Served } from "./served.ts"

export const { secretKey, webhookSecret } = StripeSimulator.credentials

/** What a card can have, and an account may offer. */
export const features = { multicapture: true, incrementalAuthorisation: true, overcapture: 20 } as const

export const clientOf = ({ port }: Pick<Served, "port">, maxNetworkRetries = 0): Stripe =>
  new Stripe(secretKey, {
    host: "127.0.0.1",
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries,
    timeout: 5000
  })

/** A served Stripe, and the SDK in front of it. */
export const open = async (options: StripeSimulator.Options = {}) => {
  const served = await serve(StripeSimulator.make(options))
  return { ...served, stripe: clientOf(served) }
}

/** A PaymentIntent of 15.00 USD that is captured only when asked, and asks for whatever the card has. */
export const manual = {
  amount: 1500,
  currency: "usd",
  capture_method: "manual",
  payment_method_options: {
    card: {
      request_multicapture: "if_available",
      request_incremental_authorization: "if_available",
      request_overcapture: "if_available"
    }
  }
} as const satisfies Stripe.PaymentIntentCreateParams

/** Paid with a test card, at once: the money is reserved, or taken. */
export const pay = async (stripe: Stripe, params: Stripe.PaymentIntentCreateParams = manual) => {
  const paid = await stripe.paymentIntents.create({
    payment_method: "pm_card_visa",
    ...params,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    expand: ["latest_charge"]
  })
  if (paid.latest_charge === null || typeof paid.latest_charge === "string") throw new Error("expected the charge")
  return { id: paid.id, intent: paid, charge: paid.latest_charge }
}

/** The error that the SDK throws. */
export const thrown = async (promise: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error("expected the SDK to throw")
}
