/** Polder's adapter and its simulator, as what the laws are tried on. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Subject } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { ModificationKey, Modifications, Session } from "@paylayer/core"
import { Assumption } from "@paylayer/simulator"
import * as Polder from "./src/Polder.ts"
import { assumptions, layer as world, shop, sign } from "./src/simulator.ts"

const error = (status: number, code: string, becomes: string, fields?: object): Subject.DocumentedError => {
  const body = JSON.stringify({ code, message: "Refused.", fields })
  const parameters = Object.entries(fields ?? {}).map(([parameter, reason]) => ({ parameter, reason }))
  return { name: code, status, body, operation: "update", becomes, code, ...(fields && { parameters }) }
}

/** "Refusals" of PROVIDER.md, and what each must become; the last is one that no document knows. */
const errors = [
  error(401, "key_unknown", "Unauthenticated"),
  error(404, "not_found", "NotFound"),
  error(409, "key_reused", "IdempotencyConflict"),
  error(409, "order_closed", "NotUpdatable"),
  error(412, "version_differs", "NotUpdatable"),
  error(422, "invalid", "InvalidRequest", { total: "must be an amount", reference: "must be there" }),
  error(418, "brewing", "UnknownCode")
]

const key = Redacted.make(shop.key)
const nextSecret = "whs_next_70c2f1"
const secrets = [shop.secret, nextSecret].map((secret) => Redacted.make(secret))
const webhooks: Subject.WebhookWorld = {
  secrets,
  sign: (body, by, now) => {
    const secret = by === "next" ? nextSecret : by === "other" ? "nobody's" : shop.secret
    const { "polder-signature": signature, ...headers } = sign(secret, now, body)
    return { headers: { ...headers, "polder-signature": signature.slice(0, by === "prefix" ? 20 : undefined) }, body }
  },
  signs: { _tag: "body", tolerance: "5 minutes" },
  rotates: true,
  unknown: (body) => body.replace("order.changed", "order.renamed"),
  broken: (body) => body.replace('"reference"', '"references"'),
  foreign: [(body) => body.replace(shop.account, "shop-2")],
  accepts: ({ status }) => status === 204
}

const polderAs = (assume: Parameters<typeof world>[0] = {}) =>
  Subject.make({
    name: ["polder", ...Object.values(assume)].join(", "),
    version: "1.0.0",
    layer: Polder.layer({ key, secrets, account: shop.account, url: shop.url }),
    world: world(assume),
    defaults: { returnUrl: "https://shop.example/back" },
    secrets: [key, ...secrets],
    errors,
    otherTotal: (body) => body.replace(/"total":"[^"]*/, '"total":"7 EUR'),
    webhooks
  })

const polder = polderAs()
export const subjects = [polder, ...Assumption.variants(assumptions).map((assume) => polderAs(assume))]

/** Adapters that are one line away from right, each with the law that has to find it out. */
export const mutants = [
  mutant(
    "SES-02",
    "every update names the version of the creation",
    onUpdate(
      polder,
      (update) => (session, change, options) =>
        Effect.map(update(session, change, options), (updated) => Session.modify(updated, { state: session.state }))
    )
  ),
  mutant(
    "REF-01",
    "the key of a refund is made of its amount",
    onPort(polder, Modifications.Refunds, ({ refund, ...port }) => ({
      ...port,
      refund: (of, amount, options) =>
        refund(of, amount, { ...options, key: ModificationKey.ModificationKey.make(`refund-${amount.value}`) })
    }))
  )
]
