import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * Why records are not moved. `message` is the Indonesian sentence shown to the person, with what to do; `text` has both languages. Nothing
 * was changed.
 *
 * - `E_MOVE_EMPTY`      nothing of what was chosen would go anywhere
 * - `E_MOVE_TARGET`     the target is no village of the regency
 * - `E_MOVE_SAME`       target and origin are the same village
 * - `E_MOVE_LARGE`      more records than one act takes
 * - `E_MOVE_FINALISED`  a module that would be touched is not open
 * - `E_MOVE_CHANGED`    the records changed since they were looked at
 * - `E_MOVE_TAKEN`      somebody else moved one of them since
 * - `E_MOVE_SPLIT`     the record cannot be parted like that
 * - `E_MOVE_UNDONE`     nothing of the move can be taken back any more
 */
export type MoveErrorCode =
  | 'E_MOVE_EMPTY'
  | 'E_MOVE_TARGET'
  | 'E_MOVE_SAME'
  | 'E_MOVE_LARGE'
  | 'E_MOVE_FINALISED'
  | 'E_MOVE_CHANGED'
  | 'E_MOVE_TAKEN'
  | 'E_MOVE_SPLIT'
  | 'E_MOVE_UNDONE'

export class MoveError extends ToldError {
  override readonly name = 'MoveError'

  constructor(
    readonly code: MoveErrorCode,
    said: Text | string,
    readonly status: 409 | 422 = 422,
  ) {
    super(said)
  }
}
