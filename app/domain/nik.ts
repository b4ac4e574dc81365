import { ageOn, isCalendarDate, type CalendarDate } from './calendar_date.js'
import { DomainError, orNull } from './domain_error.js'
import { frameFault } from './identifier.js'
import { maskSecret } from './mask.js'

/** Women carry the day of birth plus 40. */
const FEMALE_DAY_OFFSET = 40

/**
 * Nomor Induk Kependudukan, `PPKKCC DDMMYY SSSS`: region of first registration, birth date, serial from 0001.
 * It is never reissued (PP 40/2019 art. 30), so region and birth date need not agree with today's data.
 * Printing, logging or serialising a Nik gives the masked form; only `text` gives the number.
 */
export class Nik {
  readonly #digits: string

  private constructor(digits: string) {
    this.#digits = digits
  }

  /**
   * @param text exactly 16 digits; clean a cell with `cleanIdentifier` first
   * @throws DomainError `E_NIK_FORMAT`, `E_NIK_REPEATED`, `E_NIK_SERIAL` or `E_NIK_DATE`
   */
  static parse(text: string): Nik {
    const fault = frameFault(text)
    if (fault) throw new DomainError(`E_NIK_${fault}`)
    const nik = new Nik(text)
    if (!nik.#datesOnCalendar().length) throw new DomainError('E_NIK_DATE')
    return nik
  }

  static tryParse(text: string): Nik | null {
    return orNull(() => Nik.parse(text))
  }

  get text(): string {
    return this.#digits
  }

  /** Province, regency and district of first registration, undotted; the district may no longer exist. */
  get region6(): string {
    return this.#digits.slice(0, 6)
  }

  get sex(): 'L' | 'P' {
    return this.#rawDay > FEMALE_DAY_OFFSET ? 'P' : 'L'
  }

  /** Sex as the forms code it: 1 laki-laki, 2 perempuan. */
  get sexCode(): 1 | 2 {
    return this.sex === 'L' ? 1 : 2
  }

  get masked(): string {
    return maskSecret('nik', this.#digits)
  }

  /** Dates the six figures can mean up to `today`, latest first: the NIK has no century. */
  birthDates(today: CalendarDate): CalendarDate[] {
    return this.#datesOnCalendar().filter((date) => date <= today)
  }

  /** The most plausible of `birthDates`: the one nearest to a stated age in years, else the latest. */
  birthDate(today: CalendarDate, age?: number): CalendarDate | null {
    const dates = this.birthDates(today)
    if (age !== undefined) dates.sort((a, b) => Math.abs(ageOn(a, today) - age) - Math.abs(ageOn(b, today) - age))
    return dates[0] ?? null
  }

  /** Whether day, month and last two figures of the year are those of the stated date; the century is not in a NIK. */
  agreesWith(birthDate: CalendarDate): boolean {
    return this.#datesOnCalendar().some((date) => date.slice(2) === birthDate.slice(2))
  }

  agreesWithSex(code: number): boolean {
    return this.sexCode === code
  }

  equals(other: Nik): boolean {
    return this.#digits === other.#digits
  }

  toString(): string {
    return this.masked
  }

  toJSON(): string {
    return this.masked
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Nik(${this.masked})`
  }

  get #rawDay(): number {
    return Number(this.#digits.slice(6, 8))
  }

  #datesOnCalendar(): CalendarDate[] {
    const day = this.#rawDay > FEMALE_DAY_OFFSET ? this.#rawDay - FEMALE_DAY_OFFSET : this.#rawDay
    const month = this.#digits.slice(8, 10)
    const year = this.#digits.slice(10, 12)
    return ['20', '19'].map((century) => `${century}${year}-${month}-${String(day).padStart(2, '0')}`).filter(isCalendarDate)
  }
}
