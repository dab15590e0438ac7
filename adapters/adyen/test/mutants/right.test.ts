/** The worlds that only mutants live in: there the adapter that is right passes the laws that kill them. */
import { Catalogue } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { atOnce } from "./atOnce.ts"
import { counted, nearly, severalCaptures } from "./nearly.ts"
import { batched } from "./webhooks.ts"

const holds = (name: string, subject: ReturnType<typeof nearly>, ...ids: ReadonlyArray<string>): void =>
  register({ ...subject, name }, { runs: 25, laws: Catalogue.laws.filter(({ id }) => ids.includes(id)) })

const counting = (...amounts: Parameters<typeof counted>) => {
  const decisions = { amounts: counted(...amounts) }
  return nearly({ sessions: decisions, modifications: decisions })
}

holds("adyen, differences told", nearly({ assume: { adjustedAmount: "difference" } }), "ADJ-01", "FLT-13")
holds("adyen, captured as the account is", nearly({ assume: { preAuthCapture: "as-the-account" } }), "CAP-02")
holds("adyen, captured by hand", nearly({ world: { captureDelay: "manual" } }), "CAP-04")
holds("adyen, several captures", nearly(severalCaptures), "CAP-05", "FLT-11")
holds("adyen, CLP and ISK", counting(["EUR", "CLP", "ISK"]), "MNY-03")
holds("adyen, CVE and IDR", counting(["EUR", "CVE", "IDR"]), "MNY-03")
holds("adyen, events in batches", batched, "WHK-05")
for (const adjustedAtOnce of ["webhook-too", "answer-only"] as const) {
  const name = `adyen, adjusted at once, ${adjustedAtOnce}`
  holds(name, atOnce({ assume: { adjustedAtOnce } }), "ADJ-01", "ADJ-03", "ADJ-04", "ADJ-06", "MOD-01")
}
