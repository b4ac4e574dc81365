import type { PackagePart, PackageVillage } from '#siks/package_manifest'
import { query, type Tx } from '#services/scope'
import { GONE } from '../duplicates/merged.js'
import { activeSql } from '../store/standing.js'
import { placedSql, standingVillageSql, tableNames, type Place } from '../store/index.js'

/** Those of the given codes that are villages of the regency, in order, each with its kecamatan. */
export async function villagesOf(tx: Tx, regency: string, codes: readonly string[]): Promise<PackageVillage[]> {
  const rows = await query<{ code: string; name: string; district: string; districtName: string }>(
    tx,
    `select v.code, v.name, d.code as district, d.name as "districtName"
     from regions v join regions d on d.code = v.parent
     where v.level = 4 and d.parent = ? and v.code = any (?) order by v.code`,
    [regency, [...codes]],
  )
  return rows.map(({ code, name, district, districtName }) => ({ code, name, district: { code: district, name: districtName } }))
}

export interface VillageChoice {
  code: string
  name: string
  district: string
  records: number
}

/** Villages of the regency with base records of the periods, in order, with the kept count of their records in all of them. */
export async function villagesWithRecords(tx: Tx, places: readonly Place[]): Promise<VillageChoice[]> {
  const choices = new Map<string, VillageChoice>()
  for (const { module, periodId, regency } of places) {
    const rows = await query<VillageChoice>(
      tx,
      `select v.code, v.name, d.code as district, k.records
       from (select village_code, sum(records) as records from ${tableNames(module.instrument).recaps}
           where period_id = :period and regency_code = :regency and kind <> 'new' group by 1 having sum(records) > 0) k
         join regions v on v.code = k.village_code join regions d on d.code = v.parent and d.parent = :regency`,
      { period: periodId, regency },
    )
    for (const row of rows) choices.set(row.code, { ...row, records: row.records + (choices.get(row.code)?.records ?? 0) })
  }
  return [...choices.values()].sort((one, other) => (one.code < other.code ? -1 : 1))
}

export interface Locality {
  /** The locality as the register has it; empty for households without one. */
  name: string
  households: number
}

/** Localities (SLS) of one village, with the households of the edition that stand in each now. */
export async function localitiesOf(tx: Tx, place: Place, village: string): Promise<Locality[]> {
  const { instrument } = place.module
  const { sql, bindings } = areaSql(place, { villages: [village], parts: null })
  return query<Locality>(
    tx,
    `select coalesce(b.${instrument.summary.locality}, '') as name, count(*) as households
     from ${tableNames(instrument).base} b ${placedSql(place, 'b')} where ${sql} group by 1 order by 1`,
    bindings,
  )
}

/** What of an edition a package holds. */
export interface PackageArea {
  villages: readonly string[]
  parts: readonly PackagePart[] | null
}

/** Condition on a base row `b` beside `placedSql` that it stands in the area now and went into no other record, with its bindings. */
export function areaSql({ module, periodId, editionId, regency }: Place, { villages, parts }: PackageArea) {
  const { village, locality } = module.instrument.summary
  const pairs = (parts ?? []).flatMap((part) => part.localities.map((name) => [part.village, name] as const))
  return {
    // The village of the edition is indexed; who came from elsewhere is found by the place that was laid over it.
    sql: `b.edition_id = :edition and b.regency_code = :regency and (b.${village} = any (:villages) or b.key = any (array(
      select key from record_places where period_id = :period and regency_code = :regency and module = '${module.name}' and village_code = any (:villages))))
      and ${standingVillageSql(module.instrument, 'b')} = any (:villages) and not b.key = any (${GONE})${
        parts
          ? ` and (${standingVillageSql(module.instrument, 'b')}, coalesce(b.${locality}, '')) in (select * from unnest(cast(:inVillages as text[]), cast(:localities as text[])))`
          : ''
      }`,
    bindings: {
      ...{ edition: editionId, regency, villages: [...villages], period: periodId, module: module.name },
      ...(parts ? { inVillages: pairs.map(([code]) => code), localities: pairs.map(([, name]) => name) } : {}),
    },
  }
}

/** Households of the edition in an area, by village; a village without any is absent. */
export async function householdsByVillage(tx: Tx, place: Place, area: PackageArea | null): Promise<Map<string, number>> {
  const { instrument } = place.module
  const { sql, bindings } = area
    ? areaSql(place, area)
    : {
        sql: 'b.edition_id = :edition and b.regency_code = :regency',
        bindings: { edition: place.editionId, period: place.periodId, regency: place.regency },
      }
  const rows = await query<{ village: string; households: number }>(
    tx,
    `select ${standingVillageSql(instrument, 'b')} as village, count(*) as households
     from ${tableNames(instrument).base} b ${placedSql(place, 'b')} where ${sql} group by 1`,
    bindings,
  )
  return new Map(rows.map(({ village, households }) => [village, households]))
}

/** Whether the edition has a household in the regency at all. */
export async function hasHouseholds(tx: Tx, { module, editionId, regency }: Place): Promise<boolean> {
  const rows = await query(
    tx,
    `select 1 from ${tableNames(module.instrument).base} where edition_id = ? and regency_code = ? limit 1`,
    [editionId, regency],
  )
  return rows.length > 0
}

/** Households of the edition in an area, and the persons who live in them as recaps count them: who died or left is in the package and not among them. */
export async function countArea(tx: Tx, place: Place, area: PackageArea): Promise<{ households: number; persons: number }> {
  const { instrument } = place.module
  const names = tableNames(instrument)
  const { sql, bindings } = areaSql(place, area)
  const [row] = await query<{ households: number; persons: number }>(
    tx,
    `select count(*) as households, coalesce(sum((
       select count(*) from ${names.baseGroup(instrument.summary.people.group)} p
       where p.edition_id = b.edition_id and p.regency_code = b.regency_code and p.record_key = b.key and ${activeSql(instrument, 'p')})), 0) as persons
     from ${names.base} b ${placedSql(place, 'b')} where ${sql}`,
    bindings,
  )
  return row!
}
