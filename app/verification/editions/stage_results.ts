import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { removingOutcomes, takingOutcomes } from '../finalise/counts.js'
import type { RowGroup } from '../instrument.js'
import { definitions, tableNames, variableColumns } from '../store/columns.js'
import { placedSql, standingColumns } from '../store/standing_place.js'
import { stagedColumns, stagedTable } from './staging.js'

/** Where a regency's part of the next edition comes from. */
export interface ResultPlace {
  module: VerificationModule
  /** The edition that the period was held against. */
  editionId: string
  periodId: string
  regency: string
  /** Whether accepted updates and moves between villages are laid over the edition; else its values stay. */
  results: boolean
}

/**
 * Puts the result of a regency into the temporary tables in which the rows of files are judged, so that both go the same way from
 * there: the edition's rows, in their place the accepted working copies, and neither where an accepted update takes the record out.
 */
export async function stageResults(tx: Tx, place: ResultPlace): Promise<void> {
  const { instrument } = place.module
  const names = tableNames(instrument)
  for (const group of [instrument.root, ...instrument.groups]) {
    await query(tx, `drop table if exists ${stagedTable(group.name)}`)
    await query(
      tx,
      `create temporary table ${stagedTable(group.name)} (${definitions(stagedColumns(instrument, group))}) on commit drop`,
    )
  }
  await query(tx, 'drop table if exists load_origin')
  await query(
    tx,
    'create temporary table load_origin (key text collate "C" primary key, working boolean not null) on commit drop',
  )
  const taking = takingOutcomes(place.module)
  await query(
    tx,
    `insert into load_origin
     select b.key, false from ${names.base} b where b.edition_id = :edition and b.regency_code = :regency and not (:results and exists (
       select from ${names.updates} w where w.period_id = :period and w.regency_code = :regency and w.key = b.key and w.state = 'accepted'
         and w.outcome = any (:moving)))
     union all
     select u.key, true from ${names.updates} u where :results and u.period_id = :period and u.regency_code = :regency
       and u.state = 'accepted' and u.outcome = any (:taking)`,
    {
      ...{ edition: place.editionId, regency: place.regency, period: place.periodId, results: place.results, taking },
      moving: [...taking, ...removingOutcomes(place.module)],
    },
  )
  await query(tx, 'analyze load_origin')
  await stageGroup(tx, place, instrument.root, { base: names.base, working: names.updates })
  for (const group of instrument.groups) {
    await stageGroup(tx, place, group, { base: names.baseGroup(group.name), working: names.updateGroup(group.name) })
  }
}

async function stageGroup(tx: Tx, place: ResultPlace, group: RowGroup, tables: { base: string; working: string }): Promise<void> {
  const { instrument } = place.module
  const isRoot = group === instrument.root
  const variables = variableColumns(group).map(({ name }) => name)
  const before = [...(isRoot ? ['key', 'regency_code'] : ['key', 'record_key']), ...(group.parent ? [group.parent.field] : [])]
  const after = isRoot || group.name === instrument.summary.people.group ? ['name_key'] : []
  const list = (names: readonly string[]) => names.map((name) => `t.${name}`)
  const columns = list([...before, ...variables, ...after]).join(', ')
  const moved = isRoot && place.results
  const based = moved ? [...list(before), standingColumns(instrument, 't'), ...list(after)].join(', ') : columns
  const record = isRoot ? 't.key' : 't.record_key'
  await query(
    tx,
    `insert into ${stagedTable(group.name)} (${[...before, ...variables, ...after].join(', ')})
     select ${based} from ${tables.base} t join load_origin o on o.key = ${record} and not o.working
       ${moved ? placedSql(place, 't') : ''}
       where t.edition_id = :edition and t.regency_code = :regency
     union all
     select ${columns} from ${tables.working} t join load_origin o on o.key = ${record} and o.working
       where t.period_id = :period and t.regency_code = :regency`,
    { edition: place.editionId, regency: place.regency, period: place.periodId },
  )
  await query(tx, `create index on ${stagedTable(group.name)} (key)`)
  if (!isRoot) await query(tx, `create index on ${stagedTable(group.name)} (record_key)`)
  await query(tx, `analyze ${stagedTable(group.name)}`)
}
