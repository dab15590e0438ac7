/** Checkout Sessions: `POST /v1/checkout/sessions` and what can be asked of one of them. */
import * as Result from "effect/Result"
import * as attempts from "./attempts.ts"
import { toWire } from "./checkoutObject.ts"
import * as parameters from "./checkoutParameters.ts"
import { byItself, type Cause } from "./events.ts"
import { toWire as intentToWire } from "./intentObject.ts"
import { add as addIntent, type Call } from "./intents.ts"
import { checkTotal, readItems, sum } from "./items.ts"
import type { Account, CheckoutSession, Intent, Item, Settings, UiMode } from "./ledger.ts"
import { seconds } from "./ledger.ts"
import * as lists from "./lists.ts"
import { check, mergeMetadata, type Parsed, type ParsedObject } from "./parameters.ts"
import * as refusals from "./refusals.ts"
import { fromName, modes, namesFor } from "./uiModes.ts"

/** A call, and the version of the API that it asks for. */
export interface CheckoutCall extends Call {
  readonly version: string
}

export interface Answer {
  readonly session: CheckoutSession
  readonly given: ParsedObject
}

type Checked<A> = Result.Result<A, refusals.Refusal>

const minutes = 60
const hours = 60 * minutes

const find = (account: Account, id: string): Checked<CheckoutSession> => {
  const session = account.sessions.get(id)
  return session === undefined
    ? Result.fail(refusals.noSuch("checkout.session", id, "session", account.positions))
    : Result.succeed(session)
}

/** What `ui_mode` asks of a creation, and what it forbids. */
const checkMode = (mode: UiMode, given: ParsedObject, account: Account): refusals.Refusal | undefined => {
  const { disallowed, returnsTo } = modes[mode]
  const wrong = disallowed.find((name) => name in given)
  if (wrong !== undefined) {
    const message = `You can't set \`${wrong}\` if \`ui_mode\` is \`${mode}\`.`
    return refusals.invalid(message, { param: wrong, unseen: true })
  }
  if (returnsTo in given) return undefined
  if (returnsTo === "success_url") return refusals.missing(returnsTo)
  return account.positions.returnUrl === "required" && mayRedirect(given) ? refusals.missing(returnsTo) : undefined
}

/** "required if … redirect-based payment methods are enabled on the session" */
const mayRedirect = (given: ParsedObject): boolean => {
  const methods = given["allowed_payment_method_types"] ?? given["payment_method_types"]
  const onlyCards = Array.isArray(methods) && methods.every((method) => method === "card")
  return given["redirect_on_completion"] !== "never" && !onlyCards
}

/** "anywhere from 30 minutes to 24 hours after Checkout Session creation"; the texts are widely quoted. */
const expiryOf = (asked: Parsed | undefined, created: number): Checked<number> => {
  if (asked === undefined) return Result.succeed(created + 24 * hours)
  const expiresAt = Number(asked)
  const message =
    expiresAt < created + 30 * minutes
      ? "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
      : expiresAt > created + 24 * hours
        ? "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        : undefined
  return message === undefined
    ? Result.succeed(expiresAt)
    : Result.fail(refusals.invalid(message, { param: "expires_at" }))
}

export const create = ({ account, cause, form, version }: CheckoutCall): Checked<Answer> =>
  Result.gen(function* () {
    const names = namesFor(account.positions.olderUiModes === "taken", version)
    const given = yield* check(parameters.create(names), form)
    const uiMode = fromName(String(given["ui_mode"] ?? "hosted_page"))
    const refused = checkMode(uiMode, given, account)
    if (refused !== undefined) return yield* Result.fail(refused)
    const created = seconds(account)
    const expiresAt = yield* expiryOf(given["expires_at"], created)
    const items = yield* readItems(account, given["line_items"] ?? [])
    const currency = items[0]?.currency ?? ""
    if ((given["currency"] ?? currency) !== currency) {
      return yield* Result.fail(refusals.unseen("The currency must be the one of the line items.", "currency"))
    }
    yield* checkTotal(account, sum(items, account.tax).total, currency)

    const id = account.newId("cs_test_a1", 56)
    const session: CheckoutSession = {
      id,
      clientSecret: account.newId(`${id}_secret_`, 40),
      created,
      expiresAt,
      uiMode,
      currency,
      items,
      metadata: mergeMetadata({}, given["metadata"]),
      settings: Object.fromEntries(Object.entries(given).filter(([name]) => parameters.isSetting(name))),
      intentData: (given["payment_intent_data"] ?? {}) as Settings,
      status: "open",
      paymentStatus: "unpaid",
      intent: undefined
    }
    account.sessions.set(id, session)
    keepProducts(account, items)
    if (account.positions.intentMade === "at-creation") intentOf(account, session, cause)
    return { session, given }
  })

const keepProducts = (account: Account, items: ReadonlyArray<Item>): void => {
  for (const { product } of items) account.products.set(product.id, product)
}

/** The session's PaymentIntent, made if there is none yet. */
export const intentOf = (account: Account, session: CheckoutSession, cause: Cause): Intent => {
  if (session.intent !== undefined) return session.intent
  const { payment_method_options: options } = session.settings
  const intent = addIntent(account, {
    amount: sum(session.items, account.tax).total,
    currency: session.currency,
    given: {
      ...session.intentData,
      payment_method_types: ["card"],
      ...(options === undefined ? {} : { payment_method_options: options })
    },
    session: session.id
  })
  session.intent = intent
  account.tell("payment_intent.created", intentToWire(intent), cause)
  return intent
}

export const retrieve = ({ account, form }: CheckoutCall, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.retrieve, form)
    return { session: yield* find(account, id), given }
  })

/** The text that was seen for `expire`; for an update none was. */
const notOpen = (session: CheckoutSession, verb: string): string =>
  `Only Checkout Sessions with a status in ["open"] can be ${verb}. This Checkout Session has a status of \`${session.status}\`.`

const refusedUpdate = (
  session: CheckoutSession,
  given: ParsedObject,
  account: Account
): refusals.Refusal | undefined => {
  const named = (["line_items", "payment_intent_data"] as const).find((name) => name in given)
  const closed = session.status !== "open"
  if (closed && (named !== undefined || account.positions.metadataWhenClosed === "refused")) {
    return refusals.unseen(notOpen(session, "updated"))
  }
  if (named === undefined) return undefined
  if (!modes[session.uiMode].lineItemsUpdatable) {
    return refusals.unseen(`You can only update \`${named}\` if \`ui_mode\` is \`elements\`.`, named)
  }
  return session.intent?.status === "requires_action" && account.positions.itemsWhileActionRequired === "refused"
    ? refusals.unseen("This Checkout Session can't be updated while its payment requires an action.", named)
    : undefined
}

export const update = ({ account, form }: CheckoutCall, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.update, form)
    const session = yield* find(account, id)
    const refused = refusedUpdate(session, given, account)
    if (refused !== undefined) return yield* Result.fail(refused)
    const { line_items: listed, metadata, payment_intent_data: intentData } = given
    const items = listed === undefined ? session.items : yield* readItems(account, listed, session.items)
    const currency = items[0]?.currency ?? session.currency
    if (currency !== session.currency && account.positions.checkoutCurrencyChange === "refused") {
      const message = `The currency of a Checkout Session can't be changed from ${session.currency} to ${currency}.`
      return yield* Result.fail(refusals.unseen(message, "line_items[0][price_data][currency]"))
    }
    const { total } = sum(items, account.tax)
    if (listed !== undefined) yield* checkTotal(account, total, currency)

    // Only now: a request that is refused changes nothing.
    session.items = items
    session.currency = currency
    session.metadata = mergeMetadata(session.metadata, metadata)
    keepProducts(account, items)
    if (intentData !== undefined) session.intentData = mergeIntentData(session.intentData, intentData as Settings)
    if (listed !== undefined || intentData !== undefined) follow(session, total)
    return { session, given }
  })

const mergeIntentData = (held: Settings, given: Settings): Settings => {
  const merged = { ...held, ...given }
  return "metadata" in given
    ? { ...merged, metadata: mergeMetadata((held["metadata"] ?? {}) as Record<string, string>, given["metadata"]) }
    : merged
}

/** The PaymentIntent of a declined attempt costs what the session costs; an attempt under way is abandoned. */
const follow = ({ currency, intent }: CheckoutSession, total: number): void => {
  if (intent === undefined) return
  if (intent.status === "requires_action") attempts.abandon(intent)
  Object.assign(intent, { amount: total, currency })
}

/** What ends a session without a payment. */
export const close = (account: Account, session: CheckoutSession, cause: Cause): void => {
  session.status = "expired"
  account.tell("checkout.session.expired", toWire(account, session, { version: account.eventVersion }), cause)
  if (session.intent !== undefined && session.intent.status !== "canceled") {
    attempts.cancel(account, session.intent, "expired", {
      ...byItself,
      ...(cause.at === undefined ? {} : { at: cause.at })
    })
  }
}

export const expire = ({ account, cause, form }: CheckoutCall, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.retrieve, form)
    const session = yield* find(account, id)
    if (session.status !== "open") return yield* Result.fail(refusals.forbidden(notOpen(session, "expired")))
    close(account, session, cause)
    return { session, given }
  })

export const lineItems = ({ account, form }: CheckoutCall, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.lineItems, form)
    const session = yield* find(account, id)
    yield* lists.find("line item", session.items, given)
    return { session, given }
  })
