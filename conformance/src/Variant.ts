/** Subjects that differ from another one in a single respect: only the laws that this can matter to are tried on them. */
import type { Law } from "./Law.ts"
import type { Subject } from "./Subject.ts"

const areas =
  (...areas: ReadonlyArray<string>) =>
  ({ id }: Law): boolean =>
    areas.some((area) => id.startsWith(area))

interface Difference {
  readonly says: string
  readonly matters: (law: Law) => boolean
}

const differences = {
  sessions: { says: "before payment", matters: areas("SES", "FLT-0", "IDM-0") },
  payments: {
    says: "after payment",
    matters: areas("ADJ", "CAP", "CAN", "REF", "REV", "MOD", "WHK", "FLT-1", "IDM-0", "SEC-03", "SEC-04")
  },
  captures: {
    says: "in what can be adjusted and captured",
    matters: areas("ADJ", "CAP", "CAN", "REF", "REV", "MOD")
  },
  encoding: { says: "in how messages are written", matters: ({ kind }) => kind !== "race" },
  latency: {
    says: "in how long a request takes",
    matters: areas("SES", "FLT", "IDM", "CAP-01", "CAN", "REF", "WHK")
  }
} as const satisfies Readonly<Record<string, Difference>>

/**
 * In what a variant differs: `sessions` before payment alone, `payments` after it, `captures` in what can be adjusted
 * and captured, `encoding` in how messages are written, `latency` in how long a request takes.
 */
export type Differs = keyof typeof differences

/** What a variant is one of, and how it differs. */
export interface Variant {
  /** The name of that subject. */
  readonly of: string
  readonly differs: Differs
}

/** Whether a law can tell such a variant from what it is one of. */
export const matters = ({ differs }: Variant, law: Law): boolean => differences[differs].matters(law)

/** Why the other laws are not tried on it. */
export const reason = ({ differs, of }: Variant): string =>
  `it differs from the subject ${of} ${differences[differs].says} alone`

/** This subject as a variant of another one. */
export const of = (base: Subject, differs: Differs, subject: Subject): Subject => ({
  ...subject,
  variant: { of: base.name, differs }
})
