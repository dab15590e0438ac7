/** A subject as tests of which one has to fail: a law that does not hold, a function that changes nothing, and nothing that could be tried. */
import { Catalogue, Subject } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { register } from "@paylayer/conformance/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const law = (id: string) => ({ ...Catalogue.law(id)!, requires: [] })
const holding = { ...law("SES-01"), check: () => Effect.void }
const broken = { ...law("SES-02"), check: () => Effect.die("broken") }

register({ ...reference, name: "a law fails" }, { laws: [holding, broken], runs: 3 })
register({ ...reference, name: "idle", unconfirmed: (body) => body }, { laws: [holding, Catalogue.law("SES-15")!] })
register(Subject.make({ ...reference, name: "no port", layer: Layer.empty }), { laws: Catalogue.laws.slice(0, 3) })
