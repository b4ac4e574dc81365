import { changedRows, query, type Tx } from '#services/scope'
import type { Instrument, RowGroup, Text } from '../instrument.js'
import { tableNames } from '../store/columns.js'
import { dropUnchanged, KNOWN_ROW, stageKnownRecords, stageKnownRows, type LoadedPlace } from './known_rows.js'
import { namesParentByIdentity, ownName, type Layout } from './layout.js'
import { stagedTable } from './staging.js'

/** How many twins of a row its reason names. */
const NAMED_TWINS = 10

/**
 * Rejects what only the whole file shows: keys that stand twice, rows already in the edition, rows whose record or parent is not
 * taken. Then makes what the register leaves out: keys of rows without one, families named only by their members.
 *
 * @param place the edition, where it holds records of these regencies already; their rows are staged beside those that come to them
 */
export async function judgeRows(
  tx: Tx,
  instrument: Instrument,
  layouts: readonly Layout[],
  place: LoadedPlace | null,
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
      if (place) await rejectLoaded(tx, group, { base: isRoot ? names.base : names.baseGroup(group.name), column, place })
    }
    if (isRoot) {
      if (place) await stageKnownRecords(tx, instrument, place)
      continue
    }
    await rejectOrphans(tx, instrument, group, instrument.summary.registerKey)
    if (place) await stageKnownRows(tx, instrument, group, place)
    if (group.parent) {
      const parent = instrument.groups.find(({ name }) => name === group.parent!.group)!
      if (namesParentByIdentity(instrument, group)) made.set(parent.name, await makeParents(tx, group, parent))
      else await rejectParentless(tx, group, parent, ownName(parent)!)
    }
    if (own < 0) {
      if (place) await rejectRepeated(tx, group)
      await numberRows(tx, group)
    }
  }
  if (place) await dropUnchanged(tx, instrument)
  return made
}

/** An array of one fault in SQL, its reason in both languages. */
const fault = (column: string, value: string, { id, en }: Text) =>
  `jsonb_build_array(jsonb_build_object('column', ${column}, 'value', ${value}, 'reason', jsonb_build_object('id', ${id}, 'en', ${en})))`

async function rejectTwins(tx: Tx, group: RowGroup, column: string) {
  const table = stagedTable(group.name)
  const others = `array_to_string((array_remove(d.rows, t.row))[1:${NAMED_TWINS}], ', ')`
  await query(
    tx,
    `update ${table} t set faults = coalesce(t.faults, '[]') || ${fault('cast(:column as text)', 't.key', {
      id: `'Ganda dalam berkas: kunci yang sama ada pada baris ' || ${others}`,
      en: `'Twice in the file: the same key stands in row ' || ${others}`,
    })}
     from (select key, array_agg(row order by row) as rows from ${table} where key is not null group by key having count(*) > 1) d
     where d.key = t.key`,
    { column },
  )
}

/** A family that was only made from its members' NUK gives way to the row of its own that comes later. */
async function rejectLoaded(
  tx: Tx,
  group: RowGroup,
  { base, column, place }: { base: string; column: string; place: LoadedPlace },
) {
  const told = group.variables.filter(({ name }) => name !== group.identity).map(({ name }) => `b.${name}`)
  await query(
    tx,
    `update ${stagedTable(group.name)} t set faults = ${fault('cast(:column as text)', 't.key', {
      id: `'Kunci ini sudah dimuat dalam edisi ini.'`,
      en: `'This key is loaded in this edition already.'`,
    })}
     from ${base} b where t.faults is null and b.edition_id = :edition and b.regency_code = any (:regencies) and b.key = t.key
       ${group.identity && told.length > 0 ? `and num_nonnulls(${told.join(', ')}) > 0` : ''}`,
    { column, edition: place.editionId, regencies: [...place.regencies] },
  )
}

/** Rows without a key of their own cannot be told from those that their owner has in the edition. */
async function rejectRepeated(tx: Tx, group: RowGroup) {
  const [table, under] = [stagedTable(group.name), group.parent?.field ?? 'record_key']
  await query(
    tx,
    `update ${table} t set faults = ${fault("''", `t.${under}`, {
      id: `cast(:id as text) || ' dari pemilik ini sudah dimuat dalam edisi ini.'`,
      en: `cast(:en as text) || ' of this owner are loaded in this edition already.'`,
    })}
     where t.faults is null and t.row <> ${KNOWN_ROW} and exists (select from ${table} k where k.row = ${KNOWN_ROW} and k.${under} = t.${under})`,
    { ...group.label },
  )
}

async function rejectOrphans(tx: Tx, instrument: Instrument, group: RowGroup, column: string) {
  const { id, en } = instrument.root.label
  await query(
    tx,
    `update ${stagedTable(group.name)} t set faults = ${fault('cast(:column as text)', 't.record_key', {
      id: `cast(:id as text) || case when h.row is null then ' ini tidak ada di berkasnya.' else ' ini ditolak pada baris ' || h.row || '.' end`,
      en: `cast(:en as text) || case when h.row is null then ': this one is not in its file.' else ': this one is rejected in row ' || h.row || '.' end`,
    })}
     from (select row, record_key from ${stagedTable(group.name)} s where faults is null and not exists (
       select 1 from ${stagedTable(instrument.root.name)} h where h.key = s.record_key and h.faults is null)) s
     left join lateral (select row from ${stagedTable(instrument.root.name)} h where h.key = s.record_key order by faults, row limit 1) h on true
     where s.row = t.row`,
    { column, id, en },
  )
}

async function rejectParentless(tx: Tx, group: RowGroup, parent: RowGroup, column: string) {
  const [table, parents] = [stagedTable(group.name), stagedTable(parent.name)]
  await query(
    tx,
    `update ${table} t set faults = ${fault('cast(:column as text)', `t.${group.parent!.field}`, {
      id: `cast(:id as text) || ' ini tidak ada di antara baris yang diterima.'`,
      en: `cast(:en as text) || ': this one is not among the accepted rows.'`,
    })}
     where t.faults is null and not exists (
       select 1 from ${parents} p where p.key = t.${group.parent!.field} and p.record_key = t.record_key and p.faults is null)`,
    { column, ...parent.label },
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
       select row, ${under} || '-' || row_number() over (partition by ${under} order by row) as key from ${table} where faults is null and row <> ${KNOWN_ROW}) n
     where n.row = t.row`,
  )
}
