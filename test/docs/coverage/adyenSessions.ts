/** Adyen's document of a session's amount and result, and what holds us to it. */
import { type Document, law, row, test, without } from "./Document.ts"

const folder = "adapters/adyen/test"
const adapter = (title: string) => test(`${folder}/AdyenCheckout.test.ts`, title)
const options = (title: string) => test(`${folder}/sessions/options.test.ts`, title)
const capture = (title: string) => test(`${folder}/sessions/capture.test.ts`, title)
const events = (title: string) => test(`${folder}/webhooks/events.test.ts`, title)
const create = (title: string) => test(`${folder}/simulator/sessions.test.ts`, title)
const patch = (title: string) => test(`${folder}/simulator/patch.test.ts`, title)
const payment = (title: string) => test(`${folder}/simulator/payment.test.ts`, title)
const result = (title: string) => test(`${folder}/simulator/result.test.ts`, title)
const browser = (title: string) => test(`${folder}/simulator/browser.test.ts`, title)
const idempotency = (title: string) => test(`${folder}/simulator/idempotency.test.ts`, title)
const assumed = (title: string) => test(`${folder}/simulator/assumptions.test.ts`, title)
const decisions = (title: string) => test(`${folder}/simulator/modifications/decisions.test.ts`, title)
const recorded = (title: string) => test("test/interop/adyen-browser.test.ts", title)
const library = (title: string) => test("test/interop/adyen.test.ts", title)
/** The programs of our own guide for the browser, held against the types of adyen-web. */
const guide = test("test/docs/examples.test.ts", '"compile"')

const opened = adapter("sends what the document shows, and gives an open session")
const patched = adapter("PATCH the amount with the token that the server got last")
const locked = adapter("lock as the document shows, and send nothing for the same amount again")
const asked = adapter("is asked for once, the proof encoded")
const answered = create("answers as the document shows")
const changes = patch("changes the amount as often as one likes, with a new sessionData each time")
const beforeSubmit = recorded("setup, beforeSubmit with PATCH, payments, result")

export const adyenSessions: Document = {
  title: "Adyen: optional server configuration (Sessions: update the amount, get the result)",
  paragraphs: [
    {
      heading: "Update the payment amount of the session",
      rows: [
        row(
          "operation",
          "Between creation and submission the amount may change, up and down.",
          patched,
          changes,
          law("SES-02", "adyen")
        ),
        row(
          "constraint",
          "The shopper pays the new total.",
          payment("pays what the session holds by then"),
          library("changes the amount, then makes the session payable"),
          law("SES-08", "adyen")
        )
      ]
    },
    {
      heading: "Create a session",
      rows: [
        row(
          "parameter",
          "payable: false at the creation, or the amount cannot be updated.",
          opened,
          adapter("of a final amount says nothing of payable, and gives a locked session"),
          create("says payable only where it was said, and without it the shopper may submit at once"),
          patch("refuses what is final from the start")
        ),
        row("operation", "POST /v72/sessions on checkout-test.adyen.com.", opened, create("are served below %s")),
        row("parameter", "x-api-key: the credentials.", opened, create("by %s"), create("is required: %s")),
        row("parameter", "content-type: JSON.", opened, create('"no JSON"')),
        row(
          "parameter",
          "idempotency-key.",
          opened,
          idempotency("makes one session, and the same answer again"),
          law("IDM-01", "adyen")
        ),
        row("parameter", "merchantAccount.", opened, create("no merchantAccount"), create("another merchantAccount")),
        row(
          "parameter",
          "amount: value in minor units, and currency.",
          adapter("counts as Adyen does"),
          create("a negative amount"),
          create("an unknown currency"),
          law("MNY-01", "adyen")
        ),
        row(
          "parameter",
          "returnUrl.",
          adapter("needs a returnUrl, of the request or of the options"),
          create("no returnUrl")
        ),
        row("parameter", "reference.", options("reference 80, returnUrl 1024"), create("no reference")),
        row("parameter", "deliverAt: a date.", opened, options('deliverAt: "2026-07-30T10:15:30+01:00"'), answered),
        row(
          "parameter",
          "countryCode.",
          opened,
          options("that are wrong are all named at once"),
          create("a country in lower case")
        ),
        row("example", "The request.", opened, answered),
        row(
          "constraint",
          "The answer has to say payable: false.",
          adapter("is locked if the answer says ${what} of payable"),
          answered,
          law("SES-15", "adyen")
        ),
        row(
          "example",
          "The answer: the request's fields, expiresAt with its offset, id and sessionData.",
          opened,
          answered
        ),
        row(
          "example",
          "The answer's shopperLocale, nl-NL for NL; elsewhere en-US was recorded, so that it is a switch.",
          assumed("of-the-country")
        )
      ]
    },
    {
      heading: "Update the session amount",
      rows: [
        row("operation", "PATCH /sessions/{sessionId}.", patched, changes, law("SES-03", "adyen")),
        row(
          "parameter",
          "sessionId, in the path, required.",
          patched,
          patch("refuses the sessionData of another session"),
          library("an unknown session")
        ),
        row(
          "parameter",
          "sessionData, required: the one of the creation, as the prose has it, or the browser's latest, as the code has it.",
          patched,
          adapter("use the browser's token where it is given"),
          patch("no sessionData"),
          assumed("latest-or-first"),
          law("SES-14", "adyen, latest or first")
        ),
        row(
          "parameter",
          "amount.value, required: minor units.",
          patched,
          patch("half an amount"),
          patch("a negative amount"),
          law("MNY-01", "adyen")
        ),
        row(
          "parameter",
          "amount.currency, required: three letters of ISO 4217.",
          patched,
          patch("an unknown currency"),
          law("SES-10", "adyen")
        ),
        row(
          "parameter",
          "payable: true makes it final and ready.",
          locked,
          patch("with payable: true is the last one"),
          library("changes the amount, then makes the session payable")
        ),
        row(
          "constraint",
          "With payable: false another PATCH has to say true before the shopper can submit.",
          recorded("a payment without PATCH"),
          payment("can't %s while it isn't payable"),
          law("SES-05", "adyen")
        ),
        row(
          "parameter",
          "payable may be left out; what that leaves is open, and a switch.",
          assumed("makes-payable"),
          patched
        ),
        row(
          "constraint",
          "After payable: true there is no other update.",
          locked,
          adapter('why: "refused-by-provider", code: "77_777"'),
          patch("with payable: true is the last one"),
          law("SES-04", "adyen")
        ),
        row("example", "The request: 100.00 EUR, final.", locked, patch("with payable: true is the last one")),
        row(
          "parameter",
          "idempotency-key, in the example of PATCH; whether it counts there is a switch.",
          patched,
          idempotency("changes an amount once"),
          law("IDM-01", "adyen, latest or first")
        ),
        row("example", "The answer is a new sessionData.", patched, changes)
      ]
    },
    {
      heading: "Update the amount in Drop-in",
      rows: [
        without(
          "browser",
          "The amount on the page changes as often as the cart, without a request to the server.",
          "happens within adyen-web; no request leaves the page, so that neither side of ours sees it"
        ),
        row(
          "constraint",
          "The server's update is needed only before the shopper submits.",
          beforeSubmit,
          recorded("a payment without PATCH"),
          law("SES-14", "adyen")
        )
      ]
    },
    {
      heading: "Show the updated amount to the shopper",
      rows: [
        row(
          "example",
          "update({ amount }, { shouldReinitializeCheckout: false }): the call that our guide shows has adyen-web's types.",
          guide
        ),
        row(
          "browser",
          "The payment form shows the new amount; so does a page that loads the session again.",
          browser("shows the amount of an update, and goes on with an older sessionData"),
          law("SES-14", "adyen")
        )
      ]
    },
    {
      heading: "Update the server-side session data before payment",
      rows: [
        row("browser", "beforeSubmit has the server PATCH the session.", beforeSubmit, guide),
        row(
          "browser",
          "The new sessionData goes into actions.resolve.",
          beforeSubmit,
          recorded("resolve(data) after a PATCH: the sessionData of /setup is stale"),
          payment("can't pay with a sessionData from before, nor without one")
        ),
        row(
          "constraint",
          "The total is the server's, never the browser's.",
          adapter("use the browser's token where it is given"),
          law("SES-08", "adyen")
        ),
        row(
          "example",
          "The session of component.core, patchSession on the server, resolve with its answer.",
          guide,
          beforeSubmit
        ),
        row(
          "browser",
          "Where that fails, actions.reject: in our guide, and nothing was paid.",
          guide,
          payment("can't %s while it isn't payable")
        )
      ]
    },
    {
      heading: "Get the result of the payment session on your payment server",
      rows: [
        row(
          "operation",
          "GET /sessions/{id}?sessionResult={sessionResult}.",
          asked,
          result("of a payment is completed, with what was paid"),
          library("after a payment of %s: %s")
        ),
        row("parameter", "id: of the creation.", asked, result("of a payment is completed, with what was paid")),
        row(
          "parameter",
          "sessionResult: of onPaymentCompleted or onPaymentFailed.",
          asked,
          browser("of %s: %s"),
          result("has characters that a query must encode"),
          law("SES-13", "adyen")
        ),
        row(
          "example",
          "curl with v70, and a library's getResultOfPaymentSession.",
          adapter("name the address"),
          library("after a payment of %s: %s")
        ),
        row(
          "parameter",
          "Live has a prefix of its own in the address.",
          adapter("take no live prefix that leads elsewhere"),
          adapter("name the address")
        ),
        row(
          "example",
          "The answer: id, reference, status, and payments with amount, paymentMethod, pspReference and resultCode.",
          asked,
          result("of a payment is completed, with what was paid")
        ),
        row(
          "parameter",
          "additionalData depends on the payment.",
          capture("comes with what the next adjustment needs to be decided at once, where Adyen gives it")
        ),
        row(
          "status",
          "completed: the payment was authorised.",
          adapter('{ status: "completed" }, "completed"'),
          result("of a payment is completed, with what was paid"),
          law("SES-13", "adyen")
        ),
        row(
          "status",
          "paymentPending: the shopper is at it, with an asynchronous method.",
          adapter('status: "paymentPending", payments:'),
          result("of an asynchronous payment is paymentPending"),
          result("while the shopper is at the bank is paymentPending")
        ),
        row(
          "status",
          "canceled: by the shopper.",
          adapter('status: "canceled", payments: []'),
          result("of a payment that was cancelled at the bank is canceled")
        ),
        row(
          "status",
          "expired: nothing can be paid any more.",
          adapter('status: "expired", payments: undefined'),
          result("of a session that expired is expired"),
          payment("can't pay after expiry")
        ),
        row(
          "constraint",
          "A session ends an hour after its creation unless told.",
          answered,
          patch("is refused until the last moment, not after it"),
          law("SES-06", "adyen")
        ),
        row("constraint", "The status is not updated later.", result("doesn't get updated")),
        row("constraint", "Nobody asks again for it.", asked, law("SES-13", "adyen")),
        row(
          "event",
          "What becomes of it is told by webhook.",
          events('code: "AUTHORISATION"'),
          decisions("of an asynchronous method is told once it is known")
        ),
        without(
          "operation",
          "It also stands in the Transactions list of the Customer Area.",
          "a page for people, without an API that the documents describe"
        )
      ]
    }
  ]
}
