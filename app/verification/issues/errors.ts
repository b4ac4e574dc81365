import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * - `E_ISSUE_VILLAGE`   a village of another regency, or none
 * - `E_ISSUE_PART`      a locality the village does not have, or a part of several villages at once
 * - `E_ISSUE_MODULES`   no module chosen, or one that is not installed
 * - `E_ISSUE_UNKNOWN`   no such issue within the scope
 * - `E_ISSUE_ACCESS`    the regency may not be given data now
 * - `E_ISSUE_EMPTY`     the edition holds no record there
 * - `E_ISSUE_LARGE`     more households than a `.siks` file may bring back
 * - `E_ISSUE_REVOKED`   the issue was revoked
 * - `E_ISSUE_UNMADE`    the package is not ready, or is no longer kept
 * - `E_ISSUE_SHOWN`     the passphrase was shown already
 * - `E_ISSUE_REASON`    revoking needs a reason
 * - `E_ISSUE_RECOVERY`  a recovery request of another package, or no request at all
 * - `E_SIMULATE_PRODUCTION` invented results are never made on a production server
 * - `E_SIMULATE_AMOUNT` a number of what is to be invented that is none
 * - `E_SIMULATE_FILE`   the file to continue or to contradict belongs to another village, period or issue
 * - `E_SIMULATE_EMPTY`  the villages hold no record to work on
 * - `E_SIMULATE_SAMPLE` the module invents no answers
 */
export type IssueErrorCode =
  | 'E_ISSUE_VILLAGE'
  | 'E_ISSUE_PART'
  | 'E_ISSUE_MODULES'
  | 'E_ISSUE_UNKNOWN'
  | 'E_ISSUE_ACCESS'
  | 'E_ISSUE_EMPTY'
  | 'E_ISSUE_LARGE'
  | 'E_ISSUE_REVOKED'
  | 'E_ISSUE_UNMADE'
  | 'E_ISSUE_SHOWN'
  | 'E_ISSUE_REASON'
  | 'E_ISSUE_RECOVERY'
  | 'E_SIMULATE_PRODUCTION'
  | 'E_SIMULATE_AMOUNT'
  | 'E_SIMULATE_FILE'
  | 'E_SIMULATE_EMPTY'
  | 'E_SIMULATE_SAMPLE'

/** Why an issue or a simulated export cannot be made; `message` is the Indonesian sentence, `text` has both languages. */
export class IssueError extends ToldError {
  override readonly name = 'IssueError'
  readonly status = 422

  constructor(
    readonly code: IssueErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}
