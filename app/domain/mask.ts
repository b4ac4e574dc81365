import { excerpt } from './plain_cell.js'

/** Kinds of values that are shown only masked until a reader states a purpose. */
export type SecretKind = 'nik' | 'kk' | 'card' | 'account' | 'name'

const MASKS: Record<SecretKind, (text: string) => string> = {
  nik: (text) => keepEnds(text, 4, 2),
  kk: (text) => keepEnds(text, 4, 2),
  card: (text) => keepEnds(text, 0, 4),
  account: (text) => keepEnds(text, 0, 3),
  name: maskName,
}

/**
 * Masked form of a secret, whatever its text: NIK and No KK `3201**********01`, cards and accounts by their last digits,
 * a mother's maiden name by initials. A text too short to hide behind its own ends becomes asterisks alone.
 */
export function maskSecret(kind: SecretKind, text: string): string {
  return MASKS[kind](text)
}

function keepEnds(text: string, head: number, tail: number): string {
  const shown = head + tail
  if (text.length < shown * 2) return '*'.repeat(text.length)
  return text.slice(0, head) + '*'.repeat(text.length - shown) + text.slice(text.length - tail)
}

function maskName(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${String.fromCodePoint(word.codePointAt(0) ?? 0)}***`)
    .join(' ')
}

/** Digits from which on a number may be somebody's. */
const LONG_NUMBER = 12
/** What stands between the digits of one number: signs that part them, letters typed for digits. A comma and a blank part two numbers. */
const BETWEEN = String.raw`(?:[\s.\-\u2010-\u2015/_'\u2019\u00b7\p{Cf}OoIlSsBbZz]{0,3}|,)`
const LONG_NUMBERS = new RegExp(String.raw`\p{Nd}(?:${BETWEEN}\p{Nd}){${LONG_NUMBER - 1},}`, 'gu')

/** A text that was typed somewhere, as it may be told: of each long number in it, however its digits are parted, only its ends. */
export function maskedNumber(text: string): string {
  return text.replace(LONG_NUMBERS, (number) => `${number.slice(0, 4)}${'•'.repeat(6)}${number.slice(-2)}`)
}

/** Beginning of a cell that is refused or remarked upon, as every report repeats it: without the long numbers in it. */
export function toldCell(text: string, most: number): string {
  return excerpt(maskedNumber(text), most)
}
