/** What Acquired.com sends of its own accord, and how it signs it (its plugins for WooCommerce and Magento). */
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"

export interface Account {
  readonly appKey: string
  /** What to sign with instead of the app_key; several while keys are rotated, and then there is a hash for each. */
  readonly signingKeys?: ReadonlyArray<string>
  readonly companyId: string
  readonly mid: string
}

/** What became of a transaction: of a card, of pay by bank, of either ("Statuses"; `pending` only in the plugins). */
export type TransactionStatus =
  | "success"
  | "tds_pending"
  | "tds_failed"
  | "tds_expired"
  | "executed"
  | "settled"
  | "cancelled"
  | "expired"
  | "declined"
  | "error"
  | "pending"

export interface StatusUpdate {
  readonly transactionId: string
  readonly status: TransactionStatus
  readonly orderId: string
}

const encoder = new TextEncoder()

/** Version 2: hex HMAC-SHA256 over the body without whitespace. */
export const hashV2 = (key: string, body: string): string =>
  Hex.encode(mac.hmac("SHA-256", encoder.encode(key), encoder.encode(body.replace(/\s+/g, ""))))

/** The first step of version 1: sha256 of the four values, one after the other, in hex. */
export const resultDigest = (update: StatusUpdate, timestamp: number): string =>
  sha256Hex(`${update.status}${update.transactionId}${update.orderId}${timestamp}`)

/** Version 1, and what the shopper brings back: sha256 of the first step and the key, in hex. */
const hashV1 = (key: string, update: StatusUpdate, timestamp: number): string =>
  sha256Hex(resultDigest(update, timestamp) + key)

/** During a rotation any one of them may match: the plugin for WooCommerce splits the value at commas. */
const signed = ({ appKey, signingKeys = [appKey] }: Account, hash: (key: string) => string): string =>
  signingKeys.map(hash).join(",")

const sha256Hex = (text: string): string => Hex.encode(mac.digest("SHA-256", encoder.encode(text)))

/**
 * A `status_update`, in the form that both plugins verify: compact, without whitespace or slashes in its values.
 *
 * @param millis When, in milliseconds; the wire has seconds.
 */
export const statusUpdate = (
  account: Account,
  id: string,
  millis: number,
  update: StatusUpdate
): Deliveries.Delivery => {
  const body = JSON.stringify({
    webhook_type: "status_update",
    webhook_id: id,
    timestamp: Math.floor(millis / 1000),
    webhook_body: { transaction_id: update.transactionId, status: update.status, order_id: update.orderId }
  })
  return {
    id,
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Company-Id": account.companyId,
      Mid: account.mid,
      "Webhook-Version": "2",
      Hash: signed(account, (key) => hashV2(key, body))
    },
    body
  }
}

/** What the shopper's browser brings back to `tds.redirect_url`, as a query. */
export const redirect = (account: Account, millis: number, update: StatusUpdate): string => {
  const timestamp = Math.floor(millis / 1000)
  return new URLSearchParams({
    status: update.status,
    transaction_id: update.transactionId,
    order_id: update.orderId,
    timestamp: String(timestamp),
    hash: signed(account, (key) => hashV1(key, update, timestamp))
  }).toString()
}
