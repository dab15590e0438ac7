/** Of Adyen's Classic document: Adjust Authorisation. */
import {
  answered,
  byLibrary,
  decisions,
  events,
  examples,
  inEach,
  library,
  notSent,
  notifications,
  operations,
  payments,
  ports,
  refusals,
  sent,
  shown,
  simulated,
  story,
  time,
  webhooks,
  wire
} from "./evidence.ts"
import { type Paragraph, row, test, without } from "../Document.ts"

const ended = story("authorised, adjusted twice, captured in part, refunded")
const total = decisions("of 19.00 to %d is the new total")
const all = simulated("ends as it does in JSON")

export const adjusting: ReadonlyArray<Paragraph> = [
  {
    heading: "Adjust Authorisation",
    rows: [
      row(
        "operation",
        "The authorised amount is raised or lowered after the authorisation.",
        ended,
        total,
        all,
        byLibrary,
        ...inEach("ADJ-02")
      ),
      row(
        "operation",
        "A request to /adjustAuthorisation, of a payment that is not captured.",
        sent,
        notSent,
        operations("%s is received, then done")
      ),
      row(
        "status",
        "The answer confirms the request; a notification tells the result.",
        answered,
        story("a modification that fails later leaves the totals"),
        operations("%s is received, then done"),
        ...inEach("ADJ-03")
      ),
      without(
        "constraint",
        "The shopper sees one charge on the statement, if the issuer does it so.",
        "what an issuer prints is outside of the API"
      ),
      without(
        "constraint",
        "Funds and liability shift stay as long as it is valid.",
        "who is liable is told by no request and no event of these documents"
      ),
      row(
        "operation",
        "It may be adjusted several times before the capture.",
        ended,
        decisions("may come as often as one likes"),
        ...inEach("ADJ-04")
      ),
      row(
        "operation",
        "An adjustment to the same amount extends the validity.",
        time("starts anew with an adjustment to the same amount, when that is decided"),
        ...inEach("ADJ-07")
      ),
      row(
        "constraint",
        "It is idempotent: a request whose confirmation was lost is sent again, and does nothing else.",
        wire("keeps to the key, and to what Adyen says of it"),
        operations("an idempotency key gives the first answer again"),
        ...inEach("ADJ-06"),
        ...inEach("IDM-05")
      )
    ]
  },
  {
    heading: "Step 1 – Authorise a payment",
    rows: [
      row(
        "operation",
        "15.00 EUR are authorised: …/authorise.",
        ended,
        operations("authorise approves, and tells it"),
        library("reserves, and tells so")
      ),
      row(
        "parameter",
        "additionalData.authorisationType PreAuth, or it cannot be adjusted.",
        payments("says whether it can be adjusted, and when it is captured"),
        refusals("an unknown authorisation type"),
        decisions("without PreAuth")
      ),
      row(
        "parameter",
        "card: number, cvc, expiryMonth, expiryYear, holderName.",
        ports("what cannot be said is not sent, and all of it is named"),
        refusals("a security code of two digits"),
        refusals("a year of two digits")
      ),
      row(
        "parameter",
        "amount, reference, merchantAccount.",
        sent,
        refusals('"no amount", "authorise"'),
        refusals('"no reference", "authorise"')
      ),
      row(
        "status",
        "resultCode Authorised, with an authCode; others are none.",
        payments("that is %s is none"),
        operations("authorise of %s is no authorisation")
      ),
      row(
        "operation",
        "JSON goes to …/v30/authorise, SOAP to …/v30/.",
        ports("is that of the environment and the version, unless another is given"),
        sent,
        test("adapters/adyen/test/simulator/classic/shapes.test.ts", "%s is where SOAP goes")
      ),
      ...shown("authorise", "JSON", "SOAP")
    ]
  },
  {
    heading: "Step 2 – Modify the amount using Adjust Authorisation",
    rows: [
      row(
        "constraint",
        "The authorisation has to be flagged as PreAuth.",
        notSent,
        decisions("without PreAuth"),
        library("adjustAuthorisation of a final authorisation"),
        ...inEach("ADJ-05")
      ),
      row(
        "constraint",
        "It may not be captured, cancelled or expired.",
        notSent,
        decisions('"after a capture"'),
        decisions('"after a cancellation"'),
        decisions('"after expiry"'),
        ...inEach("ADJ-05")
      ),
      row(
        "parameter",
        "modificationAmount: the new total.",
        sent,
        total,
        refusals('"no amount", "adjustAuthorisation"'),
        ...inEach("ADJ-01")
      ),
      row("parameter", "originalReference, reference, merchantAccount.", sent, refusals("an unknown payment")),
      row(
        "parameter",
        "additionalData.industryUsage DelayedCharge.",
        sent,
        ports("takes what else is to be said, and keeps its own words"),
        refusals("an unknown industry usage")
      ),
      ...shown("adjustAuthorisation", "JSON", "SOAP"),
      row(
        "example",
        "As it is printed the request in SOAP uses prefixes that it does not declare: it is refused, and read with them declared.",
        examples("a misprinted request is refused"),
        examples("%s is a misprint: it can't be read as it is"),
        sent
      )
    ]
  },
  {
    heading: "Step 3 – Get a notification",
    rows: [
      row(
        "event",
        "AUTHORISATION_ADJUSTMENT tells the result.",
        events('code: "AUTHORISATION_ADJUSTMENT"'),
        decisions("has an event with all that names it")
      ),
      row(
        "parameter",
        "Its fields: live, amount, eventCode, eventDate, merchantAccountCode, merchantReference, operations, originalReference, paymentMethod, pspReference, reason, success.",
        webhooks("without a field that the document promises is malformed, and says which"),
        webhooks("is read, and answered as it expects"),
        decisions("has an event with all that names it"),
        notifications("has all fields, empty where there is nothing"),
        notifications("has what there is")
      ),
      row(
        "example",
        "In JSON, flat: its value is 200, the difference. An event's amount is never believed for what we asked.",
        webhooks('"flat JSON"'),
        events("an adjustment counts as asked, whatever amount its event has"),
        examples("flat JSON, and the same fields in FORM")
      ),
      row("example", "In SOAP: its value is 1700, the new total.", webhooks('"SOAP"'), examples('"SOAP"'))
    ]
  },
  {
    heading: "Step 4 – Capture the modified amount",
    rows: [
      row("operation", "The adjusted amount is captured.", ended, all, decisions("may come as often as one likes"))
    ]
  }
]
