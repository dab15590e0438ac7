/** Acquired.com's document of payment sessions, and what holds us to it. */
import { type Document, law, row, test, without } from "./Document.ts"

const folder = "adapters/put-session/test"
const adapter = (title: string) => test(`${folder}/Acquired.test.ts`, title)
const options = (title: string) => test(`${folder}/Acquired.options.test.ts`, title)
const more = (title: string) => test(`${folder}/coverage/sessions.test.ts`, title)
const http = (title: string) => test(`${folder}/simulator/http.test.ts`, title)
const parameters = (title: string) => test(`${folder}/simulator/parameters.test.ts`, title)
const payment = (title: string) => test(`${folder}/simulator/payment.test.ts`, title)

const example = adapter("is asked for as in the document's example")
const limits = adapter("%s: %j is refused, and nothing is sent")
const changed = adapter("sets %j, alone or with the amount, and keeps the rest")
const taken = parameters("takes %j, and holds it")
const refusal = "the document's validation error names the parameter"

export const acquired: Document = {
  title: "Acquired.com: Server-side Configuration",
  paragraphs: [
    {
      heading: "Generate a session_id",
      rows: [
        row(
          "operation",
          "The API credentials log in first.",
          options("is asked for with app_id and app_key when it is needed, and shared"),
          http("gives a token at %s"),
          http("is required: %s")
        ),
        row(
          "operation",
          "A POST to /payment-sessions, with the objects transaction and tds, makes a session.",
          example,
          http("creates at %s")
        ),
        row("example", "The request of the document.", example, taken),
        row(
          "parameter",
          "transaction.order_id: the merchant's reference.",
          limits,
          parameters('order_id: "a/b"'),
          law("SES-17", "acquired")
        ),
        row(
          "parameter",
          "transaction.amount: a decimal number in major units.",
          adapter("of %s %i is written as %d %s"),
          parameters("reads %s exactly"),
          law("MNY-01", "acquired")
        ),
        row(
          "parameter",
          "transaction.currency: its code in lower case.",
          adapter("of %s %i is written as %d %s"),
          parameters("takes %s, to its last decimal"),
          law("MNY-02", "acquired")
        ),
        row(
          "parameter",
          "transaction.capture: whether the payment is captured at once.",
          adapter("with capture %s is charged so"),
          payment("pays with capture %s")
        ),
        row(
          "parameter",
          "tds.is_active: whether there is 3-D Secure.",
          adapter("asks for 3-D Secure where the shopper can come back from it"),
          payment("finishes a challenge (%s), once")
        ),
        row(
          "parameter",
          "tds.challenge_preference: no_preference, and other values.",
          adapter("tds.challenge_preference"),
          parameters("tds.challenge_preference")
        ),
        row("parameter", "tds.contact_url.", adapter("tds.contact_url"), parameters("tds.contact_url")),
        row("parameter", "tds.redirect_url.", adapter("tds.redirect_url"), parameters("tds.redirect_url")),
        row("parameter", "tds.webhook_url.", adapter("tds.webhook_url"), parameters("tds.webhook_url")),
        row("parameter", "save_card: true or false.", limits, changed, parameters("save_card: 1")),
        row("parameter", "is_recurring: true or false.", limits, changed, parameters('is_recurring: "no"')),
        row(
          "parameter",
          "payment_methods: a list of card, apple_pay and google_pay.",
          adapter("payment_methods.1"),
          example,
          parameters('enumeration("payment_methods", "card,apple_pay,google_pay")')
        ),
        without(
          "browser",
          "The Payment component shows the methods that payment_methods names.",
          "the simulated shopper chooses no method; the list is sent and held, and what a component draws is the browser's"
        ),
        without(
          "constraint",
          "payment_methods is not for the Form and Fields components.",
          "no request says which component the page uses, so that neither side can tell"
        ),
        row(
          "example",
          "The answer to a creation is the session_id.",
          more("the session_id of the documented answer is the session's, and is what an update goes to"),
          http("creates at %s")
        ),
        row(
          "constraint",
          "A payment made by Components uses what the session holds.",
          payment("counts: the shopper pays with the latest parameters"),
          payment("pays with capture %s"),
          law("SES-08", "acquired")
        ),
        row(
          "constraint",
          "A session ends after 10 minutes.",
          adapter("ends 10 minutes after it was asked for"),
          payment("after %s a PUT gets %i"),
          payment("ends what the shopper can do"),
          law("SES-06", "acquired"),
          law("SES-16", "acquired")
        ),
        row(
          "constraint",
          "After that a new session is needed.",
          more("an order whose session has expired is paid with a new session"),
          adapter("404 that comes after the session's end is SessionExpired")
        ),
        row(
          "error",
          "A required parameter that is missing gets 400.",
          adapter(refusal),
          parameters("reports all that %s lacks at once"),
          law("ERR-01", "acquired")
        ),
        row(
          "example",
          "The error: status, error_type validation, title, instance.",
          adapter(refusal),
          parameters("reports a missing parameter as the document shows")
        ),
        row(
          "parameter",
          "invalid_parameters: each parameter with its reason.",
          adapter(refusal),
          parameters("reports everything wrong at once, in a PUT too, and changes nothing"),
          law("SES-12", "acquired")
        )
      ]
    },
    {
      heading: "Updating a session_id",
      rows: [
        row(
          "operation",
          "The amount may turn out another than at first: dearer delivery, a coupon.",
          changed,
          payment("counts: the shopper pays with the latest parameters"),
          law("SES-02", "acquired")
        ),
        row(
          "operation",
          "A PUT to /payment-sessions/{session_id} changes it.",
          changed,
          http("changes with %o at the end"),
          law("SES-03", "acquired")
        ),
        row(
          "constraint",
          "The PUT has the changed parameters. What becomes of the others is left open: both readings are held to.",
          adapter("an update, where PUT is %s"),
          payment("of one parameter keeps the others, nested ones too"),
          law("SES-09", "acquired"),
          law("SES-09", "acquired, PUT replaces")
        ),
        row(
          "parameter",
          "Any supported parameter may change.",
          changed,
          adapter("sets the reference and keeps it"),
          payment("may name any parameter, order_id and currency included, or none"),
          law("SES-17", "acquired")
        ),
        row(
          "constraint",
          "After a PUT that succeeded the authorisation uses the latest parameters.",
          adapter("sends the final amount with everything else, once"),
          payment("counts: the shopper pays with the latest parameters"),
          law("SES-08", "acquired"),
          law("SES-08", "acquired, PUT replaces")
        )
      ]
    }
  ]
}
