/** What may change once funds are reserved: each change is one POST to the payment. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { ProviderError, RuleViolation } from "@paylayer/core"
import type { Authorisation, Capabilities, Modifications } from "@paylayer/core"
import type { Answer, Answered } from "@paylayer/core/adapter"
import { defined, Ports } from "@paylayer/core/adapter"
import type * as Profile from "../Profile.ts"
import * as facts from "./facts.ts"
import type { Reader } from "./reader.ts"

type AmountsOf = Pick<Capabilities.CaptureCapabilities, "currencies" | "amounts">

/** Who sends, and to whom. */
export interface Face extends Reader {
  readonly amounts: AmountsOf
  readonly decodeError: (answer: Answer) => ProviderError.Reason | undefined
}

/** One change, and what is said of it. */
interface Asked<E, R> {
  readonly body?: (() => Profile.Body<E>) | undefined
  /** The rule behind a refusal; `code` is the provider's. */
  readonly refused: (refusal: "exceeds" | "over", code: string | undefined) => R
  /** What its own transaction says of it, where the answer does not say enough. */
  readonly more?: ((id: string) => Effect.Effect<Profile.Transaction | undefined>) | undefined
}

const capabilitiesOf = ({ provider }: Face, { decided, idempotency }: Profile.Change) => ({
  provider,
  decided: decided ?? "at-once",
  idempotency: idempotency ?? ({ _tag: "none" } as const)
})

type InvalidRequest = typeof ProviderError.InvalidRequest.Type

const isInvalidRequest = (error: { readonly _tag: string }): error is InvalidRequest => error._tag === "InvalidRequest"

/** Sends a change that a rule allowed. */
const send = Effect.fnUntraced(function* <E extends { readonly _tag: string }, R>(
  { clean, client, decodeError, provider }: Face,
  change: Profile.Change,
  { authorisation, key, kind, operation }: Ports.Allowed<unknown, unknown>,
  { body, more, refused }: Asked<E, R>
) {
  const codeOf = (answer: Answer) => {
    const reason = decodeError(answer)
    return reason !== undefined && "code" in reason ? reason.code : undefined
  }
  const json = yield* Effect.fromResult(
    Result.mapError(body?.() ?? Result.succeed(undefined), (wrong: E | InvalidRequest) =>
      isInvalidRequest(wrong)
        ? new ProviderError.ProviderError({ provider, operation, key, reason: wrong, outcome: "not-executed" })
        : wrong
    )
  )
  const answer = yield* client.execute<Profile.Decided, R>({
    operation,
    method: "POST",
    path: change.path,
    parameters: { id: authorisation.id },
    ...(json === undefined ? {} : { json }),
    idempotency: change.idempotency ?? { _tag: "none" },
    key,
    answer: change.answer,
    // After an attempt that may have been executed, a refusal may speak of that very attempt.
    violation: (answer, { unsure }) => {
      const refusal = unsure ? undefined : change.refusal?.(answer)
      return refusal === undefined ? undefined : refused(refusal, codeOf(answer))
    }
  })
  // The payment's own id would tie its automatic capture to this change.
  const id = answer.id === authorisation.id ? undefined : answer.id
  const unsaid = answer.verdict === "succeeded" && kind === "reverse" && answer.turned === undefined
  const found = unsaid && id !== undefined ? yield* more?.(id) ?? Effect.succeed(undefined) : undefined
  const at = found?.at ?? answer.at ?? (yield* Clock.currentTimeMillis)
  const { failure, ...decision } = found === undefined ? { ...answer, id } : facts.decisionOf(found)
  const told = { ...decision, ...defined({ failure: clean(failure) }) }
  const answered: Answered = {
    id,
    facts: facts.decided({ authorisation, key, kind }, told, at, found?.amount)
  }
  return answered
})

export const captures = (face: Face, change: Profile.CaptureChange): Modifications.Captures["Service"] => {
  const { multiple, partial, remainder } = change
  const capabilities = { ...capabilitiesOf(face, change), ...face.amounts, partial, multiple, remainder }
  return Ports.captures(capabilities, (allowed) => {
    const { amount, authorisation, options } = allowed
    const { id } = authorisation
    return send(face, change, allowed, {
      body: () => change.body(amount, options),
      refused: (refusal, code) =>
        refusal === "exceeds"
          ? new RuleViolation.CaptureExceedsAuthorised({ id })
          : new RuleViolation.NotCapturable({ id, why: "refused-by-provider", ...defined({ code }) })
    })
  })
}

export const cancellations = (face: Face, change: Profile.VoidChange): Modifications.Cancellations["Service"] =>
  Ports.cancellations(capabilitiesOf(face, change), (allowed) =>
    send(face, change, allowed, {
      body: bodyOf(change, allowed.options),
      refused: () => notCancellable(allowed.authorisation)
    })
  )

export const refunds = (face: Face, change: Profile.RefundChange): Modifications.Refunds["Service"] => {
  const { multiple, partial } = change
  const capabilities = { ...capabilitiesOf(face, change), ...face.amounts, partial, multiple }
  return Ports.refunds(capabilities, (allowed) => {
    const { amount, authorisation, options } = allowed
    const { id } = authorisation
    return send(face, change, allowed, {
      body: () => change.body(amount, options),
      refused: (refusal, code) =>
        refusal === "exceeds"
          ? new RuleViolation.RefundExceedsCaptured({ id })
          : new RuleViolation.NotRefundable({ id, why: "refused-by-provider", ...defined({ code }) })
    })
  })
}

export const reversals = (face: Face, change: Profile.ReversalChange): Modifications.Reversals["Service"] => {
  const { afterRefunds, afterSeveralCaptures, read } = change
  const capabilities = { ...capabilitiesOf(face, change), afterRefunds, afterSeveralCaptures }
  return Ports.reversals(capabilities, (allowed) =>
    send(face, change, allowed, {
      body: bodyOf(change, allowed.options),
      refused: () => notCancellable(allowed.authorisation),
      // It is done, whatever becomes of the question what it was: a look-up asks again.
      more:
        read === undefined
          ? undefined
          : (id) => Effect.orElseSucceed(face.read(allowed.operation, read, id), () => undefined)
    })
  )
}

const notCancellable = ({ id }: Authorisation.Authorisation) =>
  new RuleViolation.NotCancellable({ id, status: "refused-by-provider" })

const bodyOf = ({ body }: Profile.VoidChange, options: Modifications.ModificationOptions) =>
  body === undefined ? undefined : () => body(options)
