import type { RecordDoc } from '#verification/instrument'
import { query, type Tx } from '#services/scope'
import { placedSql, readBase, readWorking, standingVillageSql, tableNames, type Place } from '#verification/store/index'
import { removingOutcomes, takingOutcomes } from './counts.js'

/** One record of the result: the edition overlaid by accepted updates. */
export interface ResultRecord {
  village: string
  key: string
  outcome: string
  doc: RecordDoc
}

/** Records that are read and held at once. */
const CHUNK = 250

interface KeyRow {
  village: string
  key: string
  outcome: string
  source: 'updates' | 'base'
}

/**
 * The result of a period, in chunks, ordered by village and then by key (`COLLATE "C"`). An accepted update that replaces or adds
 * stands with its working copy, one that deactivates is out, all others leave the edition's values, at the place where the record stands now. Memory does not grow with the
 * regency: a cursor holds the order, documents are read chunk by chunk in the same transaction.
 */
export async function* resultRecords(tx: Tx, place: Place): AsyncGenerator<ResultRecord[]> {
  const { sql, bindings } = resultKeys(place)
  await query(tx, `declare result_keys no scroll cursor for ${sql} order by village collate "C", key collate "C"`, bindings)
  for (;;) {
    const rows = await query<KeyRow>(tx, `fetch ${CHUNK} from result_keys`)
    if (rows.length === 0) break
    yield await withDocuments(tx, place, rows)
  }
  await query(tx, 'close result_keys')
}

/** One record of the result; null where it is not in it. */
export async function resultRecord(tx: Tx, place: Place, key: string): Promise<ResultRecord | null> {
  const { sql, bindings } = resultKeys(place)
  const rows = await query<KeyRow>(tx, `${sql} where key = :key`, { ...bindings, key })
  const [record] = rows.length > 0 ? await withDocuments(tx, place, rows) : []
  return record ?? null
}

/** SQL of who is in the result, and whether the working copy or the edition stands. */
function resultKeys(place: Place) {
  const { instrument } = place.module
  const { updates, base } = tableNames(instrument)
  const village = instrument.summary.village
  const sql = `
     select village, key, outcome, source from (
       select u.${village} as village, u.key, u.outcome, 'updates' as source from ${updates} u
       where u.period_id = :period and u.regency_code = :regency and u.state = 'accepted' and u.outcome = any (:taking)
       union all
       select ${standingVillageSql(instrument, 'b')}, b.key, coalesce(w.outcome, 'unverified'), 'base' from ${base} b ${placedSql(place, 'b')}
       left join ${updates} w on w.period_id = :period and w.regency_code = b.regency_code and w.key = b.key and w.state = 'accepted'
       where b.edition_id = :edition and b.regency_code = :regency and (w.key is null or not w.outcome = any (:moving))
     ) result`
  const bindings = {
    ...{ period: place.periodId, edition: place.editionId, regency: place.regency, taking: takingOutcomes(place.module) },
    moving: [...takingOutcomes(place.module), ...removingOutcomes(place.module)],
  }
  return { sql, bindings }
}

async function withDocuments(tx: Tx, place: Place, rows: readonly KeyRow[]): Promise<ResultRecord[]> {
  const keysFrom = (source: KeyRow['source']) => rows.filter((row) => row.source === source).map(({ key }) => key)
  const [working, base] = [keysFrom('updates'), keysFrom('base')]
  const changed = working.length ? await readWorking(tx, place, working) : new Map<string, { doc: RecordDoc }>()
  const kept = base.length ? await readBase(tx, place, base) : new Map<string, RecordDoc>()
  return rows.map(({ village, key, outcome, source }) => {
    const doc = source === 'updates' ? changed.get(key)?.doc : kept.get(key)
    if (!doc) throw new Error(`The document of a record in village ${village} vanished while it was sealed.`)
    return { village, key, outcome, doc }
  })
}
