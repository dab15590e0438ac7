/** The page of a bank that a redirect leads to: three links, back to the shop. */
import type { Redirect, Session } from "./ledger.ts"

const links = [
  ["Authorised", "Approve"],
  ["Refused", "Refuse"],
  ["Cancelled", "Cancel"]
] as const

export const page = (session: Session, redirect: Redirect): string =>
  [
    "<!doctype html>",
    "<title>Simulated bank</title>",
    `<h1>${escaped(`${session.amount.currency} ${session.amount.value} (minor units)`)}</h1>`,
    ...links.map(
      ([outcome, title]) =>
        `<p><a id="${outcome}" href="${escaped(returnTo(session, redirect[outcome]))}">${title}</a></p>`
    ),
    ""
  ].join("\n")

/** `returnUrl?sessionId=…&redirectResult=…`, as the page of the shop expects it. */
const returnTo = ({ held, id }: Session, redirectResult: string): string => {
  const returnUrl = String(held["returnUrl"])
  const query = new URLSearchParams({ sessionId: id, redirectResult })
  return `${returnUrl}${returnUrl.includes("?") ? "&" : "?"}${query}`
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
