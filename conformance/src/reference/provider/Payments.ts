/** The part of the API that is about payments. */
import * as Result from "effect/Result"
import * as Answer from "./Answer.ts"
import type * as Ledger from "./Ledger.ts"
import * as Money from "./Money.ts"
import * as Parameters from "./Parameters.ts"
import * as Payment from "./Payment.ts"
import type { Asked } from "./Sessions.ts"

export interface Payments {
  readonly get: (id: string) => Answer.Answer
  readonly list: (asked: Asked) => Answer.Answer
  readonly adjust: (id: string, asked: Asked) => Answer.Answer
  readonly capture: (id: string, asked: Asked) => Answer.Answer
  readonly cancel: (id: string, asked: Asked) => Answer.Answer
  readonly refund: (id: string, asked: Asked) => Answer.Answer
  readonly reverse: (id: string, asked: Asked) => Answer.Answer
}

const reference = Parameters.text(1, 80)

const adjustment = (currency?: string) => Parameters.struct({ reference, amount: Money.read(currency) })
const capture = (currency?: string) =>
  Parameters.struct({
    reference,
    amount: Money.readPart(currency),
    final: Parameters.optional(Parameters.boolean)
  })
const refund = (currency?: string) => Parameters.struct({ reference, amount: Money.readPart(currency) })
const named = () => Parameters.struct({ reference })

export const make = ({ account }: Ledger.Ledger): Payments => {
  const modify =
    <A extends { readonly reference: string }>(
      read: (currency?: string) => Parameters.Read<A>,
      change: (body: A) => Payment.Change
    ) =>
    (id: string, { body, now }: Asked): Answer.Answer =>
      Result.gen(function* () {
        const payment = account.payments.get(id)
        const asked = yield* Parameters.body(body, read(payment?.amount.currency))
        if (payment === undefined) return yield* Answer.refuse("not_found")
        const modification = yield* account.ask(payment, asked.reference, change(asked), now)
        return Answer.created({
          id: modification.id,
          payment: id,
          ...Payment.showModification(modification),
          status: modification.status
        })
      })

  return {
    get(id) {
      const payment = account.payments.get(id)
      return payment === undefined ? Answer.refuse("not_found") : Result.succeed(Answer.ok(Payment.show(payment)))
    },

    list({ query }) {
      const named = query.get("reference")
      if (named === null) return Answer.invalid([{ name: "reference", reason: "is required" }])
      const found = Array.from(account.payments.values()).filter(({ reference }) => reference === named)
      return Result.succeed(Answer.ok({ payments: found.map(Payment.show) }))
    },

    adjust: modify(adjustment, ({ amount }) => ({ kind: "adjustment", amount })),
    capture: modify(capture, ({ amount, final = true }) => ({ kind: "capture", amount, final })),
    cancel: modify(named, () => ({ kind: "cancellation" })),
    refund: modify(refund, ({ amount }) => ({ kind: "refund", amount })),
    reverse: modify(named, () => ({ kind: "reversal" }))
  }
}
