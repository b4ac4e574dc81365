/** What makes a spreadsheet take a cell for a formula, full-width forms included, behind any number of guards. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const GUARDED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

const APOSTROPHE = 39

/**
 * Text for a CSV cell that no spreadsheet runs as a formula: an apostrophe is put before what would be one (OWASP, CSV injection). Numbers stay
 * numbers (a latitude of -6.2). Header cells need it too; quoting is the CSV writer's part.
 */
export function guardCell(value: string | number): string {
  return typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
}

/**
 * A text that is known to carry no guard: an apostrophe of its own that would be taken for one is kept by another, so that `unguardCell` gives
 * the text back.
 */
export function keepApostrophe(text: string): string {
  return text.charCodeAt(0) === APOSTROPHE && GUARDED.test(text) ? `'${text}` : text
}

/** Inverse of `guardCell` and of `keepApostrophe`: every text comes back exactly, one that began with an apostrophe of its own included. */
export function unguardCell(text: string): string {
  return text.charCodeAt(0) === APOSTROPHE && GUARDED.test(text) ? text.slice(1) : text
}
