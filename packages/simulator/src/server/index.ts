/**
 * A simulated provider on localhost, by `node:http`, with a real clock: for other languages, other processes and people
 * with curl. The only place of this package that needs Node (or what offers `node:http`).
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as Provider from "../Provider.ts"
import type { WireRequest, WireResponse } from "../Wire.ts"
import * as controls from "./controls.ts"
import * as redact from "./redact.ts"

/** One request and what came of it, with every secret hidden; headers are never in it. */
export interface Logged {
  readonly method: string
  /** With query. */
  readonly path: string
  readonly request: string
  /** The status of the answer, or what there was instead of one. */
  readonly outcome: number | "silence" | "reset" | "defect"
  readonly response: string
}

export interface Options {
  /** Any free one unless told otherwise. */
  readonly port?: number
  /** `127.0.0.1` unless told otherwise. */
  readonly host?: string
  readonly log?: (logged: Logged) => void
}

export interface Server {
  /** Without a slash at its end: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /** Hangs up on whoever still waits. */
  readonly close: Effect.Effect<void>
}

/** The server can't listen there. */
export class CannotListen extends Schema.TaggedError<CannotListen>()("CannotListen", {
  host: Schema.String,
  port: Schema.Int,
  /** As Node tells it: `EADDRINUSE`, `EACCES`. */
  code: Schema.String
}) {
  override get message() {
    const why = reasons[this.code] ?? this.code
    return `can't listen on ${this.host}:${this.port}: ${why}`
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is in use",
  EACCES: "the port needs more rights than this process has",
  EADDRNOTAVAIL: "this machine has no such address"
}

/** As one line: `PUT /v1/payment-sessions/6d07e15a… 200 {"transaction":{"amount":16}} → {"status":"Success"}`. */
export const toLine = ({ method, outcome, path, request, response }: Logged): string =>
  [method, path, outcome, request, response === "" ? "" : `→ ${response}`].filter((part) => part !== "").join(" ")

/** Serves until `close`; see `serve` for one that ends with its scope. */
export const open = (
  make: Effect.Effect<Provider.Provider>,
  options: Options = {}
): Effect.Effect<Server, CannotListen> =>
  Effect.flatMap(make, (provider) => {
    const connection = Provider.connect(provider)
    const control = controls.make(provider, connection)
    const answer = (request: WireRequest): Effect.Effect<Provider.Outcome> =>
      request.path.startsWith(controls.prefix)
        ? Effect.map(control(request), (response) => ({ _tag: "Answered", response }))
        : connection.send(request)
    const { host = "127.0.0.1", log = () => {}, port = 0 } = options

    const server = createServer((incoming, outgoing) => {
      void read(incoming).then(
        (request) =>
          Effect.runFork(answer(request)).addObserver((exit) => {
            const outcome = exit._tag === "Success" ? exit.value : "defect"
            log(logged(request, outcome))
            give(incoming, outgoing, outcome)
          }),
        // Whoever asked hung up before the request was whole.
        () => incoming.destroy()
      )
    })

    const close = Effect.callback<void>((resume) => {
      server.close(() => resume(Effect.void))
      server.closeAllConnections()
    })
    return Effect.callback<Server, CannotListen>((resume) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        resume(Effect.fail(new CannotListen({ host, port, code: error.code ?? error.message })))
      )
      server.listen(port, host, () => {
        const address = server.address() as AddressInfo
        resume(Effect.succeed({ url: `http://${host}:${address.port}`, port: address.port, close }))
      })
      return close
    })
  })

/** Serves as long as its scope is open. */
export const serve = (
  make: Effect.Effect<Provider.Provider>,
  options?: Options
): Effect.Effect<Server, CannotListen, Scope.Scope> =>
  Effect.acquireRelease(open(make, options), (server) => server.close)

const read = async (incoming: IncomingMessage): Promise<WireRequest> => {
  const chunks: Array<Uint8Array> = []
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  const [path = "/", query = ""] = (incoming.url ?? "/").split(/\?(.*)/s)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value
  }
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks).toString("utf8")
  }
}

const failed: WireResponse = {
  status: 500,
  headers: { "content-type": "text/plain" },
  body: "the simulator itself failed\n"
}

/** Statuses whose answers have no body. */
const withoutLength = new Set([204, 304])

const give = (incoming: IncomingMessage, outgoing: ServerResponse, outcome: Provider.Outcome | "defect"): void => {
  if (outcome === "defect") return void outgoing.writeHead(failed.status, failed.headers).end(failed.body)
  switch (outcome._tag) {
    case "Answered": {
      const { body, headers, status } = outcome.response
      const length = withoutLength.has(status) ? {} : { "content-length": String(Buffer.byteLength(body)) }
      return void outgoing.writeHead(status, { ...headers, ...length }).end(body)
    }
    case "Silence":
      // The socket stays open, as long as the client likes to wait.
      return
    case "Reset":
      return void incoming.socket.resetAndDestroy()
  }
}

const logged = (request: WireRequest, outcome: Provider.Outcome | "defect"): Logged => {
  const response = outcome !== "defect" && outcome._tag === "Answered" ? outcome.response : undefined
  return {
    method: request.method,
    path: request.path + redact.query(request.query),
    request: redact.body(request.body, request.headers["content-type"]),
    outcome: response?.status ?? (outcome === "defect" ? outcome : outcome._tag === "Silence" ? "silence" : "reset"),
    response: response === undefined ? "" : redact.body(response.body, response.headers["content-type"])
  }
}
