import { formatDecimal } from '#domain/decimal'
import { query, type Tx } from '#services/scope'
import { countRecords, matchingUpdates } from '../lists/list.js'
import type { ListFilters } from '../lists/filters.js'
import { keyIn, tableNames, type Place } from '../store/index.js'
import { cleanSql, STATE_AFTER, type Take } from './decide.js'
import { ReviewError } from './errors.js'
import { keysOfPattern, type Pattern } from './patterns.js'

/** Most updates of one act; more are decided village by village. */
export const MOST = 100_000

/** What was chosen: rows by their keys, all that match the filters of a list, every clean update of a village, or all of one pattern. */
export type Selection = { keys: readonly string[] } | { matching: ListFilters } | { clean: string } | { pattern: Pattern }

/** What an act would do with a selection now. */
export interface Tally {
  chosen: number
  /** Keys the act will change, and the version of each. */
  able: string[]
  versions: number[]
  /** Left out: untouched records, updates that are in that state already, those with an open clash or a blocking problem. */
  untouched: number
  settled: number
  conflicting: number
  blocked: number
  /** Stands for exactly these keys at exactly these versions; another selection has another. */
  token: string
}

/** Condition on a list row that the act changes it; `:after` is the state it leads to, `:accept` whether it accepts. */
const ABLE = `kind <> 'none' and state <> :after and not (:accept and (conflict or blocking > 0))`
const TOKEN = `md5(cast(:period as text) || coalesce(string_agg(key || ':' || version, ',' order by key collate "C") filter (where ${ABLE}), ''))`

/**
 * Sorts a selection into what an act can change and what stays as it is.
 * @throws ReviewError `E_SELECTION_LARGE`
 */
export async function tally(tx: Tx, place: Place, selection: Selection, take: Take): Promise<Tally> {
  const { condition, value } = await rowsOf(tx, place, selection)
  const [row] = await query<Tally>(
    tx,
    `select count(*)::int as chosen, count(*) filter (where kind = 'none')::int as untouched,
       count(*) filter (where kind <> 'none' and state = :after)::int as settled,
       count(*) filter (where kind <> 'none' and state <> :after and :accept and conflict)::int as conflicting,
       count(*) filter (where kind <> 'none' and state <> :after and :accept and not conflict and blocking > 0)::int as blocked,
       coalesce(array_agg(key order by key collate "C") filter (where ${ABLE}), '{}') as able,
       coalesce(array_agg(version order by key collate "C") filter (where ${ABLE}), '{}') as versions, ${TOKEN} as token
     from ${tableNames(place.module.instrument).current} c where period_id = :period and regency_code = :regency and ${condition}`,
    { period: place.periodId, regency: place.regency, after: STATE_AFTER[take], accept: take === 'accept', value },
  )
  if (!('matching' in selection)) return row!
  const { value: matching } = await countRecords(tx, place, selection.matching)
  return { ...row!, chosen: matching, untouched: Math.max(0, matching - row!.chosen) }
}

/** How many updates of a village "Terima semua tanpa masalah" would accept, with the token of exactly these; for the button of a list. */
export async function cleanTally(tx: Tx, place: Place, village: string): Promise<{ count: number; token: string }> {
  const { chosen, token } = await tally(tx, place, { clean: village }, 'accept')
  return { count: chosen, token }
}

async function rowsOf(
  tx: Tx,
  place: Place,
  selection: Selection,
): Promise<{ condition: string; value: string | readonly string[] }> {
  if ('clean' in selection) return { condition: `village_code = :value and ${await cleanSql(place)}`, value: selection.clean }
  const chosen = 'pattern' in selection ? await keysOfPattern(tx, place, selection.pattern, MOST + 1) : null
  const keys =
    chosen ??
    ('keys' in selection
      ? selection.keys
      : 'matching' in selection
        ? await matchingUpdates(tx, place, selection.matching, MOST + 1)
        : [])
  if (keys === null) {
    throw new ReviewError('E_SELECTION_LARGE', {
      id: 'Pencarian ini cocok dengan lebih dari 1.000 data, sehingga tidak dapat dipilih seluruhnya. Tambahkan kata pada pencarian.',
      en: 'More than 1,000 records match this search, so that not all can be chosen. Add a word to it.',
    })
  }
  if (keys.length > MOST) {
    throw new ReviewError('E_SELECTION_LARGE', {
      id: `Lebih dari ${formatDecimal(MOST)} perubahan dipilih. Persempit saringan, misalnya per kecamatan.`,
      en: `More than ${formatDecimal(MOST, 0, 'en')} updates are chosen. Narrow the filter, by district for instance.`,
    })
  }
  return { condition: keyIn(':value'), value: keys }
}

/** @throws ReviewError `E_SELECTION_EMPTY` */
export function assertChosen({ chosen }: Tally): void {
  if (chosen > 0) return
  throw new ReviewError('E_SELECTION_EMPTY', {
    id: 'Belum ada baris yang dipilih. Pilih sedikitnya satu perubahan.',
    en: 'No row is chosen. Choose at least one update.',
  })
}
