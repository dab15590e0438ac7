/** Time as the document writes it. */

/** In UTC with milliseconds, from milliseconds since the epoch. */
export const iso = (millis: number): string => new Date(millis).toISOString()

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
