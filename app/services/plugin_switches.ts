import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { lineagesOf } from '#services/regions'
import { NATIONAL } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/** A switch as it is kept. */
export interface Switch {
  plugin: string
  region_code: string
  /** Null: as the regions above. */
  enabled: boolean | null
  valid_from: Date
  valid_until: Date | null
  version: number
}

/**
 * Why a switch is refused.
 *
 * - `E_PLUGIN_UNKNOWN`  no such module
 * - `E_SWITCH_REGION`   no such region
 * - `E_SWITCH_REASON`   no reason given, or one that says nothing
 * - `E_SWITCH_STATE`    neither on, off nor inherited, or several of them
 * - `E_SWITCH_DATES`     the days given cannot be
 * - `E_SWITCH_CHANGED`   somebody switched it since the person looked; the message says who and when
 * - `E_FORBIDDEN`        the person has no right to do this
 */
type SwitchErrorCode =
  | 'E_PLUGIN_UNKNOWN'
  | 'E_SWITCH_REGION'
  | 'E_SWITCH_REASON'
  | 'E_SWITCH_STATE'
  | 'E_SWITCH_DATES'
  | 'E_SWITCH_CHANGED'
  | 'E_FORBIDDEN'

/** A refused switch; `message` is the Indonesian sentence for the person, `text` has both languages. */
export class SwitchError extends ToldError {
  override readonly name = 'SwitchError'
  readonly status = 422

  constructor(
    readonly code: SwitchErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}

/** Refuses a module that is not installed, by the list of those that are. @throws SwitchError `E_PLUGIN_UNKNOWN` */
export function assertInstalled(plugin: string): void {
  if (registry.find(plugin)) return
  const known = registry.all().map(({ name }) => name)
  throw new SwitchError('E_PLUGIN_UNKNOWN', {
    id: `Modul "${plugin}" tidak terpasang. Yang terpasang: ${known.join(', ')}.`,
    en: `The module "${plugin}" is not installed. Installed are: ${known.join(', ')}.`,
  })
}

/**
 * Refusal of work for a module that is switched off at a place (`E_PLUGIN_OFF`). To pages it does not exist there; jobs and commands
 * say so in words. Nothing was changed, and the same act is possible again after the module is switched on.
 */
export class PluginOff extends ToldError {
  override readonly name = 'PluginOff'
  readonly code = 'E_PLUGIN_OFF'
  readonly status = 404

  constructor(readonly plugin: string) {
    const title = registry.find(plugin)?.title ?? plugin
    super({
      id: `Modul ${title} sedang dinonaktifkan untuk wilayah ini. Tidak ada yang diubah; ulangi setelah modul diaktifkan kembali.`,
      en: `Module ${title} is switched off for this region. Nothing was changed; try again after it is switched on.`,
    })
  }
}

/** How long a process trusts its copy without hearing of a newer version. A change is in force everywhere within it. */
const TRUST_MS = 1000
const LINEAGE_MS = 60_000

let reading: Promise<Switch[]> | undefined
let copy: { version: number; rows: Switch[]; at: number } | undefined
let lineages = new Map<string, string[]>()
let lineagesAt = 0

/** Whether a module is on at a place: the newest valid switch of the deepest region above it wins; on where none is set. */
export async function pluginEnabled(plugin: string, regionCode: string): Promise<boolean> {
  return (await pluginEnabledAmong(plugin, [regionCode])).has(regionCode)
}

/** Those of the places where a module is on; what lies above all of them is read at once. */
export async function pluginEnabledAmong(plugin: string, codes: readonly string[]): Promise<Set<string>> {
  const rows = (await switches()).filter((row) => row.plugin === plugin)
  if (rows.length === 0) return new Set(codes)
  const now = clock.now()
  const above = await knowAbove(codes)
  return new Set(codes.filter((code) => isOn(rows, above.get(code)!, now)))
}

/**
 * Whether switches of one module leave it on at a place and moment.
 * @param above the place itself and every region above it, deepest first
 */
export function isOn(rows: readonly Switch[], above: readonly string[], now: Date): boolean {
  for (const code of above) {
    const newest = rows
      .filter((row) => row.region_code === code && row.valid_from <= now && (!row.valid_until || row.valid_until > now))
      .sort((a, b) => b.version - a.version)[0]
    if (newest && newest.enabled !== null) return newest.enabled
  }
  return true
}

/** @throws PluginOff for the first of the modules that is switched off at the place */
export async function assertPluginOn(plugins: string | readonly string[], regionCode: string): Promise<void> {
  for (const plugin of [plugins].flat()) if (!(await pluginEnabled(plugin, regionCode))) throw new PluginOff(plugin)
}

/** Names of the installed modules that are switched off at a place. */
export async function pluginsOff(regionCode: string): Promise<string[]> {
  const off: string[] = []
  for (const { name } of registry.all()) if (!(await pluginEnabled(name, regionCode))) off.push(name)
  return off
}

/** Tells this process the version that a request read with its person; an older copy is dropped. */
export function noteSwitchVersion(version: number): void {
  if (!copy) return
  if (copy.version === version) copy.at = Date.now()
  else copy = undefined
}

/**
 * The places among the regencies of a scope where a module is off, each as `<module>@<code>`, for SQL over many regencies at once:
 * `not (module || '@' || regency_code) = any (:off)`.
 */
export async function pluginPlacesOff(plugins: readonly string[], codes: readonly string[]): Promise<string[]> {
  const regencies = codes.filter((code) => code.includes('.'))
  const off: string[] = []
  for (const plugin of plugins) {
    const on = await pluginEnabledAmong(plugin, regencies)
    if (on.size < regencies.length) off.push(...regencies.filter((code) => !on.has(code)).map((code) => `${plugin}@${code}`))
  }
  return off
}

async function switches(): Promise<Switch[]> {
  if (copy && Date.now() - copy.at < TRUST_MS) return copy.rows
  reading ??= readSwitches().finally(() => (reading = undefined))
  return reading
}

/** On the pool that holds no long work: whoever asks may have the last connection of the other one. */
async function readSwitches(): Promise<Switch[]> {
  const rows: Switch[] = await db
    .connection('aside')
    .from('plugin_switches')
    .select('plugin', 'region_code', 'enabled', 'valid_from', 'valid_until', 'version')
  copy = { version: Math.max(0, ...rows.map((row) => row.version)), rows, at: Date.now() }
  return rows
}

/** Each of the places with every region above it, deepest first, and the country last; of a place that there is not the country alone. */
async function knowAbove(codes: readonly string[]): Promise<Map<string, string[]>> {
  forgetOldLineages()
  const known = new Map<string, string[]>()
  for (const code of codes) {
    const above = lineages.get(code)
    if (above) known.set(code, above)
  }
  const unknown = codes.filter((code) => !known.has(code))
  const found = unknown.length > 0 ? await lineagesOf(unknown) : new Map<string, string[]>()
  for (const code of unknown) {
    const above = [...(found.get(code) ?? []), NATIONAL]
    known.set(code, above)
    lineages.set(code, above)
  }
  return known
}

function forgetOldLineages(): void {
  if (Date.now() - lineagesAt <= LINEAGE_MS && lineages.size <= 2000) return
  lineages = new Map()
  lineagesAt = Date.now()
}
