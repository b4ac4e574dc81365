import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * What a document service refuses. `message` is an Indonesian sentence for the person who gave the input, `text` has both languages; neither
 * holds personal data. `code` is stable and safe to log.
 *
 * - `E_CSV_UNREADABLE`        not a CSV file that can be read without loss
 * - `E_XLSX_UNREADABLE`       not an XLSX workbook that can be read without loss, or one that unpacks beyond its limits
 * - `E_IMAGE_REFUSED`         not a picture this product keeps
 * - `E_SCAN_REFUSED`          not a scan this product keeps
 * - `E_LETTER_NUMBER_PATTERN` the pattern of letter numbers is not usable
 */
export type RefusalCode =
  'E_CSV_UNREADABLE' | 'E_XLSX_UNREADABLE' | 'E_IMAGE_REFUSED' | 'E_SCAN_REFUSED' | 'E_LETTER_NUMBER_PATTERN'

export class DocumentRefused extends ToldError {
  readonly status = 422

  constructor(
    readonly code: RefusalCode,
    said: Text | string,
    options?: ErrorOptions,
  ) {
    super(said, options)
    this.name = 'DocumentRefused'
  }
}
