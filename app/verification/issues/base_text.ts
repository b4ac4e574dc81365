import { query, type Tx } from '#services/scope'
import { childColumns, list, tableNames } from '../store/columns.js'
import { placedSql, standingColumns, type Place } from '../store/index.js'

/**
 * Lines of a package for the given keys, as JSON text in the order of the keys: the same documents as `readBase`, but written by the
 * database, so that no value is made into an object here and back into text.
 */
export async function readBaseText(tx: Tx, place: Place, keys: readonly string[]): Promise<string[]> {
  const rows = await query<{ line: string }>(
    tx,
    `select ${lineSql(place)} as line from unnest(cast(:keys as text[])) with ordinality wanted (key, place)
     join ${tableNames(place.module.instrument).base} u on u.edition_id = :edition and u.regency_code = :regency and u.key = wanted.key
     ${placedSql(place, 'u')} order by wanted.place`,
    { keys: [...keys], edition: place.editionId, period: place.periodId, regency: place.regency },
  )
  return rows.map(({ line }) => withoutNulls(line))
}

/**
 * Empty answers are absent. Names hold neither quote nor backslash, and within a text every quote has a backslash before it, so that what
 * looks like an empty answer inside a text (`\"nama\":null`) is left as it is. Half the work of the database's own function.
 */
export function withoutNulls(json: string): string {
  return json.replace(NULL_BEFORE, '').replace(NULL_AT_END, '}').replace(NULL_ALONE, '{}')
}

const NULL_BEFORE = /"[a-z][a-z0-9_]*":null,/g
const NULL_AT_END = /,"[a-z][a-z0-9_]*":null\}/g
const NULL_ALONE = /\{"[a-z][a-z0-9_]*":null\}/g

function lineSql({ module: { name, instrument } }: Place): string {
  const { base, baseGroup } = { ...tableNames(instrument), base: standingColumns(instrument, 'u') }
  const groups = instrument.groups.map((group) => {
    const columns = childColumns(instrument, group).filter((column) => column.name !== 'record_key' && column.name !== 'name_key')
    return `coalesce(',"${group.name}":[' || (select string_agg(cast(row_to_json(r) as text), ',' order by r.key collate "C") || ']' from (
      select ${list(columns, 'g')} from ${baseGroup(group.name)} g
      where g.edition_id = u.edition_id and g.regency_code = u.regency_code and g.record_key = u.key) r), '')`
  })
  return [
    `'{"t":"household","module":"${name}","key":' || to_json(u.key)`,
    `',"values":' || (select row_to_json(v) from (select ${base}) v)`,
    ...groups,
    `'}'`,
  ].join(' || ')
}
