import { removeContents } from '#services/files'
import { nationalScope } from '#services/regions'
import { NATIONAL, query, scope, SYSTEM } from '#services/scope'
import type { LoadOutcome } from './kind.js'

/** Days for which the files of a load, its rejected rows and what it replaced are kept after it was applied or left alone; they hold persons. */
export const LOAD_DAYS = 90

/**
 * Takes the files of old loads away, those that came and those of rejected rows, and what they replaced in their lists; history, hashes, counts and reasons stay. A load that
 * was never decided on is put away with its files. Returns how many files went.
 */
export async function forgetLoads(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const loads = await query<{ id: string; report: LoadOutcome | null; files: string[] }>(
      tx,
      `select l.id, l.report, coalesce(array_agg(f.file_id::text) filter (where f.file_id is not null), '{}') as files
       from loads l left join load_files f on f.regency_code = l.regency_code and f.load_id = l.id
       where l.regency_code = :national and l.state in ('draft', 'checked', 'applied', 'cancelled', 'taken_back')
         and coalesce(l.applied_at, l.checked_at, l.created_at) < cast(:now as timestamptz) - make_interval(days => ${LOAD_DAYS})
       group by l.regency_code, l.id`,
      { national: NATIONAL, now: tx.now },
    )
    await query(
      tx,
      `update loads set state = 'cancelled', version = version + 1 where regency_code = ? and state in ('draft', 'checked') and id = any (cast(? as uuid[]))`,
      [NATIONAL, loads.map(({ id }) => id)],
    )
    await query(tx, 'delete from load_changes where load_id = any (cast(? as uuid[]))', [loads.map(({ id }) => id)])
    const rejected = loads.flatMap(({ report }) =>
      Object.values(report?.parts ?? {}).flatMap(({ rejectedIds }) => Object.values(rejectedIds ?? {})),
    )
    return removeContents(tx, [...loads.flatMap(({ files }) => files), ...rejected])
  })
}
