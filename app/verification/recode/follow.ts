import { changedRows, query, type Tx } from '#services/scope'
import { registry } from '#kernel/registry'
import { tableNames } from '../store/columns.js'
import type { RecodePlan } from './plan.js'
import type { FollowingColumn, FollowingTable } from './tables.js'

const ROW = 't'

/** Gives the rows of one table that follow their new codes; the number of those that changed. */
export async function follow(tx: Tx, plan: RecodePlan, table: FollowingTable, all: readonly FollowingTable[]): Promise<number> {
  const coded = await codedColumns(tx, plan, table)
  const whole = plan.map.from !== plan.map.to
  const goal = goalOf(plan, table)
  if (!whole && coded.length === 0 && goal === null) return 0
  if (table.children.length > 0 && whole) return followParent(tx, plan, table, { coded, all })
  const changes = [...coded, ...districtOf(table, coded)].map((column) => `${column.name} = ${recoded(table, column)}`)
  return changedRows(
    tx,
    `update ${table.name} ${ROW} set ${[`regency_code = ${goal ?? ':to'}`, ...changes].join(', ')}
     where ${ownRows(table)} and ${isTouched(whole, goal, coded)}`,
    bindingsOf(plan),
  )
}

/** Rows that others point to are copied where any of those follow, or none points to them; `dropLeft` then takes the former ones away. */
async function followParent(
  tx: Tx,
  plan: RecodePlan,
  table: FollowingTable,
  { coded, all }: { coded: readonly FollowingColumn[]; all: readonly FollowingTable[] },
): Promise<number> {
  const changed = new Map(coded.map((column) => [column.name, recoded(table, column)]))
  const values = table.columns.map((name) => (name === 'regency_code' ? ':to' : (changed.get(name) ?? `${ROW}.${name}`)))
  const follows = table.children.map(({ table: child, column, own }) => {
    const pointing = `select 1 from ${child} c where c.regency_code = ${ROW}.regency_code and c.${column} = ${ROW}.${own}`
    const going = all.find(({ name }) => name === child)
    return `(not exists (${pointing})${going ? ` or exists (${pointing} and ${ownRows(going, { row: 'c', again: true })})` : ''})`
  })
  return changedRows(
    tx,
    `insert into ${table.name} (${table.columns.join(', ')})
     select ${values.join(', ')} from ${table.name} ${ROW} where ${[ownRows(table), ...follows].join(' and ')} on conflict do nothing`,
    bindingsOf(plan),
  )
}

/** Takes away what was copied and is no longer pointed to; a batch with a file of a sealed period stays under both codes. */
export async function dropLeft(tx: Tx, plan: RecodePlan, table: FollowingTable): Promise<void> {
  if (table.children.length === 0 || plan.map.from === plan.map.to) return
  const pointed = table.children.map(
    ({ table: child, column, own }) =>
      `not exists (select 1 from ${child} c where c.regency_code = ${ROW}.regency_code and c.${column} = ${ROW}.${own})`,
  )
  await query(
    tx,
    `delete from ${table.name} ${ROW} where ${[ownRows(table, { again: true }), ...pointed].join(' and ')}`,
    bindingsOf(plan),
  )
}

export function bindingsOf({ map, editions, periods }: RecodePlan) {
  return { from: map.from, to: map.to, editions, periods: periods.map(({ id }) => id) }
}

/** The rows of a table that follow: those of the periods and editions that are recoded, and those that belong to none. */
function ownRows({ name, period, edition, always, key }: FollowingTable, { row = ROW, again = false } = {}): string {
  const conditions = [`${row}.regency_code = :from`]
  if (period && !always) conditions.push(`(${row}.period_id is null or ${row}.period_id = any (cast(:periods as uuid[])))`)
  else if (edition && !always)
    conditions.push(`(${row}.edition_id is null or ${row}.edition_id = any (cast(:editions as uuid[])))`)
  else if (!again && key.includes('regency_code')) {
    // What the new code has already (a profile, a quota) is newer than what the former one left.
    const same = key.filter((column) => column !== 'regency_code').map((column) => `n.${column} = ${row}.${column}`)
    conditions.push(
      `(:from = :to or not exists (select 1 from ${name} n where ${['n.regency_code = :to', ...same].join(' and ')}))`,
    )
  }
  return conditions.join(' and ')
}

/** SQL of the regency that a row goes to, where some villages go elsewhere than the rest; null where all go one way. */
function goalOf({ map }: RecodePlan, table: FollowingTable): string | null {
  if (!map.codes.some(({ regency }) => regency !== map.to)) return null
  for (const { instrument } of registry.modules()) {
    const names = tableNames(instrument)
    if (instrument.groups.some((group) => names.baseGroup(group.name) === table.name)) {
      return `coalesce((select m.regency from ${names.base} r join recode_map m on m.old = r.${instrument.summary.village}
        where r.edition_id = ${ROW}.edition_id and r.regency_code = ${ROW}.regency_code and r.key = ${ROW}.record_key), :to)`
    }
  }
  return table.village ? `coalesce((select m.regency from recode_map m where m.old = ${ROW}.village_code), :to)` : null
}

function isTouched(whole: boolean, goal: string | null, coded: readonly FollowingColumn[]): string {
  if (whole) return 'true'
  const holds = coded.map(({ name, kind }) => {
    if (kind === 'text') return `${ROW}.${name} in (select old from recode_map)`
    if (kind === 'texts') return `${ROW}.${name} && (select array_agg(old) from recode_map)`
    return `pg_temp.siks_recoded(cast(${ROW}.${name} as text)) is distinct from cast(${ROW}.${name} as text)`
  })
  return `(${[...holds, ...(goal === null ? [] : [`${goal} <> ${ROW}.regency_code`])].join(' or ')})`
}

/** Columns of the rows that follow in which a former code does stand. */
async function codedColumns(tx: Tx, plan: RecodePlan, table: FollowingTable): Promise<FollowingColumn[]> {
  if (table.coded.length === 0) return []
  const holds = table.coded.map(({ name, kind }, index) => {
    const found =
      kind === 'text'
        ? `${ROW}.${name} in (select old from recode_map)`
        : kind === 'texts'
          ? `${ROW}.${name} && (select array_agg(old) from recode_map)`
          : `position('"' || :from in cast(${ROW}.${name} as text)) > 0`
    return `bool_or(${found}) as c${index}`
  })
  const [row] = await query<Record<string, boolean | null>>(
    tx,
    `select ${holds.join(', ')} from ${table.name} ${ROW} where ${ownRows(table)}`,
    bindingsOf(plan),
  )
  return table.coded.filter((_, index) => row![`c${index}`])
}

/** A village may have come to a district that kept its code. */
function districtOf({ coded: all }: FollowingTable, coded: readonly FollowingColumn[]): FollowingColumn[] {
  if (!coded.some(({ name }) => name === 'village_code') || coded.some(({ name }) => name === 'district_code')) return []
  return all.filter(({ name }) => name === 'district_code')
}

function recoded({ village }: FollowingTable, { name, kind }: FollowingColumn): string {
  const column = `${ROW}.${name}`
  if (name === 'district_code' && village) {
    return `coalesce((select r.parent from recode_map m join regions r on r.code = m.new where m.old = ${ROW}.village_code),
      (select m.new from recode_map m where m.old = ${column}), ${column})`
  }
  if (kind === 'text') return `coalesce((select m.new from recode_map m where m.old = ${column}), ${column})`
  if (kind === 'texts') {
    return `(select coalesce(array_agg(coalesce(m.new, x.code) order by x.place), ${column})
      from unnest(${column}) with ordinality x(code, place) left join recode_map m on m.old = x.code)`
  }
  return `cast(pg_temp.siks_recoded(cast(${column} as text)) as ${kind})`
}
