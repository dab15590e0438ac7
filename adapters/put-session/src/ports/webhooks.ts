/** What the provider says by itself: verified as a whole, then read. */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { RuleViolation, Webhooks } from "@paylayer/core"
import { headersOf, type Mac } from "@paylayer/core/adapter"
import type { WebhookNotices } from "../Profile.ts"

/** No notice comes near it: what is longer is not read. */
const longestBody = 1024 * 1024

const parse = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

export const make = (
  provider: string,
  { acknowledgement, read, refusal, signed, text = (body) => body }: WebhookNotices,
  crypto: Context.Context<Mac>
): Webhooks.Webhooks["Service"] => {
  const malformed = (problem: string) => new RuleViolation.WebhookRefused({ provider, why: "malformed", problem })
  return Webhooks.Webhooks.of({
    capabilities: { provider, signed },
    receive: Effect.fnUntraced(function* (request) {
      const body: unknown = request?.body
      if (typeof body !== "string") return yield* malformed("a body that is no text")
      if (body.length > longestBody) return yield* malformed("a body of more than 1 MiB")
      const headers = headersOf(request.headers)
      const refused = yield* Effect.provideContext(refusal({ headers, body }), crypto)
      if (refused !== undefined) return yield* new RuleViolation.WebhookRefused({ provider, ...refused })
      const event = parse(text(body))
      if (Option.isNone(event)) return yield* malformed("not JSON")
      const delivered = yield* Effect.fromResult(Result.mapError(read(event.value, headers), malformed))
      return { deliveries: [delivered], acknowledgement }
    })
  })
}
