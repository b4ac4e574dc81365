import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'
import { told, type Blocker, type ToldBlocker } from './blockers.js'

/**
 * Why an act on a finalisation or its letter is refused. `message` is the Indonesian sentence shown to the user, with the cure; `text` has both languages.
 *
 * - `E_FINALISE_BLOCKED`   something must be decided first; `problems` names it
 * - `E_FINALISE_BUSY`      somebody still writes into the period
 * - `E_FINALISE_FAILED`    the seal could not be made; the period is open again
 * - `E_FINALISE_STATE`     the cycle is at another step
 * - `E_FINALISE_COUNTS`    kept counts and records differ; nothing was sealed
 * - `E_FINALISE_PURGED`    the records of the period's imports are gone, so that it cannot be opened again
 * - `E_LETTER_PROFILE`     required fields of the profile are empty; `fields` names them
 * - `E_SCAN_VOID`          the scan is one of a void letter
 * - `E_SCAN_OTHER`         the scan is one of another letter
 * - `E_SCAN_UNREADABLE`    no QR could be read; taken only after a confirmation
 * - `E_FINALISE_CHANGED`   somebody else took a step since the person looked, the message says who and when; or the counts changed
 * - `E_FINALISE_HELD`      another officer looks at it now
 * - `E_FORWARD_DATE`       no day on which the letter could go to the governor
 * - `E_FORWARD_NOTE`       the note to it is too long
 * - `E_REASON_MISSING`     returning needs a reason
 * - `E_PROOF_UNKNOWN`      the period has no such record
 * - `E_PROOF_OUTSIDE`      the record is not in the sealed result
 * - `E_PROOF_CHANGED`      what is kept of the record is no longer what was sealed; its result file still is
 * - `E_FORBIDDEN`          the person has no right to do this
 */
export type FinaliseErrorCode =
  | 'E_FINALISE_BLOCKED'
  | 'E_FINALISE_BUSY'
  | 'E_FINALISE_FAILED'
  | 'E_FINALISE_STATE'
  | 'E_FINALISE_COUNTS'
  | 'E_FINALISE_PURGED'
  | 'E_LETTER_PROFILE'
  | 'E_SCAN_VOID'
  | 'E_SCAN_OTHER'
  | 'E_SCAN_UNREADABLE'
  | 'E_FINALISE_CHANGED'
  | 'E_FINALISE_HELD'
  | 'E_FORWARD_DATE'
  | 'E_FORWARD_NOTE'
  | 'E_REASON_MISSING'
  | 'E_PROOF_UNKNOWN'
  | 'E_PROOF_OUTSIDE'
  | 'E_PROOF_CHANGED'
  | 'E_FORBIDDEN'

export class FinaliseError extends ToldError {
  override readonly name: string = 'FinaliseError'
  readonly status: number

  constructor(
    readonly code: FinaliseErrorCode,
    said: Text | string,
  ) {
    super(said)
    this.status = code === 'E_FORBIDDEN' ? 403 : code === 'E_PROOF_UNKNOWN' ? 404 : 409
  }
}

/** The refusal of a finalisation, with everything that stands against it up to the limit asked for. */
export class FinalisationBlocked extends FinaliseError {
  constructor(
    readonly problems: readonly Blocker[],
    readonly total: number,
  ) {
    super('E_FINALISE_BLOCKED', {
      id: `Finalisasi belum dapat dilakukan: ${total} hal harus diselesaikan dahulu.`,
      en: `Finalising is not possible yet: ${total} things have to be settled first.`,
    })
  }

  /** What a program is told, without names of persons. */
  get details(): ToldBlocker[] {
    return this.problems.map(told)
  }
}

/** Fields of the profile without which no letter may go out, as the profile page calls them. */
export class ProfileIncomplete extends FinaliseError {
  constructor(readonly fields: readonly Text[]) {
    super('E_LETTER_PROFILE', {
      id: `Lengkapi dahulu Profil Pengesahan: ${fields.map(({ id }) => id).join(', ')}.`,
      en: `Complete the signing profile first: ${fields.map(({ en }) => en).join(', ')}.`,
    })
  }
}
