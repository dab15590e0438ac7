/** The errors of the Classic API as they arrive, in each of its encodings. */
import { Assumption } from "@paylayer/simulator"
import { type DocumentedError, refusal } from "../errors.ts"
import { classic } from "./assumptions.ts"
import * as encodings from "./encodings.ts"
import { type Fault, fault, shared } from "./errors.ts"

const types = { json: "application/json", form: "application/x-www-form-urlencoded", soap: encodings.soapType }

const faults: ReadonlyArray<Fault> = [
  shared(refusal("unexpectedInput")),
  shared(refusal("unauthorised")),
  shared(refusal("notAllowed")),
  shared(refusal("merchantAccount")),
  fault("cardNumber"),
  shared(refusal("required", "reference")),
  shared(refusal("amount", "modificationAmount")),
  shared(refusal("currency")),
  fault("expired"),
  fault("expiry"),
  fault("cvc"),
  fault("iban"),
  fault("amountNotAllowed"),
  shared(refusal("originalReference")),
  fault("additionalData"),
  shared(refusal("invalidField", "reference")),
  shared(refusal("referenceLength", "80")),
  fault("operation"),
  fault("cardMissing"),
  fault("detailsMissing"),
  fault("authorisationType"),
  fault("tooLarge", "262144"),
  shared(refusal("inProgress")),
  shared(refusal("unsupportedDetails")),
  shared(refusal("unavailable")),
  // Has a code that no document knows.
  { status: 422, errorCode: "99_999", errorType: "validation", message: "Something that no document knows" }
]

/** Each error that an operation can meet before anything is received, and one that no document knows as the last. */
export const documentedErrors = (encoding: keyof typeof types): ReadonlyArray<DocumentedError> => {
  const written = encodings.of(types[encoding], Assumption.positions(classic)) ?? encodings.usual
  return faults.map((refused) => ({
    name: refused.errorCode,
    ...encodings.refuse(written, refused, "SIM0DOCUMENTED00")
  }))
}
