/** Subjects of which little is said about their webhooks. */
import type { Subject } from "@paylayer/conformance"
import { reference, subject } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"

const { foreign: _, rotates: __, ...events } = reference.webhooks!

/** It says neither whether secrets rotate nor what foreign events are. */
export const nothingSaid: Subject.Subject = { ...reference, webhooks: events }

/** The provider has none of all that, and signs nothing. */
export const none: Subject.Subject = {
  ...subject("reference", {
    isSigned: () => Effect.succeed(true) as never,
    webhooks: ({ provider }) => ({ provider, signed: { _tag: "nothing" } })
  }),
  webhooks: {
    ...events,
    sign: (body) => ({ headers: {}, body }),
    signs: { _tag: "nothing" },
    rotates: false,
    foreign: []
  }
}
