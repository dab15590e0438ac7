/** A subject set up for one trial: a fresh world, the adapter built on it, and everything written down. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import type { Capabilities } from "@paylayer/core"
import { Intents, ModificationKey, Modifications, Sessions, Webhooks } from "@paylayer/core"
import type { Mac } from "@paylayer/core/adapter"
import { HttpClient } from "@paylayer/core/adapter"
import { Recording, VirtualClock } from "@paylayer/simulator"
import * as accounts from "./accounts.ts"
import * as Interleaving from "./Interleaving.ts"
import * as Printed from "./Printed.ts"
import type { Subject } from "./Subject.ts"
import { textsOf } from "./texts.ts"
import { Trial } from "./Trial.ts"

export interface Bench {
  /** The ports, the controls and the trial. */
  readonly context: Context.Context<never>
  readonly trial: Trial["Service"]
  readonly run: <A, E, R>(effect: Effect.Effect<A, E, R>) => Promise<Exit.Exit<A, E>>
  readonly close: () => Promise<void>
}

/** The longest that anything may take where time is real: a payment that polls, with pauses between. */
const longest = Duration.minutes(2)

export const open = async (subject: Subject): Promise<Bench> => {
  const scope = Scope.makeUnsafe()
  const world: Context.Context<HttpClient | Mac> = await Effect.runPromise(Layer.buildWithScope(subject.world, scope))
  const client = Context.get(world, HttpClient)
  const own = subject.evidence === "live" ? accounts.withOwnKeys(client) : client
  const recording = Recording.wrap(Interleaving.interleavable(own))
  const written: Array<() => string> = []
  const telemetry = () => written.map((entry) => entry())
  const trial: Trial["Service"] = {
    steps: [],
    opening: 0,
    exchanges: recording.exchanges,
    telemetry,
    anew: Effect.andThen(
      recording.clear,
      Effect.sync(() => {
        trial.steps.length = 0
        trial.opening = 0
      })
    )
  }

  let keys = 0
  const surroundings = world.pipe(
    Context.add(HttpClient, recording),
    Context.add(Trial, trial),
    Context.add(Tracer.Tracer, tracerTo(written)),
    Context.add(Logger.CurrentLoggers, new Set([loggerTo(written)])),
    Context.add(References.MinimumLogLevel, "All"),
    Context.add(ModificationKey.Source, () => `key-${String(++keys).padStart(4, "0")}`)
  )
  const stopListening = Printed.listen((printed) => {
    if (isPrintedBy(trial)) written.push(texts(printed))
  })
  const drive = service(world, VirtualClock.VirtualClock)?.drive ?? accounts.withinTime(longest)
  const ports = await drive(Effect.provideContext(Layer.buildWithScope(subject.layer, scope), surroundings))
  if (Exit.isFailure(ports)) {
    stopListening()
    throw new Error(`the adapter's layer cannot be built: ${String(Cause.squash(ports.cause))}`)
  }
  const context = Context.merge(surroundings, ports.value) as Context.Context<never>
  return {
    context,
    trial,
    run: (effect) => drive(Random.withSeed(Effect.provideContext(effect as Effect.Effect<never>, context), "paylayer")),
    close: () => Effect.runPromise(Scope.close(scope, Exit.void)).finally(stopListening)
  }
}

/** What the built layer declares. */
export interface Declared {
  readonly sessions: Capabilities.SessionCapabilities | undefined
  readonly lock: Capabilities.SessionLockCapabilities | undefined
  readonly intents: Capabilities.IntentCapabilities | undefined
  readonly adjustments: Capabilities.AdjustmentCapabilities | undefined
  readonly captures: Capabilities.CaptureCapabilities | undefined
  readonly cancellations: Capabilities.CancellationCapabilities | undefined
  readonly refunds: Capabilities.RefundCapabilities | undefined
  readonly reversals: Capabilities.ReversalCapabilities | undefined
  readonly lookups: Capabilities.LookupCapabilities | undefined
  readonly webhooks: Capabilities.WebhookCapabilities | undefined
}

export const declared = ({ context }: Bench): Declared => ({
  sessions: service(context, Sessions.Sessions)?.capabilities,
  lock: service(context, Sessions.SessionLock)?.capabilities,
  intents: service(context, Intents.Intents)?.capabilities,
  adjustments: service(context, Modifications.Adjustments)?.capabilities,
  captures: service(context, Modifications.Captures)?.capabilities,
  cancellations: service(context, Modifications.Cancellations)?.capabilities,
  refunds: service(context, Modifications.Refunds)?.capabilities,
  reversals: service(context, Modifications.Reversals)?.capabilities,
  lookups: service(context, Modifications.Lookups)?.capabilities,
  webhooks: service(context, Webhooks.Webhooks)?.capabilities
})

/** A port or control, if this bench has it. */
const service = <I, S>(context: Context.Context<never>, tag: Context.Key<I, S>): S | undefined => {
  const found = Context.getOption(context as Context.Context<I>, tag)
  return found._tag === "Some" ? found.value : undefined
}

/**
 * Whether what is being printed now is of this trial: two that run at the same time share a console. What is printed outside
 * of any trial's fiber, as from a callback, may be of each of them.
 */
const isPrintedBy = (trial: Trial["Service"]): boolean => {
  const context = Fiber.getCurrent()?.context
  const printing = context === undefined ? undefined : service(context as Context.Context<never>, Trial)
  return printing === undefined || printing === trial
}

/** What is written there, read at once: it may be something else by the time that a law looks, which most never do. */
const texts = (written: ReadonlyArray<unknown>): (() => string) => {
  const isPlain = written.every((part) => typeof part !== "object" && typeof part !== "function")
  if (isPlain) return () => textsOf(written)
  const read = textsOf(written)
  return () => read
}

const loggerTo = (written: Array<() => string>): Logger.Logger<unknown, void> =>
  Logger.make(({ cause, fiber, message }) => {
    const annotations = Object.entries(fiber.getRef(References.CurrentLogAnnotations)).flat()
    const spans = fiber.getRef(References.CurrentLogSpans).flat()
    const causes = cause.reasons.length === 0 ? [] : [cause]
    written.push(texts([...(Array.isArray(message) ? message : [message]), ...causes, ...annotations, ...spans]))
  })

const tracerTo = (written: Array<() => string>): Tracer.Tracer =>
  Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      // Also of one that does not end; what it is told until it ends is what is exported.
      written.push(() => {
        const { attributes, events, links, name, status } = span
        const attributesOfLinks = links.map(({ attributes }) => attributes)
        return textsOf({ name, attributes, events, attributesOfLinks, ...(status._tag === "Ended" ? status : {}) })
      })
      return span
    }
  })
