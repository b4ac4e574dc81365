/**
 * - `E_ISSUE_VILLAGE`   a village of another regency, or none
 * - `E_ISSUE_UNKNOWN`   no such issue within the scope
 * - `E_SIMULATE_PRODUCTION` invented results are never made on a production server
 * - `E_SIMULATE_FILE`   the file to continue or to contradict belongs to another village, period or issue
 * - `E_SIMULATE_EMPTY`  the villages hold no record to work on
 */
export type IssueErrorCode =
  'E_ISSUE_VILLAGE' | 'E_ISSUE_UNKNOWN' | 'E_SIMULATE_PRODUCTION' | 'E_SIMULATE_FILE' | 'E_SIMULATE_EMPTY'

/** Why an issue or a simulated export cannot be made; `message` is the Indonesian sentence shown to the user. */
export class IssueError extends Error {
  override readonly name = 'IssueError'
  readonly status = 422

  constructor(
    readonly code: IssueErrorCode,
    message: string,
  ) {
    super(message)
  }
}
