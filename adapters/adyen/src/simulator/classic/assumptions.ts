/** What is open about the Classic API: authorise, the modifications, and how each is written. */
import { Assumption } from "@paylayer/simulator"

export const classic = {
  soapFaultStatus: Assumption.make({
    id: "ADY-52",
    question: "With which HTTP status does a SOAP fault of the Classic API come?",
    positions: ["500", "200"],
    assumed: "500",
    because:
      "SOAP 1.1 says so; alphagov/pay-connector's stub has 200. Who isn't let in gets 401 in each encoding: that is " +
      "decided before anybody reads the body.",
    settledBy: "SOAP `capture` on `/pal/servlet/Payment/v30/` without originalReference."
  }),
  soapEmpty: Assumption.make({
    id: "ADY-53",
    question: "Does a SOAP answer have the elements that have no value?",
    positions: ["left-out", "nil"],
    assumed: "left-out",
    because:
      "the document's answers have none. Stubs of wvanbergen/adyen and alphagov/pay-connector have them with `xsi:nil`, " +
      "as the document's own notification does.",
    settledBy: "SOAP `authorise` and `capture`; look at the answers."
  }),
  formErrors: Assumption.make({
    id: "ADY-54",
    question: "How does the FORM encoding of the Classic API write an error?",
    positions: ["pairs", "text"],
    assumed: "pairs",
    because:
      "ActiveMerchant's tests of the same platform have `errorType=validation&errorCode=167&message=…&status=422`; " +
      "their older ones have `validation 100 No amount specified`.",
    settledBy: "FORM `capture` without originalReference."
  }),
  cardRefusal: Assumption.make({
    id: "ADY-55",
    question: "Whose cards are not approved by `authorise`?",
    positions: ["by-holder-name", "nobodys"],
    assumed: "by-holder-name",
    because:
      "a test needs a way to be refused. Ours are the names `REFUSED` and `ERROR`, as on the payments of a session.",
    settledBy: "the test card numbers and names of docs.adyen.com, one by one."
  }),
  expiredCard: Assumption.make({
    id: "ADY-56",
    question: "What does a card get whose expiry date is over?",
    positions: ["approved", "refused", "140"],
    assumed: "approved",
    because:
      "the document's own cards expired in 2018 and 2020, and whoever copies its examples expects its answers. Refused " +
      "is a payment's refusal, `Expired Card`; 140 is an error.",
    settledBy: "`authorise` with expiryYear 2018."
  }),
  cardNumber: Assumption.make({
    id: "ADY-57",
    question: "Is the check digit of a card number looked at?",
    positions: ["digits-only", "check-digit"],
    assumed: "digits-only",
    because:
      "the document's SOAP example of refundWithData has a number of 18 digits with a wrong one. Refused as 101.",
    settledBy: "`authorise` with card number 4111111111111112."
  }),
  authorisedBlob: Assumption.make({
    id: "ADY-58",
    question: "Where does the first adjustAuthorisationData of a pre-authorisation by `authorise` stand?",
    positions: ["webhook", "answer-too"],
    assumed: "webhook",
    because: "the document's answer to a pre-authorisation doesn't have it.",
    settledBy: "`authorise` with `authorisationType: PreAuth`; look at the answer and at AUTHORISATION."
  }),
  industryUsage: Assumption.make({
    id: "ADY-59",
    question: "What does an `industryUsage` get that isn't DelayedCharge, NoShow or Installment?",
    positions: ["187", "ignored"],
    assumed: "187",
    because:
      "the strictest reading is the safest to work with: `delayedCharge` is how Checkout writes it, and would otherwise " +
      "be lost here.",
    settledBy: "`adjustAuthorisation` with `industryUsage: delayedCharge`."
  }),
  amountNotAllowed: Assumption.make({
    id: "ADY-60",
    question: "What does a cancellation get that has a modificationAmount?",
    positions: ["166", "ignored"],
    assumed: "166",
    because: 'it is "not allowed for /cancel", and there is a code "Amount not allowed for this operation".',
    settledBy: "`cancel`, `cancelOrRefund` and `technicalCancel` with a modificationAmount."
  }),
  refundWithDataForbidden: Assumption.make({
    id: "ADY-61",
    question: "What does refundWithData get on an account for which it isn't enabled?",
    positions: ["010", "905"],
    assumed: "010",
    because: 'the document says only "limited by default"; 403 with 010 is what a missing permission gets.',
    settledBy: "`refundWithData` on a new test account."
  }),
  missingAccount: Assumption.make({
    id: "ADY-62",
    question: "What does a Classic request without merchantAccount get?",
    positions: ["901", "130"],
    assumed: "901",
    because: "901 is what an account gets that isn't there; 130 is what other missing fields get.",
    settledBy: "`capture` without merchantAccount."
  }),
  tooLarge: Assumption.make({
    id: "ADY-63",
    question: "With which status does 29_100 come, for a request that is too large?",
    positions: ["422", "413"],
    assumed: "422",
    because: "the code is listed among validation errors; neither its status nor the limit is documented.",
    settledBy: "`capture` with a megabyte of additionalData."
  })
} as const
