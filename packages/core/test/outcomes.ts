import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"

/** What a refused result was refused with. */
export const failure = <A, E>(result: Result.Result<A, E>): E => {
  if (Result.isFailure(result)) return result.failure
  throw new Error(`expected a failure, got ${String(result.success)}`)
}

/** What an effect succeeded with. */
export const valueOf = <A, E>(exit: Exit.Exit<A, E>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}

/** The typed error that an effect failed with; a defect or an interruption is thrown. */
export const errorOf = <A, E>(exit: Exit.Exit<A, E>): E => {
  if (Exit.isSuccess(exit)) throw new Error(`expected an error, got ${String(exit.value)}`)
  const found = exit.cause.reasons.find(Cause.isFailReason)
  if (found === undefined) throw Cause.squash(exit.cause)
  return found.error
}
