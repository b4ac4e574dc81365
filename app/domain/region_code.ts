import { DomainError, orNull } from './domain_error.js'
import type { Cell } from './identifier.js'
import { toldCell } from './mask.js'
import { plainCell } from './plain_cell.js'

/** Provinsi, kabupaten/kota, kecamatan, desa/kelurahan, from the widest on. */
export const REGION_LEVELS = ['province', 'regency', 'district', 'village'] as const

/** One of `REGION_LEVELS`. */
export type RegionLevel = (typeof REGION_LEVELS)[number]

/** Name of the region that has this dotted code today, if there is one. */
export type RegionNameLookup = (code: string) => string | undefined

/** Signs of a code that cannot be read that its refusal repeats. */
const SHOWN = 20
/** The digits of a code as a program writes them that holds them as a number with decimals; no level of a code is a lone nought. */
const OF_A_FLOAT = /^([0-9]+)\.0$/
/** Codes that a refusal shows as right ones. */
const KEMENDAGRI_EXAMPLES = { province: '33', regency: '33.71', district: '33.71.01', village: '33.71.01.1003' } as const
const BPS_EXAMPLES = { province: '33', regency: '3371', district: '3371010', village: '3371010003' } as const
const KEMENDAGRI_WIDTHS = [2, 2, 2, 4] as const
const BPS_WIDTHS = [2, 2, 3, 3] as const

/**
 * Region code of the Ministry of Home Affairs, province to village in 2-2-2-4 digits; the key of regions everywhere.
 * Well-formed does not mean existing: only the list of regions knows that, and only it knows the true parent after a split.
 */
export class RegionCode {
  private constructor(private readonly parts: readonly string[]) {}

  /** A code of that level, to show how one is written. */
  static example(level: RegionLevel): string {
    return KEMENDAGRI_EXAMPLES[level]
  }

  /**
   * Reads `33.71.01.1003` or `3371011003`, spaces ignored, and `3371.0`, as programs write the number. A digit that a spreadsheet dropped is never guessed: `11.1` is
   * refused, and named as `11.10` in the reason where `nameOf` knows that code; so are `11,1`, as Indonesian Excel writes that number, and
   * `33.71.1.1003`, with each code that it may have been.
   * @param wanted level of the code that a refusal shows as a right one
   * @throws DomainError `E_REGION_CODE_FORMAT`, `E_REGION_CODE_SHORT`, `E_REGION_CODE_COMMA` or `E_REGION_CODE_HINT`
   */
  static parse(cell: Cell, nameOf: RegionNameLookup = () => undefined, wanted: RegionLevel = 'village'): RegionCode {
    const text = plainText(cell)
    const parts = split(text, KEMENDAGRI_WIDTHS)
    if (parts) return new RegionCode(parts)
    const dotted = text.replaceAll(',', '.')
    const longer = withZeros(dotted, KEMENDAGRI_WIDTHS)
    const known = longer.flatMap((code) => {
      const name = nameOf(code)
      return name === undefined ? [] : [`${code} ${name}`]
    })
    if (longer.length === 0 || (known.length === 0 && dotted !== text))
      throw new DomainError('E_REGION_CODE_FORMAT', { found: toldCell(text, SHOWN), example: RegionCode.example(wanted) })
    if (known.length === 0) throw new DomainError('E_REGION_CODE_SHORT', { found: text })
    throw new DomainError(longer[0] === dotted ? 'E_REGION_CODE_COMMA' : 'E_REGION_CODE_HINT', {
      found: text,
      hint: known.join(' / '),
    })
  }

  static tryParse(cell: Cell): RegionCode | null {
    return orNull(() => RegionCode.parse(cell))
  }

  /** Dotted form, the one that is stored. */
  get text(): string {
    return this.parts.join('.')
  }

  get digits(): string {
    return this.parts.join('')
  }

  get level(): RegionLevel {
    return levelOf(this.parts)
  }

  /** Dotted code one level up by structure; null for a province. */
  get parent(): string | null {
    return this.parts.length > 1 ? this.parts.slice(0, -1).join('.') : null
  }

  /** Dotted code of this region or of the one above it at `level`; null where this code does not reach that level. */
  at(level: RegionLevel): string | null {
    const count = REGION_LEVELS.indexOf(level) + 1
    return this.parts.length >= count ? this.parts.slice(0, count).join('.') : null
  }

  /** Whether `other` is this region or lies in it by structure. */
  contains(other: RegionCode): boolean {
    return this.parts.every((part, index) => part === other.parts[index])
  }

  equals(other: RegionCode): boolean {
    return this.text === other.text
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

/**
 * Region code of BPS, province to village in 2-2-3-3 digits. Both systems have ten digits for a village, so a code is read as
 * BPS only where its file says so, and becomes a RegionCode only through the mapping table.
 */
export class BpsCode {
  /** @param parts digits of each level, province first */
  private constructor(readonly parts: readonly string[]) {}

  /** A code of that level, to show how one is written. */
  static example(level: RegionLevel): string {
    return BPS_EXAMPLES[level]
  }

  /**
   * @param wanted level of the code that a refusal shows as a right one
   * @throws DomainError `E_BPS_CODE_FORMAT`
   */
  static parse(cell: Cell, wanted: RegionLevel = 'village'): BpsCode {
    const text = plainText(cell)
    const parts = split(text, BPS_WIDTHS)
    if (!parts) throw new DomainError('E_BPS_CODE_FORMAT', { found: toldCell(text, SHOWN), example: BpsCode.example(wanted) })
    return new BpsCode(parts)
  }

  static tryParse(cell: Cell): BpsCode | null {
    return orNull(() => BpsCode.parse(cell))
  }

  /** Undotted form, as BPS writes it. */
  get text(): string {
    return this.parts.join('')
  }

  get level(): RegionLevel {
    return levelOf(this.parts)
  }

  get parent(): string | null {
    return this.parts.length > 1 ? this.parts.slice(0, -1).join('') : null
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

function plainText(cell: Cell): string {
  return plainCell(String(cell ?? ''))
    .replace(/\s/g, '')
    .replace(OF_A_FLOAT, '$1')
}

function split(text: string, widths: readonly number[]): string[] | null {
  const parts = text.includes('.') ? text.split('.') : cut(text, widths)
  const fits = (part: string, index: number) => /^[0-9]+$/.test(part) && part.length === widths[index] && !/^0+$/.test(part)
  return parts.length > 0 && parts.length <= widths.length && parts.every(fits) ? parts : null
}

function cut(digits: string, widths: readonly number[]): string[] {
  const parts: string[] = []
  let start = 0
  for (const width of widths) {
    if (start >= digits.length) break
    parts.push(digits.slice(start, start + width))
    start += width
  }
  return start < digits.length ? [digits] : parts
}

/**
 * The well-formed codes that a short one may have been. A spreadsheet took the noughts at the end of a number, `11.1`; a hand leaves out those before a
 * kecamatan, `33.71.1.1003`, which no number looks like.
 */
function withZeros(text: string, widths: readonly number[]): string[] {
  const parts = text.includes('.') ? text.split('.') : cut(text, widths)
  const filled = parts.slice(1).reduce<string[]>(
    (codes, part, index) => {
      const width = widths[index + 1] ?? 0
      const ways =
        part === ''
          ? [part]
          : parts.length === 2
            ? [part.padEnd(width, '0')]
            : [part.padStart(width, '0'), part.padEnd(width, '0')]
      return codes.flatMap((code) => [...new Set(ways)].map((way) => `${code}.${way}`))
    },
    parts.slice(0, 1),
  )
  return filled.filter((code) => split(code, widths))
}

function levelOf(parts: readonly string[]): RegionLevel {
  return REGION_LEVELS[parts.length - 1] ?? 'village'
}
