/** What an authorisation should be after a list of commands: plain numbers, and the document's sentences as ifs. */

export interface ModelAuthorisation {
  authorised: number
  captured: number
  refunded: number
  captures: number
  refunds: number
  attempts: number
  over: boolean
}

/** What the adapter declares, as far as it decides what is possible. */
export interface Abilities {
  readonly directions: ReadonlyArray<"up" | "down" | "same">
  readonly attempts: number
  readonly partial: boolean
  readonly multiple: boolean
  readonly remainder: "released" | "kept" | "chosen"
  readonly partialRefunds: boolean
  readonly multipleRefunds: boolean
  readonly reversalAfterSeveral: boolean
  readonly reversalAfterRefunds: boolean
  /** How much more than authorised may be captured, as a total. */
  readonly maximum: number
}

export const make = (amount: number): ModelAuthorisation => ({
  authorised: amount,
  captured: 0,
  refunded: 0,
  captures: 0,
  refunds: 0,
  attempts: 0,
  over: false
})

/** Each command changes the model and says `true`, or says `false` and changes nothing. */
export const adjust = (it: ModelAuthorisation, total: number, can: Abilities): boolean => {
  if (it.over || it.captured > 0 || it.attempts >= can.attempts) return false
  const direction = total > it.authorised ? "up" : total < it.authorised ? "down" : "same"
  if (!can.directions.includes(direction)) return false
  it.authorised = total
  it.attempts += 1
  return true
}

export const capture = (it: ModelAuthorisation, amount: number, keep: boolean, can: Abilities): boolean => {
  if (it.over) return false
  if (amount > (keep ? it.authorised : Math.max(it.authorised, can.maximum)) - it.captured) return false
  if (it.captures > 0 && !can.multiple) return false
  if (amount < it.authorised && !can.partial) return false
  if (keep && (!can.multiple || can.remainder === "released")) return false
  if (!keep && can.remainder === "kept") keep = true
  it.captured += amount
  it.captures += 1
  if (!keep) it.over = true
  return true
}

export const cancel = (it: ModelAuthorisation): boolean => {
  if (it.over || it.captured > 0) return false
  it.over = true
  return true
}

export const refund = (it: ModelAuthorisation, amount: number, can: Abilities): boolean => {
  if (amount > it.captured - it.refunded) return false
  if (it.refunds > 0 && !can.multipleRefunds) return false
  if (amount < it.captured && !can.partialRefunds) return false
  it.refunded += amount
  it.refunds += 1
  return true
}

export const reverse = (it: ModelAuthorisation, can: Abilities): boolean => {
  if (it.captured === 0) return cancel(it)
  if (it.refunded >= it.captured || (it.captures > 1 && !can.reversalAfterSeveral)) return false
  if (it.refunded > 0 && !can.reversalAfterRefunds) return false
  it.refunded = it.captured
  it.refunds += 1
  return true
}
