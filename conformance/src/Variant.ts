/** Subjects that differ from another one in a single respect: only the laws that this can matter to are tried on them. */
import type { Law } from "./Law.ts"
import { needs, sessionsOrIntents } from "./Law.ts"
import type { Differs, Subject, Variant } from "./Subject.ts"

interface Difference {
  readonly says: string
  readonly matters: (law: Law) => boolean
}

const differences: Readonly<Record<Differs, Difference>> = {
  "before-payment": {
    says: "before payment",
    matters: (law) => needs(law, ["Sessions", "Intents", sessionsOrIntents.name])
  },
  "after-payment": {
    says: "after payment",
    matters: (law) => needs(law, ["a way to an authorisation", "a modification", "Lookups"])
  },
  // Who comes first is the same, however it is written.
  encoding: { says: "in how messages are written", matters: ({ kind }) => kind !== "race" },
  // An amount is the same, however long it travels.
  latency: { says: "in how long a request takes", matters: ({ kind }) => kind !== "codec" }
}

/** Whether a law can tell such a variant from what it is one of. */
export const matters = ({ differs }: Variant, law: Law): boolean => differences[differs].matters(law)

/** Why the other laws are not tried on it. */
export const reason = ({ differs, of }: Variant): string =>
  `it differs from the subject ${of} ${differences[differs].says} alone`

/** This subject as a variant of another one, which is none itself: what it differs from has to be tried whole. */
export const of = (base: Subject, differs: Differs, subject: Subject): Subject => {
  if (base.variant !== undefined) throw new TypeError(`${base.name} is a variant itself`)
  return { ...subject, variant: { of: base.name, differs } }
}
