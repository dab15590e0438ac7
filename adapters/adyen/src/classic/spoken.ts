/**
 * An error in one line, as the Classic API says it where it has no fields: `validation 101 Invalid card number`. Some
 * have no number.
 */
const line = /^(validation|security|configuration|internal) (?:([0-9][0-9_]*) )?([^]+)$/

/** The error that JSON would have answered; nothing where the text is none. */
export const spoken = (text: string): Readonly<Record<string, string>> | undefined => {
  const [, errorType, errorCode, message] = line.exec(text) ?? []
  return errorType === undefined || message === undefined
    ? undefined
    : { errorType, message, ...(errorCode === undefined ? {} : { errorCode }) }
}
