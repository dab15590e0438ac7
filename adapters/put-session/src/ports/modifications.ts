/** What may change once funds are reserved: each change is one POST to the payment. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Modifications, ProviderError, RuleViolation, Rules } from "@paylayer/core"
import type { Authorisation, Capabilities, Fact, ModificationKey } from "@paylayer/core"
import type { Answer, Answered } from "@paylayer/core/adapter"
import { defined, modification } from "@paylayer/core/adapter"
import type * as Profile from "../Profile.ts"
import * as facts from "./facts.ts"
import type { Reader } from "./reader.ts"

type AmountsOf = Pick<Capabilities.CaptureCapabilities, "currencies" | "amounts">

/** Who sends, and to whom. */
export interface Face extends Reader {
  readonly amounts: AmountsOf
  readonly decodeError: (answer: Answer) => ProviderError.Reason | undefined
}

/** One change that a rule allowed, or did not. */
interface Asked<V, E, R> {
  readonly operation: string
  readonly kind: Fact.Kind
  readonly authorisation: Authorisation.Authorisation
  readonly allowed: Result.Result<Omit<Fact.Asked, "_tag" | "key">, V>
  readonly options: Modifications.ModificationOptions
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

const ask = <V, E extends { readonly _tag: string }, R>(face: Face, change: Profile.Change, asked: Asked<V, E, R>) => {
  const { authorisation, kind, operation } = asked
  const { clean, client, decodeError, provider } = face
  const codeOf = (answer: Answer) => {
    const reason = decodeError(answer)
    return reason !== undefined && "code" in reason ? reason.code : undefined
  }
  const bodyOf = (key: ModificationKey.ModificationKey) =>
    Result.mapError(asked.body?.() ?? Result.succeed(undefined), (wrong: E | InvalidRequest) =>
      isInvalidRequest(wrong)
        ? new ProviderError.ProviderError({ provider, operation, key, reason: wrong, outcome: "not-executed" })
        : wrong
    )

  const send = Effect.fnUntraced(function* (key: ModificationKey.ModificationKey) {
    const json = yield* Effect.fromResult(bodyOf(key))
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
        return refusal === undefined ? undefined : asked.refused(refusal, codeOf(answer))
      }
    })
    // The payment's own id would tie its automatic capture to this change.
    const id = answer.id === authorisation.id ? undefined : answer.id
    const unsaid = answer.verdict === "succeeded" && kind === "reverse" && answer.turned === undefined
    const found = unsaid && id !== undefined ? yield* asked.more?.(id) ?? Effect.succeed(undefined) : undefined
    const at = found?.at ?? answer.at ?? (yield* Clock.currentTimeMillis)
    const { failure, ...decision } = found === undefined ? { ...answer, id } : facts.decisionOf(found)
    const told = { ...decision, ...defined({ failure: clean(failure) }) }
    const answered: Answered = {
      id,
      facts: facts.decided({ authorisation, key, kind }, told, at, found?.amount)
    }
    return answered
  })

  return modification(asked.allowed, asked.options, send)
}

export const captures = (face: Face, change: Profile.CaptureChange): Modifications.Captures["Service"] => {
  const { multiple, partial, remainder } = change
  const capabilities = { ...capabilitiesOf(face, change), ...face.amounts, partial, multiple, remainder }
  return Modifications.Captures.of({
    capabilities,
    capture: Effect.fnUntraced(function* (authorisation, amount, options = {}) {
      const now = yield* Clock.currentTimeMillis
      return yield* ask(face, change, {
        operation: "Captures.capture",
        kind: "capture",
        authorisation,
        allowed: Rules.capture(capabilities, authorisation, amount, now, options),
        options,
        body: () => change.body(amount, options),
        refused: (refusal, code) =>
          refusal === "exceeds"
            ? new RuleViolation.CaptureExceedsAuthorised({ id: authorisation.id })
            : new RuleViolation.NotCapturable({
                id: authorisation.id,
                why: "refused-by-provider",
                ...defined({ code })
              })
      })
    })
  })
}

export const cancellations = (face: Face, change: Profile.VoidChange): Modifications.Cancellations["Service"] => {
  const capabilities = capabilitiesOf(face, change)
  return Modifications.Cancellations.of({
    capabilities,
    cancel: Effect.fnUntraced(function* (authorisation, options = {}) {
      const now = yield* Clock.currentTimeMillis
      return yield* ask(face, change, {
        operation: "Cancellations.cancel",
        kind: "cancel",
        authorisation,
        allowed: Rules.cancel(capabilities, authorisation, now, options),
        options,
        body: bodyOf(change, options),
        refused: () => notCancellable(authorisation)
      })
    })
  })
}

export const refunds = (face: Face, change: Profile.RefundChange): Modifications.Refunds["Service"] => {
  const { multiple, partial } = change
  const capabilities = { ...capabilitiesOf(face, change), ...face.amounts, partial, multiple }
  return Modifications.Refunds.of({
    capabilities,
    refund: Effect.fnUntraced(function* (authorisation, amount, options = {}) {
      const now = yield* Clock.currentTimeMillis
      return yield* ask(face, change, {
        operation: "Refunds.refund",
        kind: "refund",
        authorisation,
        allowed: Rules.refund(capabilities, authorisation, amount, now, options),
        options,
        body: () => change.body(amount, options),
        refused: (refusal, code) =>
          refusal === "exceeds"
            ? new RuleViolation.RefundExceedsCaptured({ id: authorisation.id })
            : new RuleViolation.NotRefundable({
                id: authorisation.id,
                why: "refused-by-provider",
                ...defined({ code })
              })
      })
    })
  })
}

export const reversals = (face: Face, change: Profile.ReversalChange): Modifications.Reversals["Service"] => {
  const { afterRefunds, afterSeveralCaptures, read } = change
  const capabilities = { ...capabilitiesOf(face, change), afterRefunds, afterSeveralCaptures }
  return Modifications.Reversals.of({
    capabilities,
    reverse: Effect.fnUntraced(function* (authorisation, options = {}) {
      const now = yield* Clock.currentTimeMillis
      const operation = "Reversals.reverse"
      return yield* ask(face, change, {
        operation,
        kind: "reverse",
        authorisation,
        allowed: Rules.reverse(capabilities, authorisation, now, options),
        options,
        body: bodyOf(change, options),
        refused: () => notCancellable(authorisation),
        // It is done, whatever becomes of the question what it was: a look-up asks again.
        more:
          read === undefined ? undefined : (id) => Effect.orElseSucceed(face.read(operation, read, id), () => undefined)
      })
    })
  })
}

const notCancellable = ({ id }: Authorisation.Authorisation) =>
  new RuleViolation.NotCancellable({ id, status: "refused-by-provider" })

const bodyOf = ({ body }: Profile.VoidChange, options: Modifications.ModificationOptions) =>
  body === undefined ? undefined : () => body(options)
