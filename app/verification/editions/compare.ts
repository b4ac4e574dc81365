import type { VerificationModule } from '#kernel/registry'
import { query, scope, type Tx } from '#services/scope'
import type { Instrument, RowGroup } from '../instrument.js'
import { tableNames } from '../store/columns.js'
import { activeSql } from '../store/standing.js'
import { regenciesOf } from './find.js'

/**
 * Compares two editions of a register record by record and keeps the counts of every village. A record is known by its register key,
 * so that one which was typed in the field and one which came back in a decree are the same; it has changed when any answer of it or of
 * its rows has, and has moved when its village is another one.
 *
 * @param before edition that is replaced
 */
export async function compareEditions(tx: Tx, module: VerificationModule, after: string, before: string): Promise<void> {
  for (const [name, edition] of [['compared_before', before] as const, ['compared_after', after] as const]) {
    await createCompared(tx, name)
    for (const { regency_code: regency } of await regenciesOf(tx, edition)) {
      await scope.within(tx, regency, (own) => query(own, fillSql(module, name), { edition, regency }))
    }
    await query(tx, `create index on ${name} (id)`)
    await query(tx, `analyze ${name}`)
  }
  await query(tx, 'delete from edition_changes where edition_id = ? and other_id = ?', [after, before])
  await query(
    tx,
    `insert into edition_changes (regency_code, edition_id, other_id, village_code, before, after, came, gone, moved_in, moved_out, changed,
       persons_before, persons_after)
     with pairs as (
       select a.regency as ra, a.village as va, coalesce(a.persons, 0) as pa, b.regency as rb, b.village as vb, coalesce(b.persons, 0) as pb,
         a.hash <> b.hash as differs from compared_before a full join compared_after b on b.id = a.id),
     cells as (
       select ra as regency, va as village, count(*) as before, 0 as after, 0 as came, count(*) filter (where vb is null) as gone, 0 as moved_in,
         count(*) filter (where vb <> va) as moved_out, 0 as changed, sum(pa) as pa, 0 as pb from pairs where va is not null group by 1, 2
       union all
       select rb, vb, 0, count(*), count(*) filter (where va is null), 0, count(*) filter (where vb <> va), 0,
         count(*) filter (where vb = va and differs), 0, sum(pb) from pairs where vb is not null group by 1, 2)
     select regency, :after, :before, village, sum(before), sum(after), sum(came), sum(gone), sum(moved_in), sum(moved_out), sum(changed),
       sum(pa), sum(pb) from cells group by regency, village`,
    { after, before },
  )
}

/** Makes the table into which one side of a comparison is filled; it goes with the transaction. */
export function createCompared(tx: Tx, name: string): Promise<unknown> {
  return query(
    tx,
    `create temporary table ${name} (id text collate "C", key text collate "C", regency text, village text, persons int, hash bigint) on commit drop`,
  )
}

/**
 * Fills one side of a comparison with a regency's records: those of an edition (`:edition`), or the working copies of a period (`:period`)
 * as `u`. What a record is known by, its village, persons and answers are the same for both.
 *
 * @param and further condition on the record
 */
export function fillSql(
  { instrument }: VerificationModule,
  target: string,
  source: 'base' | 'updates' = 'base',
  and = 'true',
): string {
  const names = tableNames(instrument)
  const { summary, root, groups } = instrument
  const based = source === 'base'
  const place = based ? 'edition_id' : 'period_id'
  const table = (group: string) => (based ? names.baseGroup(group) : names.updateGroup(group))
  const of = (alias: string) =>
    `${alias}.${place} = u.${place} and ${alias}.regency_code = u.regency_code and ${alias}.record_key = u.key`
  const persons = `select count(*) from ${table(summary.people.group)} p where ${of('p')} and ${activeSql(instrument, 'p')}`
  const children = groups.map(
    (group) =>
      `# coalesce((select bit_xor(hashtextextended(${answersSql(instrument, group, 'g')}, 1)) from ${table(group.name)} g where ${of('g')}), 0)`,
  )
  return `insert into ${target} select coalesce(u.${summary.registerKey}, u.key), u.key, u.regency_code, u.${summary.village}, (${persons}),
      hashtextextended(${answersSql(instrument, root, 'u')}, 0) ${children.join(' ')}
    from ${based ? names.base : names.updates} u where u.${place} = ${based ? ':edition' : ':period'} and u.regency_code = :regency and (${and})`
}

/** Variables that the place and the centre give; a record whose other answers are the same has not changed. */
export function givenVariables({ summary }: Instrument): ReadonlySet<string> {
  return new Set([summary.registerKey, summary.people.registerKey, summary.village, ...(summary.placeParts ?? [])])
}

/** The answers of a row as one text; what the place and the centre give (keys, village) is left out. */
function answersSql(instrument: Instrument, group: RowGroup, alias: string): string {
  const given = givenVariables(instrument)
  const cells = group.variables
    .filter(({ name }) => !given.has(name))
    .map(({ name, type }) => (type === 'number' ? `trim_scale(${alias}.${name})` : `${alias}.${name}`))
  return `row(${cells.join(', ')})::text`
}

/** What a comparison counts in a region, in the order in which it is shown. */
export const CHANGE_FIGURES = [
  'before',
  'after',
  'came',
  'gone',
  'moved_in',
  'moved_out',
  'changed',
  'persons_before',
  'persons_after',
] as const

export const COMPARE_LEVELS = ['regency', 'district', 'village'] as const
export type CompareLevel = (typeof COMPARE_LEVELS)[number]

/** Counts of a region in both editions; moved within it counts on both sides. */
export type Change = { code: string; name: string } & Record<(typeof CHANGE_FIGURES)[number], number>

/**
 * The kept counts of a comparison, region by region; empty where it has not been made.
 *
 * @param within code of the region above; the whole edition where null
 */
export function changesOf(
  tx: Tx,
  editions: { after: string; before: string },
  level: CompareLevel,
  within: string | null = null,
): Promise<Change[]> {
  const code = { regency: 'c.regency_code', district: 'v.parent', village: 'c.village_code' }[level]
  return query<Change>(
    tx,
    `select r.code, r.name, ${CHANGE_FIGURES.map((name) => `sum(c.${name})::int as ${name}`).join(', ')}
     from edition_changes c join regions v on v.code = c.village_code join regions r on r.code = ${code}
     where c.edition_id = :after and c.other_id = :before
       and (cast(:within as text) is null or c.regency_code = :within or v.parent = :within)
     group by r.code, r.name order by r.code`,
    { ...editions, within },
  )
}

/** Editions that an edition was compared with, the latest comparison first. */
export async function comparedWith(tx: Tx, edition: string): Promise<{ id: string; name: string; decree: string }[]> {
  return query(
    tx,
    `select e.id, e.name, e.decree from editions e
     where e.id in (select distinct other_id from edition_changes where edition_id = ?) order by e.created_at desc`,
    [edition],
  )
}
