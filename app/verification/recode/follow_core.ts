import type { VerificationModule } from '#kernel/registry'
import { changedRows, query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { activeSql } from '../store/standing.js'
import { bindingsOf } from './follow.js'
import type { RecodePlan } from './plan.js'
import type { FollowingTable } from './tables.js'

/**
 * Tables that every other one leans on. The rows that lock the periods stand under both codes while the rest is written; what is given
 * back ends that, and gives files, accounts, switches and shapes their new codes.
 *
 * @param registered all tables that may name a file
 */
export async function followCore(
  tx: Tx,
  plan: RecodePlan,
  registered: readonly FollowingTable[],
): Promise<() => Promise<Record<string, number>>> {
  const { from, to } = plan.map
  const whole = from !== to
  const lock = registered.find(({ name }) => name === 'finalisations')!
  if (whole) {
    const values = lock.columns.map((name) => (name === 'regency_code' ? ':to' : name))
    await query(
      tx,
      `insert into finalisations (${lock.columns.join(', ')}) select ${values.join(', ')} from finalisations
       where regency_code = :from and period_id = any (cast(:periods as uuid[]))`,
      bindingsOf(plan),
    )
  }
  return async () => {
    const changed = { edition_regencies: await followEditions(tx, plan), ...(await followRegions(tx)) }
    if (!whole) return changed
    return {
      ...changed,
      files: await followFiles(tx, plan, registered),
      finalisations: await changedRows(
        tx,
        `delete from finalisations where regency_code = :from and period_id = any (cast(:periods as uuid[]))`,
        bindingsOf(plan),
      ),
      users: await changedRows(tx, `update users set region_code = :to where region_code = :from`, { from, to }),
      plugin_switches: await changedRows(tx, `update plugin_switches set region_code = :to where region_code = :from`, {
        from,
        to,
      }),
    }
  }
}

/** What an edition notes of its regencies goes along whole, or is counted anew where villages went elsewhere. */
async function followEditions(tx: Tx, plan: RecodePlan): Promise<number> {
  const { map } = plan
  const goals = [...new Set(map.codes.map(({ regency }) => regency))].filter((regency) => regency !== map.to)
  const bindings = bindingsOf(plan)
  const moved = await changedRows(
    tx,
    `update edition_regencies set regency_code = :to where regency_code = :from and :from <> :to and edition_id = any (cast(:editions as uuid[]))`,
    bindings,
  )
  if (goals.length === 0) return moved
  await query(
    tx,
    `insert into edition_regencies (edition_id, regency_code, loaded_at, report)
     select o.edition_id, g.code, o.loaded_at, o.report from edition_regencies o cross join unnest(cast(:goals as text[])) g(code)
     where o.regency_code = :to and o.edition_id = any (cast(:editions as uuid[])) on conflict do nothing`,
    { ...bindings, goals },
  )
  let counted = 0
  for (const editionId of plan.editions)
    counted += await countAnew(tx, editionId, plan.modules.get(editionId)!, [map.to, ...goals])
  return moved + counted
}

async function countAnew(
  tx: Tx,
  editionId: string,
  { instrument }: VerificationModule,
  regencies: readonly string[],
): Promise<number> {
  const names = tableNames(instrument)
  const people = names.baseGroup(instrument.summary.people.group)
  return changedRows(
    tx,
    `update edition_regencies er set records = c.records, persons = c.persons, inherited_problems = c.problems
     from unnest(cast(:regencies as text[])) g(code) cross join lateral (
       select count(*)::int as records, coalesce(sum(jsonb_array_length(b.problems)), 0)::int as problems,
         coalesce(sum((select count(*) from ${people} m where m.edition_id = b.edition_id and m.regency_code = b.regency_code
           and m.record_key = b.key and ${activeSql(instrument, 'm')})), 0)::int as persons
       from ${names.base} b where b.edition_id = :edition and b.regency_code = g.code) c
     where er.edition_id = :edition and er.regency_code = g.code
       and (er.records, er.persons, er.inherited_problems) is distinct from (c.records, c.persons, c.problems)`,
    { edition: editionId, regencies },
  )
}

/** A file goes along unless something that stays names it: the letter of a sealed period, a result. */
async function followFiles(tx: Tx, plan: RecodePlan, registered: readonly FollowingTable[]): Promise<number> {
  const staying = registered.flatMap(({ name, files }) =>
    files.map((column) => `not exists (select 1 from ${name} s where s.regency_code = :from and s.${column} = f.id)`),
  )
  return changedRows(
    tx,
    `update files f set regency_code = :to where f.regency_code = :from and ${staying.join(' and ')}`,
    bindingsOf(plan),
  )
}

/** Boundaries and BPS codes belong to the place, whatever the ministry calls it. */
async function followRegions(tx: Tx): Promise<Record<string, number>> {
  const bps = await query<{ code: string; bps: string }>(
    tx,
    `update regions o set bps_code = null from recode_map m join regions n on n.code = m.new
     where o.code = m.old and o.bps_code is not null and n.bps_code is null returning n.code, (select b.bps_code from regions b where b.code = o.code) as bps`,
  )
  for (const { code, bps: found } of bps) await query(tx, 'update regions set bps_code = ? where code = ?', [found, code])
  const shapes = await changedRows(
    tx,
    `update region_shapes s set region_code = m.new from recode_map m
     where s.region_code = m.old and not exists (select 1 from region_shapes n where n.region_code = m.new)`,
  )
  return { regions: bps.length, region_shapes: shapes }
}
