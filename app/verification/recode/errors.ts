/**
 * Why a regency cannot be recoded now. `message` is the Indonesian sentence for the person, with what to do; nothing was changed.
 *
 * - `E_RECODE_NOTHING`  no former code of that name
 * - `E_RECODE_JOB`      work of the regency or of the ministry waits or runs
 * - `E_RECODE_BUSY`     somebody is writing in the regency at this moment
 * - `E_RECODE_OPENING`  a period is being opened on its edition
 * - `E_RECODE_SEALED`   its result is sealed in a period that is still open
 * - `E_RECODE_VILLAGE`  a village has no counterpart in the list of regions, or two have the same one
 * - `E_RECODE_CROSSING` villages go to another regency in the middle of a period
 * - `E_RECODE_TWICE`    the edition holds the regency under both codes
 * - `E_RECODE_COUNTS`   the kept counts would not be those of the rows
 */
export type RecodeErrorCode =
  | 'E_RECODE_NOTHING'
  | 'E_RECODE_JOB'
  | 'E_RECODE_BUSY'
  | 'E_RECODE_OPENING'
  | 'E_RECODE_SEALED'
  | 'E_RECODE_VILLAGE'
  | 'E_RECODE_CROSSING'
  | 'E_RECODE_TWICE'
  | 'E_RECODE_COUNTS'

export class RecodeError extends Error {
  override readonly name = 'RecodeError'
  readonly status = 422

  constructor(
    readonly code: RecodeErrorCode,
    message: string,
  ) {
    super(message)
  }
}
