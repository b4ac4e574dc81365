import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { NATIONAL, type Actor, type Role, type Scope } from '#services/scope'

type Restriction = Pick<DatabaseQueryBuilderContract, 'whereNotExists'>

export interface Region {
  code: string
  level: 1 | 2 | 3 | 4
  parent: string | null
  name: string
  kind: string
}

export async function findRegion(code: string): Promise<Region | null> {
  return db.connection().from('regions').select('code', 'level', 'parent', 'name', 'kind').where('code', code).first()
}

/** Condition that a region has no newer code itself. */
export function inForceOnly(column: string) {
  return (of: Restriction) => {
    of.whereNotExists((former) => former.from('region_aliases').whereColumn('old_code', column))
  }
}

/** The regions in force directly below; one that has a new code stays in the list of regions for what is sealed under the former one. */
export async function childrenOf(code: string): Promise<Region[]> {
  return db
    .connection()
    .from('regions')
    .select('code', 'level', 'parent', 'name', 'kind')
    .where('parent', code)
    .where(inForceOnly('regions.code'))
    .orderBy('code')
}

/** Names by code, of the regions among the codes that there are. */
export async function regionNames(codes: readonly string[]): Promise<Record<string, string>> {
  if (codes.length === 0) return {}
  const rows: Region[] = await db
    .connection()
    .from('regions')
    .select('code', 'name')
    .whereIn('code', [...new Set(codes)])
  return Object.fromEntries(rows.map(({ code, name }) => [code, name]))
}

/** The regencies among the codes, in order. */
export async function regenciesAmong(codes: readonly string[]): Promise<string[]> {
  const rows: { code: string }[] = await db
    .connection()
    .from('regions')
    .select('code')
    .where('level', 2)
    .whereIn('code', [...codes])
    .orderBy('code')
  return rows.map(({ code }) => code)
}

/** The region itself and everything above it, deepest first, by the parents of the list and never by the digits of the code. */
export async function lineage(code: string): Promise<Region[]> {
  const { rows } = await db.connection().rawQuery<{ rows: Region[] }>(
    `with recursive up as (
       select code, level, parent, name, kind from regions where code = ?
       union all select r.code, r.level, r.parent, r.name, r.kind from regions r join up on r.code = up.parent)
     select code, level, parent, name, kind from up order by level desc`,
    [code],
  )
  return rows
}

/** Codes of the regions themselves and of everything above each, deepest first, by the code asked for. */
export async function lineagesOf(codes: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.connection().rawQuery<{ rows: { of: string; above: string[] }[] }>(
    `with recursive up as (
       select code as of, code, level, parent from regions where code = any (?)
       union all select up.of, r.code, r.level, r.parent from regions r join up on r.code = up.parent)
     select of, array_agg(code order by level desc) as above from up group by of`,
    [[...codes]],
  )
  return new Map(rows.map(({ of, above }) => [of, above]))
}

/**
 * SQL that yields the scope of a role at a place as one text array: its regencies with their former codes, and the row of its
 * own level. `role` and `region` are SQL expressions.
 */
export function scopeRegionsSql(role: string, region: string): string {
  return `(
    with own as (
      select ${region} as code
      union select code from regions where ${role} = 'supervisor_province' and parent = ${region}
      union select '${NATIONAL}' where ${role} in ('pfm_reviewer', 'pusdatin', 'auditor')
      union select p.code from regions p where ${role} in ('pfm_reviewer', 'pusdatin', 'auditor') and p.parent is null
      union select r.code from regions p join regions r on r.parent = p.code
        where ${role} in ('pfm_reviewer', 'pusdatin', 'auditor') and p.parent is null
    )
    select array_agg(code) from (
      select code from own union
      (with recursive former as (
         select a.old_code as code from region_aliases a where a.new_code in (select code from own)
         union select a.old_code from region_aliases a join former f on a.new_code = f.code)
       select code from former)
    ) every_code
  )`
}

/** Regions a role at a place may see: its regencies with their former codes, and the row of its own level. */
export async function scopeRegions(role: Role, regionCode: string): Promise<string[]> {
  const { rows } = await db
    .connection()
    .rawQuery<{ rows: { regions: string[] }[] }>(
      `select ${scopeRegionsSql('of.role', 'of.region')} as regions from (select ?::text as role, ?::text as region) of`,
      [role, regionCode],
    )
  return rows[0]!.regions
}

const REMEMBER_MS = 60_000
let remembered: { regions: string[]; until: number } | undefined

/** Another list of regions is in force in this process; others hear of it within a minute. */
export function forgetRegions(): void {
  remembered = undefined
}

/** Every regency and province beside the ministry's own rows, for the worker and the console; it still names each one. */
export async function nationalScope(actor: Actor): Promise<Scope> {
  if (!remembered || remembered.until < Date.now()) {
    remembered = { regions: await scopeRegions('pusdatin', NATIONAL), until: Date.now() + REMEMBER_MS }
  }
  return { regions: remembered.regions, actor }
}
