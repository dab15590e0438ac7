/** Stripe's document of amounts that change, and what holds us to it. */
import { type Document, law, row, test, without } from "./Document.ts"

const folder = "adapters/stripe/test"
const checkout = (title: string) => test(`${folder}/StripeCheckout.test.ts`, title)
const intents = (title: string) => test(`${folder}/StripeIntents.test.ts`, title)
const modifications = (title: string) => test(`${folder}/modifications/ports.test.ts`, title)
const simulatedIntents = (title: string) => test(`${folder}/simulator/intents.test.ts`, title)
const created = (title: string) => test(`${folder}/simulator/checkout.test.ts`, title)
const updated = (title: string) => test(`${folder}/simulator/checkoutUpdate.test.ts`, title)
const payment = (title: string) => test(`${folder}/simulator/payment.test.ts`, title)
const increments = (title: string) => test(`${folder}/simulator/modifications/increments.test.ts`, title)
const sdk = (title: string) => test("test/interop/stripe.test.ts", title)
/** The programs of our own guide for the browser, held against the types of Stripe.js. */
const guide = test("test/docs/examples.test.ts", '"compile"')

const raised = test(
  `${folder}/coverage/intents.test.ts`,
  "an intent that is %s has its amount raised and lowered, and stays so"
)
const itemised = checkout("keeps the ids of items, whatever their order, and drops and adds the others")
const whole = updated("takes the whole array: an id keeps, none adds, the order counts, who isn't named goes")
const amountAlone = intents("is updated by what changes alone, and keeps its reference")
const inEachState = simulatedIntents("of the amount in %s")
const refetched = payment("shows the amount that the browser fetches, also after an update, and gives no token")
const bySdk = sdk("update the whole array of items, expire")

export const stripe: Document = {
  title: "Stripe: Dynamically update payment amounts",
  paragraphs: [
    {
      heading: "Dynamically update payment amounts",
      rows: [
        row(
          "operation",
          "The amount of a Checkout Session changes when the customer chooses something else.",
          itemised,
          whole,
          law("SES-02", "stripe checkout")
        ),
        row(
          "operation",
          "The amount of a PaymentIntent does, too.",
          amountAlone,
          inEachState,
          law("INT-02", "stripe intents")
        ),
        row(
          "operation",
          "The server computes the total, then updates the PaymentIntent.",
          amountAlone,
          law("SES-08", "stripe intents")
        )
      ]
    },
    {
      heading: "Common use cases",
      rows: [
        row("example", "Add-ons come and go.", itemised, whole),
        row(
          "example",
          "Another way of shipping, or another speed.",
          itemised,
          updated("of a price keeps the item's id and what it doesn't name")
        ),
        row("example", "More services or charges.", itemised, bySdk),
        row(
          "example",
          "A discount or store credit makes it cheaper, or its end dearer.",
          law("SES-02", "stripe checkout"),
          law("INT-02", "stripe intents")
        )
      ]
    },
    {
      heading: "Security best practices",
      rows: [
        row(
          "constraint",
          "The amount is the server's; prices from the client are not trusted.",
          law("SES-08", "stripe checkout"),
          law("SES-08", "stripe intents"),
          payment("pays the amount of the last update")
        ),
        without(
          "constraint",
          "The update is authorised by the merchant's own rules, such as a largest quantity.",
          "which changes a merchant allows is decided before the layer is asked; it knows totals, and no catalogue"
        ),
        row(
          "constraint",
          "Only sessions are updated that are active.",
          checkout("because it was paid is NotUpdatable"),
          checkout("because it was ended is SessionExpired"),
          updated("is refused once the session is %s"),
          law("SES-06", "stripe checkout"),
          law("SES-07", "stripe checkout")
        )
      ]
    },
    {
      heading: "Constraints and behavior",
      rows: [
        row(
          "status",
          "requires_payment_method: the amount may change.",
          raised,
          inEachState,
          law("INT-01", "stripe intents")
        ),
        row(
          "status",
          "requires_confirmation: the amount may change.",
          raised,
          inEachState,
          law("INT-01", "stripe intents")
        ),
        row(
          "status",
          "An open Checkout Session: its amount may change.",
          checkout("reads, and sends the one item with its id"),
          whole,
          law("SES-02", "stripe checkout")
        ),
        row(
          "constraint",
          "After the confirmation the amount is not raised any more.",
          intents("that is paid, reserved, under way or cancelled says so to old values"),
          inEachState,
          law("INT-01", "stripe intents"),
          law("SES-07", "stripe intents")
        ),
        row(
          "constraint",
          "Generally: where the card has incremental authorisation, what is held may be raised.",
          modifications("adjusts upwards to a new total"),
          increments("is to a new total, any number of times"),
          law("ADJ-01", "stripe intents, all features")
        )
      ]
    },
    {
      heading: "Checkout Sessions API: Update the client SDK",
      rows: [
        row(
          "browser",
          "With Elements the call to the server runs in runServerUpdate, and state and totals are fetched again.",
          guide,
          refetched,
          law("SES-14", "stripe checkout")
        ),
        row(
          "constraint",
          "It is for Elements (embedded components): pages of Stripe's own take no other items.",
          checkout("that nobody may update is locked, and so is one of another page"),
          updated("of items in %s")
        )
      ]
    },
    {
      heading: "HTML + JS",
      rows: [
        row(
          "browser",
          "initCheckoutElementsSdk takes the client secret.",
          guide,
          payment("needs its own client secret"),
          checkout("sends a total as one item")
        ),
        row("example", "loadActions, then runServerUpdate around a fetch.", guide),
        row(
          "example",
          "A refusal shows as an error: the document looks at response.ok, the type has success and error, and our guide follows the type.",
          guide
        ),
        without(
          "parameter",
          "The beta custom_checkout_server_updates_1, if an integration needs it.",
          "the document calls it optional, and current Stripe.js has runServerUpdate without it; no request of the server shows it"
        ),
        row(
          "constraint",
          "The browser sends which product, and the server has the price.",
          law("SES-08", "stripe checkout"),
          guide
        )
      ]
    },
    {
      heading: "React",
      rows: [
        without(
          "example",
          "useCheckout, with its states loading, error and success, gives runServerUpdate and the id.",
          "the repository has no React; what the server sees of it is what it sees of the other example"
        )
      ]
    },
    {
      heading: "Checkout Sessions API: Create server endpoints",
      rows: [
        row(
          "constraint",
          "The server computes and checks amounts.",
          checkout("of items %s is refused, and nothing is sent"),
          updated("refused changes nothing"),
          law("SES-11", "stripe checkout")
        ),
        row(
          "operation",
          "line_items with price_data add what no catalogue has.",
          checkout("sends a total as one item"),
          checkout("sends the caller's items, the end and the way of capturing"),
          whole,
          bySdk
        ),
        row(
          "constraint",
          "Items or prices that change have total and taxes computed anew.",
          checkout("is the session's with automatic tax, and lasts when it is locked"),
          updated("%o of 20.00"),
          law("SES-18", "stripe checkout")
        )
      ]
    },
    {
      heading: "Checkout Sessions API: Node",
      rows: [
        row(
          "operation",
          "The session is retrieved first.",
          checkout("reads, and sends the one item with its id"),
          created("gives what create gave, with the items where they are asked for"),
          sdk("create, retrieve, list line items")
        ),
        row(
          "error",
          "A complete or expired one is refused.",
          checkout("because it was paid is NotUpdatable"),
          checkout("because it was ended is SessionExpired"),
          updated("is refused once the session is %s"),
          sdk("update a complete session")
        ),
        row(
          "parameter",
          "expires_at: in seconds.",
          updated("comes at expires_at, not a millisecond before"),
          created("expires after %i seconds: %i"),
          law("SES-16", "stripe checkout")
        ),
        without(
          "error",
          "A product that nobody knows is refused.",
          "the catalogue is the merchant's, before the layer is asked"
        ),
        row(
          "parameter",
          "price_data: currency, product_data.name and unit_amount; quantity 1.",
          checkout("sends a total as one item"),
          created("refuses %s"),
          bySdk
        ),
        row(
          "constraint",
          "The example sends the new item alone, which drops the others: what is sent is the whole list.",
          itemised,
          checkout("of a caller's items by the amount alone is refused, and nothing is sent"),
          whole
        ),
        row(
          "example",
          "The answer has id and amount_total.",
          checkout("is TotalDiffers at an update, and the items from before are put back"),
          whole,
          bySdk
        ),
        row(
          "error",
          "Whatever Stripe refuses is told, and changes nothing.",
          updated("refused changes nothing"),
          law("ERR-01", "stripe checkout")
        )
      ]
    },
    {
      heading: "Payment Intents API: Recalculate and update the total on the server",
      rows: [
        row(
          "operation",
          "The client says what changed; the server computes the total and updates the PaymentIntent.",
          amountAlone,
          inEachState,
          law("INT-02", "stripe intents")
        ),
        row(
          "operation",
          "The PaymentIntent, or its client_secret, goes back to the client.",
          intents("has the client secret as its token, and is locked here"),
          inEachState,
          sdk("create, retrieve, update, confirm")
        )
      ]
    },
    {
      heading: "Payment Intents API: Node",
      rows: [
        row(
          "example",
          "update(id, { amount }) answers id, amount and client_secret, which stays.",
          amountAlone,
          inEachState,
          sdk("create, retrieve, update, confirm")
        ),
        row(
          "error",
          "A PaymentIntent that cannot be updated is an error.",
          intents("that is paid, reserved, under way or cancelled says so to old values"),
          sdk("of an amount have the whole PaymentIntent inside"),
          law("ERR-01", "stripe intents")
        )
      ]
    },
    {
      heading: "Payment Intents API: Update the client and confirm",
      rows: [
        row(
          "constraint",
          "Client and server are kept the same by the merchant.",
          law("SES-14", "stripe intents"),
          refetched
        ),
        row("browser", "After an update the page is refreshed.", guide, refetched),
        row(
          "browser",
          "The customer confirms, and pays the last amount.",
          payment("pays the amount of the last update"),
          sdk("are paid by the browser with the client secret"),
          law("SES-08", "stripe intents")
        )
      ]
    }
  ]
}
