/** Lists and their pages (docs.stripe.com/api/pagination): the cursors are ids of what is in the list. */
import * as Result from "effect/Result"
import { expandable, type Fields, optional, type ParsedObject, text, within } from "./parameters.ts"
import * as refusals from "./refusals.ts"

/** The parameters of every list; `names` is what can be shown whole instead of by its id. */
export const list = (...names: ReadonlyArray<string>): Fields => ({
  ending_before: optional(text()),
  expand: optional(expandable(...names.map((name) => `data.${name}`))),
  limit: optional(within(1, 100)),
  starting_after: optional(text())
})

/** What a list is about, all of it, and the request for a page. */
export interface Found<A> {
  readonly all: ReadonlyArray<A>
  readonly given: ParsedObject
}

interface Listed {
  readonly id: string
}

/** "an object ID that defines your place in the list" */
export const find = <A extends Listed>(
  what: string,
  all: ReadonlyArray<A>,
  given: ParsedObject
): Result.Result<Found<A>, refusals.Refusal> => {
  for (const name of ["starting_after", "ending_before"] as const) {
    const cursor = given[name]
    if (cursor !== undefined && !all.some(({ id }) => id === cursor)) {
      return Result.fail(refusals.noSuchReferred(what, String(cursor), name))
    }
  }
  return Result.succeed({ all, given })
}

/** How many come without being asked for more: "the default is 10". */
const handful = 10

export const toWire = <A extends Listed>(
  { all, given }: Found<A>,
  url: string,
  show: (one: A, given: ParsedObject) => object
): object => {
  const indexOf = (cursor: unknown) => all.findIndex(({ id }) => id === cursor)
  const { ending_before: before, starting_after: after } = given
  const limit = typeof given["limit"] === "number" ? given["limit"] : handful
  const end = before === undefined ? all.length : indexOf(before)
  const first = after === undefined ? 0 : indexOf(after) + 1
  const begin = before === undefined ? first : Math.max(end - limit, first)
  return {
    object: "list",
    data: all.slice(begin, Math.min(begin + limit, end)).map((one) => show(one, given)),
    has_more: before === undefined ? begin + limit < all.length : begin > 0,
    url
  }
}
