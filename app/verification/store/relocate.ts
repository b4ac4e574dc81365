import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { Place } from './place.js'
import { neighboursOf } from './set_rules.js'
import { historyBindings, historySql, snapshotSql } from './snapshot.js'
import type { Cause } from './record_write.js'

/** A record that goes into another village. `version` is the one the caller saw. */
export interface RecordMove {
  key: string
  version: number
  from: string
  to: {
    village: string
    /** The village in BPS digits, province to village; null where it is not mapped. */
    parts: readonly string[] | null
  }
  reason?: string
}

/**
 * History, place and working copy of moved records, in three statements however many they are. The version of each rises by one, so that
 * whoever has an older page before him is told.
 */
export async function relocate(tx: Tx, place: Place, cause: Cause, moves: readonly RecordMove[]): Promise<void> {
  const { instrument, name } = place.module
  const names = tableNames(instrument)
  const { village, placeParts = [] } = instrument.summary
  const rows = JSON.stringify(
    moves.map(({ key, version, from, to, reason = null }) => ({ key, version, origin: from, ...to, reason })),
  )
  const moved = `json_to_recordset(:rows) as w(key text, version int, origin text, village text, parts text[], reason text)`
  const here = { period: place.periodId, regency: place.regency, rows }
  const answers = [`'${village}', w.village`, ...placeParts.map((part, index) => `'${part}', w.parts[${index + 1}]`)].join(', ')
  await query(
    tx,
    historySql(instrument, {
      ...{ version: 'w.version + 1', before: 's.copy' },
      after: `case when s.copy is null then null
        else jsonb_set(s.copy, '{doc,values}', jsonb_strip_nulls((s.copy->'doc'->'values') || jsonb_build_object(${answers}))) end`,
      from: `${moved} left join lateral (select ${snapshotSql(instrument)} as copy from ${names.updates} u
        where u.period_id = :period and u.regency_code = :regency and u.key = w.key) s on true`,
    }),
    { ...historyBindings(tx, place, cause), rows },
  )
  await query(
    tx,
    `insert into record_places (period_id, regency_code, module, key, village_code, place_parts, former)
     select :period, :regency, :module, w.key, w.village, w.parts, array[w.origin] from ${moved}
     on conflict (period_id, regency_code, module, key) do update set village_code = excluded.village_code, place_parts = excluded.place_parts,
       former = array(select distinct unnest(record_places.former || excluded.former) order by 1)`,
    { ...here, module: name },
  )
  const parts = placeParts.map((part, index) => `, ${part} = w.parts[${index + 1}]`).join('')
  await query(
    tx,
    `update ${names.updates} u set ${village} = w.village${parts}, version = w.version + 1, updated_at = :at
     from ${moved} where u.period_id = :period and u.regency_code = :regency and u.key = w.key`,
    { ...here, at: tx.now },
  )
}

/**
 * List rows and persons of records that nobody has touched, where they stand now; all else of them is as the edition has it. Gives the
 * records whose verdict may change, as they shared something with them before or do now.
 */
export async function moveListed(tx: Tx, place: Place, moves: readonly RecordMove[]): Promise<string[]> {
  const { current, people } = tableNames(place.module.instrument)
  const keys = moves.map(({ key }) => key)
  const before = await neighboursOf(tx, place, keys)
  const bindings = {
    ...{ period: place.periodId, regency: place.regency, keys },
    rows: JSON.stringify(moves.map(({ key, version, to }) => ({ key, version: version + 1, village: to.village }))),
  }
  const moved = `with w as materialized (select m.key, m.version, r.code as village, r.parent as district
      from json_to_recordset(:rows) as m(key text, version int, village text) join regions r on r.code = m.village)`
  const at = 'set village_code = w.village, district_code = w.district'
  const own = (column: string) =>
    `c.period_id = :period and c.regency_code = :regency and c.${column} = any (:keys) and c.${column} = w.key`
  await query(tx, `${moved} update ${current} c ${at}, version = w.version from w where ${own('key')}`, bindings)
  await query(tx, `${moved} update ${people} c ${at} from w where ${own('record_key')}`, bindings)
  return [...new Set([...before, ...(await neighboursOf(tx, place, keys))])]
}
