import { DomainError } from './domain_error.js'
import { excerpt, plainCell } from './plain_cell.js'

/** A cell as a file reader hands it over: text from CSV and forms, text or number from XLSX. */
export type Cell = string | number | null | undefined

const SCIENTIFIC = /^\d+(?:[.,]\d+)?E[+-]?\d+$/i
const WRITTEN_AS_DECIMAL = /^\d+[.,]0+$/
const ONLY_DASHES = /^[-\u2010-\u2015\u2212]*$/
/** What says in words that there is no number, as `belum ada` does. */
const WORDS = /^\p{L}[^0-9]*$/u
/** A zero as a format for numbers writes it. */
const NO_NUMBER = /^0+[.,]0+$/
const ONLY_ZEROS = /^0*$/
/** What a well-kept register holds: digits, not all of them zero. */
const WELL_KEPT = /^0*[1-9][0-9]*$/

/**
 * Reads an identifier (NIK, No KK, card) out of a cell and gives its digits as text, or null where the person has none
 * (`0`, `-`, empty, zeros). Spaces, dots and what `plainCell` drops are left out; nothing else is repaired.
 *
 * @param length digits expected; null where every length may be stored (a register's old rows, account numbers)
 * @throws DomainError `E_IDENTIFIER_SCIENTIFIC`, `E_IDENTIFIER_NUMBER` or `E_IDENTIFIER_CHARACTER` when the cell cannot be
 * read, `E_IDENTIFIER_WORD` for words in its place, `E_IDENTIFIER_LENGTH` when it can but has another length
 */
export function cleanIdentifier(cell: Cell, length: number | null = 16): string | null {
  const digits = typeof cell === 'number' ? digitsOfNumber(cell) : digitsOfText(cell ?? '')
  if (ONLY_ZEROS.test(digits)) return null
  if (length !== null && digits.length !== length) {
    throw new DomainError('E_IDENTIFIER_LENGTH', { expected: length, found: digits.length })
  }
  return digits
}

/**
 * Reads the key under which a register holds a row out of a cell: opaque text, but for what `plainCell` drops; null for a placeholder (`-`, zeros).
 * @throws DomainError `E_IDENTIFIER_SCIENTIFIC` or `E_IDENTIFIER_NUMBER` for what a spreadsheet or program left of a long number
 */
export function cleanKey(cell: Cell): string | null {
  if (typeof cell === 'number') return cleanIdentifier(cell, null)
  if (WELL_KEPT.test(cell ?? '')) return cell ?? null
  const text = plainCell(cell ?? '')
  if (ONLY_DASHES.test(text) || ONLY_ZEROS.test(text)) return null
  if (SCIENTIFIC.test(text)) throw new DomainError('E_IDENTIFIER_SCIENTIFIC')
  if (WRITTEN_AS_DECIMAL.test(text)) throw new DomainError('E_IDENTIFIER_NUMBER')
  return text
}

function digitsOfText(cell: string): string {
  const text = plainCell(cell).replace(/\s/g, '')
  if (ONLY_DASHES.test(text)) return ''
  if (SCIENTIFIC.test(text)) throw new DomainError('E_IDENTIFIER_SCIENTIFIC')
  if (NO_NUMBER.test(text)) return ''
  if (WRITTEN_AS_DECIMAL.test(text)) throw new DomainError('E_IDENTIFIER_NUMBER')
  const digits = text.replaceAll('.', '')
  if (WORDS.test(digits)) throw new DomainError('E_IDENTIFIER_WORD')
  const other = /[^0-9]/u.exec(digits)
  if (other) throw new DomainError('E_IDENTIFIER_CHARACTER', { found: excerpt(other[0], 2) })
  return digits
}

/** Excel keeps 15 significant digits, so a 16th digit 0 in a numeric cell may have been any digit. */
function digitsOfNumber(cell: number): string {
  const digits = String(cell)
  const damaged = digits.length > 15 && digits.endsWith('0')
  if (!Number.isSafeInteger(cell) || cell < 0 || damaged) throw new DomainError('E_IDENTIFIER_NUMBER')
  return digits
}

/** What is wrong with the common frame of NIK and No KK: 16 digits, not one digit repeated, serial from 0001. */
export function frameFault(text: string): 'FORMAT' | 'REPEATED' | 'SERIAL' | null {
  if (!/^[0-9]{16}$/.test(text)) return 'FORMAT'
  if (/^([0-9])\1{15}$/.test(text)) return 'REPEATED'
  return text.endsWith('0000') ? 'SERIAL' : null
}
