/** Subjects with a function that changes nothing where it has to. */
import { Subject } from "@paylayer/conformance"
import { onPort } from "@paylayer/conformance/mutants"
import { reference } from "@paylayer/conformance/reference"
import { Webhooks } from "@paylayer/core"
import { Deliveries } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { none } from "./silent.ts"

export interface Idle {
  /** What the problem begins with. */
  readonly problem: string
  /** The laws that need it. */
  readonly laws: ReadonlyArray<string>
  readonly subject: Subject.Subject
}

const events = reference.webhooks!

const telling = (webhooks: Partial<Subject.WebhookWorld>): Subject.Subject =>
  Subject.make({ ...reference, webhooks: { ...events, ...webhooks } })

const signedAlike = (by: "other" | "next" | "prefix"): Subject.Subject =>
  telling({ sign: (body, one, now) => events.sign(body, one === by ? "current" : one, now) })

const header = "reference-signature"

/** A place for the signature, and how it is had from there again. */
interface Place {
  readonly into: <R extends Webhooks.RawRequest>(request: R) => R
  readonly outOf: (request: Webhooks.RawRequest) => Webhooks.RawRequest
}

/** The first line of the body. */
const inBody: Place = {
  into: (request) => ({ ...request, headers: {}, body: `${request.headers[header]}\n${request.body}` }),
  outOf: ({ body }) => {
    const [signature = "", ...lines] = body.split("\n")
    return { headers: { [header]: signature }, body: lines.join("\n") }
  }
}

/** A header of another name, with one beside it that is not signed. */
const inHeader = (name: string): Place => ({
  into: (request) => ({ ...request, headers: { "x-sent-by": "reference", [name]: request.headers[header]! } }),
  outOf: ({ body, headers }) => ({
    headers: Object.fromEntries(Object.entries(headers).map(([one, value]) => [one === name ? header : one, value])),
    body
  })
})

/** The reference's webhooks with the signature in another place. */
const signedIn = (
  { into, outOf }: Place,
  more: Partial<Subject.WebhookWorld> = {},
  delivered: Place["into"] = into
): Subject.Subject => ({
  ...onPort(telling({ sign: (...args) => into(events.sign(...args)), ...more }), Webhooks.Webhooks, (port) => ({
    ...port,
    receive: (request) => port.receive(outOf(request))
  })),
  world: Layer.effectContext(
    Effect.map(
      Layer.build(
        reference.world as Layer.Layer<Deliveries.Deliveries | Layer.Success<typeof reference.world>, unknown>
      ),
      (world) =>
        Context.add(world, Deliveries.Deliveries, {
          take: Effect.map(Context.get(world, Deliveries.Deliveries).take, (all) => all.map(delivered))
        })
    )
  )
})

const same = (body: string): string => body

const idle = (problem: string, laws: ReadonlyArray<string>, subject: Subject.Subject): Idle => ({
  problem,
  laws,
  subject
})

export const subjects: ReadonlyArray<Idle> = [
  idle("`otherTotal` changed nothing", ["SES-18"], { ...reference, otherTotal: same }),
  idle("`unconfirmed` changed nothing", ["SES-15"], { ...reference, unconfirmed: same }),
  idle("`strangeStatus` changed nothing", ["SES-13", "INT-06"], { ...reference, strangeStatus: same }),
  idle("`webhooks.unknown` changed nothing", ["WHK-05"], telling({ unknown: same })),
  idle("`webhooks.broken` changed nothing", ["WHK-05"], telling({ broken: same })),
  // Whatever else the subject says of the law.
  idle("`webhooks.broken` changed nothing", ["WHK-05"], {
    ...telling({ broken: same }),
    deviations: [{ law: "WHK-05", kind: "known-bug", fails: "expected WebhookRefused", reason: "it takes everything" }]
  }),
  // Written in another way it is the same event.
  idle("`webhooks.broken` changed nothing", ["WHK-05"], telling({ broken: (body) => ` ${body}` })),
  idle("`webhooks.foreign[1]` changed nothing", ["WHK-07"], telling({ foreign: [events.foreign![0]!, same] })),
  idle("`webhooks.sign` signs alike by current and by other", ["WHK-01"], signedAlike("other")),
  idle("`webhooks.sign` signs alike by current and by prefix", ["WHK-01"], signedAlike("prefix")),
  idle("`webhooks.sign` signs alike by current and by next", ["WHK-09"], signedAlike("next")),
  idle("`webhooks.unsigned` changed nothing", ["WHK-01"], signedIn(inBody, { unsigned: same })),
  idle("`webhooks.unsigned` is missing", ["WHK-01"], signedIn(inBody)),
  idle("`webhooks.sign` signs in x-hmac", ["WHK-01"], signedIn(inHeader("x-hmac"), {}, inHeader("x-sig").into)),
  // Nobody checks a signature, and the subject says that there is none.
  idle("`webhooks.signs` says that nothing is signed", ["WHK-01"], {
    ...none,
    webhooks: { ...none.webhooks!, sign: events.sign }
  }),
  // For authors whose compiler did not look.
  idle("`webhooks.signs` does not say how old", ["WHK-01"], telling({ signs: { _tag: "body" } as Subject.Signs })),
  idle("`webhooks.secrets` is missing", ["SEC-05"], telling({ secrets: undefined as never }))
]

/** Their functions do what they have to. */
export const busy: ReadonlyArray<Pick<Idle, "laws" | "subject">> = [
  signedIn(inBody, { unsigned: (body) => body.replace(/^.*\n/, "\n") }),
  ...["paypal-transmission-sig", "X-Hub-Signature-256", "x-hmac"].map((name) => signedIn(inHeader(name)))
].map((subject) => ({ laws: ["WHK-01"], subject }))
