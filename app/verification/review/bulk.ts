import { query, type Tx } from '#services/scope'
import { matchingUpdates } from '../lists/list.js'
import type { ListFilters } from '../lists/filters.js'
import { tableNames, type Place } from '../store/index.js'
import { STATE_AFTER, type Take } from './decide.js'
import { ReviewError } from './errors.js'

/** Most updates of one act; more are decided village by village. */
export const MOST = 5000

/** What was chosen on a list: rows by their keys, or all that match its filters. */
export type Selection = { keys: readonly string[] } | { matching: ListFilters }

/** What an act would do with a selection. */
export interface Tally {
  chosen: number
  /** Keys the act will change. */
  able: string[]
  /** Left out: untouched records, updates that are in that state already, those with an open clash or a blocking problem. */
  untouched: number
  settled: number
  conflicting: number
  blocked: number
}

interface Row {
  key: string
  kind: string
  state: string
  blocking: number
  conflict: boolean
}

/**
 * Sorts a selection into what an act can change and what stays as it is.
 * @throws ReviewError for an empty or too large selection
 */
export async function tally(tx: Tx, place: Place, selection: Selection, take: Take): Promise<Tally> {
  const keys = 'keys' in selection ? selection.keys : await matchingUpdates(tx, place, selection.matching, MOST + 1)
  if (!keys.length) throw new ReviewError('E_SELECTION_EMPTY', 'Belum ada baris yang dipilih. Pilih sedikitnya satu perubahan.')
  if (keys.length > MOST) {
    throw new ReviewError('E_SELECTION_LARGE', 'Lebih dari 5.000 perubahan dipilih. Persempit saringan, misalnya per desa.')
  }
  const rows = await query<Row>(
    tx,
    `select key, kind, state, blocking, conflict from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and key = any (?)`,
    [place.periodId, place.regency, keys],
  )
  const result: Tally = { chosen: rows.length, able: [], untouched: 0, settled: 0, conflicting: 0, blocked: 0 }
  for (const row of rows) {
    if (row.kind === 'none') result.untouched += 1
    else if (row.state === STATE_AFTER[take]) result.settled += 1
    else if (take === 'accept' && row.conflict) result.conflicting += 1
    else if (take === 'accept' && row.blocking > 0) result.blocked += 1
    else result.able.push(row.key)
  }
  return result
}
