import { NotFound } from '#exceptions/not_found'
import type { MapLevel } from '#kernel/contributions'
import { lineage, type Region } from '#services/regions'
import { NATIONAL, type Scope } from '#services/scope'

/** The part of the country that a map shows, and the areas it is divided into. */
export interface MapPlace {
  /** Null for the whole country. */
  region: Region | null
  level: MapLevel
  /** Levels that the same place can be divided into. */
  levels: readonly MapLevel[]
  /** The region and those above it that the person may look at, widest first; the country is not among them. */
  above: Region[]
  /** Whether he may look at the country as a whole. */
  national: boolean
}

const DIVIDED: Record<'country' | 1 | 2 | 3, readonly MapLevel[]> = {
  country: ['province', 'regency'],
  1: ['regency'],
  2: ['village', 'district'],
  3: ['village'],
}

/**
 * The place that an address names, within the person's scope; his own region when it names none.
 *
 * @param own region of the person's account
 * @throws NotFound for a region outside the scope, a desa, or one that there is not
 */
export async function mapPlace(of: Scope, own: string, asked: unknown, level: unknown): Promise<MapPlace> {
  const national = of.regions.includes(NATIONAL)
  const code = typeof asked === 'string' && asked !== '' ? asked : own
  if (code === NATIONAL) {
    if (!national) throw new NotFound()
    return { region: null, above: [], national, ...divided(DIVIDED.country, level) }
  }
  const line = await lineage(code)
  const region = line[0]
  if (!region || region.level === 4) throw new NotFound()
  const above = line.filter((one) => of.regions.includes(one.code) || (one.level === 3 && of.regions.includes(one.parent ?? '')))
  if (!above.includes(region)) throw new NotFound()
  return { region, above: above.reverse(), national, ...divided(DIVIDED[region.level], level) }
}

function divided(levels: readonly MapLevel[], asked: unknown): Pick<MapPlace, 'level' | 'levels'> {
  return { levels, level: levels.find((level) => level === asked) ?? levels[0]! }
}

/** The regencies whose figures the place holds, among those where the module is on. */
export function regenciesOf({ region, above }: MapPlace, children: readonly Region[], on: readonly string[]): string[] {
  if (region === null) return [...on]
  if (region.level === 1) return on.filter((code) => children.some((child) => child.code === code))
  const regency = above.find(({ level }) => level === 2)?.code ?? region.parent
  return on.filter((code) => code === regency)
}
