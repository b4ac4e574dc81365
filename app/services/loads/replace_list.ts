import type { LoadColumn } from '#kernel/contributions'
import { query, type Tx } from '#services/scope'
import { ROWS } from './stage_rows.js'

/** The list of a regency that a load puts another in the place of. */
export interface ReplacedList {
  code: string
  /** Rows that stand in the list. */
  before: number
  /** Rows of the file. */
  after: number
}

/** The regencies that the accepted rows of a file name. */
export async function namedRegencies(tx: Tx, columns: readonly LoadColumn[]): Promise<string[]> {
  return (await rowsByRegency(tx, columns)).map(({ code }) => code)
}

function rowsByRegency(tx: Tx, columns: readonly LoadColumn[]): Promise<{ code: string; after: number }[]> {
  const column = columns.find(({ type }) => type === 'region')!
  return query(
    tx,
    `select coalesce(d.parent, n.code) as code, sum(n.rows)::int as after
     from (select data->>:column as code, count(*) as rows from ${ROWS} where faults is null group by 1) n
     join regions r on r.code = n.code left join regions d on d.code = r.parent and r.level = 4
     group by 1 order by 1`,
    { column: column.name },
  )
}

/** The lists that the rows of a file would replace: those of the regencies that its accepted rows name. */
export async function listsToReplace(tx: Tx, table: string, columns: readonly LoadColumn[]): Promise<ReplacedList[]> {
  const named = await rowsByRegency(tx, columns)
  const standing = await query<{ code: string; rows: number }>(
    tx,
    `select regency_code as code, count(*)::int as rows from ${table} where regency_code = any (?) group by 1`,
    [named.map(({ code }) => code)],
  )
  const before = new Map(standing.map(({ code, rows }) => [code, rows]))
  return named.map(({ code, after }) => ({ code, before: before.get(code) ?? 0, after }))
}

/** Takes the lists out, row by row into what taking the load back puts in place again. */
export async function clearLists(tx: Tx, table: string, load: string, lists: readonly ReplacedList[]): Promise<void> {
  await query(
    tx,
    `with was as (delete from ${table} where regency_code = any (:codes) returning *)
     insert into load_changes (regency_code, load_id, table_name, former_load, before)
     select w.regency_code, cast(:load as uuid), :table, w.load_id, to_jsonb(w) from was w`,
    { codes: lists.map(({ code }) => code), load, table },
  )
}
