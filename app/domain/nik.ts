import { ageOn, daysInMonth, isCalendarDate, type CalendarDate } from './calendar_date.js'
import { DomainError } from './domain_error.js'
import { frameFault } from './identifier.js'
import { SecretNumber } from './secret_number.js'

/** Provinces that there are or were; a NIK keeps the code of its first registration. */
const PROVINCES = new Set(
  [11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 54]
    .concat([61, 62, 63, 64, 65, 71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97])
    .map(String),
)

/** Women carry the day of birth plus 40. */
const FEMALE_DAY_OFFSET = 40

/**
 * Nomor Induk Kependudukan, `PPKKCC DDMMYY SSSS`: region of first registration, birth date, serial from 0001.
 * It is never reissued (PP 40/2019 art. 30), so region and birth date need not agree with today's data.
 */
export class Nik extends SecretNumber {
  private constructor(digits: string) {
    super('nik', digits)
  }

  /**
   * @param text exactly 16 digits; clean a cell with `cleanIdentifier` first
   * @throws DomainError `E_NIK_FORMAT`, `E_NIK_REPEATED`, `E_NIK_SERIAL` or `E_NIK_DATE`
   */
  static parse(text: string): Nik {
    const fault = Nik.faultOf(text)
    if (fault) throw new DomainError(`E_NIK_${fault}`)
    return new Nik(text)
  }

  static tryParse(text: string): Nik | null {
    return Nik.faultOf(text) ? null : new Nik(text)
  }

  /** What keeps a text from being a NIK, null for a good one; its date must be on the calendar of one of the two centuries. */
  static faultOf(text: string): 'FORMAT' | 'REPEATED' | 'SERIAL' | 'DATE' | null {
    const fault = frameFault(text)
    if (fault) return fault
    const [day, month, year] = [dayOf(Number(text.slice(6, 8))), Number(text.slice(8, 10)), Number(text.slice(10, 12))]
    if (month < 1 || month > 12 || day < 1) return 'DATE'
    return day <= Math.max(daysInMonth(2000 + year, month), daysInMonth(1900 + year, month)) ? null : 'DATE'
  }

  /**
   * Whether its first six digits can be a kecamatan: a known province, a kabupaten (01 to 69) or kota (71 to 99), and a kecamatan from 01. No more
   * is asked, for codes split and are renamed while a NIK never changes.
   */
  get hasRegion(): boolean {
    const [regency, district] = [this.text.slice(2, 4), this.text.slice(4, 6)]
    return PROVINCES.has(this.text.slice(0, 2)) && regency !== '00' && regency !== '70' && district !== '00'
  }

  get sex(): 'L' | 'P' {
    return this.#rawDay > FEMALE_DAY_OFFSET ? 'P' : 'L'
  }

  /** Sex as the forms code it: 1 laki-laki, 2 perempuan. */
  get sexCode(): 1 | 2 {
    return this.sex === 'L' ? 1 : 2
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
    const digits = this.text
    return birthDate.slice(2) === `${digits.slice(10, 12)}-${digits.slice(8, 10)}-${String(this.#day).padStart(2, '0')}`
  }

  agreesWithSex(code: number): boolean {
    return this.sexCode === code
  }

  get #rawDay(): number {
    return Number(this.text.slice(6, 8))
  }

  get #day(): number {
    return dayOf(this.#rawDay)
  }

  #datesOnCalendar(): CalendarDate[] {
    const day = this.#day
    const month = this.text.slice(8, 10)
    const year = this.text.slice(10, 12)
    return ['20', '19'].map((century) => `${century}${year}-${month}-${String(day).padStart(2, '0')}`).filter(isCalendarDate)
  }
}

/** Day of birth behind the figures of a NIK. */
function dayOf(raw: number): number {
  return raw > FEMALE_DAY_OFFSET ? raw - FEMALE_DAY_OFFSET : raw
}
