/** The worlds that only mutants live in: there the adapter that is right passes the laws that kill them. */
import { Catalogue } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { answersAlone, featured, through } from "./nearly.ts"

const holds = (name: string, subject: ReturnType<typeof featured>, ...ids: ReadonlyArray<string>): void =>
  register({ ...subject, name }, { runs: 25, laws: Catalogue.laws.filter(({ id }) => ids.includes(id)) })

holds("stripe checkout, answers alone", answersAlone(), "CAP-02")
holds(
  "stripe intents, looked up",
  through("intents", (client) => client),
  "CAP-04",
  "REF-02"
)
holds(
  "stripe intents, all features, releases are refunds",
  featured(undefined, { assume: { releasedCharge: "refunded-and-told" } }),
  "ADJ-05"
)
