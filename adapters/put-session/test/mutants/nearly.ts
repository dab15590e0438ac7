/** Acquired's adapter with one part of its profile replaced: one line away from right. */
import type { Subject } from "@paylayer/conformance"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { acquired, options } from "../../conformance.ts"
import { Acquired, PutSession } from "../../src/index.ts"

type Profile = ReturnType<typeof Acquired.profile>
type World = Parameters<typeof acquired>[1]
export type Body = Profile extends PutSession.Profile<infer Body> ? Body : never

export const right: Profile = Acquired.profile(options)

/** Another profile, or another way of sending. */
export const nearly = (change: Partial<Profile>, world?: World, client?: PutSession.ClientOptions): Subject.Subject =>
  acquired("acquired", world, PutSession.layer({ ...right, ...change }, client))

/** No limits, so that what is wrong gets as far as the wire. */
const parameters = Schema.Json as unknown as Profile["parameters"]

/** Another body, of creations and of updates. */
export const sending = (change: (right: Body) => unknown, world?: World): Subject.Subject => {
  const changed = <E>(body: Result.Result<unknown, E>) => Result.map(body, (right) => change(right as Body))
  const { create, update } = right
  return nearly(
    {
      parameters,
      create: { ...create, body: (request) => changed(create.body(request)) },
      update: { ...update, body: (...request) => changed(update.body(...request)) }
    },
    world
  )
}

/** Another body of updates: from the right one, and from what was sent last. */
export const updating = (change: (right: Body, sent: Body) => unknown, world?: World): Subject.Subject => {
  const { update } = right
  const body: Profile["update"]["body"] = (sent, ...request) =>
    Result.map(update.body(sent, ...request), (right) => change(right as Body, sent))
  return nearly({ parameters, update: { ...update, body } }, world)
}
