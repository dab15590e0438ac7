import type { Document } from "../Report.ts"
export const toMarkdown = (document: Document): string => String(document.format)
