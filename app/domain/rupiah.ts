import { formatDecimal, parseDecimal } from './decimal.js'
import { DomainError, orNull } from './domain_error.js'
import type { Cell } from './identifier.js'
import { plainCell } from './plain_cell.js'

/** An amount of money, counted in whole sen so that sums are exact. */
export class Rupiah {
  private constructor(readonly sen: number) {}

  /**
   * Reads `1250000`, `1.250.000,50`, `Rp 1.250.000`, `Rp1.250.000,-`.
   * @throws DomainError as `parseDecimal`, and `E_RUPIAH_NEGATIVE`
   */
  static parse(cell: Cell): Rupiah {
    const amount =
      typeof cell === 'string'
        ? plainCell(cell)
            .replace(/^Rp\.?\s*/i, '')
            .replace(/,-$/, '')
        : cell
    return Rupiah.ofSen(Math.round(parseDecimal(amount) * 100))
  }

  static tryParse(cell: Cell): Rupiah | null {
    return orNull(() => Rupiah.parse(cell))
  }

  static ofSen(sen: number): Rupiah {
    if (!Number.isSafeInteger(sen)) throw new DomainError('E_NUMBER_SIZE')
    if (sen < 0) throw new DomainError('E_RUPIAH_NEGATIVE')
    return new Rupiah(sen)
  }

  /** The amount in rupiah, with sen as decimals. */
  get amount(): number {
    return this.sen / 100
  }

  plus(other: Rupiah): Rupiah {
    return Rupiah.ofSen(this.sen + other.sen)
  }

  /** `Rp 1.250.000`, with sen only where there are any. */
  toString(): string {
    return `Rp ${formatDecimal(this.amount, this.sen % 100 === 0 ? 0 : 2)}`
  }

  toJSON(): number {
    return this.amount
  }
}
