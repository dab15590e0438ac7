/** The part of the API that is about intents. */
import type { Shopper, Truth } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Account from "./Account.ts"
import * as Answer from "./Answer.ts"
import type * as Ledger from "./Ledger.ts"
import * as Money from "./Money.ts"
import * as Parameters from "./Parameters.ts"
import * as Payment from "./Payment.ts"
import type { Asked } from "./Sessions.ts"

type Status =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "requires_capture"
  | "succeeded"
  | "cancelled"

interface Intent {
  readonly id: string
  readonly reference: string
  amount: Money.Money
  status: Status
  readonly capture: Payment.Capture
  readonly secret: string
  readonly paymentMethod: boolean
}

const updatable: ReadonlySet<Status> = new Set<Status>([
  "requires_payment_method",
  "requires_confirmation",
  "requires_action"
])
const uncancellable: ReadonlySet<Status> = new Set<Status>(["processing", "succeeded", "cancelled"])

const confirmable = ({ paymentMethod, status }: Intent): boolean =>
  status === "requires_payment_method" ? paymentMethod : updatable.has(status)

export interface Intents {
  readonly create: (asked: Asked) => Answer.Answer
  readonly update: (id: string, asked: Asked) => Answer.Answer
  readonly confirm: (id: string, asked: Asked) => Answer.Answer
  readonly cancel: (id: string, asked: Asked) => Answer.Answer
  readonly get: (id: string) => Answer.Answer
  readonly truth: () => ReadonlyArray<Truth.SessionTruth>
  readonly has: (id: string) => boolean
  readonly shopper: Shopper.Shopper["Service"]
}

const openingOf = ({ amount, capture, id, reference }: Intent): Account.Opening => ({
  id,
  session: undefined,
  reference,
  amount,
  capture,
  preAuthorisation: capture === "manual"
})

export const make = ({ account, agenda, names }: Ledger.Ledger): Intents => {
  const intents = new Map<string, Intent>()
  const find = (id: string): Result.Result<Intent, Answer.Refusal> => {
    const intent = intents.get(id)
    return intent === undefined ? Answer.refuse("not_found") : Result.succeed(intent)
  }

  /** What is captured requires no capture, nor does what has ended without one. */
  const statusOf = ({ id, status }: Intent): Status => {
    const payment = status === "requires_capture" ? account.payments.get(id) : undefined
    if (payment === undefined) return status
    if (Payment.captured(payment) > 0) return "succeeded"
    return payment.ended === undefined ? status : "cancelled"
  }

  const shown = (intent: Intent) => {
    const { amount, capture, id, reference, secret } = intent
    return { id, reference, amount, status: statusOf(intent), capture, secret }
  }

  const toTruth = (intent: Intent): Truth.SessionTruth => {
    const { amount, capture, id, reference } = intent
    return { id, reference, amount: Money.toAmount(amount), status: truths[statusOf(intent)], rest: { capture } }
  }

  const approve = (intent: Intent, now: number) => {
    intent.status = intent.capture === "automatic" ? "succeeded" : "requires_capture"
    account.approve(openingOf(intent), now)
  }

  const decline = (intent: Intent, now: number) => {
    intent.status = "requires_payment_method"
    account.refuse(openingOf(intent), now)
  }

  const settled = (intent: Intent, approved: boolean): Shopper.Submission => {
    const now = agenda.now()
    if (!approved) {
      decline(intent, now)
      return { _tag: "Declined", token: intent.secret }
    }
    approve(intent, now)
    return { _tag: "Authorised", authorisation: intent.id, amount: Money.toAmount(intent.amount) }
  }

  return {
    create: ({ body }) =>
      Result.map(Parameters.body(body, creation), ({ amount, capture, payment_method, reference }) => {
        const id = names.next("int")
        const paymentMethod = payment_method === true
        const intent: Intent = {
          id,
          reference,
          amount,
          status: paymentMethod ? "requires_confirmation" : "requires_payment_method",
          capture,
          secret: `${id}_${names.secret("sec")}`,
          paymentMethod
        }
        intents.set(id, intent)
        return Answer.created(shown(intent))
      }),

    update: (id, { body }) =>
      Result.gen(function* () {
        const { amount } = yield* Parameters.body(body, change)
        const intent = yield* find(id)
        if (!updatable.has(intent.status)) return yield* Answer.refuse("state")
        if (amount !== undefined) intent.amount = amount
        return Answer.ok(shown(intent))
      }),

    confirm: (id, { body, now }) =>
      Result.gen(function* () {
        const { outcome = "approve" } = yield* Parameters.body(body, confirmation)
        const intent = yield* find(id)
        if (!confirmable(intent)) return yield* Answer.refuse("state")
        if (outcome === "approve") approve(intent, now)
        else if (outcome === "decline") decline(intent, now)
        else intent.status = statusAfter[outcome]
        return Answer.ok(shown(intent))
      }),

    cancel: (id, { body, now }) =>
      Result.gen(function* () {
        yield* Parameters.body(body, Parameters.struct({}))
        const intent = yield* find(id)
        if (uncancellable.has(statusOf(intent))) return yield* Answer.refuse("state")
        intent.status = "cancelled"
        const payment = account.payments.get(id)
        if (payment !== undefined) account.release(payment, now)
        return Answer.ok(shown(intent))
      }),

    get: (id) => Result.map(find(id), (intent) => Answer.ok(shown(intent))),

    truth: () => Array.from(intents.values(), toTruth),

    has: (id) => intents.has(id),

    shopper: {
      open: ({ id }) =>
        Effect.sync(() => {
          const intent = intents.get(id)
          return intent === undefined
            ? refused("not_found")
            : { _tag: "Shown", amount: Money.toAmount(intent.amount), token: intent.secret }
        }),

      submit: ({ id, token }, manner = "pay") =>
        Effect.sync(() => {
          const intent = intents.get(id)
          if (intent === undefined) return refused("not_found")
          if (manner === "abandon") return { _tag: "Cancelled" }
          if (token !== intent.secret) return refused("token")
          if (!updatable.has(intent.status)) return refused("state")
          switch (manner) {
            case "pay":
              return settled(intent, true)
            case "decline":
              return settled(intent, false)
            case "pending":
              intent.status = "processing"
              return { _tag: "Pending", token: intent.secret }
            case "challenge":
              intent.status = "requires_action"
              return {
                _tag: "Challenged",
                token: intent.secret,
                finish: (passed) =>
                  Effect.sync(() => (intent.status === "requires_action" ? settled(intent, passed) : refused("state")))
              }
          }
        }),

      settle: (id, approved) =>
        Effect.sync(() => {
          const intent = intents.get(id)
          return intent?.status === "processing" ? settled(intent, approved) : refused("state")
        })
    }
  }
}

const refused = (why: string): Shopper.Submission & { readonly _tag: "Refused" } => ({ _tag: "Refused", why })

const truths: Readonly<Record<Status, Truth.SessionStatus>> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "open",
  processing: "pending",
  requires_capture: "completed",
  succeeded: "completed",
  cancelled: "cancelled"
}

const creation = Parameters.struct({
  reference: Parameters.text(1, 80),
  amount: Money.read(),
  capture: Parameters.oneOf("automatic", "manual"),
  payment_method: Parameters.optional(Parameters.boolean)
})
const change = Parameters.struct({ amount: Parameters.optional(Money.read()) })
const confirmation = Parameters.struct({
  outcome: Parameters.optional(Parameters.oneOf("approve", "decline", "challenge", "pending"))
})

const statusAfter = {
  challenge: "requires_action",
  pending: "processing"
} as const
