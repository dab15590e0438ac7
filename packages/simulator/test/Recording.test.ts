import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import { Recording } from "../src/index.ts"

const url = "https://provider.test/v1/things?a=b"
const put = HttpClientRequest.bodyJsonUnsafe(HttpClientRequest.put(url), { amount: 15.02 })

/** A client over web responses, as the ones on `fetch` are. */
const web = (answer: (request: HttpClientRequest.HttpClientRequest) => Response) =>
  HttpClient.make((request) => Effect.sync(() => HttpClientResponse.fromWeb(request, answer(request))))
const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)

describe("Recording", () => {
  it("remembers requests and answers, raw, in the order in which they began", async () => {
    const client = Recording.wrap(web(() => new Response('{"x":1}', { status: 201, headers: { "X-Id": "7" } })))
    expect(await run(client.exchanges)).toEqual([])
    await run(client.execute(HttpClientRequest.bearerToken(put, "secret")))
    await run(client.get("https://provider.test/other"))
    const exchanges = await run(client.exchanges)
    expect(exchanges).toHaveLength(2)
    expect(exchanges[0]).toMatchObject({
      method: "PUT",
      url,
      headers: { authorization: "Bearer secret", "content-type": "application/json" },
      body: '{"amount":15.02}',
      outcome: { _tag: "Answered", status: 201, headers: { "x-id": "7" }, body: '{"x":1}' }
    })
    expect(exchanges[1]).toMatchObject({ method: "GET", url: "https://provider.test/other", body: "" })
    await run(client.clear)
    expect(await run(client.exchanges)).toEqual([])
  })

  it("sees what middleware on top of it adds", async () => {
    const recording = Recording.wrap(web(() => new Response("")))
    const client = recording.pipe(
      HttpClient.mapRequest(HttpClientRequest.prependUrl("https://provider.test")),
      HttpClient.mapRequest(HttpClientRequest.setHeader("x-api-key", "key"))
    )
    await run(client.get("/v1/x"))
    expect(await run(recording.exchanges)).toMatchObject([
      {
        url: "https://provider.test/v1/x",
        headers: { "x-api-key": "key" }
      }
    ])
  })

  it("leaves answers readable in every way", async () => {
    const client = Recording.wrap(web(() => new Response('{"x":"ä"}', { headers: { "set-cookie": "a=b" } })))
    await run(
      Effect.gen(function* () {
        const response = yield* client.execute(put)
        expect(yield* response.json).toEqual({ x: "ä" })
        expect(yield* response.text).toBe('{"x":"ä"}')
        expect(yield* Stream.mkString(Stream.decodeText(response.stream))).toBe('{"x":"ä"}')
        expect((yield* response.arrayBuffer).byteLength).toBe(10)
        expect(response.cookies.cookies).toHaveProperty("a")
      })
    )
  })

  it("passes on a body that can be read only once, and keeps bytes that are no text", async () => {
    let sent: unknown
    const bytes = new Uint8Array([0xff, 0xfe, 0x00])
    const client = Recording.wrap(
      HttpClient.make((request) => {
        sent = request.body.toJSON()
        return Effect.succeed(HttpClientResponse.fromWeb(request, new Response(bytes)))
      })
    )
    const body = HttpBody.stream(Stream.make("a", "b").pipe(Stream.encodeText), "text/csv")
    const response = await run(client.execute(HttpClientRequest.setBody(HttpClientRequest.post(url), body)))
    expect(sent).toMatchObject({ body: "ab", contentType: "text/csv" })
    expect(new Uint8Array(await run(response.arrayBuffer))).toEqual(bytes)
  })

  it("tells what failed, without the request, and fails in the same way", async () => {
    const failing = HttpClient.make((request) =>
      Effect.fail(
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.TransportError({ request, description: "connection reset by peer" })
        })
      )
    )
    const client = Recording.wrap(failing)
    expect((await run(Effect.flip(client.execute(put)))).reason._tag).toBe("TransportError")
    expect((await run(client.exchanges))[0]!.outcome).toEqual({
      _tag: "Failed",
      why: "TransportError: connection reset by peer"
    })
  })

  it("fails where it is read when the answer breaks off", async () => {
    const broken = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.error(new Error("broken off"))
          }
        }),
        { status: 200 }
      )
    const client = Recording.wrap(web(broken))
    const response = await run(client.execute(put))
    expect(response.status).toBe(200)
    expect((await run(Effect.flip(response.json))).reason._tag).toBe("DecodeError")
    expect((await run(client.exchanges))[0]!.outcome).toEqual({ _tag: "Failed", why: "DecodeError" })
  })

  it("tells what is under way and what was aborted", async () => {
    let aborted = false
    const client = Recording.wrap(
      HttpClient.make((_, __, signal) => {
        signal.addEventListener("abort", () => {
          aborted = true
        })
        return Effect.never
      })
    )
    const outcomes = await run(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(client.execute(put), { startImmediately: true })
        const [before] = yield* client.exchanges
        fiber.interruptUnsafe()
        const [after] = yield* client.exchanges
        return [before!.outcome, after!.outcome]
      })
    )
    expect(outcomes).toEqual([{ _tag: "Pending" }, { _tag: "Aborted" }])
    expect(aborted).toBe(true)
  })

  it("shows the tracing headers that a client sends, and makes one span a request", async () => {
    const spans: Array<string> = []
    const tracer = Tracer.make({
      span(options) {
        spans.push(options.name)
        return new Tracer.NativeSpan(options)
      }
    })
    const wire: Array<string | undefined> = []
    const client = Recording.wrap(
      web((request) => {
        wire.push(request.headers["traceparent"])
        return new Response("")
      })
    )
    await run(Effect.withTracer(client.execute(put), tracer))
    await run(Effect.provideService(client.execute(put), HttpClient.TracerPropagationEnabled, false))
    const [traced, untraced] = await run(client.exchanges)
    expect(traced!.headers["traceparent"]).toBe(wire[0])
    expect(wire[0]).toBeDefined()
    expect(untraced!.headers).not.toHaveProperty("traceparent")
    expect(spans).toHaveLength(1)
  })
})
