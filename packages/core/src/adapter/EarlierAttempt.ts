import * as Context from "effect/Context"

/** Whether the change that is sent now may have been executed before: then a refusal of it decides nothing. */
export const EarlierAttempt: Context.Reference<boolean> = Context.Reference<boolean>(
  "@paylayer/core/adapter/EarlierAttempt",
  { defaultValue: () => false }
)
