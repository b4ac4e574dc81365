import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
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

const AVAILABLE: readonly FinalisationState[] = ['letter_uploaded', 'accepted']

/** Results can be taken from the uploaded letter on. */
export function resultsAvailable(state: FinalisationState): boolean {
  return AVAILABLE.includes(state)
}

const KINDS = ['xlsx', 'csv', 'siksresult', 'annexes', 'hashes', 'annex']

/** Files of a period's finalisation, results first, annexes last. */
export async function resultFiles(tx: Tx, { periodId, regency }: Pick<Place, 'periodId' | 'regency'>): Promise<ResultFile[]> {
  return query<ResultFile>(
    tx,
    `select file_id as "fileId", kind, name, size, sha256, records from result_files where period_id = ? and regency_code = ?
     order by array_position(cast(? as text[]), kind), name`,
    [periodId, regency, KINDS],
  )
}
