/**
 * What Acquired.com says by itself, version 2. Source: "Webhook Notifications"; both plugins, read 2026-11.
 *
 * A `status_update` names a transaction, its status and the payment's order, and not what kind of transaction it is: it is
 * `Announced`, and a look-up tells the rest.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Webhooks } from "@paylayer/core"
import type * as Profile from "../Profile.ts"
import * as signatures from "./signatures.ts"

/** Whose notices they are; those of another are foreign. */
export interface Account {
  readonly companyId?: string | undefined
  readonly mid?: string | undefined
}

const Head = Schema.Struct({ webhook_type: Schema.NonEmptyString, webhook_id: Schema.NonEmptyString })

/** The id is blank where the shopper gave up before there was a transaction. */
const StatusUpdate = Schema.Struct({
  transaction_id: Schema.String,
  status: Schema.NonEmptyString,
  order_id: Schema.NonEmptyString
})

type Read = (body: unknown, type: string) => Webhooks.WebhookEvent | undefined

const reading = <A>(
  schema: Schema.ConstraintDecoder<A>,
  event: (body: A, type: string) => Webhooks.WebhookEvent
): Read => {
  const decode = Schema.decodeUnknownOption(Schema.Struct({ timestamp: Schema.Int, webhook_body: schema }))
  return (body, type) =>
    Option.getOrUndefined(Option.map(decode(body), ({ webhook_body }) => event(webhook_body, type)))
}

const ignored = (_: unknown, type: string): Webhooks.WebhookEvent => ({ _tag: "Ignored", type })

const types: Readonly<Record<string, Read>> = {
  status_update: reading(StatusUpdate, ({ order_id: reference, status, transaction_id: id }) =>
    id === ""
      ? { _tag: "AuthorisationRefused", id, reference, reason: status }
      : { _tag: "Announced", id, reference, status }
  ),
  card_new: reading(Schema.Struct({ card_id: Schema.NonEmptyString }), ignored),
  card_update: reading(Schema.Struct({ card_id: Schema.NonEmptyString, update_type: Schema.NonEmptyString }), ignored),
  customer_new: reading(Schema.Struct({}), ignored)
}

const differs = (expected: string | undefined, given: string | undefined): boolean =>
  expected !== undefined && given !== undefined && expected.toLowerCase() !== given.trim().toLowerCase()

const head = Schema.decodeUnknownOption(Head)

const read =
  ({ companyId, mid }: Account): Profile.WebhookNotices["read"] =>
  (body, headers) => {
    const named = Option.getOrUndefined(head(body))
    if (named === undefined) return Result.fail("no type or no id")
    const { webhook_id: id, webhook_type: type } = named
    const only = (event: Webhooks.WebhookEvent) => Result.succeed({ id, events: [event] })
    // The headers are not signed: they can make an event foreign, and nothing else.
    if (differs(companyId, headers["company-id"]))
      return only({ _tag: "ForeignEvent", type, why: "of another company" })
    if (differs(mid, headers["mid"])) return only({ _tag: "ForeignEvent", type, why: "of another mid" })
    if (!Object.hasOwn(types, type)) return only({ _tag: "UnknownEvent", type })
    const event = types[type]!(body, type)
    return event === undefined ? Result.fail(`a ${type} that lacks what is documented`) : only(event)
  }

/** The notices of an account, by its signing keys. */
export const notices = (keys: signatures.Keys, account: Account): Profile.WebhookNotices => ({
  signed: { _tag: "body-without-whitespace" },
  text: signatures.signedText,
  refusal: Effect.fnUntraced(function* ({ body, headers }) {
    const version = headers["webhook-version"]
    // Another version is signed in another way: nobody can tell whether it is theirs.
    if (version !== undefined && version.trim() !== "2") {
      return { why: "malformed" as const, problem: "a Webhook-Version other than 2" }
    }
    const why = yield* signatures.refusal(keys, headers["hash"], body)
    return why === undefined ? undefined : { why }
  }),
  read: read(account),
  acknowledgement: { status: 200, headers: {}, body: "" }
})
