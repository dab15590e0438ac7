/** SES: how sessions end: by time, by the shop, and when it was chosen. */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Session, Sessions } from "@paylayer/core"
import { ProviderClock, Shopper, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { holds, opening, refused, same, show, silently, step, succeeds, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)
const clock = Law.control(ProviderClock.ProviderClock)
const shopper = Law.control(Shopper.Shopper)

const capabilitiesOf = ({ declared }: Law.Given) => declared.sessions!

const expiring = Law.each({
  id: "SES-06",
  title: "at and after expiry nothing changes",
  statement:
    "At its expiry and later an update fails with SessionExpired and changes nothing; one millisecond before, it " +
    "is accepted.",
  source: "Acquired: session IDs expire after 10 minutes; Adyen: expiresAt; Stripe: expires_at",
  kind: "fault",
  requires: [
    sessions,
    truth,
    clock,
    Law.capability(
      "an end of sessions",
      ({ sessions }) => sessions !== undefined && sessions.lifetime._tag !== "endless"
    )
  ],
  cases: () => [0, -1, 1, 3_600_000],
  check: (late, given) =>
    Effect.gen(function* () {
      const before = inputs.amount(capabilitiesOf(given), 0)
      const after = inputs.amount(capabilitiesOf(given), 250)
      const session = yield* act.created(given, before)
      if (session.expiresAt === undefined) return yield* violated("a session that says when it ends", "no expiresAt")
      yield* step(late === 0 ? "its end" : `${Math.abs(late)} ms ${late < 0 ? "before" : "after"} its end`, "time")
      yield* (yield* ProviderClock.ProviderClock).advanceTo(DateTime.toEpochMillis(session.expiresAt) + late)
      if (late < 0) {
        yield* act.inForce(yield* succeeds(act.update(session, after)), after)
      } else {
        yield* silently(refused(act.update(session, after), "SessionExpired"))
        yield* act.believes(session.id, before)
      }
    })
})

const lifetime = Law.each({
  id: "SES-16",
  title: "a session ends when it was asked to",
  statement:
    "Where the lifetime can be chosen, a session ends at the moment asked for, and a moment out of bounds is refused " +
    "before the wire; where it cannot, every choice is.",
  source: "Stripe: expires_at, 30 minutes to 24 hours; Adyen: expiresAt; Acquired: 10 minutes",
  level: "advisory",
  kind: "fault",
  requires: [
    sessions,
    truth,
    Law.capability("a lifetime of one's choice", ({ sessions }) => sessions?.lifetime._tag === "chosen")
  ],
  cases: () => ["the shortest time", "the longest time", "too short a time", "too long a time"],
  check: (choice, given) =>
    Effect.gen(function* () {
      const { lifetime } = capabilitiesOf(given)
      if (lifetime._tag !== "chosen") return
      const bound = choice.includes("short") ? lifetime.minimum : lifetime.maximum
      // Where nobody holds the provider's clock, time passes on the way there.
      const way = Option.isSome(yield* Effect.serviceOption(ProviderClock.ProviderClock)) ? 0 : 60
      const over = {
        "the shortest time": way,
        "the longest time": -way,
        "too short a time": -1,
        "too long a time": 1
      }[choice]
      const moment = DateTime.add(DateTime.addDuration(yield* DateTime.now, bound), { seconds: over })
      const possible = choice.startsWith("the ")
      // Providers count in seconds.
      const expiresAt = possible ? DateTime.startOf(moment, "second") : moment
      const creation = act.create(given, inputs.amount(capabilitiesOf(given), 0), { expiresAt }, ` for ${choice}`)
      if (!possible) return void (yield* silently(refused(creation, "Unsupported")))
      const session = yield* succeeds(creation)
      yield* same("when it ends", expiresAt, session.expiresAt)
    }),
  negative: (_, given) =>
    Effect.gen(function* () {
      const expiresAt = DateTime.add(yield* DateTime.now, { minutes: 30 })
      const creation = act.create(given, inputs.amount(capabilitiesOf(given), 0), { expiresAt })
      yield* silently(refused(creation, "Unsupported"))
    })
})

/** Providers count in seconds. */
const second = 1000

const declaredLifetime = Law.example({
  id: "SES-22",
  title: "a session lives as long as declared",
  statement:
    "Where the lifetime is fixed, a session ends that long after it was made; where it is endless, it says no end; where it " +
    "can be chosen and was not, it ends within what may be chosen.",
  source: "Acquired: session IDs expire after 10 minutes; Model: capabilities",
  level: "advisory",
  kind: "property",
  requires: [sessions, clock],
  check: (_, given) =>
    Effect.gen(function* () {
      const { lifetime } = capabilitiesOf(given)
      const { now } = yield* ProviderClock.ProviderClock
      const before = yield* now
      const { expiresAt } = yield* succeeds(act.create(given, inputs.amount(capabilitiesOf(given), 0)))
      const after = yield* now
      if (lifetime._tag === "endless") return yield* same("when it ends", "never", expiresAt ?? "never")
      if (expiresAt === undefined) return yield* violated("a session that says when it ends", "no expiresAt")
      const [shortest, longest] =
        lifetime._tag === "fixed" ? [lifetime.duration, lifetime.duration] : [lifetime.minimum, lifetime.maximum]
      const end = DateTime.toEpochMillis(expiresAt)
      const isWithin =
        end > before + Duration.toMillis(shortest) - second && end < after + Duration.toMillis(longest) + second
      const declared = [...new Set([shortest, longest].map((duration) => Duration.format(duration)))].join(" to ")
      yield* holds(isWithin, `a session of ${declared}`, `one of ${Duration.format(Duration.millis(end - before))}`)
    })
})

const over: ReadonlyArray<unknown> = ["expired", "cancelled"]

const ended = Law.each({
  id: "SES-20",
  title: "a session that the shop ends is over",
  statement:
    "A session that the shop ends is over at the provider, and can be neither paid, nor changed, nor ended again; one that " +
    "is paid cannot be ended.",
  source: "Stripe: expire a Checkout Session, cancel a PaymentIntent",
  level: "advisory",
  kind: "fault",
  requires: [sessions, Law.port(Sessions.SessionExpiry), Law.payable, shopper, truth],
  cases: ({ declared }) => [
    ...Law.cross(declared.lock === undefined ? (["open"] as const) : (["open", "locked"] as const), [
      "nothing",
      "pay",
      "update",
      "end",
      "end as before"
    ] as const),
    ["paid", "end"] as const,
    ["paid", "end as before"] as const
  ],
  check: ([before, then], given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const open = yield* act.created(given, amount)
      if (before === "paid") {
        const session = yield* act.payable(open)
        yield* act.submit(act.checkout(session))
        const known = then === "end" ? Session.modify(session, { status: "completed" }) : session
        const ending = refused(act.end(known), "NotCancellable")
        yield* then === "end" ? silently(ending) : ending
        return yield* same("the provider's status", "completed", (yield* act.truthOf(session.id)).status)
      }
      const session = before === "open" ? open : yield* opening(succeeds(act.lock(open, amount)))
      const ended = yield* succeeds(act.end(session))
      switch (then) {
        case "nothing":
          yield* holds(over.includes(ended.status), "a session that is over", show(ended.status))
          break
        case "pay":
          yield* same("the submission", "Refused", (yield* act.submit(act.checkout(session)))._tag)
          break
        case "update":
          yield* silently(
            refused(act.update(ended, inputs.amount(capabilitiesOf(given), 250)), "NotUpdatable", "SessionExpired")
          )
          break
        case "end":
          yield* silently(refused(act.end(ended, " again"), "NotCancellable"))
          break
        case "end as before":
          yield* refused(act.end(session, " again, by the value from before"), "NotCancellable")
      }
      const { status } = yield* act.truthOf(session.id)
      yield* holds(over.includes(status), "a session that is over at the provider", status)
    })
})

export const laws: ReadonlyArray<Law.Law> = [expiring, lifetime, declaredLifetime, ended]
