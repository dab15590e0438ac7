/** What is open about the merchant's server: /sessions, PATCH, the result, idempotency. */
import { Assumption } from "@paylayer/simulator"

export const server = {
  sessionData: Assumption.make({
    id: "ADY-01",
    question: "Which sessionData does the provider accept?",
    positions: ["latest-only", "latest-or-first", "any-of-this-session"],
    assumed: "latest-only",
    because:
      "API reference and the document's code take the newest one, from the browser's `beforeSubmit` (\"from the " +
      'beforeSubmit callback", models of @adyen/api-library 32.1.0), and whoever works with the strictest reading works ' +
      "with all. `latest-or-first`: PATCH takes the one of the /sessions answer as well, as the document's prose has it " +
      '("from the original /sessions response"), even after the browser\'s setup or a PATCH rotated it.',
    settledBy:
      "`POST /sessions` with `payable: false`, let Drop-in load the session, then PATCH with the first sessionData; " +
      "then PATCH again with it; then click pay without `resolve({ sessionData })`."
  }),
  unacceptedSessionData: Assumption.make({
    id: "ADY-02",
    question: "What does a stale sessionData get, one of another session, or garbage?",
    positions: ["14_018", "14_012"],
    assumed: "14_018",
    because:
      'both are known codes ("Invalid payload provided", "SDK token could not be parsed"); none is documented here.',
    settledBy: "`PATCH /sessions/{id}` with the sessionData of another session, and with `x`."
  }),
  missingSessionData: Assumption.make({
    id: "ADY-03",
    question: "What does a request without sessionData, or with an empty one, get?",
    positions: ["130", "14_018"],
    assumed: "130",
    because: "130 is what other missing required fields get.",
    settledBy: "`PATCH /sessions/{id}` with an amount alone."
  }),
  patchOnPayable: Assumption.make({
    id: "ADY-04",
    question: "What does a PATCH on a session get that is payable, being paid, or paid?",
    positions: ["SIM_SESSION_PAYABLE", "106"],
    assumed: "SIM_SESSION_PAYABLE",
    because:
      'the document says only "you cannot update the session again"; a marked code cannot be taken for Adyen\'s. 106 is ' +
      '"session already used".',
    settledBy: "`PATCH /sessions/{id}` twice with `payable: true`."
  }),
  patchOnExpired: Assumption.make({
    id: "ADY-05",
    question: "What does a PATCH on an expired session get?",
    positions: ["14_008", "14_018"],
    assumed: "14_008",
    because: 'there is a code "Session has expired".',
    settledBy: "`POST /sessions` with `expiresAt` in a minute; PATCH after two."
  }),
  unknownSession: Assumption.make({
    id: "ADY-06",
    question: "What does a PATCH, or the browser, get for a session that there isn't?",
    positions: ["14_018", "404"],
    assumed: "14_018",
    because: "the API answers 422 to ids that it doesn't know, and 404 is documented nowhere.",
    settledBy: "`PATCH /sessions/CS0000000000000000`."
  }),
  checkedFirst: Assumption.make({
    id: "ADY-07",
    question: "Which is told of a payable session with a stale sessionData: the session's state or the sessionData?",
    positions: ["state", "sessionData"],
    assumed: "state",
    because: "the state is why the request can never be carried out.",
    settledBy: "`PATCH /sessions/{id}` with `payable: true`, then again with the same sessionData and with the new one."
  }),
  currencyChange: Assumption.make({
    id: "ADY-08",
    question: "Can a PATCH change the currency?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because:
      "payment methods were offered for the first one, and nothing says that it can. Refused as 137, an invalid amount.",
    settledBy: "`PATCH /sessions/{id}` with another currency."
  }),
  patchWithoutPayable: Assumption.make({
    id: "ADY-09",
    question: "What does a PATCH without payable leave?",
    positions: ["keeps", "makes-payable"],
    assumed: "keeps",
    because: "a PATCH changes what it names. On creation, a session without it is payable, which is the other reading.",
    settledBy: "`PATCH /sessions/{id}` without `payable`, then again."
  }),
  keyOnPatch: Assumption.make({
    id: "ADY-10",
    question: "Is Idempotency-Key honoured on PATCH?",
    positions: ["honoured", "ignored"],
    assumed: "honoured",
    because:
      'the document of PATCH shows the header in its example; "API idempotency" speaks of POST only. Where it is ' +
      "ignored, it isn't echoed either.",
    settledBy: "`PATCH /sessions/{id}` twice with one key: is the second sessionData the first one?"
  }),
  sameKeyOtherContent: Assumption.make({
    id: "ADY-11",
    question: "What does an idempotency key get that comes again with another content?",
    positions: ["replayed", "refused"],
    assumed: "replayed",
    because: '"the response to the first attempt will be returned"; no error for another content is documented.',
    settledBy: "`POST /sessions` twice with one key and two references."
  }),
  refusalUnderKey: Assumption.make({
    id: "ADY-12",
    question: "Is a refusal kept under the idempotency key?",
    positions: ["kept", "not-kept"],
    assumed: "kept",
    because: "the header is documented as echoed on 422 as on 201.",
    settledBy: "`POST /sessions` without reference, then with it, under one key."
  }),
  inFlight: Assumption.make({
    id: "ADY-13",
    question: "With which status does 704 come, for a key whose first request is still under way?",
    positions: ["422", "409"],
    assumed: "422",
    because: "the document says 422; 409 was recorded as well.",
    settledBy: "many `POST /sessions` at once with one key."
  }),
  longKey: Assumption.make({
    id: "ADY-14",
    question: "What does an idempotency key of more than 64 characters get?",
    positions: ["refused", "ignored"],
    assumed: "refused",
    because: "64 is the documented maximum; a key that is silently ignored would charge twice. Refused as 29_001.",
    settledBy: "`POST /sessions` with a key of 65 characters."
  }),
  missingAmount: Assumption.make({
    id: "ADY-15",
    question: "Which code does a missing amount get?",
    positions: ["130", "100"],
    assumed: "130",
    because: "130 was recorded for another required field of /sessions; 100 is an older code for this object.",
    settledBy: "`POST /sessions` without amount."
  }),
  invalidField: Assumption.make({
    id: "ADY-16",
    question: "What does an optional field get that has the wrong type, or a value that isn't allowed?",
    positions: ["192", "702"],
    assumed: "192",
    because:
      '192 is "Invalid field {0}"; 702 is what a parser says to a value that it didn\'t expect, with status 400.',
    settledBy: '`POST /sessions` with `"channel": "Fax"`, `"payable": "no"`, and with `expiresAt` in two days.'
  }),
  referenceLength: Assumption.make({
    id: "ADY-17",
    question: "How long may a reference be?",
    positions: ["80", "79"],
    assumed: "80",
    because: "all other references of this API have 80; the text of code 198 speaks of 79.",
    settledBy: "`POST /sessions` with a reference of 80 characters."
  }),
  zeroAmount: Assumption.make({
    id: "ADY-18",
    question: "Can a session be about nothing (amount 0)?",
    positions: ["accepted", "refused"],
    assumed: "accepted",
    because: 'that is how cards are verified; Drop-in shows "Confirm preauthorization". Refused as 137.',
    settledBy: "`POST /sessions` with `value: 0`; `PATCH` likewise."
  }),
  unknownFields: Assumption.make({
    id: "ADY-19",
    question: "What becomes of a field that no document names?",
    positions: ["ignored", "refused"],
    assumed: "ignored",
    because: "clients of other versions send other fields, and work. Refused as `invalidField` says.",
    settledBy: '`POST /sessions` with `"nonsense": true`.'
  }),
  defaultLocale: Assumption.make({
    id: "ADY-20",
    question: "Which shopperLocale does a session have that was created without one?",
    positions: ["en-US", "of-the-country"],
    assumed: "en-US",
    because: "that was recorded; the document's example for NL answers nl-NL.",
    settledBy: '`POST /sessions` with `"countryCode": "NL"`.'
  }),
  resultMade: Assumption.make({
    id: "ADY-21",
    question: 'When is the result made that "doesn\'t get updated"?',
    positions: ["first-request", "submission"],
    assumed: "first-request",
    because: "the document warns of asking again, not of asking late.",
    settledBy: "pay with an asynchronous method, let it complete, then ask for the first time."
  }),
  foreignResult: Assumption.make({
    id: "ADY-22",
    question: "What does one get who asks for a session with the sessionResult of another one?",
    positions: ["that-session", "refused"],
    assumed: "that-session",
    because: "nothing says that the two are compared, so that who asks has to. Refused as garbage is: 500, 701.",
    settledBy: "pay two sessions, then ask for the first with the second's sessionResult."
  }),
  missingResult: Assumption.make({
    id: "ADY-23",
    question: "What does a request for the result get without sessionResult?",
    positions: ["130", "701"],
    assumed: "130",
    because: "it is a required parameter; 701 is what garbage gets.",
    settledBy: "`GET /sessions/{id}`."
  })
} as const
