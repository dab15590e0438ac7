import * as nodeModule from "node:module"

// Each thread has to ask for itself.
nodeModule.enableCompileCache?.()
await import("./threadProgram.ts")
