/** Printable signs of ASCII, without blanks around and without a first sign that means anything to a spreadsheet. */
const ORDINARY = /^(?:[!-&(-<>-_a-~](?:[ -~]*[!-~])?)?$/
const KEPT_AS_TEXT = /^="([^"]*)"$/
const UNSEEN = /[\p{Cf}\ufe00-\ufe0f]/gu
/** Marks of direction and signs without width that join nothing. */
const MISLEADING = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** Signs that no keyboard types and no document can show; tab and line breaks are text. */
export const CONTROL = /[^\P{Cc}\t\n\r]/u
const FULL_WIDTH = /[\uff01-\uff5e]/g
const FULL_WIDTH_OFFSET = 0xfee0
const LEADING_APOSTROPHES = /^['\u2018\u2019`\u00b4\u02bc\u2032\s]+/
const NUL_SHOWN = '\u2400'
const SEEN = /[^\p{Cf}\p{Cc}\s]/u
/** Between these two every sign of ASCII is seen. */
const [BLANK, DELETE] = [32, 127]

/**
 * What a hand meant by a cell that is read as a number, a date or a code: without signs that nobody sees (zero-width blanks, marks of
 * direction), without the apostrophe or the `="…"` by which spreadsheets are told to keep a text, and with full-width signs as ordinary
 * ones. No digit is gained or lost. Never for texts that are stored as given.
 */
export function plainCell(text: string): string {
  if (ORDINARY.test(text)) return text
  return text
    .replace(UNSEEN, '')
    .trim()
    .replace(KEPT_AS_TEXT, '$1')
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(LEADING_APOSTROPHES, '')
    .trim()
}

/**
 * A text that is stored as given, but for signs that nobody typed and nobody sees: they would turn a name around on the page, or make
 * two of one that looks alike. Joiners of scripts stay.
 */
export function withoutMisleading(text: string): string {
  return text.replace(MISLEADING, '')
}

/**
 * Beginning of a text as a report shows it: whole signs, and none that a database cannot hold (NUL is shown by its picture, a lone half of
 * a pair is left out), so that what is wrong with a cell can always be told.
 */
export function excerpt(text: string, most: number): string {
  return text
    .slice(0, most)
    .replaceAll('\0', NUL_SHOWN)
    .replace(/\p{Surrogate}/gu, '')
}

/** Whether a text shows nothing: empty, blanks, signs that nobody sees, as the one with which DOS ended its files. */
export function isBlank(text: string): boolean {
  if (text === '') return true
  const first = text.charCodeAt(0)
  return (first <= BLANK || first >= DELETE) && !SEEN.test(text)
}
