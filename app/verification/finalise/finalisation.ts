import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import type { Totals } from './totals.js'

/** The row of a finalisation: one module, one period, one regency. */
export interface Finalisation {
  state: FinalisationState
  sealRoot: string | null
  sealedAt: Date | null
  totals: Totals | null
  jobId: string | null
  letterId: string | null
  returnedReason: string | null
}

const COLUMNS = `state, seal_root as "sealRoot", sealed_at as "sealedAt", totals, job_id as "jobId", letter_id as "letterId",
  returned_reason as "returnedReason"`

/** SQL condition that a row of `seal_villages`, `seal_salts` or `result_files` (alias `s`) belongs to the seal that stands. */
export const OF_STANDING_SEAL = `s.sealing = (select n.job_id from finalisations n
  where n.period_id = s.period_id and n.regency_code = s.regency_code and n.seal_root is not null)`

/** @throws Error when the regency takes no part in the period */
export async function finalisationOf(tx: Tx, place: Pick<Place, 'periodId' | 'regency'>, lock = false): Promise<Finalisation> {
  const [row] = await query<Finalisation>(
    tx,
    `select ${COLUMNS} from finalisations where period_id = ? and regency_code = ? ${lock ? 'for update' : ''}`,
    [place.periodId, place.regency],
  )
  if (!row) throw new Error(`Regency ${place.regency} takes no part in period ${place.periodId}.`)
  return row
}
