import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * Why a load cannot be taken in, checked or applied. `message` is the Indonesian sentence, `text` has both languages, with what to do.
 *
 * - `E_LOAD_UNKNOWN`   no such load
 * - `E_LOAD_KIND`      a kind of load that is not installed, is switched off, or is not for this person
 * - `E_LOAD_STATE`     it was checked, applied or put away meanwhile, by whom and when
 * - `E_LOAD_FILES`     no file, too many, or one whose upload is not complete
 * - `E_LOAD_CHOICE`    the form of the load lacks something
 * - `E_LOAD_COLUMNS`   headings that mean nothing, or two that mean the same
 * - `E_LOAD_HEADING`   a required heading is missing
 * - `E_LOAD_NOTHING`   the file has no row, or none that can be taken
 * - `E_LOAD_KEPT`      it cannot be taken back: its kind is not, or something rests on it
 * - `E_LOAD_REASON`    why it is taken back is not said
 * - `E_LOAD_CHANGED`   somebody else changed it since the person looked
 * - `E_LOAD_SEALING`   a regency is being finalised on the ground of the list
 */
export type LoadErrorCode =
  | 'E_LOAD_UNKNOWN'
  | 'E_LOAD_KIND'
  | 'E_LOAD_STATE'
  | 'E_LOAD_FILES'
  | 'E_LOAD_CHOICE'
  | 'E_LOAD_COLUMNS'
  | 'E_LOAD_HEADING'
  | 'E_LOAD_NOTHING'
  | 'E_LOAD_KEPT'
  | 'E_LOAD_REASON'
  | 'E_LOAD_CHANGED'
  | 'E_LOAD_SEALING'

export class LoadError extends ToldError {
  override readonly name = 'LoadError'
  readonly status: number

  constructor(
    readonly code: LoadErrorCode,
    said: Text | string,
  ) {
    super(said)
    this.status = code === 'E_LOAD_UNKNOWN' || code === 'E_LOAD_KIND' ? 404 : 422
  }
}
