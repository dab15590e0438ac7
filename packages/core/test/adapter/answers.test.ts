/** What an adapter sees of an answer, and answers and requests that are not JSON. */
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import type { Answer, Parse } from "../../src/adapter/Answer.ts"
import * as Authentication from "../../src/adapter/Authentication.ts"
import type { Call, Options } from "../../src/adapter/ProviderClient.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import * as Wire from "./wire.ts"
import { change, done, execute, json } from "./wire.ts"

const keyed = {
  ...change,
  idempotency: { _tag: "key", window: Duration.hours(24), compared: true, maxLength: 64 }
} as const

describe("a refusal that may be a rule of the model: the adapter sees the answer", () => {
  const seen = async (body: unknown, headers: Record<string, string> = {}, more: Partial<Options> = {}) => {
    const wire = Wire.make(json(410, body, headers))
    return errorOf(await wire.run(execute({ ...keyed, secrets, violation: (answer) => ({ ...answer }) }, more)))
  }
  const secrets = [Redacted.make("c4n4ry-card")]
  const authentication = Authentication.header("x-api-key", Redacted.make("c4n4ry-key"))

  it("as it came, where it holds no secret", async () => {
    const body = { code: 167, message: "no", nested: [{ a: null, b: true, c: "d" }] }
    expect(await seen(body, { "x-id": "r1" })).toMatchObject({
      status: 410,
      headers: { "x-id": "r1" },
      body,
      problem: undefined
    })
  })

  it("without any secret, wherever it stands", async () => {
    const said = await seen(
      { message: "card c4n4ry-card", details: [{ got: ["c4n4ry-key c4n4ry-more"] }] },
      { "x-echo": "c4n4ry-key" },
      { authentication, secrets: [Redacted.make("c4n4ry-more")] }
    )
    expect(said).toMatchObject({
      headers: { "x-echo": "<redacted>" },
      body: { message: "card <redacted>", details: [{ got: ["<redacted> <redacted>"] }] }
    })
    expect(JSON.stringify(said)).not.toContain("c4n4ry")
  })

  it("with its texts cut", async () => {
    const { body } = (await seen({ message: "x".repeat(600) })) as { readonly body: { readonly message: string } }
    expect(body.message).toHaveLength(500)
  })

  it("however deep it is, and nothing breaks", async () => {
    const deep = () => new Response("[".repeat(200_000) + "]".repeat(200_000), { status: 410 })
    const call = { ...keyed, violation: ({ status }: Answer) => ({ _tag: "Refused", status }) }
    expect(errorOf(await Wire.make(deep).run(execute(call)))).toMatchObject({ status: 410 })
  })
})

describe("another encoding than JSON", () => {
  /** Lines of `name=value`. */
  const parse: Parse = (text) =>
    text.startsWith("!")
      ? { problem: "not lines" }
      : { value: Object.fromEntries(text.split("\n").map((line) => line.split("="))) }
  const said = (body: BodyInit | null, status = 200, more: Partial<Options> = {}, call: Partial<Call<unknown>> = {}) =>
    Wire.make(() => new Response(body, { status })).run(
      execute({ ...change, ...call, answer: call.answer ?? change.answer }, { parse, ...more })
    )

  it("is read as the adapter reads it", async () => {
    expect(valueOf(await said("status=ok\nmore=1"))).toEqual({ status: "ok" })
  })

  it("says by itself what is wrong with it", async () => {
    expect(errorOf(await said("!"))).toMatchObject({
      reason: { _tag: "MalformedResponse", problem: "not lines" },
      outcome: "unknown"
    })
  })

  it.each([
    ["a page", "<html></html>", "not the fields that the document promises"],
    ["nothing", "", "an empty body"],
    ["nothing at all", null, "an empty body"],
    ["what is not UTF-8", new Uint8Array([...Buffer.from("status="), 0xe9]), "not UTF-8"],
    ["too much", `status=${"x".repeat(200)}`, "a body of more than 100 bytes"]
  ])("is malformed where it is %s", async (_, body, problem) => {
    const error = errorOf(await said(body as BodyInit, 200, { bodyLimit: 100 }))
    expect(error).toMatchObject({ reason: { _tag: "MalformedResponse", problem } })
  })

  it("is read in a refusal, too", async () => {
    const reason = ({ body, problem, status }: Answer) => {
      const { code } = (body ?? {}) as { readonly code?: string }
      return { _tag: "UnknownCode" as const, status, code: code ?? problem ?? "none" }
    }
    expect(errorOf(await said("code=167", 422, { reason }))).toMatchObject({ reason: { code: "167" } })
    expect(errorOf(await said("!", 422, { reason }))).toMatchObject({ reason: { code: "not lines" } })
    expect(errorOf(await said("", 422, { reason }))).toMatchObject({ reason: { code: "none" } })
  })

  it("is not asked for as JSON", async () => {
    const wire = Wire.make(() => new Response("status=ok"))
    await wire.run(execute(change, { parse }))
    expect(wire.sent[0]!.headers["accept"]).not.toBe("application/json")
  })

  it.each([
    ["text/xml; charset=utf-8", '<?xml version="1.0"?><é a="&amp;"/>'],
    ["application/x-www-form-urlencoded", "b=2&a=1&a=%20"],
    ["text/plain", ""]
  ])("goes out as it is: %s", async (contentType, body) => {
    const wire = Wire.make(json(200, done))
    const { json: _, ...rest } = change
    await wire.run(execute({ ...rest, method: "POST", text: { contentType, body } }))
    expect(wire.sent[0]).toMatchObject({ method: "POST", body })
    expect(wire.sent[0]!.headers).toMatchObject({
      "content-type": contentType,
      "content-length": String(Buffer.byteLength(body))
    })
  })
})
