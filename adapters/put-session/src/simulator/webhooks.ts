/** What Acquired.com sends of its own accord, and how it signs it (its plugins for WooCommerce and Magento). */
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"

export interface Account {
  readonly appKey: string
  readonly companyId: string
  readonly mid: string
}

/** What became of a transaction: cards have the first six, pay by bank the rest ("Statuses"). */
export type TransactionStatus =
  | "success"
  | "declined"
  | "tds_pending"
  | "tds_failed"
  | "tds_expired"
  | "pending"
  | "settled"

export interface StatusUpdate {
  readonly transactionId: string
  readonly status: TransactionStatus
  readonly orderId: string
}

const encoder = new TextEncoder()

/** Version 2: hex HMAC-SHA256 under the app_key over the body without whitespace. */
export const hashV2 = (appKey: string, body: string): string =>
  Hex.encode(mac.hmac("SHA-256", encoder.encode(appKey), encoder.encode(body.replace(/\s+/g, ""))))

/** Version 1, and what the shopper brings back: sha256 of (sha256 of the four values, as hex) and the app_key. */
const hashV1 = (appKey: string, update: StatusUpdate, timestamp: number): string =>
  sha256Hex(sha256Hex(`${update.status}${update.transactionId}${update.orderId}${timestamp}`) + appKey)

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
      Hash: hashV2(account.appKey, body)
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
    hash: hashV1(account.appKey, update, timestamp)
  }).toString()
}
