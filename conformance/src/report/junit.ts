import type { Document } from "../Report.ts"
export const toJunit = (document: Document): string => String(document.format)
