import { setImmediate } from 'node:timers/promises'
import { connectionOf } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import type { CalendarDate } from '#domain/calendar_date'
import { evaluate } from '../engine.js'
import type { Problem } from '../rules.js'
import { otherParams, pairKinds, personProblemSql, type PairKind } from '../store/set_kinds.js'
import { stagedPersonsSql } from './compared_persons.js'
import { orderRecords, stagedRecords, type RecordBatch } from './staged_records.js'

/** Records between which the connection is looked after, so that the database gets its next statement. */
const SOME = 20

/** What the accepted rows bring with them: records that have any, problems in all, and how often each rule found one. */
export interface InheritedCount {
  records: number
  problems: number
  by_rule: Record<string, number>
}

/**
 * Runs the module's pure rules over the accepted records and finds identifiers that stand on several persons, before a record is
 * stored, so that a row of the edition is written once. `dayIn` gives the day in a village's zone, by which dates are judged; `meanwhile`
 * may have the database work on the same records. Leaves them in the temporary table `load_problems`, a row per record.
 */
export async function findInherited(
  tx: Tx,
  module: VerificationModule,
  dayIn: (village: string) => CalendarDate,
  meanwhile: (batch: RecordBatch) => Promise<void> = () => Promise.resolve(),
): Promise<InheritedCount> {
  await query(tx, 'create temporary table load_found (key text collate "C", problems jsonb) on commit drop')
  await orderRecords(tx, module.instrument)
  for await (const batch of stagedRecords(await connectionOf(tx.trx), module.instrument)) {
    const [found] = await Promise.all([judge(module, batch, dayIn), meanwhile(batch)])
    if (found.length) await keep(tx, found)
  }
  await findTwins(tx, module)
  await query(
    tx,
    `create temporary table load_problems on commit drop as
     select key, jsonb_agg(p order by p->>'rule') as problems from load_found, jsonb_array_elements(problems) p group by key`,
  )
  await query(tx, 'create unique index on load_problems (key)')
  await query(tx, 'analyze load_problems')
  return count(tx)
}

interface Found {
  key: string
  problems: Problem[]
}

async function judge(
  { instrument, rules }: VerificationModule,
  { records }: RecordBatch,
  dayIn: (village: string) => CalendarDate,
): Promise<Found[]> {
  const found: Found[] = []
  let read = 0
  for (const record of records) {
    if (++read % SOME === 0) await setImmediate()
    const today = dayIn(String(record.values[instrument.summary.village]))
    const problems = evaluate(rules, record, { today, outcome: 'unverified', kind: 'repair', base: record })
    if (problems.length) found.push({ key: record.key, problems })
  }
  return found
}

async function keep(tx: Tx, found: readonly Found[]) {
  await query(tx, 'insert into load_found select key, problems from json_to_recordset(?) as p(key text, problems jsonb)', [
    JSON.stringify(found),
  ])
}

async function count(tx: Tx): Promise<InheritedCount> {
  const rules = await query<{ rule: string; problems: number }>(
    tx,
    `select p->>'rule' as rule, count(*)::int as problems from load_problems, jsonb_array_elements(problems) p group by 1 order by 1`,
  )
  const [{ records } = { records: 0 }] = await query<{ records: number }>(
    tx,
    'select count(*)::int as records from load_problems',
  )
  return {
    records,
    problems: rules.reduce((sum, { problems }) => sum + problems, 0),
    by_rule: Object.fromEntries(rules.map(({ rule, problems }) => [rule, problems])),
  }
}

/** The rules that compare persons, over what is being loaded of each regency, under the codes the module declares for them. */
async function findTwins(tx: Tx, module: VerificationModule): Promise<void> {
  await query(tx, `create temporary table load_active on commit drop as ${stagedPersonsSql(module)}`)
  for (const kind of pairKinds(module)) await query(tx, twinsSql(module, kind))
}

/** Whoever stands in a group with another record is told of its lowest key, or of the highest where the lowest is his own. */
function twinsSql(module: VerificationModule, kind: PairKind): string {
  const by = ['regency_code', ...kind.by]
  const having = [
    kind.apart === 'records' ? 'min(record_key) <> max(record_key)' : 'count(*) > 1',
    ...(kind.by.includes('name_key') ? [`min(name_key) <> ''`] : []),
    ...(kind.unnumbered ? ['count(*) > count(nik)'] : []),
  ]
  const other = 'case when p.record_key = t.first then t.last else t.first end'
  const problem = personProblemSql(module, kind, otherParams(kind, other))
  return `insert into load_found
    select p.record_key, jsonb_agg(${kind.ofRecord ? `distinct ${problem}` : `${problem} order by p.key`})
    from load_active p join (
      select ${by.join(', ')}, min(record_key) as first, max(record_key) as last from load_active
      where ${by.map((column) => `${column} is not null`).join(' and ')} group by ${by.join(', ')} having ${having.join(' and ')}) t
      on ${by.map((column) => `t.${column} = p.${column}`).join(' and ')}
    group by p.record_key`
}
