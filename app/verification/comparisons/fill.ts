import { query, type Tx } from '#services/scope'
import { createCompared, fillSql } from '../editions/compare.js'
import { tableNames, type Place } from '../store/index.js'
import { standsSql, yieldsSql } from '../store/standing.js'
import type { Comparison } from './kept.js'

type Of = Pick<Place, 'module' | 'regency'>

/**
 * Fills the rows of a comparison: what came, went, moved to another village or changed in any answer, as the ministry's comparison of whole
 * editions defines it, and why: the outcome and the reason of the working copy that made the difference. A period stands for its edition
 * with what is received or accepted put over it. All in one statement: rows written before could only be joined without statistics.
 */
export async function fillRows(tx: Tx, { module, regency }: Of, comparison: Comparison): Promise<void> {
  const { id, beforeEdition, afterEdition, afterPeriod } = comparison
  const names = tableNames(module.instrument)
  for (const name of ['compared_before', 'compared_after']) await createCompared(tx, name)
  await query(tx, fillSql(module, 'compared_before'), { edition: beforeEdition, regency })
  if (afterPeriod) {
    const standing = `not exists (select from ${names.updates} w where w.period_id = :period and w.regency_code = u.regency_code
      and w.key = u.key and not ${yieldsSql(module, 'w')})`
    const bindings = { edition: afterEdition, period: afterPeriod, regency }
    await query(tx, fillSql(module, 'compared_after', 'base', standing), bindings)
    await query(tx, fillSql(module, 'compared_after', 'updates', standsSql(module, 'u')), { period: afterPeriod, regency })
  } else {
    await query(tx, fillSql(module, 'compared_after'), { edition: afterEdition, regency })
  }
  for (const name of ['compared_before', 'compared_after']) await query(tx, `analyze ${name}`)
  const name = (table: string, place: string, key: string, value: string) =>
    `left join ${table} ${key} on ${key}.${place} = cast(:${value} as uuid) and ${key}.regency_code = :regency and ${key}.key`
  const { summary } = module.instrument
  const named = (column: string) => `coalesce(w.${column}, a.${column}, b.${column})`
  await query(
    tx,
    `insert into comparison_rows (comparison_id, regency_code, n, change, village_code, other_village, key_before, key_after, register_id,
       name, name_key, outcome, reason)
     select cast(:id as uuid), :regency, row_number() over (order by village, name_key, id), change, village, other, kb, ka, register, name, name_key,
       outcome, reason
     from (select p.id, p.change, p.village, p.other, p.kb, p.ka, ${named(summary.registerKey)} as register, ${named(summary.name)} as name,
         coalesce(${named('name_key')}, '') as name_key, o.outcome, o.decided_reason as reason
       from (select x.id, x.key as kb, y.key as ka, coalesce(y.village, x.village) as village,
           case when x.village <> y.village then x.village end as other,
           case when x.id is null then 'came' when y.id is null then 'gone' when x.village <> y.village then 'moved' else 'changed' end as change
         from compared_before x full join compared_after y on y.id = x.id
         where x.id is null or y.id is null or x.village <> y.village or x.hash <> y.hash) p
       ${name(names.updates, 'period_id', 'w', 'period')} = p.ka
       ${name(names.base, 'edition_id', 'a', 'after')} = p.ka
       ${name(names.base, 'edition_id', 'b', 'before')} = p.kb
       ${name(names.updates, 'period_id', 'o', 'why')} = coalesce(p.kb, p.ka) and o.state in ('accepted', :taken)) r`,
    {
      ...{ id, regency, period: afterPeriod, after: afterEdition, before: beforeEdition },
      ...{ why: await periodOfReasons(tx, { module, regency }, comparison), taken: afterPeriod ? 'received' : 'accepted' },
    },
  )
}

/**
 * The period whose working copies say why rows differ: the one compared, else between two decrees the newest that the regency held on the
 * earlier one, of which only what was accepted counts. A row without an outcome was changed by the centre.
 */
async function periodOfReasons(
  tx: Tx,
  { module, regency }: Of,
  { beforeEdition, afterPeriod }: Comparison,
): Promise<string | null> {
  if (afterPeriod) return afterPeriod
  const [newest] = await query<{ id: string }>(
    tx,
    `select p.id from periods p join finalisations f on f.period_id = p.id and f.regency_code = :regency
     where p.edition_id = :before and p.module = :module order by p.opens_on desc, p.created_at desc limit 1`,
    { regency, before: beforeEdition, module: module.name },
  )
  return newest?.id ?? null
}

/**
 * Between two decrees of the country, what came from another regency or went to one has moved, as the comparison of whole editions counts
 * it. Needs a transaction that sees every regency; known by the key of the record, which a file of the centre gives.
 */
export async function fillMoves(tx: Tx, { module, regency }: Of, comparison: Comparison): Promise<void> {
  const { id, beforeEdition, afterEdition, afterPeriod } = comparison
  if (afterPeriod) return
  const { base } = tableNames(module.instrument)
  const { village } = module.instrument.summary
  for (const [change, column, edition] of [
    ['gone', 'key_before', afterEdition],
    ['came', 'key_after', beforeEdition],
  ] as const) {
    await query(
      tx,
      `update comparison_rows r set change = 'moved', other_village = h.${village} from ${base} h
       where r.regency_code = :regency and r.comparison_id = cast(:id as uuid) and r.change = '${change}' and h.edition_id = :edition
         and h.regency_code = any (:others) and h.key = r.${column}`,
      { id, regency, edition, others: tx.scope.regions.filter((code) => code !== regency && code.includes('.')) },
    )
  }
}
