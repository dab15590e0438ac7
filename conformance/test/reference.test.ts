import { atOnce, reference } from "@paylayer/conformance/reference"
import { register } from "@paylayer/conformance/vitest"

register(reference, { runs: 50 })
register(atOnce, { runs: 50 })
