import type { Zone } from '#domain/zone'
import { registry } from '#kernel/registry'
import { isOn, SwitchError, type Switch } from '#services/plugin_switches'
import { regionsLike } from '#services/region_search'
import { childrenOf, findRegion, lineage, lineagesOf, type Region } from '#services/regions'
import { NATIONAL, query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import type { SwitchState } from './set_switch.js'

/** What one module is at one place. */
export interface SwitchCell {
  plugin: string
  /** Whether it is on there now. */
  on: boolean
  /** Whether the place says so itself, or follows a region above. */
  own: SwitchState
  /** The switch in force that is the place's own; null where it follows. */
  from: Date | null
  until: Date | null
  /** A switch of the place that begins later; null where none is set. */
  next: { state: SwitchState; from: Date } | null
  /** Places below that say otherwise now. */
  below: number
}

export interface TreeRow {
  code: string
  name: string
  /** 0 for the country, 1 to 4 for province to village. */
  level: number
  open: boolean
  hasChildren: boolean
  /** Whether it is one of those that were searched for. */
  found?: boolean
  /** In which its days begin. */
  zone: Zone
  cells: SwitchCell[]
}

/** The tree cut down to regions that were searched for and what lies above them. */
export interface FoundRows {
  rows: TreeRow[]
  matches: number
  /** Whether there are more than those shown. */
  more: boolean
}

const MATCHES = 50

interface Known {
  /** By module. */
  rows: Map<string, Switch[]>
  /** What decides at a place now, by `<module>@<code>`: the newest of its switches in force. */
  inForce: Map<string, Switch>
  /** What lies above every place that has a switch, the place itself first. */
  above: Map<string, string[]>
}

/** One switch of the history, as pages and commands tell it. */
export interface HistoryEntry {
  id: string
  state: SwitchState
  from: Date
  until: Date | null
  reason: string
  by: string
  at: Date
  version: number
  /** Whether it decides at its place now. */
  inForce: boolean
}

/**
 * The country, its provinces, and what lies below every region on the way to the chosen one.
 * @param chosen code of the region that is open; the country when absent or unknown
 */
export async function switchTree(tx: Tx, chosen?: string): Promise<TreeRow[]> {
  const path = chosen && chosen !== NATIONAL ? (await lineage(chosen)).map(({ code }) => code).reverse() : []
  const known = await allSwitches(tx)
  const provinces = await query<Region>(tx, 'select code, level, parent, name, kind from regions where level = 1 order by code')
  const country: Region = { code: NATIONAL, level: 1, parent: null, name: '', kind: 'country' }
  const tree = [rowOf(tx, known, country, 0, [], true)]
  const walk = async (regions: readonly Region[], above: readonly string[]): Promise<void> => {
    for (const region of regions) {
      const open = path.includes(region.code) && region.level < 4
      tree.push(rowOf(tx, known, region, region.level, above, open))
      if (open) await walk(await childrenOf(region.code), [region.code, ...above])
    }
  }
  await walk(provinces, [])
  return tree
}

/** The regions with such a name or code on their ways from the country down. */
export async function switchMatches(tx: Tx, text: string): Promise<FoundRows> {
  const { regions, more } = await regionsLike(text, MATCHES)
  const known = await allSwitches(tx)
  const rows = new Map<string, TreeRow>()
  for (const region of regions) {
    const line = await lineage(region.code)
    line.forEach((one, at) => {
      const above = line.slice(at + 1).map(({ code }) => code)
      const way = [one.code, ...above].reverse().join(' ')
      const row = rows.get(way) ?? rowOf(tx, known, one, one.level, above, false)
      rows.set(way, { ...row, open: row.open || at > 0, found: row.found || at === 0 })
    })
  }
  const ways = [...rows.keys()].sort()
  return { rows: ways.map((way) => rows.get(way)!), matches: regions.length, more }
}

/** The rows below one region, for a tree that opens it. @throws SwitchError `E_SWITCH_REGION` */
export async function switchRowsBelow(tx: Tx, code: string): Promise<TreeRow[]> {
  const region = await findRegion(code)
  if (!region || region.level === 4) {
    throw new SwitchError('E_SWITCH_REGION', { id: `Wilayah "${code}" tidak ada.`, en: `There is no region "${code}".` })
  }
  const above = (await lineage(code)).map((one) => one.code)
  const known = await allSwitches(tx)
  return (await childrenOf(code)).map((child) => rowOf(tx, known, child, child.level, above, false))
}

/** Every switch of a module at one place, newest first. */
export async function switchHistory(tx: Tx, plugin: string, region: string): Promise<HistoryEntry[]> {
  const rows = await query<Omit<HistoryEntry, 'state' | 'inForce'> & { enabled: boolean | null }>(
    tx,
    `select id, enabled, valid_from as from, valid_until as until, reason, set_by as by, created_at as at, cast(version as int) as version
     from plugin_switches where plugin = ? and region_code = ? order by version desc limit 200`,
    [plugin, region],
  )
  const current = rows.find((row) => row.from <= tx.now && (!row.until || row.until > tx.now))
  return rows.map(({ enabled, ...row }) => ({ ...row, state: stateOf(enabled), inForce: row.version === current?.version }))
}

/** What the place had been before its newest switch: the way back is a new switch that says so. */
export function stateBefore(history: readonly HistoryEntry[], now: Date): SwitchState {
  const before = history.slice(1).find(({ from, until }) => from <= now && (!until || until > now))
  return before?.state ?? 'inherit'
}

/** One cell, for the page of a module at a place. */
export async function switchCell(tx: Tx, plugin: string, region: string): Promise<SwitchCell> {
  const above = region === NATIONAL ? [] : (await lineage(region)).map(({ code }) => code)
  return cellOf(tx, await allSwitches(tx), plugin, above)
}

export function stateOf(enabled: boolean | null): SwitchState {
  return enabled === null ? 'inherit' : enabled ? 'on' : 'off'
}

/** A regency or province: what lies in it has its zone. */
const isOwner = (code: string) => code.length <= 5

async function allSwitches(tx: Tx): Promise<Known> {
  await loadZones()
  const rows = await query<Switch>(
    tx,
    `select plugin, region_code, enabled, valid_from, valid_until, cast(version as int) as version from plugin_switches order by version`,
  )
  const valid = rows.filter(({ valid_from: from, valid_until: until }) => from <= tx.now && (!until || until > tx.now))
  return {
    rows: Map.groupBy(rows, ({ plugin }) => plugin),
    inForce: new Map(valid.map((row) => [`${row.plugin}@${row.region_code}`, row])),
    above: await lineagesOf([...new Set(rows.map(({ region_code: code }) => code))]),
  }
}

function rowOf(tx: Tx, known: Known, region: Region, level: number, above: readonly string[], open: boolean): TreeRow {
  const lines = region.code === NATIONAL ? [] : [region.code, ...above]
  return {
    ...{ code: region.code, name: region.name, level, open, hasChildren: level < 4, zone: zoneOf(lines.find(isOwner)) },
    cells: registry.all().map(({ name }) => cellOf(tx, known, name, lines)),
  }
}

/** @param lines the place and what lies above it without the country; none for the country itself */
function cellOf(tx: Tx, known: Known, plugin: string, lines: readonly string[]): SwitchCell {
  const place = lines[0] ?? NATIONAL
  const rows = known.rows.get(plugin) ?? []
  const inForce = known.inForce.get(`${plugin}@${place}`)
  const next = rows
    .filter(({ region_code: code, valid_from: from }) => code === place && from > tx.now)
    .sort((a, b) => +a.valid_from - +b.valid_from)[0]
  const on = isOn(rows, [...lines, NATIONAL], tx.now)
  const differing = [...known.inForce.values()].filter(
    (row) => row.plugin === plugin && row.enabled !== null && row.enabled !== on && isBelow(known, row.region_code, place),
  )
  return {
    ...{ plugin, on, own: inForce ? stateOf(inForce.enabled) : 'inherit', below: differing.length },
    from: inForce && inForce.enabled !== null ? inForce.valid_from : null,
    until: inForce?.valid_until ?? null,
    next: next ? { state: stateOf(next.enabled), from: next.valid_from } : null,
  }
}

function isBelow(known: Known, code: string, place: string): boolean {
  if (code === place || code === NATIONAL) return false
  return place === NATIONAL || (known.above.get(code) ?? []).includes(place)
}
