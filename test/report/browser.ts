/** Chromium, where there is one: its executable, by `CHROMIUM` or on the path. */
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { type Browser, chromium } from "playwright-core"

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export const executable: string | undefined =
  process.env["CHROMIUM"] ??
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable)

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    // Its sandbox does not work for root, as which containers run.
    chromiumSandbox: process.getuid?.() !== 0
  })
