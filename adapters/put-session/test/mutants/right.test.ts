/** The world that only a mutant lives in: there the adapter that is right passes the law that kills it. */
import { Catalogue } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { acquired } from "../../conformance.ts"

register(acquired("acquired, yen with decimals", { assume: { yenDecimals: "two" } }), {
  runs: 25,
  laws: Catalogue.laws.filter(({ id }) => id === "MNY-03")
})
