import { isCalendarDate } from './calendar_date.js'
import { DomainError } from './domain_error.js'
import { frameFault } from './identifier.js'
import { SecretNumber } from './secret_number.js'

/**
 * Nomor Kartu Keluarga: region of issue, date of registration (no offset for women), serial from 0001. It changes when a
 * family splits or moves.
 */
export class KkNumber extends SecretNumber {
  private constructor(digits: string) {
    super('kk', digits)
  }

  /**
   * @param text exactly 16 digits; clean a cell with `cleanIdentifier` first
   * @throws DomainError `E_KK_FORMAT`, `E_KK_REPEATED`, `E_KK_SERIAL` or `E_KK_DATE`
   */
  static parse(text: string): KkNumber {
    const fault = kkFault(text)
    if (fault) throw new DomainError(`E_KK_${fault}`)
    return new KkNumber(text)
  }

  static tryParse(text: string): KkNumber | null {
    return kkFault(text) ? null : new KkNumber(text)
  }
}

function kkFault(text: string): 'FORMAT' | 'REPEATED' | 'SERIAL' | 'DATE' | null {
  const fault = frameFault(text)
  if (fault) return fault
  const [day, month, year] = [text.slice(6, 8), text.slice(8, 10), text.slice(10, 12)]
  return ['20', '19'].some((century) => isCalendarDate(`${century}${year}-${month}-${day}`)) ? null : 'DATE'
}
