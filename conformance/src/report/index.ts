/** Reports of a run: the document, and its views. All of them are strings; writing them is somebody else's. */
import type { Document } from "../Report.ts"
import { toJson } from "./document.ts"
import { toHtml } from "./html/index.ts"
import { toJunit } from "./junit.ts"
import { toMarkdown } from "./markdown.ts"

export type { Ran } from "./document.ts"
export { document, fromJson, toJson, UnreadableReport } from "./document.ts"
export { toHtml } from "./html/index.ts"
export { toJunit } from "./junit.ts"
export { toMarkdown } from "./markdown.ts"

/** The views of a document, by the word that asks for one. */
export const views = {
  json: { fileName: "conformance.json", of: toJson },
  md: { fileName: "conformance.md", of: toMarkdown },
  junit: { fileName: "conformance.junit.xml", of: toJunit },
  html: { fileName: "conformance.html", of: toHtml }
} satisfies Readonly<Record<string, { readonly fileName: string; readonly of: (document: Document) => string }>>

export type View = keyof typeof views
