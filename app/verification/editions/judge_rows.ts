import { changedRows, query, type Tx } from '#services/scope'
import type { Instrument, RowGroup } from '../instrument.js'
import { tableNames } from '../store/columns.js'
import { namesParentByIdentity, ownName, type Layout } from './layout.js'
import { stagedTable } from './staging.js'

/** How many twins of a row its reason names. */
const NAMED_TWINS = 10

/**
 * Rejects what only the whole file shows: keys that stand twice, rows already in the edition, rows whose record or parent is not
 * taken. Then makes what the register leaves out: keys of rows without one, families named only by their members.
 */
export async function judgeRows(
  tx: Tx,
  instrument: Instrument,
  layouts: readonly Layout[],
  place: { editionId: string | null; regencies: readonly string[] },
  headersOf: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, number>> {
  const names = tableNames(instrument)
  const made = new Map<string, number>()
  for (const { group, own } of layouts) {
    const heading = (index: number, fallback: string) => headersOf.get(group.name)?.[index] ?? fallback
    const isRoot = group === instrument.root
    const column = heading(own, ownName(group) ?? '')
    if (own >= 0 || isRoot) {
      await rejectTwins(tx, group, column)
      await rejectLoaded(tx, group, isRoot ? names.base : names.baseGroup(group.name), column, place)
    }
    if (isRoot) continue
    await rejectOrphans(tx, instrument, group, instrument.summary.registerKey)
    if (group.parent) {
      const parent = instrument.groups.find(({ name }) => name === group.parent!.group)!
      if (namesParentByIdentity(instrument, group)) made.set(parent.name, await makeParents(tx, group, parent))
      else await rejectParentless(tx, group, parent, ownName(parent)!)
    }
    if (own < 0) await numberRows(tx, group)
  }
  return made
}

const fault = (column: string, value: string, reason: string) =>
  `jsonb_build_array(jsonb_build_object('column', ${column}, 'value', ${value}, 'reason', ${reason}))`

async function rejectTwins(tx: Tx, group: RowGroup, column: string) {
  const table = stagedTable(group.name)
  await query(
    tx,
    `update ${table} t set faults = coalesce(t.faults, '[]') || ${fault(
      'cast(:column as text)',
      't.key',
      `'Ganda dalam berkas: kunci yang sama ada pada baris ' || array_to_string((array_remove(d.rows, t.row))[1:${NAMED_TWINS}], ', ')`,
    )}
     from (select key, array_agg(row order by row) as rows from ${table} where key is not null group by key having count(*) > 1) d
     where d.key = t.key`,
    { column },
  )
}

async function rejectLoaded(
  tx: Tx,
  group: RowGroup,
  base: string,
  column: string,
  { editionId, regencies }: { editionId: string | null; regencies: readonly string[] },
) {
  if (editionId === null) return
  const [loaded] = await query(tx, `select 1 from ${base} where edition_id = ? and regency_code = any (?) limit 1`, [
    editionId,
    [...regencies],
  ])
  if (!loaded) return
  await query(
    tx,
    `update ${stagedTable(group.name)} t set faults = ${fault('cast(:column as text)', 't.key', `'Kunci ini sudah dimuat dalam edisi ini.'`)}
     from ${base} b where t.faults is null and b.edition_id = :edition and b.regency_code = any (:regencies) and b.key = t.key`,
    { column, edition: editionId, regencies: [...regencies] },
  )
}

async function rejectOrphans(tx: Tx, instrument: Instrument, group: RowGroup, column: string) {
  const record = instrument.root.label.id
  await query(
    tx,
    `update ${stagedTable(group.name)} t set faults = ${fault(
      'cast(:column as text)',
      't.record_key',
      `case when h.row is null then cast(:record as text) || ' ini tidak ada di berkasnya.'
            else cast(:record as text) || ' ini ditolak pada baris ' || h.row || '.' end`,
    )}
     from (select row, record_key from ${stagedTable(group.name)} s where faults is null and not exists (
       select 1 from ${stagedTable(instrument.root.name)} h where h.key = s.record_key and h.faults is null)) s
     left join lateral (select row from ${stagedTable(instrument.root.name)} h where h.key = s.record_key order by faults, row limit 1) h on true
     where s.row = t.row`,
    { column, record },
  )
}

async function rejectParentless(tx: Tx, group: RowGroup, parent: RowGroup, column: string) {
  const [table, parents] = [stagedTable(group.name), stagedTable(parent.name)]
  await query(
    tx,
    `update ${table} t set faults = ${fault('cast(:column as text)', `t.${group.parent!.field}`, `cast(:label as text) || ' ini tidak ada di antara baris yang diterima.'`)}
     where t.faults is null and not exists (
       select 1 from ${parents} p where p.key = t.${group.parent!.field} and p.record_key = t.record_key and p.faults is null)`,
    { column, label: parent.label.id },
  )
}

/** A family that only its members name is made from their NUK, without a card number; nobody is lost for a missing line. */
async function makeParents(tx: Tx, group: RowGroup, parent: RowGroup): Promise<number> {
  const [table, parents] = [stagedTable(group.name), stagedTable(parent.name)]
  const identity = parent.identity!
  const made = await changedRows(
    tx,
    `insert into ${parents} (key, record_key, ${identity})
     select m.${group.parent!.field}, m.record_key, min(m.${identity}) from ${table} m where m.faults is null and not exists (
       select 1 from ${parents} p where p.key = m.${group.parent!.field} and p.faults is null)
     group by 1, 2`,
  )
  if (made > 0) await query(tx, `analyze ${parents}`)
  return made
}

/** Rows the register gives no key are numbered under their parent, in the order of the file. */
async function numberRows(tx: Tx, group: RowGroup) {
  const table = stagedTable(group.name)
  const under = group.parent?.field ?? 'record_key'
  await query(
    tx,
    `update ${table} t set key = n.key from (
       select row, ${under} || '-' || row_number() over (partition by ${under} order by row) as key from ${table} where faults is null) n
     where n.row = t.row`,
  )
}
