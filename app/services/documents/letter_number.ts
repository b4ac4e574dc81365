import type { Text } from '#verification/instrument'
import { DocumentRefused } from './errors.js'

/** What a letter number is made of. */
export interface LetterNumberParts {
  /** Value of the gapless counter of that regency and calendar year, from 1. */
  number: number
  /** Date of the letter, `YYYY-MM-DD`, in the regency's zone. */
  date: string
  /** Classification code of the office, e.g. `470` for population and welfare. */
  code: string
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

const PLACEHOLDERS: Record<string, (parts: LetterNumberParts) => string> = {
  nomor: ({ number }) => String(number),
  kode: ({ code }) => code,
  tahun: ({ date }) => date.slice(0, 4),
  bulan: ({ date }) => date.slice(5, 7),
  bulan_romawi: ({ date }) => ROMAN[Number(date.slice(5, 7)) - 1]!,
}

const MAX_LENGTH = 80
const MAX_WIDTH = 9
const LITERAL = /^[\p{L}\p{N} .,/_-]*$/u

type Piece = string | { name: string; width: number }

/**
 * Pattern of letter numbers such as `{kode}/{nomor:3}/{bulan_romawi}/{tahun}`. Known placeholders: `{nomor}`, `{kode}`,
 * `{tahun}`, `{bulan}`, `{bulan_romawi}`; `:3` fills a figure with zeros to three places. `{nomor}` and `{tahun}` are
 * required, because the counter starts again each January and two letters never share a number.
 */
export class LetterNumberPattern {
  readonly #pieces: Piece[]

  /** @throws DocumentRefused `E_LETTER_NUMBER_PATTERN` with the reason and the cure */
  constructor(readonly source: string) {
    this.#pieces = parse(source)
  }

  /** Number as it is printed, with no placeholder left. */
  format(parts: LetterNumberParts): string {
    return this.#pieces
      .map((piece) => (typeof piece === 'string' ? piece : PLACEHOLDERS[piece.name]!(parts).padStart(piece.width, '0')))
      .join('')
      .trim()
  }
}

function refuse({ id, en }: Text): never {
  throw new DocumentRefused('E_LETTER_NUMBER_PATTERN', {
    id: `Pola nomor surat tidak dapat dipakai: ${id}`,
    en: `The pattern of letter numbers cannot be used: ${en}`,
  })
}

function parse(source: string): Piece[] {
  if (source.trim() === '')
    refuse({ id: 'pola kosong. Contoh: {kode}/{nomor:3}/{tahun}.', en: 'it is empty. An example: {kode}/{nomor:3}/{tahun}.' })
  if (source.length > MAX_LENGTH)
    refuse({ id: `pola lebih panjang dari ${MAX_LENGTH} karakter.`, en: `it is longer than ${MAX_LENGTH} characters.` })
  const pieces: Piece[] = source
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') && part.endsWith('}') ? placeholder(part) : literal(part)))
  const names = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name]))
  for (const required of ['nomor', 'tahun']) {
    if (!names.includes(required))
      refuse({
        id: `{${required}} harus ada, agar dua surat tidak bernomor sama.`,
        en: `{${required}} must be in it, so that no two letters have the same number.`,
      })
  }
  return pieces
}

function placeholder(part: string): Piece {
  const [, name = '', width] = /^\{([^:]*)(?::([1-9]))?\}$/.exec(part) ?? []
  if (!Object.hasOwn(PLACEHOLDERS, name)) {
    const known = Object.keys(PLACEHOLDERS)
      .map((one) => `{${one}}`)
      .join(', ')
    refuse({ id: `${part} tidak dikenal. Yang dikenal: ${known}.`, en: `${part} is not known. Known are: ${known}.` })
  }
  if (width !== undefined && name !== 'nomor')
    refuse({
      id: `lebar hanya berlaku untuk {nomor}, misalnya {nomor:3} (1 sampai ${MAX_WIDTH}).`,
      en: `only {nomor} takes a width, such as {nomor:3} (1 to ${MAX_WIDTH}).`,
    })
  return { name, width: Number(width ?? 0) }
}

function literal(part: string): string {
  if (/[{}]/.test(part)) refuse({ id: 'ada kurung kurawal tanpa pasangan.', en: 'a brace has no partner.' })
  if (!LITERAL.test(part)) {
    refuse({
      id: 'hanya huruf, angka, spasi, dan tanda . , / - _ yang boleh dipakai di luar kurung kurawal.',
      en: 'outside the braces only letters, digits, spaces and the signs . , / - _ may be used.',
    })
  }
  return part
}

/**
 * File name of a letter: its number with every run of other signs as one dash, so that `470/048/2026` downloads as
 * `470-048-2026.pdf` on every system.
 */
export function letterFileName(number: string, extension = 'pdf'): string {
  const stem = number
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${stem || 'surat'}.${extension}`
}
