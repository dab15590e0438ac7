import { inspect } from "node:util"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import * as Authentication from "../../src/adapter/Authentication.ts"
import { layerFetch } from "../../src/adapter/layerFetch.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import { change, done, execute } from "./wire.ts"

/** One change by a `fetch` of ours. */
const by = (fetch: typeof globalThis.fetch, options = {}) =>
  execute({ ...change, idempotency: { _tag: "none" } }, options).pipe(
    Effect.provide(layerFetch),
    Effect.provideService(FetchHttpClient.Fetch, fetch),
    Effect.runPromiseExit
  )

describe("layerFetch", () => {
  it("sends by fetch", async () => {
    const asked: Array<readonly [string, RequestInit | undefined]> = []
    const exit = await by(async (input, init) => {
      asked.push([String(input), init])
      return Response.json(done)
    })
    expect(valueOf(exit)).toEqual(done)
    expect(asked).toMatchObject([["https://provider.test/v1/sessions/s1", { method: "PUT", redirect: "manual" }]])
  })

  it("follows no redirect", async () => {
    const paths: Array<string> = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? "")
      if (request.url === "/elsewhere") response.end(JSON.stringify(done))
      else response.writeHead(307, { location: "/elsewhere" }).end()
    })
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      expect(errorOf(await by(globalThis.fetch, { baseUrl }))).toMatchObject({
        reason: { _tag: "UnknownCode", status: 307 },
        outcome: "unknown"
      })
      expect(paths).toEqual(["/sessions/s1"])
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it("hides a credential that no header can carry, though fetch quotes it", async () => {
    const secret = "c4n4ry\nsecret"
    const exit = await by(
      async (input, init) => {
        throw new TypeError(`${inspect(new Request(input, init).headers)} ${inspect(init)}`)
      },
      { authentication: Authentication.bearer(Redacted.make(secret)) }
    )
    expect(errorOf(exit)).toMatchObject({ reason: { _tag: "Transport" } })
    expect(inspect(exit, { depth: Infinity, showHidden: true })).not.toContain("c4n4ry")
  })
})
