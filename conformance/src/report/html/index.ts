import type { Document } from "../../Report.ts"
export const toHtml = (document: Document): string => String(document.format)
