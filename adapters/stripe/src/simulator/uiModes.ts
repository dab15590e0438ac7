/**
 * The ways in which a Checkout Session is shown, and what each of them takes: the comments in the types of stripe 23.1.0
 * (API 2026-10-28.endive).
 */
import type { UiMode } from "./ledger.ts"

interface Mode {
  /** The parameters that a creation must not have. */
  readonly disallowed: ReadonlyArray<string>
  readonly lineItemsUpdatable: boolean
  /** `return_url` is for pages of the merchant's own; the hosted page has `success_url`. */
  readonly returnsTo: "return_url" | "success_url"
}

export const modes: Readonly<Record<UiMode, Mode>> = {
  elements: {
    disallowed: [
      "after_expiration",
      "branding_settings",
      "cancel_url",
      "custom_fields",
      "custom_text",
      "optional_items",
      "origin_context",
      "submit_type",
      "success_url"
    ],
    lineItemsUpdatable: true,
    returnsTo: "return_url"
  },
  embedded_page: { disallowed: ["cancel_url", "success_url"], lineItemsUpdatable: false, returnsTo: "return_url" },
  form: { disallowed: ["optional_items"], lineItemsUpdatable: false, returnsTo: "return_url" },
  hosted_page: { disallowed: [], lineItemsUpdatable: false, returnsTo: "success_url" }
}

/** The names before the change log's 2026-03-25. */
const older: Readonly<Record<string, UiMode>> = {
  custom: "elements",
  embedded: "embedded_page",
  hosted: "hosted_page"
}
const renamed = "2026-03-25"

const isOlderVersion = (version: string): boolean => version.slice(0, renamed.length) < renamed

/** Which values `ui_mode` may have. */
export const namesFor = (olderTaken: boolean, version: string): ReadonlyArray<string> => {
  if (isOlderVersion(version)) return Object.keys(older)
  return olderTaken ? [...Object.keys(modes), ...Object.keys(older)] : Object.keys(modes)
}

export const fromName = (name: string): UiMode => older[name] ?? (name as UiMode)

/** As the version of the request calls it. */
export const toName = (mode: UiMode, version: string): string =>
  isOlderVersion(version) ? (Object.keys(older).find((name) => older[name] === mode) ?? mode) : mode
