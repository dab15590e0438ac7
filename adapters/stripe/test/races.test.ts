/** Stripe that takes its time: while a request is executed its key is in use. */
import { Catalogue } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { checkout, intents } from "../conformance.ts"

const races = { laws: Catalogue.laws.filter(({ kind }) => kind === "race") }

register(intents("stripe intents, slow", { latency: { within: "2 seconds" } }), races)
register(checkout("stripe checkout, slow", { latency: { within: "20 seconds" } }), races)
