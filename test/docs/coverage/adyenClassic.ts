/** Adyen's document of Classic payment modifications, and what holds us to it. */
import { adjusting } from "./adyenClassic/adjust.ts"
import {
  answered,
  byLibrary,
  cells,
  decisions,
  events,
  examples,
  inEach,
  library,
  more,
  notSent,
  office,
  operations,
  outcome,
  payments,
  ports,
  received,
  refunds,
  refusals,
  sent,
  shapes,
  shown,
  simulated,
  story,
  time,
  webhooks,
  wire
} from "./adyenClassic/evidence.ts"
import { type Document, row, without } from "./Document.ts"

const voided = story("cancelled by reference, refunded without a payment, a waiting refund taken back")
const reversed = story("cancelled, and reversed either way")
const howTold = events("a reversal is what it turned out to be")

export const adyenClassic: Document = {
  title: "Adyen Classic: Payment modifications",
  paragraphs: [
    {
      heading: "Payment modifications",
      rows: [
        row(
          "operation",
          "Modifications may come from the Customer Area, too.",
          events("somebody's capture in the back office counts under its own id"),
          office("captures, under a name of its own"),
          office("has the payment's reference, whatever stands for one that wasn't sent"),
          ...inEach("WHK-06")
        ),
        row(
          "operation",
          "A web service takes them: in JSON, FORM and SOAP.",
          sent,
          simulated("ends as it does in JSON"),
          shapes("%s is where SOAP goes"),
          ...inEach("MOD-01")
        ),
        row(
          "parameter",
          "The user is ws@Company.[YourCompanyAccount], with a password of the Customer Area.",
          sent,
          ports("is asked with an API key, or a web service user"),
          simulated("with the web service user's password")
        ),
        row(
          "status",
          "The answer says received: it is under way.",
          byLibrary,
          answered,
          ports("a key is drawn, and is both header and reference"),
          received
        ),
        row(
          "constraint",
          "Adyen looks at a modification before it goes on; what does not fit the authorisation fails, and can be asked for again, corrected.",
          story("a modification that fails later leaves the totals"),
          operations("what can't be done is received all the same, and fails later"),
          library("what is received, and fails then"),
          decisions("that failed can be asked for again"),
          ...inEach("CAP-05")
        ),
        without(
          "operation",
          "At a point of sale the terminal's library modifies.",
          "the library integrations of terminals are not described here, and nothing of ours speaks to a terminal"
        )
      ]
    },
    {
      heading: "Capture",
      rows: [
        without(
          "constraint",
          "Only for methods that authorise and capture apart.",
          "which methods those are is said nowhere here; neither side knows the method that well, and the simulator captures them all"
        ),
        row(
          "operation",
          "An authorised payment is captured to collect it.",
          story("authorised, adjusted twice, captured in part, refunded"),
          received,
          byLibrary,
          ...inEach("CAP-02")
        )
      ]
    },
    {
      heading: "Capture: Request",
      rows: [
        row("operation", "A request to the action capture.", sent, cells('operation: "capture"'), received),
        row("parameter", "merchantAccount.", sent, refusals("no merchant account")),
        row(
          "parameter",
          "modificationAmount: value in minor units, and currency.",
          ports("counts as Adyen does"),
          refusals('"no amount", "capture"'),
          refusals('"another currency"'),
          ...inEach("MNY-03")
        ),
        row("parameter", "originalReference: the payment's pspReference.", sent, refusals("no original reference")),
        row(
          "parameter",
          "reference: of the modification.",
          ports("a reference of 80 characters and a key of 64 can be said"),
          refusals("a reference of 81 characters")
        )
      ]
    },
    {
      heading: "Capture: Response",
      rows: [
        row(
          "status",
          "[capture-received], if the message is valid; it may still fail.",
          answered,
          wire("is not taken to be done by what cannot be read, or answers something else"),
          operations("what can't be done is received all the same, and fails later")
        )
      ]
    },
    {
      heading: "Capture final result",
      rows: outcome("CAPTURE", "a capture", received, decisions("%s fails, and changes nothing"))
    },
    {
      heading: "Offline capture",
      rows: [
        row(
          "event",
          "CAPTURE_FAILED: a capture fails after all, with the pspReference of its answer.",
          events('code: "CAPTURE_FAILED"'),
          office("is told under its own name, and as a success")
        ),
        row(
          "status",
          "Its success is true, and the capture is undone.",
          events("CAPTURE, CAPTURE_FAILED and CAPTURE once more end captured, in any order"),
          office("a capture that the scheme rejects"),
          ...inEach("CAP-03")
        )
      ]
    },
    {
      heading: "Capture delay",
      rows: [
        row(
          "parameter",
          "The delay is set in the Customer Area: the account's, which is told to both sides.",
          payments("says whether it can be adjusted, and when it is captured"),
          time("after a day, by the account"),
          ...inEach("CAP-04")
        ),
        row(
          "constraint",
          "From at once to 7 days.",
          more("is when a card payment reads as captured"),
          more("is when the simulator captures"),
          time("at once, by the account")
        )
      ]
    },
    { heading: "Capture: Code examples", rows: shown("capture", "JSON", "SOAP", "FORM") },
    {
      heading: "Cancel",
      rows: [
        row(
          "operation",
          "An authorised payment is cancelled before its capture.",
          reversed,
          notSent,
          received,
          byLibrary,
          ...inEach("CAN-01")
        ),
        without(
          "constraint",
          "Only for methods that authorise and capture apart.",
          "which methods those are is said nowhere here; the simulator cancels them all"
        ),
        row(
          "parameter",
          "merchantAccount, originalReference and reference, no amount.",
          sent,
          refusals('"an amount", "cancel"')
        ),
        ...outcome("CANCELLATION", "a cancellation", received, decisions('"after a capture"'))
      ]
    },
    { heading: "Cancel: Code examples", rows: shown("cancel", "JSON", "SOAP", "FORM") },
    {
      heading: "Refund",
      rows: [
        row(
          "operation",
          "What was charged goes back, in part or in full.",
          story("authorised, adjusted twice, captured in part, refunded"),
          notSent,
          refunds("of all, or of parts"),
          byLibrary,
          ...inEach("REF-01"),
          ...inEach("REF-03")
        ),
        row("status", "[refund-received] answers it.", answered, operations("refund of what is captured")),
        ...outcome("REFUND", "a refund", refunds("of all, or of parts"), refunds("before capture"))
      ]
    },
    {
      heading: "Offline refund",
      rows: [
        row(
          "event",
          "REFUND_FAILED: a refund fails after all, with the pspReference of its answer.",
          events('code: "REFUND_FAILED"'),
          office("a refund that fails later")
        ),
        row(
          "status",
          "Its success is true, and the refund is undone.",
          events('code: "REFUND_FAILED"'),
          office("a refund that fails later"),
          ...inEach("REF-02")
        )
      ]
    },
    { heading: "Refund: Code examples", rows: shown("refund", "JSON", "SOAP", "FORM") },
    {
      heading: "Cancel or Refund",
      rows: [
        row(
          "operation",
          "Whoever does not know whether it was captured reverses it.",
          reversed,
          notSent,
          received,
          refunds("refunds all that is captured"),
          library("cancelOrRefund, before the capture"),
          library("cancelOrRefund, after it"),
          ...inEach("REV-01")
        ),
        row(
          "parameter",
          "merchantAccount, originalReference and reference, no amount.",
          sent,
          refusals('"an amount", "cancelOrRefund"')
        )
      ]
    },
    {
      heading: "Cancel or refund scenarios",
      rows: [
        row(
          "event",
          "This paragraph has REFUND tell what came of its refund, with success and reason; the next ones CANCEL_OR_REFUND. Both are read.",
          more("a reversal that is told as REFUND is a refund all the same"),
          events('code: "REFUND"')
        )
      ]
    },
    {
      heading: "Payment authorised but not captured",
      rows: [
        row("constraint", "What is not captured is cancelled.", reversed, refunds("cancels what isn't captured")),
        without(
          "constraint",
          "Where the method has no cancellation, all of it is refunded.",
          "the simulator's methods can all be cancelled; a refund that is told of a payment nobody captured shows as a conflict in the totals"
        )
      ]
    },
    {
      heading: "Cancellation",
      rows: outcome(
        "CANCEL_OR_REFUND",
        "a reversal that cancelled",
        refunds("cancels what isn't captured"),
        refunds("fails after a cancellation, and where the issuer refuses either")
      ).map((one) => ({ ...one, by: [...one.by, howTold] }))
    },
    {
      heading: "Refund",
      rows: outcome(
        "CANCEL_OR_REFUND",
        "a reversal that refunded",
        refunds("refunds all that is captured"),
        refunds("fails after a cancellation, and where the issuer refuses either")
      ).map((one) => ({ ...one, by: [...one.by, howTold] }))
    },
    {
      heading: "Failure",
      rows: [
        row(
          "event",
          "An eventCode of SUCCESS=FALSE: no other document has it. It is kept as unknown, and moves nothing.",
          webhooks("an unknown event is kept, signed as it must be")
        ),
        row(
          "status",
          "success false with a reason: it failed; so does the simulator tell it, as CANCEL_OR_REFUND.",
          events('code: "CANCEL_OR_REFUND"'),
          refunds("fails after a cancellation, and where the issuer refuses either")
        ),
        row(
          "parameter",
          "Its pspReference is that of the answer.",
          events("has our key only if it can be one"),
          received
        )
      ]
    },
    { heading: "Cancel or Refund: Code examples", rows: shown("cancelOrRefund", "JSON", "SOAP", "FORM") },
    {
      heading: "Cancel a POS refund request",
      rows: [
        row(
          "constraint",
          "Refunds may be held for a time, where the account is set up so.",
          voided,
          refunds("is decided after the delay")
        ),
        row(
          "operation",
          "POST …/voidPendingRefund withdraws one.",
          sent,
          cells('operation: "voidPendingRefund"'),
          operations("voidPendingRefund by %s, as long as the refund is held")
        ),
        row(
          "constraint",
          "It succeeds before the delay is over, and fails after it.",
          refunds("can be voided until then, by either name"),
          refunds("can't any more"),
          library("in time, and too late, %s"),
          refunds("can't, where refunds aren't held, or by another's name")
        ),
        row(
          "event",
          "A notification tells what came of it.",
          events('code: "VOID_PENDING_REFUND"'),
          operations("voidPendingRefund by %s, as long as the refund is held")
        )
      ]
    },
    {
      heading: "Parameters",
      rows: [
        row(
          "parameter",
          "tenderReference and uniqueTerminalId, together.",
          ports("voidPendingRefund by terminal"),
          sent,
          refusals("no terminal"),
          refusals("no tender")
        ),
        row(
          "parameter",
          "Or originalReference: the refund's own pspReference.",
          ports("voidPendingRefund by id"),
          sent,
          refunds("can be voided until then, by either name")
        )
      ]
    },
    {
      heading: "Code example",
      rows: [
        row(
          "example",
          "By tenderReference; ours has a reference besides.",
          ports("%s can say what the examples say, and nothing that nobody knows"),
          sent,
          examples("Object.entries({ voidByReference, voidByTender })")
        ),
        row(
          "example",
          "By originalReference; ours has a reference besides.",
          ports("%s can say what the examples say, and nothing that nobody knows"),
          sent,
          examples("Object.entries({ voidByReference, voidByTender })")
        )
      ]
    },
    {
      heading: "Refund with data",
      rows: [
        row(
          "operation",
          "A refund without the payment's pspReference: /refundWithData.",
          voided,
          sent,
          operations("refundWithData to %s")
        ),
        row(
          "parameter",
          "card, or bankAccount: who gets it.",
          cells('operation: "refundWithData"'),
          payments("goes to a bank account"),
          operations("refundWithData to %s"),
          refusals("neither card nor bank account")
        ),
        row(
          "constraint",
          "Only where the account is enabled.",
          payments("is not sent where the account is said not to have it"),
          story("a refused card, an unknown payment, a foreign account, wrong credentials"),
          operations("refundWithData where it isn't enabled")
        ),
        without(
          "constraint",
          "A payout is another product.",
          "payouts are none of the layer's operations, and no document of the five describes them"
        )
      ]
    },
    {
      heading: "Refund with data: Request, Response",
      rows: [
        row("parameter", "amount: value and currency.", sent, refusals('"no amount", "refundWithData"')),
        row(
          "parameter",
          "card: number, expiryMonth, expiryYear, holderName.",
          ports("what cannot be said is not sent, and all of it is named"),
          refusals("no card number"),
          refusals("a 13th month"),
          refusals("no name on the card")
        ),
        row(
          "parameter",
          "reference.",
          ports("what cannot be said is not sent, and all of it is named"),
          refusals('"no reference", "refundWithData"')
        ),
        row("parameter", "merchantAccount.", sent, refusals('"another merchant account", "refundWithData"')),
        row(
          "status",
          "resultCode Received: it is under way.",
          payments("may be decided, and may not be anything else"),
          operations("refundWithData to %s")
        ),
        ...shown("refundWithData", "JSON", "SOAP")
      ]
    },
    ...adjusting
  ]
}
