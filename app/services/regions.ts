import db from '@adonisjs/lucid/services/db'
import { NATIONAL, type Role } from '#services/scope'

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

export async function childrenOf(code: string): Promise<Region[]> {
  return db.connection().from('regions').select('code', 'level', 'parent', 'name', 'kind').where('parent', code).orderBy('code')
}

/** Regions a role at a place may see: its regencies with their former codes, and the row of its own level. */
export async function scopeRegions(role: Role, regionCode: string): Promise<string[]> {
  if (role === 'supervisor_regency') return withAliases([regionCode])
  if (role === 'supervisor_province') {
    const rows = await db.connection().from('regions').select('code').where('parent', regionCode)
    return [regionCode, ...(await withAliases(rows.map((row) => row.code)))]
  }
  const rows = await db.connection().from('regions').select('code').whereIn('level', [1, 2])
  return [NATIONAL, ...(await withAliases(rows.map((row) => row.code)))]
}

async function withAliases(codes: string[]): Promise<string[]> {
  const aliases = await db.connection().from('region_aliases').select('old_code').whereIn('new_code', codes)
  return [...new Set([...codes, ...aliases.map((row) => row.old_code)])]
}
