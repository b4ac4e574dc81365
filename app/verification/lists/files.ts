import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

/** An imported file that a list may be narrowed to. */
export interface ListedFile {
  id: string
  name: string
  createdAt: Date
}

const MOST = 200

/** Files that records of this period last came from, the newest first, and the one asked for. */
export async function listedFiles(tx: Tx, { module, periodId, regency }: Place, asked?: string): Promise<ListedFile[]> {
  const { current } = tableNames(module.instrument)
  return query(
    tx,
    `with file as (select id, original_name as name, created_at as "createdAt" from import_files where regency_code = :regency),
     newest as (select f.* from file f where exists (select 1 from ${current} c
         where c.period_id = :period and c.regency_code = :regency and c.source_file_id = f.id)
       order by "createdAt" desc, id desc limit ${MOST})
     select * from newest union select * from file where id = cast(:asked as uuid) order by "createdAt" desc, id desc`,
    { regency, period: periodId, asked: asked ?? null },
  )
}
