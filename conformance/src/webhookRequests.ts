/** Webhook requests that laws have an adapter receive: the provider's own, and some that it would sign. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Webhooks } from "@paylayer/core"
import { misstated } from "./changes.ts"
import * as Law from "./Law.ts"
import type { WebhookWorld } from "./Subject.ts"
import { Inapplicable, show, step } from "./Trial.ts"

export const toldOf = (given: Law.Given) => given.subject.webhooks!

export const aboutEvents = Law.told("how its webhooks are signed", ({ webhooks }) => webhooks !== undefined)

/** What a subject says of its provider is an answer: the law is not left untried for want of a word. */
export const hasNone = new Inapplicable({ reason: "the provider has none: the subject says so" })

/** A request with this body, as the world would sign it now, or not. */
export const signedBy = (given: Law.Given, body: string, by: Parameters<WebhookWorld["sign"]>[1]) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const { sign } = toldOf(given)
    const request = sign(body, by, now)
    const isAlike = by !== "current" && show(request) === show(sign(body, "current", now))
    return isAlike ? yield* misstated(`\`webhooks.sign\` signs alike by current and by ${by}`) : request
  })

/** The value at a place of a JSON body; nothing, where there is no such place. */
const valueAt = (body: string, path: ReadonlyArray<string>): unknown => {
  try {
    return path.reduce<unknown>(
      (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
      JSON.parse(body)
    )
  } catch {
    return undefined
  }
}

/** Where a signature of this body stands: in what differs when somebody else signs the same at the same moment. */
export const signatureIn = (given: Law.Given, body: string) =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const [ours, theirs] = (["current", "other"] as const).map((by) => toldOf(given).sign(body, by, now))
    const [mine, other] = [ours!, theirs!].map(
      ({ headers }) => new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    )
    return {
      headers: [...new Set([...mine!.keys(), ...other!.keys()])].filter((name) => mine!.get(name) !== other!.get(name)),
      isInBody: ours!.body !== theirs!.body,
      isAt: (path: ReadonlyArray<string>) => valueAt(ours!.body, path) !== valueAt(theirs!.body, path)
    }
  })

export const receive = (request: Webhooks.RawRequest) =>
  Effect.flatMap(Webhooks.Webhooks, (port) => port.receive(request))

/** Tried on each of them; a story tells of the one that is not taken as it should be. */
export const onEach = <A, E, R>(
  what: string,
  these: ReadonlyArray<A>,
  check: (one: A) => Effect.Effect<unknown, E, R>
) =>
  Effect.forEach(these, (one, index) => Effect.tapError(check(one), () => step(`${what} ${index + 1}`, "provider")), {
    discard: true
  })
