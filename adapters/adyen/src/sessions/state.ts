/** What a session value keeps of its creation, for what is made of it later. */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Session } from "@paylayer/core"

/** How its payment is made, where the creation said so; else it is as the account has it. */
export const Asked = Schema.Struct({
  capture: Schema.optionalKey(Schema.Union([Schema.Literal("manual"), Schema.Struct({ hours: Schema.Finite })])),
  preAuthorised: Schema.optionalKey(Schema.Literal(true))
})
export type Asked = typeof Asked.Type

const State = Schema.Struct({ ...Asked.fields, url: Schema.optionalKey(Schema.String) })

/** Nothing of what another version of this adapter kept is taken for something else. */
export const stateOf = ({ state }: Session.Session): typeof State.Type =>
  Option.getOrElse(Schema.decodeUnknownOption(State)(state), () => ({}))
