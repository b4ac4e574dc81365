import db from '@adonisjs/lucid/services/db'
import { nameKey } from '#domain/name_key'
import type { Region } from '#services/regions'

const CODE_PART = /^[\d.]+$/

export interface FoundRegions {
  regions: Region[]
  /** Whether there are more than those. */
  more: boolean
}

/** Regions whose name holds the words, or whose code begins with the digits; higher levels first. */
export async function regionsLike(text: string, limit: number): Promise<FoundRegions> {
  const key = nameKey(text)
  const byCode = CODE_PART.test(text)
  if (!key) return { regions: [], more: false }
  const regions: Region[] = await db
    .connection()
    .from('regions')
    .select('code', 'level', 'parent', 'name', 'kind')
    .where(byCode ? 'code' : 'name_key', 'like', byCode ? `${text}%` : `%${key}%`)
    .orderBy(['level', 'name_key', 'code'])
    .limit(limit + 1)
  return { regions: regions.slice(0, limit), more: regions.length > limit }
}
