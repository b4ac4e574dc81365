import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * Why an edition cannot be prepared or loaded. `message` is the Indonesian sentence, `text` has both languages, with what to do.
 *
 * - `E_FORBIDDEN`          the person named by `--as` has not the right of the page
 * - `E_UNKNOWN_FLAG`       an option that names no kind of row of the module
 * - `E_EDITION_UNKNOWN`    no such edition of the module
 * - `E_EDITION_EXISTS`     the module already has an edition of that name
 * - `E_EDITION_PUBLISHED`  it is published and never changes again
 * - `E_EDITION_INCOMPLETE` a regency of it was never loaded
 * - `E_EDITION_EMPTY`      there is nothing to be taken out of it, or that is being done
 * - `E_EDITION_REASON`     why it is emptied is not said
 * - `E_EDITION_REGENCY`    a region that is no regency of today
 * - `E_EDITION_DATE`       the date of the decree is no date, or lies ahead
 * - `E_LOAD_FILE_MISSING`  a file was not given or cannot be opened
 * - `E_LOAD_HEADING`       a required heading is missing
 * - `E_LOAD_CODE_SYSTEM`   the code system is none we read
 * - `E_LOAD_CODE_LIST`     the code list version is none the module knows
 * - `E_LOAD_NOTHING`       the files hold no row at all
 * - `E_REGIONS_FILE`       a region list that contradicts itself or ours
 */
export type EditionErrorCode =
  | 'E_FORBIDDEN'
  | 'E_UNKNOWN_FLAG'
  | 'E_EDITION_UNKNOWN'
  | 'E_EDITION_EXISTS'
  | 'E_EDITION_PUBLISHED'
  | 'E_EDITION_INCOMPLETE'
  | 'E_EDITION_EMPTY'
  | 'E_EDITION_REASON'
  | 'E_EDITION_REGENCY'
  | 'E_EDITION_DATE'
  | 'E_LOAD_FILE_MISSING'
  | 'E_LOAD_HEADING'
  | 'E_LOAD_CODE_SYSTEM'
  | 'E_LOAD_CODE_LIST'
  | 'E_LOAD_NOTHING'
  | 'E_REGIONS_FILE'

export class EditionError extends ToldError {
  override readonly name = 'EditionError'
  readonly status = 422

  constructor(
    readonly code: EditionErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}
