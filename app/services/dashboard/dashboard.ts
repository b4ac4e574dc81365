import type { HttpContext } from '@adonisjs/core/http'
import { ianaZone, todayIn, type Zone } from '#domain/zone'
import { registry, type VerificationModule } from '#kernel/registry'
import type { Tile } from '#kernel/widget'
import { announcementsFor, type Announcement } from '#services/announcements/announcements'
import { documentsFor, type OfferedDocument } from '#services/announcements/documents'
import { clock } from '#services/clock'
import { pluginEnabled } from '#services/plugin_switches'
import { totalsOf, type ProgressPeriod, type ProgressTotals, type RegencyProgress } from '#services/progress/national'
import { progressMap, type ProgressMap } from '#services/progress/progress_map'
import { isLate, ranked, readProgressFilters, type Ranked } from '#services/progress/ranking'
import { newestRemarks, type Remark } from '#services/progress/remarks'
import { lineage, regionNames } from '#services/regions'
import { NATIONAL, scope, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { progress, type Progress } from '#verification/lists/recap'
import { periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { activityWords } from './activity_words.js'
import { newestProgress } from './progress_once.js'
import { groupTasks, type TaskGroup } from './task_groups.js'
import { tasksFor } from './tasks.js'
import { villageProgress, type VillageProgress } from './village_progress.js'

const OWN_ACTIVITIES = 10
const OFFERED = 6
const RANKED = 5
const REMARKS = 5

export interface Dashboard {
  greeting: string
  /** The person's region and what is above it, widest first. */
  place: string[]
  periods: RunningPeriod[]
  tasks: TaskGroup[]
  widgets: { title: string; tiles: Tile[] }[]
  activities: { words: string; at: Date }[]
  /** What the ministry tells the person's region today, and the documents that it offers. */
  announcements: Announcement[]
  documents: OfferedDocument[]
  /** How far the regencies of a province or of the country got, for those who watch over them. */
  progress: ModuleProgress[]
  /** The one of them whose map and ranking are shown. */
  mapped: MappedProgress | null
  /** For a province: what it wrote to its supervisors. */
  remarks: (Remark & { place: string })[]
}

/** The newest period of a module over many regencies. */
export interface ModuleProgress {
  module: VerificationModule
  period: ProgressPeriod
  totals: ProgressTotals
  /** Regencies that are behind their deadline. */
  late: number
}

export interface MappedProgress extends ModuleProgress {
  map: ProgressMap
  /** The first and the last of the ranking. */
  ahead: Ranked[]
  behind: Ranked[]
}

export interface RunningPeriod extends RegencyPeriod {
  /** Of the register's records: how many there are and how many were looked at. */
  done: Progress
  /** Accepted proposals, which are not among the records of the edition. */
  additions: number
  /** By village, those least looked at first. */
  villages: VillageProgress[]
}

/** Everything of Beranda for the signed-in person. */
export async function dashboardOf(ctx: HttpContext): Promise<Dashboard> {
  await loadZones()
  const user = ctx.auth.user!
  const greeting = ctx.i18n.t(`dashboard.greeting.${partOfDay(zoneOf(user.regionCode), clock.now())}`, { name: user.name })
  const regions = user.regionCode === NATIONAL ? [] : await lineage(user.regionCode)
  const place = regions.length ? regions.map(({ name }) => name).reverse() : [ctx.i18n.t('dashboard.nation')]
  const { regency } = ctx
  const today = todayIn(zoneOf(user.regionCode), clock.now())
  return scope.run(ctx.scope, async (tx) => ({
    ...{ greeting, place },
    announcements: await announcementsFor(tx, today),
    documents: await documentsFor(tx, today, OFFERED),
    ...(await watched(ctx, tx)),
    remarks: ctx.can('core.remark') ? await sentRemarks(tx) : [],
    periods: regency ? await periodsOf(ctx, tx, regency) : [],
    tasks: groupTasks(await tasksFor({ tx, regency, can: ctx.can, i18n: ctx.i18n })),
    widgets: regency ? await widgetsOf(ctx, tx, regency) : [],
    activities: await ownActivities(ctx, tx),
  }))
}

/** Every module's figures in short; the map and the ranking of the one that the address names, else of the first. */
async function watched(ctx: HttpContext, tx: Tx): Promise<Pick<Dashboard, 'progress' | 'mapped'>> {
  if (ctx.regency || !ctx.can('core.progress')) return { progress: [], mapped: null }
  const shown: ModuleProgress[] = []
  for (const module of registry.modules()) {
    const newest = await newestProgress(tx, module)
    if (!newest) continue
    const { period, rows } = newest
    shown.push({ module, period, totals: totalsOf(rows), late: rows.filter(isLate).length })
  }
  const chosen = shown.findIndex(({ module }) => module.name === ctx.request.input('modul'))
  const at = Math.max(0, chosen)
  const one = shown[at]
  const mapped = one ? await mappedOf(tx, ctx.auth.user!.regionCode, one) : null
  return { progress: mapped ? shown.with(at, mapped) : shown, mapped }
}

async function mappedOf(tx: Tx, own: string, one: ModuleProgress): Promise<MappedProgress> {
  const { rows } = (await newestProgress(tx, one.module))!
  const order = ranked(rows.filter(takesPart), readProgressFilters({ urut: '-pace' }))
  const few = order.length <= 2 * RANKED
  const [ahead, behind] = few ? [order, []] : [order.slice(0, RANKED), order.slice(-RANKED)]
  return { ...one, ahead, behind, map: await progressMap(tx, own, rows) }
}

function takesPart({ standing }: RegencyProgress): boolean {
  return standing !== 'off' && standing !== 'absent'
}

async function sentRemarks(tx: Tx): Promise<Dashboard['remarks']> {
  const remarks = await newestRemarks(tx, REMARKS)
  const names = await regionNames(remarks.map(({ regency }) => regency))
  return remarks.map((remark) => ({ ...remark, place: names[remark.regency] ?? remark.regency }))
}

function partOfDay(zone: Zone, now: Date): 'morning' | 'noon' | 'afternoon' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: ianaZone(zone) }).format(now))
  if (hour >= 4 && hour < 11) return 'morning'
  if (hour >= 11 && hour < 15) return 'noon'
  return hour >= 15 && hour < 18 ? 'afternoon' : 'evening'
}

async function periodsOf(ctx: HttpContext, tx: Tx, regency: string): Promise<RunningPeriod[]> {
  const periods: RunningPeriod[] = []
  for (const module of registry.modules()) {
    if (!ctx.can(`${module.name}.view`) || !(await pluginEnabled(module.name, regency))) continue
    const period = await periodFor(tx, module, regency)
    if (!period) continue
    const place = placeOf(period)
    const additions = (await progress(tx, place, 'new')).byState.accepted ?? 0
    periods.push({
      ...period,
      done: await progress(tx, place, 'existing'),
      additions,
      villages: await villageProgress(tx, place),
    })
  }
  return periods
}

async function widgetsOf(ctx: HttpContext, tx: Tx, regency: string): Promise<Dashboard['widgets']> {
  const shown: Dashboard['widgets'] = []
  for (const plugin of registry.all()) {
    if (!plugin.widgets || !(await pluginEnabled(plugin.name, regency))) continue
    for (const widget of plugin.widgets.filter(({ permission }) => ctx.can(`${plugin.name}.${permission}`))) {
      const { default: tiles } = await widget.load()
      const t = (key: string, values?: Record<string, unknown>) => ctx.i18n.t(key, values)
      const title = ctx.i18n.t(`${plugin.name}.widget.${widget.id}`, undefined, widget.title)
      shown.push({ title, tiles: await tiles({ tx, regency, t }) })
    }
  }
  return shown
}

async function ownActivities(ctx: HttpContext, tx: Tx): Promise<Dashboard['activities']> {
  const rows: { action: string; data: Record<string, unknown>; object_id: string | null; at: Date }[] = await tx.trx
    .from('activities')
    .select('action', 'data', 'object_id', 'at')
    .whereIn('regency_code', [...tx.scope.regions])
    .where('user_id', ctx.auth.user!.id)
    .orderBy('at', 'desc')
    .limit(OWN_ACTIVITIES)
  return rows.map((row) => ({ words: activityWords(ctx.i18n, row), at: row.at }))
}
