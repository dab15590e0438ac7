/** Ways of making a right adapter wrong in one place. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Sessions } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import type { Subject } from "../Subject.ts"

/** The subject with one of its ports replaced. */
export const onPort = <I, S>(
  subject: Subject,
  tag: Context.Key<I, S>,
  change: (port: S, all: Context.Context<never>) => S
): Subject => ({
  ...subject,
  layer: Layer.effectContext(
    Effect.map(Layer.build(subject.layer as Layer.Layer<I, unknown, Layer.Services<Subject["layer"]>>), (context) =>
      Context.add(context, tag, change(Context.get(context, tag), context as Context.Context<never>))
    )
  )
})

/** The subject with another `Sessions.update`. */
export const onUpdate = (
  subject: Subject,
  change: (
    update: Sessions.Sessions["Service"]["update"],
    sessions: Sessions.Sessions["Service"]
  ) => Sessions.Sessions["Service"]["update"]
): Subject =>
  onPort(subject, Sessions.Sessions, (sessions) => ({ ...sessions, update: change(sessions.update, sessions) }))

/** Names the law that has to find the mistake, and what it was made in, where no subject of that name is exported. */
export const mutant = (killedBy: string, name: string, subject: Subject, base?: Subject): Mutant => ({
  killedBy,
  name,
  subject,
  ...(base === undefined ? {} : { base })
})
