import { v7 as uuid } from 'uuid'
import { addDays, formatDate, type CalendarDate } from '#domain/calendar_date'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { startOfDay, todayIn, type Zone } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { assertInstalled, SwitchError } from '#services/plugin_switches'
import { findRegion, lineage } from '#services/regions'
import { NATIONAL, query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'

/** What a switch says: on, off, or as the regions above. */
export type SwitchState = 'on' | 'off' | 'inherit'
export const SWITCH_STATES: readonly SwitchState[] = ['on', 'off', 'inherit']

/** How a state is kept. */
export const ENABLED: Record<SwitchState, boolean | null> = { on: true, off: false, inherit: null }

/** A switch that somebody wants. Days are whole ones of the region's own zone. */
export interface WantedSwitch {
  plugin: string
  region: string
  state: SwitchState
  /** First day; from now on when absent. */
  from?: CalendarDate
  /** Last day; without an end when absent. */
  until?: CalendarDate
}

/** The same with its moments, checked. */
export interface PlannedSwitch extends WantedSwitch {
  validFrom: Date
  /** Null without an end. */
  validUntil: Date | null
}

/**
 * Checks a wanted switch and works out its moments; changes nothing.
 * @throws SwitchError `E_PLUGIN_UNKNOWN`, `E_SWITCH_REGION`, `E_SWITCH_DATES`
 */
export async function planSwitch(tx: Tx, wanted: WantedSwitch): Promise<PlannedSwitch> {
  assertInstalled(wanted.plugin)
  if (wanted.region !== NATIONAL && !(await findRegion(wanted.region))) {
    throw new SwitchError('E_SWITCH_REGION', {
      id: `Wilayah "${wanted.region}" tidak ada. Pakai kode seperti 33.71, 33, atau 00.`,
      en: `There is no region "${wanted.region}". Use a code such as 33.71, 33 or 00.`,
    })
  }
  const zone = await zoneOfRegion(wanted.region)
  const today = todayIn(zone, tx.now)
  const { from, until } = wanted
  if (from !== undefined && from < today) {
    throw new SwitchError('E_SWITCH_DATES', {
      id: `Tanggal mulai ${formatDate(from)} sudah lewat. Kosongkan agar berlaku sekarang.`,
      en: `The first day ${formatDate(from)} is over. Leave it empty to begin now.`,
    }).at('mulai')
  }
  if (until !== undefined && until < (from ?? today)) {
    throw new SwitchError('E_SWITCH_DATES', {
      id: `Tanggal akhir ${formatDate(until)} sebelum tanggal mulai.`,
      en: `The last day ${formatDate(until)} is before the first.`,
    }).at('sampai')
  }
  return {
    ...wanted,
    validFrom: from !== undefined && from > today ? startOfDay(zone, from) : tx.now,
    validUntil: until === undefined ? null : startOfDay(zone, addDays(until, 1)),
  }
}

/**
 * Switches a module for a region and everything below it.
 *
 * @param seen version of the newest switch of this region that the person saw; when told, a newer one refuses his
 * @throws SwitchError as `planSwitch`, and `E_SWITCH_REASON`, `E_SWITCH_CHANGED`
 */
export async function setPluginSwitch(tx: Tx, wanted: WantedSwitch & { reason: string; seen?: number }): Promise<PlannedSwitch> {
  const planned = await planSwitch(tx, wanted)
  const reason = wanted.reason.trim()
  if (!saysWhy(reason)) {
    throw new SwitchError('E_SWITCH_REASON', {
      id: `Sebutkan alasan perubahan ini, paling sedikit ${LEAST_REASON} karakter.`,
      en: `Give the reason for this change, in at least ${LEAST_REASON} characters.`,
    }).at('reason')
  }
  const { plugin, region, state } = planned
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`switch:${plugin}`])
  if (wanted.seen !== undefined) await refuseStale(tx, planned, wanted.seen)
  await tx.trx.table('plugin_switches').insert({
    ...{ id: uuid(), plugin, region_code: region, enabled: ENABLED[state], valid_from: planned.validFrom },
    ...{ valid_until: planned.validUntil, reason, set_by: tx.actor.name, created_at: tx.now },
  })
  await recordActivity(tx, {
    ...{ action: ACTIONS[state], regency: await ownerOf(region), object: { type: 'plugin', id: plugin } },
    data: { plugin, region, ...(wanted.from ? { from: wanted.from } : {}), ...(wanted.until ? { until: wanted.until } : {}) },
  })
  return planned
}

const ACTIONS = { on: 'plugin.switched_on', off: 'plugin.switched_off', inherit: 'plugin.switch_inherited' } as const

async function refuseStale(tx: Tx, { plugin, region }: PlannedSwitch, seen: number): Promise<void> {
  const [newest] = await query<{ version: number; by: string; at: Date }>(
    tx,
    `select cast(version as int) as version, set_by as by, created_at as at from plugin_switches
     where plugin = ? and region_code = ? order by version desc limit 1`,
    [plugin, region],
  )
  if (!newest || newest.version <= seen) return
  const day = formatDate(todayIn(await zoneOfRegion(region), newest.at))
  throw new SwitchError('E_SWITCH_CHANGED', {
    id: `Modul ini sudah diubah untuk wilayah ini oleh ${newest.by} pada ${day}. Perubahan Anda tidak disimpan; periksa keadaan terbaru dahulu.`,
    en: `${newest.by} changed this module for this region on ${day}. Your change was not saved; look at how it stands now first.`,
  })
}

/** The zone in which days of a switch begin: that of the regency or province, the ministry's for the country. */
export async function zoneOfRegion(region: string): Promise<Zone> {
  await loadZones()
  return zoneOf(await ownerOf(region))
}

/** The regency that holds a region, or the region itself where it is none of a regency. */
async function ownerOf(region: string): Promise<string> {
  if (region === NATIONAL) return NATIONAL
  const above = await lineage(region)
  return above.find(({ level }) => level <= 2)?.code ?? NATIONAL
}
