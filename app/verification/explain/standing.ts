import type { Outcome } from '../rules.js'

/**
 * Where a record stands in the result of its period:
 *
 * - `kept`      on the list with the values of the edition
 * - `changed`   on the list with what was accepted
 * - `added`     on the list as an accepted proposal
 * - `removed`   taken off the list
 * - `proposed`, `proposed_removal`, `proposed_change`  said by the village, not decided yet
 * - `refused`   a proposal or change that was turned down; of a record of the edition its values stand
 */
export type Standing = 'kept' | 'changed' | 'added' | 'removed' | 'proposed' | 'proposed_removal' | 'proposed_change' | 'refused'

interface Row {
  kind: string
  state: string
}

/** What an outcome in a state makes of a record; the outcome is unknown where a module dropped it. */
export function standingOf({ kind, state }: Row, outcome: Outcome | undefined): Standing {
  const effect = outcome?.effect ?? 'none'
  if (kind === 'none' || state === 'untouched') return 'kept'
  if (state === 'rejected' || state === 'withdrawn' || state === 'returned' || effect === 'none') return 'refused'
  if (state === 'accepted') {
    if (effect === 'deactivate') return 'removed'
    if (effect === 'add') return 'added'
    return effect === 'replace' ? 'changed' : 'kept'
  }
  if (effect === 'deactivate') return 'proposed_removal'
  return effect === 'add' ? 'proposed' : 'proposed_change'
}

/** Whether the record is out, or about to be: what its family may be told of and object to. */
export function isOut(standing: Standing): boolean {
  return standing === 'removed' || standing === 'proposed_removal'
}
