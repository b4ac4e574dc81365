import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

export type ReviewErrorCode =
  | 'E_UPDATE_MISSING'
  | 'E_UPDATE_BLOCKED'
  | 'E_UPDATE_CONFLICT'
  | 'E_REASON_MISSING'
  | 'E_RULE_NOT_WAIVABLE'
  | 'E_CONFLICT_MISSING'
  | 'E_CONFLICT_DECIDED'
  | 'E_CONFLICT_OPEN'
  | 'E_OUTCOME_UNKNOWN'
  | 'E_SELECTION_EMPTY'
  | 'E_SELECTION_CHANGED'
  | 'E_SELECTION_LARGE'
  | 'E_FILTER_UNKNOWN'
  | 'E_VILLAGE_UNKNOWN'
  | 'E_STRUCTURE'
  | 'E_UNDO_MISSING'
  | 'E_UNDO_CHANGED'

/** A refusal of a review act; the sentence says what, where and what to do. Nothing was changed. */
export class ReviewError extends ToldError {
  override readonly name = 'ReviewError'
  readonly status = 422

  constructor(
    readonly code: ReviewErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}

export const villageUnknown = () =>
  new ReviewError('E_VILLAGE_UNKNOWN', {
    id: 'Desa/kelurahan itu tidak ada di wilayah ini.',
    en: 'That village is not in this region.',
  })

/** A job writes in the register, and the act did not get in within seconds. Nothing was changed. */
export class RegisterBusyError extends ToldError {
  override readonly name = 'RegisterBusyError'
  readonly code = 'E_REGISTER_BUSY'
  readonly status = 409

  constructor() {
    super(BUSY)
  }
}

const BUSY: Text = {
  id: 'Berkas sedang diterapkan pada data wilayah ini. Tidak ada yang berubah; isian Anda tidak hilang. Coba lagi sebentar lagi.',
  en: 'A file is being applied to the data of this region. Nothing was changed and what you typed is not lost. Try again in a moment.',
}
