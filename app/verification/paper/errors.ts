/**
 * Why a paper is not printed. `message` is the Indonesian sentence shown to the user, with the cure.
 *
 * - `E_PAPER_VILLAGE`  the village is not of the regency
 * - `E_PAPER_LARGE`    more forms than one PDF holds
 * - `E_PAPER_CLEAR`    numbers in full are printed only for work on an open period
 */
export type PaperErrorCode = 'E_PAPER_VILLAGE' | 'E_PAPER_LARGE' | 'E_PAPER_CLEAR'

export class PaperError extends Error {
  override readonly name = 'PaperError'
  readonly status = 422

  constructor(
    readonly code: PaperErrorCode,
    message: string,
  ) {
    super(message)
  }
}
