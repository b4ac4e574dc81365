import { query, type Tx } from '#services/scope'
import { decileSql } from '../store/current.js'
import { tableNames, type Place } from '../store/index.js'
import { activeSql } from '../store/standing.js'

/** What an edition holds of an area. */
export interface EditionCount {
  code: string
  name: string
  records: number
  families: number
  persons: number
  /** Records by band of the percentile; a band that nobody has is absent. */
  deciles: Record<string, number>
}

/** Where an edition is looked at, whatever period is held against it. */
export type EditionPlace = Pick<Place, 'module' | 'editionId' | 'regency'>

/** Above so many records an edition is counted by a job and not while a person waits. */
export const COUNTED_AT_ONCE = 20_000

/** Whether the edition's counts of the regency are kept. */
export async function isCounted(tx: Tx, { editionId, regency }: EditionPlace): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(
    tx,
    `select exists (select from edition_counts where edition_id = ? and regency_code = ?)
       or exists (select from edition_regencies where edition_id = ? and regency_code = ? and records = 0) as found`,
    [editionId, regency, editionId, regency],
  )
  return row!.found
}

/** Counts a published edition of a regency once for all: it never changes. Run again it does nothing. */
export async function countEdition(tx: Tx, { module, editionId, regency }: EditionPlace): Promise<void> {
  const { instrument } = module
  const { summary } = instrument
  const names = tableNames(instrument)
  const of = (alias: string) =>
    `${alias}.edition_id = u.edition_id and ${alias}.regency_code = u.regency_code and ${alias}.record_key = u.key`
  const persons = `(select count(*) from ${names.baseGroup(summary.people.group)} p where ${of('p')} and ${activeSql(instrument, 'p')})`
  const families = summary.familyGroup ? `(select count(*) from ${names.baseGroup(summary.familyGroup)} f where ${of('f')})` : '1'
  await query(
    tx,
    `insert into edition_counts (edition_id, regency_code, district_code, village_code, decile, records, families, persons)
     select c.edition_id, c.regency_code, coalesce(r.parent, ''), c.village, c.decile, count(*), sum(c.families), sum(c.persons)
     from (select u.edition_id, u.regency_code, u.${summary.village} as village, ${decileSql(module)} as decile, ${families} as families,
         ${persons} as persons from ${names.base} u where u.edition_id = :edition and u.regency_code = :regency) c
     left join regions r on r.code = c.village group by 1, 2, 3, 4, 5 on conflict do nothing`,
    { edition: editionId, regency },
  )
}

/** Kept counts by kecamatan, or by desa of one kecamatan. */
export async function editionCounts(
  tx: Tx,
  { editionId, regency }: EditionPlace,
  district: string | null,
): Promise<EditionCount[]> {
  const cells = await query<Omit<EditionCount, 'deciles'> & { decile: number }>(
    tx,
    `select k.code, coalesce(r.name, k.code) as name, k.decile, k.records, k.families, k.persons from (
       select ${district ? 'village_code' : 'district_code'} as code, decile, cast(sum(records) as int) as records,
         cast(sum(families) as int) as families, cast(sum(persons) as int) as persons
       from edition_counts where edition_id = :edition and regency_code = :regency
         and (cast(:district as text) is null or district_code = :district) group by 1, 2) k
     left join regions r on r.code = k.code order by k.code, k.decile`,
    { edition: editionId, regency, district },
  )
  const areas = new Map<string, EditionCount>()
  for (const { decile, ...cell } of cells) {
    const area = areas.get(cell.code) ?? { ...cell, records: 0, families: 0, persons: 0, deciles: {} }
    area.records += cell.records
    area.families += cell.families
    area.persons += cell.persons
    area.deciles[decile] = (area.deciles[decile] ?? 0) + cell.records
    areas.set(cell.code, area)
  }
  return [...areas.values()]
}
