/** Accents that stand alone, typed in place of an apostrophe: NFKD would make a blank of each. */
const SPACING_ACCENT = /[\u00a8\u00af\u00b4\u00b8\u02d8-\u02dd\u0384\u1fbd\u1fbf\u1ffe]/g
const ALREADY_KEY = /^[A-Z0-9]+(?: [A-Z0-9]+)*$/

/**
 * Key under which a name is searched, sorted and compared: NFKD, upper case, then only letters, digits and single blanks.
 * All apostrophes fall away, so the spellings of Ma'ruf are one. Stored and never recomputed in SQL; a search word goes
 * through the same function.
 */
export function nameKey(name: string): string {
  if (ALREADY_KEY.test(name)) return name
  return name
    .replace(SPACING_ACCENT, '')
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/[^\p{Lu}\p{Lo}\p{Nd} ]/gu, '')
    .replace(/ +/g, ' ')
    .trim()
}
