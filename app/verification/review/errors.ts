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
  | 'E_TAKE_UNKNOWN'
  | 'E_VILLAGE_UNKNOWN'

/** A refusal of a review act; the sentence says what, where and what to do. Nothing was changed. */
export class ReviewError extends Error {
  override readonly name = 'ReviewError'
  readonly status = 422

  constructor(
    readonly code: ReviewErrorCode,
    message: string,
  ) {
    super(message)
  }
}
