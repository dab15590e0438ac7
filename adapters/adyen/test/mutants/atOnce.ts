/** Adjustments that Adyen decides in its answer: those that come with `adjustAuthorisationData`. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant } from "@paylayer/conformance/mutants"
import { Modifications, Sessions } from "@paylayer/core"
import type { HttpClient, Mac } from "@paylayer/core/adapter"
import { AdyenCheckout } from "../../src/index.ts"
import type { Change } from "./nearly.ts"
import { nearly } from "./nearly.ts"

type Data = Redacted.Redacted<string>

/**
 * An application that gives each adjustment what the last answer brought for it, or something else. An adjustment that is
 * asked for again under its key is the same one, and has what it had.
 */
export const atOnce = (
  change: Change = {},
  next: (data: Data, first: Data) => Data = (data) => data
): Subject.Subject => {
  // That a session's result has the first one is one reading: the other is its webhook.
  const subject = nearly({ ...change, assume: { firstBlob: "webhook-and-result", ...change.assume } })
  const built = Layer.build(
    subject.layer as Layer.Layer<Sessions.SessionResults | Modifications.Adjustments, unknown, HttpClient | Mac>
  )
  const layer = Effect.map(built, (context) => {
    const results = Context.get(context, Sessions.SessionResults)
    const { adjust, capabilities } = Context.get(context, Modifications.Adjustments)
    const known: Array<Data> = []
    const learn = (source: Parameters<typeof AdyenCheckout.adjustAuthorisationData>[0]) =>
      Effect.sync(() => {
        const data = AdyenCheckout.adjustAuthorisationData(source)
        if (data !== undefined) known.push(data)
      })
    return context.pipe(
      Context.add(Sessions.SessionResults, {
        result: (session, proof) => Effect.tap(results.result(session, proof), learn)
      }),
      Context.add(Modifications.Adjustments, {
        capabilities: { ...capabilities, decided: "at-once" },
        adjust: (authorisation, total, options = {}) => {
          const [first, last] = [known[0], known.at(-1)]
          const provider =
            first === undefined || last === undefined
              ? []
              : [AdyenCheckout.adjustOptions({ adjustAuthorisationData: next(last, first) })]
          return Effect.tap(adjust(authorisation, total, { ...options, provider }), learn)
        }
      })
    )
  })
  return { ...subject, name: "adyen, adjusted at once", layer: Layer.effectContext(layer) }
}

const answerOnly = { adjustedAtOnce: "answer-only" } as const
const right = atOnce({ assume: answerOnly })

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "ADJ-03",
    "an adjustment that was refused at once is taken for one that was received",
    atOnce({
      assume: answerOnly,
      modifications: { decided: () => [] }
    }),
    right
  ),
  mutant(
    "ADJ-03",
    "every answer to an adjustment is a success",
    atOnce({
      assume: answerOnly,
      modifications: {
        decided: ({ pspReference: id }, { at, key }) => [
          { _tag: "Outcome", key, id, kind: "adjust", at, verdict: "succeeded" }
        ]
      }
    }),
    right
  ),
  mutant(
    "MOD-01",
    "each adjustment is asked for with the first adjustAuthorisationData",
    atOnce({}, (_, first) => first),
    atOnce()
  )
]
