import { keyIn, PROBLEM, type Place } from '../store/index.js'
import type { ListFilters } from './filters.js'

const KIND = { existing: `kind <> 'new'`, repair: `kind = 'repair'`, new: `kind = 'new'` }

/** A condition over list rows with its bindings. */
export interface Where {
  sql: string
  bindings: (string | number | readonly string[])[]
}

/** Condition over the list rows; `keys` holds what a search found. */
export function where(place: Place, filters: ListFilters, keys: readonly string[] | null): Where {
  const parts = ['period_id = ?', 'regency_code = ?']
  const bindings: Where['bindings'] = [place.periodId, place.regency]
  const add = (sql: string, value: string | number | readonly string[] | undefined) => {
    if (value === undefined) return
    parts.push(sql)
    bindings.push(value)
  }
  if (filters.kind !== 'all') parts.push(KIND[filters.kind])
  if (filters.touched) parts.push(`state <> 'untouched'`)
  add('village_code = ?', filters.village)
  add('district_code = ?', filters.district)
  add('outcome = ?', filters.outcome)
  add('state = ?', filters.state)
  add('decile = ?', filters.decile)
  add(`${PROBLEM} = ?`, filters.problem)
  add('source_file_id = cast(? as uuid)', filters.file)
  // Looked up one by one; as a list of values they are compared with every record of the list in its order.
  add(keyIn('?'), keys ?? undefined)
  return { sql: parts.join(' and '), bindings }
}
