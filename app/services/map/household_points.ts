import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import type { Sight } from '#services/accounts/sight'
import { awayFromVillage, type Away } from '#services/map/away'
import { hasLayers } from '#services/map/layers'
import { pluginEnabled } from '#services/plugin_switches'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { recordPoints, recordsAt, type RecordPoints } from '#verification/lists/points'
import { choosePeriod, placeOf } from '#verification/periods/index'
import type { Place } from '#verification/store/place'

type Asked = Readonly<Record<string, unknown>>

/** A household at a spot, with the address of its page. */
export interface SpotRecord {
  id: string
  name: string
  village: string
  href: string
}

type WithPage<N> = N & { href: string }

/** Points of the map, and the households whose place is to be looked at, each with the address of its page. */
export interface PointsShown extends Omit<RecordPoints & Away, 'placed' | 'bad' | 'away'> {
  bad: WithPage<RecordPoints['bad'][number]>[]
  away: WithPage<Away['away'][number]>[]
}

/**
 * Places of the households of the person's own regency, for whoever may see its register.
 *
 * @throws NotFound for anybody else, and where the module is off or its records have no place
 */
export async function pointsOf(sight: Sight, asked: Asked): Promise<PointsShown> {
  return within(sight, asked, async (tx, place) => {
    const found = await recordPoints(tx, place)
    if (!found) throw new NotFound()
    const { placed, bad, ...points } = found
    const { away, ...held } = await awayFromVillage(tx, placed)
    const opened = <N extends { key: string }>(named: N) => ({ ...named, href: hrefOf(place, named.key) })
    return { ...points, ...held, bad: bad.map(opened), away: away.map(opened) }
  })
}

/** The households at a spot, which is written to the read log as a search is. @throws NotFound */
export async function spotOf(sight: Sight, asked: Asked, address: string): Promise<{ records: SpotRecord[] }> {
  const [x, y] = [Number(asked.x), Number(asked.y)]
  if (!Number.isInteger(x) || !Number.isInteger(y)) throw new NotFound()
  return within(sight, asked, async (tx, place) => {
    const records = await recordsAt(tx, place, [x, y])
    const names = await regionNames(records.map(({ village }) => village))
    const { module, regency } = place
    await recordRead(tx, { regency, action: 'search', purpose: 'verval', object: { type: `${module.name}.map` }, address })
    return {
      records: records.map(({ key, registerId, name, village }) => ({
        ...{ id: registerId ?? key, name: name ?? '', village: names[village] ?? village },
        href: hrefOf(place, key),
      })),
    }
  })
}

function hrefOf({ module, periodId }: Place, key: string): string {
  return `/${module.path}/${module.paths.record}/${encodeURIComponent(key)}?periode=${periodId}`
}

async function within<T>(sight: Sight, asked: Asked, work: (tx: Tx, place: Place) => Promise<T>): Promise<T> {
  const module = registry.modules().find(({ path }) => path === asked.modul)
  const { regency } = sight
  if (!module || !regency || !sight.can(`${module.name}.view`)) throw new NotFound()
  if (!hasLayers(registry.find(module.name)!, sight.can)) throw new NotFound()
  if (!(await pluginEnabled(module.name, regency))) throw new NotFound()
  return scope.run(sight.scope, async (tx) => {
    const period = await choosePeriod(tx, module, regency, typeof asked.periode === 'string' ? asked.periode : undefined)
    return work(tx, placeOf(period))
  })
}
