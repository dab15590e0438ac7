/** What a provider lacks does not compile, and the errors of an operation are exactly those that it can give. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf, test } from "vitest"
import type { PositiveMoney } from "../src/Money.ts"
import type { ProviderError } from "../src/ProviderError.ts"
import type {
  AmountNotRepresentable,
  AmountOutOfRange,
  ContinuationLost,
  CurrencyMismatch,
  NotCancellable,
  NotConfirmable,
  NotUpdatable,
  ProofMismatch,
  SessionExpired,
  TotalDiffers,
  Unsupported,
  UnsupportedCurrency
} from "../src/RuleViolation.ts"
import type { Intent, IntentChange, IntentId, IntentRequest } from "../src/Intent.ts"
import { Intents } from "../src/Intents.ts"
import type { Session, SessionChange, SessionRequest } from "../src/Session.ts"
import { SessionExpiry, SessionLock, SessionResults, Sessions } from "../src/Sessions.ts"

declare const request: SessionRequest
declare const change: SessionChange
declare const session: Session
declare const intent: Intent
declare const intentId: IntentId
declare const intentRequest: IntentRequest
declare const intentChange: IntentChange
declare const amount: PositiveMoney
declare const proof: Redacted.Redacted<string>

/** A program that creates a session, changes it, and locks it. */
const program = Effect.gen(function* () {
  const sessions = yield* Sessions
  const created = yield* sessions.create(request)
  const updated = yield* sessions.update(created, change)
  return yield* (yield* SessionLock).lock(updated, amount)
})

declare const both: Layer.Layer<Sessions | SessionLock>
declare const withoutLock: Layer.Layer<Sessions>
declare const withoutSessions: Layer.Layer<SessionLock>
declare const other: Layer.Layer<Intents>

test("a program asks for the ports that it uses", () => {
  expectTypeOf<Effect.Services<typeof program>>().toEqualTypeOf<Sessions | SessionLock>()
  const provided = Effect.provide(program, both)
  expectTypeOf<Effect.Services<typeof provided>>().toEqualTypeOf<never>()
  void Effect.runPromise(provided)
})

test("a port that the layer lacks stays open, exactly that one", () => {
  const noLock = Effect.provide(program, withoutLock)
  expectTypeOf<Effect.Services<typeof noLock>>().toEqualTypeOf<SessionLock>()
  const noSessions = Effect.provide(program, withoutSessions)
  expectTypeOf<Effect.Services<typeof noSessions>>().toEqualTypeOf<Sessions>()
  const neither = Effect.provide(program, other)
  expectTypeOf<Effect.Services<typeof neither>>().toEqualTypeOf<Sessions | SessionLock>()
})

test("a program with an open port does not run", () => {
  // @ts-expect-error SessionLock is missing
  void Effect.runPromise(Effect.provide(program, withoutLock))
  // @ts-expect-error Sessions is missing
  void Effect.runPromise(Effect.provide(program, withoutSessions))
  // @ts-expect-error both are missing
  void Effect.runPromise(program)
})

test("the errors of a program are those of its operations", () => {
  expectTypeOf<Effect.Error<typeof program>>().toEqualTypeOf<
    | UnsupportedCurrency
    | AmountOutOfRange
    | AmountNotRepresentable
    | TotalDiffers
    | Unsupported
    | ProviderError
    | NotUpdatable
    | SessionExpired
    | ContinuationLost
    | CurrencyMismatch
  >()
  const handled = Effect.catchTag(program, "SessionExpired", () => Effect.succeed(session))
  expectTypeOf<Extract<Effect.Error<typeof handled>, { readonly _tag: "SessionExpired" }>>().toEqualTypeOf<never>()
  // @ts-expect-error no operation here gives it
  Effect.catchTag(program, "ProofMismatch", () => Effect.succeed(session))
})

type CreateError =
  | UnsupportedCurrency
  | AmountOutOfRange
  | AmountNotRepresentable
  | TotalDiffers
  | Unsupported
  | ProviderError
type UpdateError = CreateError | NotUpdatable | SessionExpired | ContinuationLost | CurrencyMismatch

test("each operation of a session fails with exactly its errors", () => {
  const create = Sessions.use((port) => port.create(request))
  expectTypeOf(create).toEqualTypeOf<Effect.Effect<Session, CreateError, Sessions>>()
  const update = Sessions.use((port) => port.update(session, change))
  expectTypeOf(update).toEqualTypeOf<Effect.Effect<Session, UpdateError, Sessions>>()
  const lock = SessionLock.use((port) => port.lock(session, amount))
  expectTypeOf(lock).toEqualTypeOf<Effect.Effect<Session, UpdateError, SessionLock>>()
  const expire = SessionExpiry.use((port) => port.expire(session))
  expectTypeOf(expire).toEqualTypeOf<Effect.Effect<Session, NotCancellable | ProviderError, SessionExpiry>>()
  const result = SessionResults.use((port) => port.result(session, proof))
  expectTypeOf<Effect.Error<typeof result>>().toEqualTypeOf<ProofMismatch | ProviderError>()
})

test("each operation of an intent fails with exactly its errors", () => {
  const create = Intents.use((port) => port.create(intentRequest))
  expectTypeOf<Effect.Error<typeof create>>().toEqualTypeOf<CreateError>()
  const update = Intents.use((port) => port.update(intent, intentChange))
  expectTypeOf<Effect.Error<typeof update>>().toEqualTypeOf<CreateError | NotUpdatable | CurrencyMismatch>()
  const get = Intents.use((port) => port.get(intentId))
  expectTypeOf<Effect.Error<typeof get>>().toEqualTypeOf<ProviderError>()
  const confirm = Intents.use((port) => port.confirm(intent))
  expectTypeOf<Effect.Error<typeof confirm>>().toEqualTypeOf<NotConfirmable | ProviderError>()
  const cancel = Intents.use((port) => port.cancel(intent))
  expectTypeOf<Effect.Error<typeof cancel>>().toEqualTypeOf<NotCancellable | ProviderError>()
})

test("a token of the browser is no plain string", () => {
  // @ts-expect-error not Redacted
  SessionResults.use((port) => port.result(session, "proof"))
  // @ts-expect-error not Redacted
  Sessions.use((port) => port.update(session, change, { continuation: "token" }))
})
