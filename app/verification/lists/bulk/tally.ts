import { query, type Tx } from '#services/scope'
import { ReviewError } from '../../review/errors.js'
import { outcomesFor } from '../../review/edit.js'
import { keyIn, tableNames, type Place } from '../../store/index.js'
import type { ListFilters } from '../filters.js'
import { COUNT_CAP, searchKeys } from '../list.js'
import { where } from '../where.js'
import { shownToken } from '../../shown_token.js'

/** Most records of one act. */
export const MOST = 20_000

/** Rows chosen by their keys, or all that match the filters of a list. */
export type BulkSelection = { keys: readonly string[] } | { matching: ListFilters }

/** A record that the act changes, at the version that was shown. */
export interface Able {
  key: string
  version: number
  /** Nobody has touched it in this period. */
  fresh: boolean
}

/** What giving an outcome to a selection would do now. */
export interface OutcomeTally {
  chosen: number
  able: Able[]
  /** Of those, the ones nobody has touched in this period, and those that come back from the village. */
  untouched: number
  returned: number
  /** Left out: of that outcome already; accepted, rejected or withdrawn; with an open clash; of a kind the outcome is not for. */
  settled: number
  decided: number
  conflicting: number
  unfit: number
  /** Stands for exactly these keys at exactly these versions and this outcome. */
  token: string
}

interface Row extends Omit<Able, 'fresh'> {
  kind: 'none' | 'repair' | 'new'
  outcome: string
  state: string
  conflict: boolean
}

const DECIDED = ['accepted', 'rejected', 'withdrawn']

/**
 * Sorts a selection into what an outcome can be given to and what stays as it is.
 * @throws ReviewError `E_SELECTION_LARGE`, `E_OUTCOME_UNKNOWN`
 */
export async function outcomeTally(tx: Tx, place: Place, selection: BulkSelection, outcome: string): Promise<OutcomeTally> {
  const fits = { repair: outcomesFor(place, 'repair'), new: outcomesFor(place, 'new') }
  if (![...fits.repair, ...fits.new].includes(outcome)) {
    throw new ReviewError('E_OUTCOME_UNKNOWN', {
      id: `Hasil verval "${outcome}" tidak dikenal. Pilih salah satu dari daftar.`,
      en: `The outcome "${outcome}" is not known. Choose one of the list.`,
    })
  }
  const tally: OutcomeTally = {
    ...{ chosen: 0, able: [], untouched: 0, returned: 0, settled: 0, decided: 0, conflicting: 0, unfit: 0, token: '' },
  }
  for (const { key, version, ...row } of await rowsOf(tx, place, selection)) {
    tally.chosen += 1
    const left = leftOut(row, outcome, fits)
    if (left) tally[left] += 1
    else {
      tally.able.push({ key, version, fresh: row.kind === 'none' })
      if (row.kind === 'none') tally.untouched += 1
      if (row.state === 'returned') tally.returned += 1
    }
  }
  return {
    ...tally,
    token: shownToken([place.periodId, place.module.name, outcome, tally.able.map(({ key, version }) => [key, version])]),
  }
}

function leftOut(
  { kind, outcome: now, state, conflict }: Omit<Row, 'key' | 'version'>,
  outcome: string,
  fits: { repair: string[]; new: string[] },
): 'unfit' | 'conflicting' | 'decided' | 'settled' | null {
  if (!fits[kind === 'new' ? 'new' : 'repair'].includes(outcome)) return 'unfit'
  if (conflict) return 'conflicting'
  if (DECIDED.includes(state)) return 'decided'
  return kind !== 'none' && now === outcome ? 'settled' : null
}

async function rowsOf(tx: Tx, place: Place, selection: BulkSelection): Promise<Row[]> {
  const { current } = tableNames(place.module.instrument)
  const columns = 'key, version, kind, outcome, state, conflict'
  if ('keys' in selection) {
    if (selection.keys.length > MOST) throw tooLarge()
    return query<Row>(
      tx,
      `select ${columns} from ${current} where period_id = ? and regency_code = ? and ${keyIn('?')} order by key collate "C"`,
      [place.periodId, place.regency, selection.keys],
    )
  }
  const keys = await searchKeys(tx, place, selection.matching.search)
  if (keys && keys.length > COUNT_CAP) {
    throw new ReviewError('E_SELECTION_LARGE', {
      id: 'Pencarian ini cocok dengan lebih dari 1.000 data, sehingga tidak dapat dipilih seluruhnya. Tambahkan kata pada pencarian.',
      en: 'More than 1,000 records match this search, so that not all can be chosen. Add a word to it.',
    })
  }
  const { sql, bindings } = where(place, selection.matching, keys)
  const rows = await query<Row>(
    tx,
    `select ${columns} from ${current} where ${sql} order by key collate "C" limit ${MOST + 1}`,
    bindings as string[],
  )
  if (rows.length > MOST) throw tooLarge()
  return rows
}

function tooLarge() {
  return new ReviewError('E_SELECTION_LARGE', {
    id: 'Lebih dari 20.000 data dipilih. Persempit saringan, misalnya per kecamatan.',
    en: 'More than 20,000 records are chosen. Narrow the filter, by district for instance.',
  })
}
