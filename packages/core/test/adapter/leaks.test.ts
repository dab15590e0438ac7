import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import * as Authentication from "../../src/adapter/Authentication.ts"
import type { Answer } from "../../src/adapter/Answer.ts"
import type { Call, Options } from "../../src/adapter/ProviderClient.ts"
import * as ProviderClient from "../../src/adapter/ProviderClient.ts"
import { scrub } from "../../src/adapter/scrub.ts"
import { ProviderError, type Reason } from "../../src/ProviderError.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import * as Wire from "./wire.ts"
import { change, execute, json } from "./wire.ts"

const canaries = {
  key: "c4n4ry-api-key",
  password: "c4n4ry-password",
  token: "c4n4ry-token",
  card: "4111111111111111",
  query: "c4n4ry-query",
  id: "c4n4ry-id",
  known: "c4n4ry-known",
  ofCall: "c4n4ry-of-call"
}
/** An id of a session is no secret; it is only not shown in place of the template. */
const secrets = Object.values(canaries)

const call = {
  ...change,
  idempotency: { _tag: "key", window: Duration.hours(1), compared: true, maxLength: 64 },
  parameters: { id: canaries.id },
  query: { q: canaries.query },
  json: { card: canaries.card, token: canaries.ofCall },
  secrets: [
    Redacted.make(canaries.ofCall),
    Redacted.make(canaries.query),
    Redacted.make(canaries.card),
    Redacted.make(canaries.id)
  ]
} satisfies Call<unknown>

/** Everything that a program could print, log or send away of a failed call. */
const allThatIsSaid = async (wire: Wire.Wire, options: Partial<Options>, asked: Call<unknown> = call) => {
  const spans: Array<Tracer.NativeSpan> = []
  const logged: Array<unknown> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const logger = Layer.merge(
    Logger.layer([Logger.make(({ cause, message }) => void logged.push(message, Cause.pretty(cause)))]),
    Layer.succeed(References.MinimumLogLevel, "Trace")
  )
  const program = execute(asked, options).pipe(
    Effect.tapError((error) => Effect.logError("it failed", error)),
    Effect.withSpan("the application"),
    Effect.withTracer(tracer),
    Effect.provide(logger)
  )
  const exit = await wire.run(program)
  expect(spans.length).toBe(2)
  expect(logged.length).toBeGreaterThan(0)
  const shownSpans = spans.map(({ attributes, events, name, status }) => ({
    name,
    status,
    attributes: [...attributes],
    events
  }))
  const error = errorOf(exit) as ProviderError
  return { error, texts: [...prints(exit), ...prints(error), ...prints(shownSpans), ...prints(logged)] }
}

const prints = (value: unknown): ReadonlyArray<string> => {
  const cause = (value as Exit.Failure<unknown, unknown>)?.cause
  return [
    String(value),
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "",
    inspect(value, { depth: Infinity, showHidden: true }),
    value instanceof Error ? `${value.name} ${value.message} ${value.stack}` : "",
    ...(value instanceof ProviderError
      ? [JSON.stringify(Schema.encodeSync(Schema.toCodecJson(ProviderError))(value))]
      : []),
    ...(Cause.isCause(cause) ? [Cause.pretty(cause), inspect(Cause.prettyErrors(cause), { depth: Infinity })] : [])
  ]
}

const nothingSecret = (texts: ReadonlyArray<string>) => {
  for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret)
}

/** A provider that says all that it was told. */
const echo =
  (status: number): Wire.Reply =>
  ({ body, headers, url }) =>
    new Response(
      JSON.stringify({
        code: headers["authorization"],
        message: `${url} ${body} ${headers["x-api-key"]} ${canaries.password} ${canaries.known} again ${canaries.known}`,
        parameters: [{ parameter: canaries.card, reason: `got ${canaries.card}` }]
      }),
      { status, headers: { "x-request-id": headers["authorization"] ?? headers["x-api-key"] ?? "none" } }
    )

const quoting = ({ body, status }: Answer): Reason => {
  const { code, message, parameters } = body as {
    readonly code?: string
    readonly message: string
    readonly parameters: ReadonlyArray<{ readonly parameter: string; readonly reason: string }>
  }
  return status === 400
    ? { _tag: "InvalidRequest", title: message, instance: message, parameters }
    : { _tag: "UnknownCode", status, message, ...(code === undefined ? {} : { code }) }
}

const authentications: ReadonlyArray<readonly [string, Authentication.Authentication]> = [
  ["a header", Authentication.header("x-api-key", Redacted.make(canaries.key))],
  ["a bearer token", Authentication.bearer(Redacted.make(canaries.token))],
  ["a password", Authentication.basic("user", Redacted.make(canaries.password))]
]

describe.each(authentications)("with %s", (_, authentication) => {
  const options = {
    authentication,
    secrets: [Redacted.make(canaries.known), Redacted.make(canaries.password)],
    requestIdHeader: "x-request-id",
    reason: quoting
  }

  it.each([400, 402, 403, 500])("a %i that quotes everything leaks nothing", async (status) => {
    const { error, texts } = await allThatIsSaid(Wire.make(echo(status)), options)
    expect(error.exchange).toMatchObject({ path: "/sessions/{id}", status })
    expect(inspect(error, { depth: Infinity })).toContain("<redacted>")
    nothingSecret(texts)
    // The base64 of a password is as good as the password.
    for (const text of texts) expect(text).not.toContain(btoa(`user:${canaries.password}`))
  })

  it.each([
    ["a time-out", "silence"],
    ["a reset", "reset"],
    ["a page", () => new Response(`<html>${secrets.join(" ")}</html>`)],
    ["another shape", json(200, { status: secrets })],
    ["an empty answer", () => new Response(null)],
    ["a redirect", json(302, {}, { location: `https://evil.test/?${secrets.join("&")}` })]
  ] as const)("%s leaks nothing", async (_, reply) => {
    const { reason: _reason, ...plain } = options
    nothingSecret((await allThatIsSaid(Wire.make(reply), plain)).texts)
  })

  it("an id that cannot be sent leaks nothing", async () => {
    const bad = { ...call, parameters: { id: `${canaries.id}\ud800` } }
    nothingSecret((await allThatIsSaid(Wire.make("silence"), options, bad)).texts)
  })
})

it("a password that a provider quotes is taken out without being named as a secret", async () => {
  const wire = Wire.make(json(402, { message: `wrong: ${canaries.password}`, parameters: [] }))
  const authentication = Authentication.basic("user", Redacted.make(canaries.password))
  const { error } = await allThatIsSaid(wire, { authentication, reason: quoting })
  expect(error.reason).toMatchObject({ message: "wrong: <redacted>" })
})

describe("a token that was replaced", () => {
  const tokens = ["c4n4ry-1", "c4n4ry-2", "c4n4ry-3"]
  const authentication = (): Authentication.Authentication => {
    let nth = 0
    const next = Effect.suspend(() => {
      const token = tokens[nth++]
      if (token !== undefined) return Effect.succeed({ authorization: Redacted.make(`Bearer ${token}`) })
      const reason = { _tag: "Forbidden", message: tokens.join(" ") } as const
      return Effect.fail(new ProviderError({ provider: "test", operation: "log in", reason, outcome: "not-executed" }))
    })
    return { credential: next, renew: () => next }
  }
  const quotingAll = Wire.make(() => new Response(JSON.stringify({ message: tokens.join(" ") }), { status: 401 }))
  const reason = ({ body }: Answer): Reason => ({
    _tag: "Unauthenticated",
    message: (body as { readonly message: string }).message
  })

  it("is taken out of what the provider says later, in the same call and in the next", async () => {
    const client = ProviderClient.make({ ...Wire.options, reason, authentication: authentication() })
    const errors = valueOf(
      await quotingAll.run(
        Effect.flatMap(client, ({ execute }) =>
          Effect.all([Effect.flip(execute(change)), Effect.flip(execute(change))])
        )
      )
    )
    // The first knows two of them, the second all three, in the failure of the log-in as well.
    expect(errors[0].reason).toMatchObject({ message: "<redacted> <redacted> c4n4ry-3" })
    expect(errors[1].reason).toMatchObject({ message: "<redacted> <redacted> <redacted>" })
    expect(errors[1].reason._tag).toBe("Forbidden")
  })
})

it("a span says which exchange it was, by its template", async () => {
  const spans: Array<Tracer.NativeSpan> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  await Wire.make(json(200, { status: "ok" })).run(Effect.withTracer(execute(call), tracer))
  expect(
    spans.map(({ attributes, kind, name }) => ({ name, kind, attributes: Object.fromEntries(attributes) }))
  ).toEqual([
    {
      name: "test Sessions.update",
      kind: "client",
      attributes: {
        "http.request.method": "PUT",
        "server.address": "provider.test",
        "url.template": "/sessions/{id}"
      }
    }
  ])
})

describe("scrub", () => {
  const hide = (message: string, ...texts: ReadonlyArray<string>) =>
    scrub(
      { _tag: "Forbidden", message },
      texts.map((text) => Redacted.make(text))
    )

  it("takes a secret out wherever it stands", () => {
    expect(hide("abc, xabcx and abc", "abc")).toMatchObject({ message: "<redacted>, x<redacted>x and <redacted>" })
  })

  it("leaves nothing of a secret that contains another one", () => {
    for (const texts of [
      ["abc", "abcdef"],
      ["abcdef", "abc"]
    ]) {
      expect(hide("it was abcdef", ...texts)).toMatchObject({ message: "it was <redacted>" })
    }
  })

  it("knows a header's secret without its scheme", () => {
    expect(hide("it was abc", "Bearer abc")).toMatchObject({ message: "it was <redacted>" })
  })

  it("is not confused by an empty secret, nor by signs of patterns", () => {
    expect(hide("all of it", "")).toMatchObject({ message: "all of it" })
    expect(hide("a.c abc $&", "a.c", "$&")).toMatchObject({ message: "<redacted> abc <redacted>" })
  })

  it("cuts what is too long, after taking out the secrets", () => {
    const { message } = hide(`${"x".repeat(497)}abcdef`, "abcdef") as { readonly message: string }
    expect(message).toBe(`${"x".repeat(497)}<re`)
    expect((hide("x".repeat(501)) as { readonly message: string }).message).toHaveLength(500)
  })

  it("takes it out of a URL that is quoted", () => {
    const secret = "X6Xt!3/+ y=="
    const { search } = new URL(`https://psp.test/?${new URLSearchParams({ proof: secret }).toString()}`)
    expect(hide(`no such page: ${search}`, secret)).toMatchObject({ message: "no such page: ?proof=<redacted>" })
  })

  it("takes it out of a path that is quoted, with digits of either case", () => {
    const secret = "X6 Xt!3/+y=(~.%2f)\ud800"
    const sent = encodeURIComponent(secret.replace("\ud800", "\ufffd"))
    const inQuery = new URLSearchParams({ secret }).toString().slice("secret=".length)
    for (const quoted of [sent, sent.toLowerCase().replace("x6%20xt", "X6%20Xt"), inQuery.replaceAll("%2F", "%2f")]) {
      expect(hide(`no such page: /${quoted}/result`, secret)).toMatchObject({
        message: "no such page: /<redacted>/result"
      })
    }
    expect(hide("abc%2FDEF is not ABC%2fdef", "abc/DEF")).toMatchObject({ message: "<redacted> is not ABC%2fdef" })
  })

  it("leaves numbers and tags as they are", () => {
    expect(scrub({ _tag: "Unavailable", status: 503 }, [Redacted.make("503")])).toEqual({
      _tag: "Unavailable",
      status: 503
    })
  })
})
