/** Subjects with a function that changes nothing where it has to. */
import { Subject } from "@paylayer/conformance"
import { onPort } from "@paylayer/conformance/mutants"
import { reference } from "@paylayer/conformance/reference"
import { Webhooks } from "@paylayer/core"
import { Deliveries } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

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

const intoBody = <R extends Webhooks.RawRequest>(request: R): R => ({
  ...request,
  headers: {},
  body: `${request.headers[header]}\n${request.body}`
})

const outOfBody = ({ body }: Webhooks.RawRequest): Webhooks.RawRequest => {
  const [signature = "", ...lines] = body.split("\n")
  return { headers: { [header]: signature }, body: lines.join("\n") }
}

/** The reference's webhooks with the signature in the first line of the body. */
const signedInBody = (unsigned: Pick<Subject.WebhookWorld, "unsigned">): Subject.Subject => ({
  ...onPort(telling({ sign: (...args) => intoBody(events.sign(...args)), ...unsigned }), Webhooks.Webhooks, (port) => ({
    ...port,
    receive: (request) => port.receive(outOfBody(request))
  })),
  world: Layer.effectContext(
    Effect.map(
      Layer.build(
        reference.world as Layer.Layer<Deliveries.Deliveries | Layer.Success<typeof reference.world>, unknown>
      ),
      (world) =>
        Context.add(world, Deliveries.Deliveries, {
          take: Effect.map(Context.get(world, Deliveries.Deliveries).take, (all) => all.map(intoBody))
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
  idle("`webhooks.unsigned` changed nothing", ["WHK-01"], signedInBody({ unsigned: same })),
  idle("`webhooks.unsigned` is missing", ["WHK-01"], signedInBody({}))
]

/** Its functions do what they have to. */
export const busy: Pick<Idle, "laws" | "subject"> = {
  laws: ["WHK-01"],
  subject: signedInBody({ unsigned: (body) => body.replace(/^.*\n/, "\n") })
}
