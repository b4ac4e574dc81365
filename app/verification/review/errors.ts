/** A refusal of a review act; the sentence says what, where and what to do. Nothing was changed. */
export class ReviewError extends Error {
  constructor(
    readonly code:
      | 'E_UPDATE_MISSING'
      | 'E_UPDATE_BLOCKED'
      | 'E_UPDATE_CONFLICT'
      | 'E_REASON_MISSING'
      | 'E_RULE_NOT_WAIVABLE'
      | 'E_CONFLICT_MISSING'
      | 'E_CONFLICT_DECIDED'
      | 'E_CONFLICT_OPEN'
      | 'E_OUTCOME_UNKNOWN'
      | 'E_RECORD_SHAPE',
    message: string,
  ) {
    super(message)
  }
}
