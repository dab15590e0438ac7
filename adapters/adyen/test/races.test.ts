/** Adyen that takes its time: while a request is under way its key is in use. */
import { Catalogue } from "@paylayer/conformance"
import { register } from "@paylayer/conformance/vitest"
import { adyen, classic } from "../conformance.ts"

const races = { laws: Catalogue.laws.filter(({ kind }) => kind === "race") }

register(adyen("adyen, slow", {}, undefined, { processing: "20 seconds" }), races)
register({ ...classic("json", undefined, { processing: "20 seconds" }), name: "adyen classic, json, slow" }, races)
