/** A run as one page that needs nothing else: no network, no file beside it. */
export { page as toHtml } from "./page.ts"
