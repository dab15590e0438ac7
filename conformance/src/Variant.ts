/** Subjects that differ from another one in a single respect: only the laws that this can matter to are tried on them. */
import type { Law } from "./Law.ts"
import type { Differs, Subject, Variant } from "./Subject.ts"

interface Difference {
  readonly says: string
  readonly matters: (law: Law) => boolean
}

const among =
  (ids: RegExp) =>
  ({ id }: Law): boolean =>
    ids.test(id)

const differences: Readonly<Record<Differs, Difference>> = {
  sessions: { says: "before payment", matters: among(/^(?:SES|IDM-0[1-4]|FLT-(?:0\d|10))/) },
  payments: {
    says: "after payment",
    matters: among(/^(?:ADJ|CAP|CAN|REF|REV|MOD|WHK|IDM-0[5-9]|FLT-1[1-9]|SEC-0[34])/)
  },
  captures: { says: "in what can be adjusted and captured", matters: among(/^(?:ADJ|CAP|CAN|REF|REV|MOD)/) },
  encoding: { says: "in how messages are written", matters: ({ kind }) => kind !== "race" },
  latency: { says: "in how long a request takes", matters: among(/^(?:SES|IDM|FLT|CAP-01)/) }
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
