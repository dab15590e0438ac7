/** Every run tries the same cases; `SEED=$RANDOM npm test` tries others. */
import * as fc from "fast-check"

fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 1) })
