import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import { OF_STANDING_SEAL } from './finalisation.js'
import type { MadeFile } from './result_files.js'

/** A file of a finalisation as its list shows it. */
export interface ResultFile {
  fileId: string
  kind: MadeFile['kind']
  name: string
  size: number
  sha256: string
  records: number
}

/** Steps of the cycle from which on results can be taken. */
export const RESULT_STEPS: readonly FinalisationState[] = ['letter_uploaded', 'accepted']

export function resultsAvailable(state: FinalisationState): boolean {
  return RESULT_STEPS.includes(state)
}

const KINDS = ['xlsx', 'csv', 'siksresult', 'paper', 'annexes', 'hashes', 'annex']

/** Files of the result that stands, results first, annexes last. */
export async function resultFiles(tx: Tx, { periodId, regency }: Pick<Place, 'periodId' | 'regency'>): Promise<ResultFile[]> {
  return query<ResultFile>(
    tx,
    `select file_id as "fileId", kind, name, size, sha256, records from result_files s
     where s.period_id = ? and s.regency_code = ? and ${OF_STANDING_SEAL}
     order by array_position(cast(? as text[]), kind), name`,
    [periodId, regency, KINDS],
  )
}
