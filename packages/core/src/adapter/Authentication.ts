/** How a request says who we are: fixed headers, or a token that a log-in gives for a while. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Semaphore from "effect/Semaphore"
import type { ProviderError } from "../ProviderError.ts"

/** Headers that hold a secret. */
export type Credential = Readonly<Record<string, Redacted.Redacted<string>>>

export interface Authentication {
  readonly credential: Effect.Effect<Credential, ProviderError>
  /** A new credential after the provider refused `stale`; absent where there is nothing to renew. */
  readonly renew?: (stale: Credential) => Effect.Effect<Credential, ProviderError>
  /** What the credential is made of, where it does not stand in it in clear: kept out of every error as well. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
}

export const header = (name: string, value: Redacted.Redacted<string>): Authentication => ({
  credential: Effect.succeed({ [name]: value })
})

export const bearer = (token: Redacted.Redacted<string>): Authentication =>
  header("authorization", Redacted.make(`Bearer ${Redacted.value(token)}`))

export const basic = (username: string, password: Redacted.Redacted<string>): Authentication => ({
  ...header("authorization", Redacted.make(`Basic ${Base64.encode(`${username}:${Redacted.value(password)}`)}`)),
  secrets: [password]
})

export interface Token {
  readonly token: Redacted.Redacted<string>
  /** How long it is good from the moment of the log-in. */
  readonly expiresIn: Duration.Duration
}

/** The answer of a log-in in the words of RFC 6749, section 5.1: `access_token`, and `expires_in` in seconds. */
export const AccessToken: Schema.ConstraintDecoder<Token> = Schema.Struct({
  access_token: Schema.NonEmptyString,
  expires_in: Schema.Finite
}).pipe(
  Schema.decodeTo(
    Schema.Struct({ token: Schema.Redacted(Schema.String), expiresIn: Schema.Duration }),
    SchemaTransformation.transform({
      decode: ({ access_token, expires_in }) => ({
        token: Redacted.make(access_token),
        expiresIn: Duration.seconds(expires_in)
      }),
      encode: ({ token, expiresIn }) => ({
        access_token: Redacted.value(token),
        expires_in: Duration.toSeconds(expiresIn)
      })
    })
  )
)

/**
 * A bearer token from a log-in: kept, shared by all requests, renewed a little before it ends and once after it was
 * refused. One log-in at a time: whoever comes meanwhile waits for it and takes its token, or its failure.
 */
export const login = (logIn: Effect.Effect<Token, ProviderError>): Effect.Effect<Authentication> =>
  Effect.sync(() => {
    const oneAtATime = Semaphore.makeUnsafe(1)
    let held: { readonly credential: Credential; readonly until: number } | undefined
    let failure: ProviderError | undefined

    const logInNow = Effect.gen(function* () {
      const asked = yield* Clock.currentTimeMillis
      const { token, expiresIn } = yield* logIn
      const credential: Credential = { authorization: Redacted.make(`Bearer ${Redacted.value(token)}`) }
      const millis = Duration.toMillis(expiresIn)
      held = { credential, until: asked + millis - Math.min(30_000, millis / 10) }
      return credential
    }).pipe(Effect.tapError((error) => Effect.sync(() => (failure = error))))

    /** The one that is held, unless it is over or the `stale` one. */
    const usable = (stale?: Credential): Effect.Effect<Credential | undefined> =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        held !== undefined && held.credential !== stale && now < held.until ? held.credential : undefined
      )

    const credential = Effect.fnUntraced(function* (stale?: Credential): Effect.fn.Return<Credential, ProviderError> {
      const before = failure
      const meanwhile = Effect.gen(function* () {
        const found = yield* usable(stale)
        if (found !== undefined) return found
        return yield* failure === undefined || failure === before ? logInNow : Effect.fail(failure)
      })
      return (yield* usable(stale)) ?? (yield* oneAtATime.withPermits(1)(meanwhile))
    })

    return { credential: credential(), renew: credential }
  })
