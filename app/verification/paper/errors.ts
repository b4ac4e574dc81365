import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * Why a paper is not printed. `message` is the Indonesian sentence shown to the user, with the cure; `text` has both languages.
 *
 * - `E_PAPER_VILLAGE`  the village is not of the regency
 * - `E_PAPER_LARGE`    more forms than one PDF holds
 * - `E_PAPER_CLEAR`    numbers in full are printed only for work on an open period
 */
export type PaperErrorCode = 'E_PAPER_VILLAGE' | 'E_PAPER_LARGE' | 'E_PAPER_CLEAR'

export class PaperError extends ToldError {
  override readonly name = 'PaperError'
  readonly status = 422

  constructor(
    readonly code: PaperErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}
