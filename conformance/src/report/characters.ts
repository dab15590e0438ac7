/**
 * Text without characters that do something instead of being seen: controls are shown as their pictures, halves of
 * characters as what stands for a broken one. Tabs and line ends stay.
 */
export const visible = (text: string): string =>
  text.replace(/[^\P{Cc}\n\t]/gu, picture).replace(/[\ufffe\uffff]|\p{Cs}/gu, "\ufffd")

const picture = (control: string): string => {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\ufffd"
}

/** The same on one line. */
export const line = (text: string): string => visible(text.replace(/\s+/g, " ").trim())
