import { defineConfig } from "vitest/config"
import ClosingLine from "./closing-line.ts"

export default defineConfig({
  root: import.meta.dirname + "/..",
  test: {
    include: [
      "{packages,adapters}/*/test/**/*.test.ts",
      "conformance/{test,template}/**/*.test.ts",
      "examples/*/*.test.ts",
      "test/**/*.test.ts"
    ],
    // Checked by the compiler, not run.
    exclude: ["**/node_modules/**", "**/*.types.test.ts"],
    setupFiles: ["test/fixed-seed.ts"],
    reporters: ["default", new ClosingLine()]
  }
})
