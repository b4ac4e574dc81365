import { query, type Tx } from '#services/scope'
import type { Conflict } from '../merge.js'
import { conflictId } from '../resolve.js'
import { tableNames, type Place } from '../store/index.js'
import type { ListFilters } from './filters.js'

/** An update as `update:list` prints it: keys and codes only, no person's name or number. */
export interface ListedUpdate {
  /** What `update:decide` takes. */
  id: string
  module: string
  household: string
  village: string | null
  kind: string | null
  outcome: string | null
  state: string
  version: number
  blocking: number
  warnings: number
  conflict: boolean
  /** Of a clash: where the other side comes from, and the fields that differ. */
  file?: { id: string; name: string; device: string | null; operator: string | null }
  fields?: string[]
}

/** Updates in one state, in the order of village and key. */
export async function listUpdates(tx: Tx, place: Place, state: NonNullable<ListFilters['state']>): Promise<ListedUpdate[]> {
  return query<ListedUpdate>(
    tx,
    `select key as id, cast(? as text) as module, key as household, village_code as village, kind, outcome, state, version, blocking, warnings, conflict
     from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and kind <> 'none' and state = ? order by village_code, key`,
    [place.module.name, place.periodId, place.regency, state],
  )
}

/** Records of imported files that clash with ours and wait for a decision, in the order of village and key. */
export async function listConflicts(tx: Tx, place: Place): Promise<ListedUpdate[]> {
  const { current } = tableNames(place.module.instrument)
  const rows = await query<Omit<ListedUpdate, 'fields'> & { conflicts: Conflict[] | null }>(
    tx,
    `select r.import_file_id || ':' || r.line as id, r.module, r.clash_key as household, coalesce(c.village_code, r.village_code) as village,
       coalesce(c.kind, r.kind) as kind, coalesce(c.outcome, r.outcome) as outcome, coalesce(c.state, 'untouched') as state,
       coalesce(c.version, 0) as version, coalesce(c.blocking, 0) as blocking, coalesce(c.warnings, 0) as warnings, true as conflict,
       jsonb_build_object('id', f.id, 'name', f.original_name, 'device', r.device, 'operator', f.operator) as file, r.conflicts
     from import_records r join import_files f on f.id = r.import_file_id and f.regency_code = r.regency_code
     left join ${current} c on c.period_id = r.period_id and c.regency_code = r.regency_code and c.key = r.clash_key
     where r.regency_code = ? and r.period_id = ? and r.module = ? and r.status = 'conflict' and r.decided_at is null
     order by village, r.clash_key, r.import_file_id, r.line`,
    [place.regency, place.periodId, place.module.name],
  )
  return rows.map(({ conflicts, ...row }) => ({ ...row, fields: (conflicts ?? []).map(conflictId) }))
}
