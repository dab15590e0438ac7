#!/usr/bin/env node
import * as nodeModule from "node:module"

// Half of a short run is reading modules: Node 22.8 and newer remember what they compiled.
nodeModule.enableCompileCache?.()
const { main } = await import("./program.ts")
await main(process.argv.slice(2))
