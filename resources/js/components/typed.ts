const PARTED_DAY = /^\s*([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})\s*$/
const WHOLE_DAY = /^\s*([0-9]{2})([0-9]{2})([0-9]{4})\s*$/

/**
 * `25121962` and `25/12/1962` as `25-12-1962`, anything else as it was typed. Of `1121987`, which is 1 December as well as 11 February, nothing
 * is made: whoever reads it asks.
 */
export function tidyDate(text: string): string {
  const found = PARTED_DAY.exec(text) ?? WHOLE_DAY.exec(text)
  return found ? `${found[1]!.padStart(2, '0')}-${found[2]!.padStart(2, '0')}-${found[3]}` : text
}

/** A code as it stands in a list, of one that was typed with noughts before it or without. */
export function tidyCode(text: string): string {
  return text.trim().replace(/^0+(?=[0-9])/, '')
}
