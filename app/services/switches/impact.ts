import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import { routesOf } from '#kernel/routes_of'
import { menuSize } from '#services/menu'
import { coreKindsFor } from '#services/jobs/handlers'
import { isOn, type Switch } from '#services/plugin_switches'
import { lineage, lineagesOf } from '#services/regions'
import { NATIONAL, query, type Tx } from '#services/scope'
import { openPeriods } from '#verification/periods/index'
import { ENABLED, type PlannedSwitch } from './set_switch.js'

/** What a switch would touch at the moment it takes effect; every figure is counted now. */
export interface SwitchImpact {
  /** Whether the module is on there just before, and from then on. */
  before: boolean
  after: boolean
  /** Regencies where that changes something; a district or village counts as its own, and `partly` says so. */
  regencies: number
  partly: boolean
  /** Some of them by name, in order of their codes. */
  named: string[]
  /** Regencies below that have a switch of their own or below another one, and stay as they are. */
  unchanged: number
  menus: number
  routes: number
  /** Panels of Beranda; a verification module has that of its period beside its own. */
  widgets: number
  /** Kinds of background work, and how much of it waits or runs there. */
  job_kinds: number
  running_jobs: number
  running_imports: number
  import_names: string[]
  open_periods: number
  waiting_letters: number
  /** Packages in force that carry the module. */
  packages: number
  /** Accounts in use that lose or win it: of those regencies, of the provinces above, of the ministry. */
  users: number
  user_counts: { regency: number; province: number; nation: number }
  /** Installed modules that require this one. */
  requiring: string[]
}

const NAMED = 12

/** Works out what a planned switch would touch; changes nothing. */
export async function impactOf(tx: Tx, planned: PlannedSwitch): Promise<SwitchImpact> {
  const plugin = registry.find(planned.plugin)!
  const places = await placesOf(tx, planned)
  const changed = places.changed.map(({ code }) => code)
  const imports = await runningImports(tx, plugin.name, changed)
  const users = await userCounts(tx, plugin, changed)
  const routes = await routesOf(registry, plugin)
  return {
    ...{ before: places.before, after: places.after, regencies: changed.length, partly: places.partly },
    ...{ named: places.changed.slice(0, NAMED).map(({ name }) => name), unchanged: places.unchanged },
    ...{ menus: menuSize(plugin, routes), routes: routes.length },
    ...{
      widgets: (plugin.widgets?.length ?? 0) + (plugin.verification ? 1 : 0),
      job_kinds: (plugin.jobs?.length ?? 0) + coreKindsFor(plugin),
    },
    running_jobs: await runningJobs(tx, plugin.name, changed),
    ...{ running_imports: imports.length, import_names: imports.slice(0, NAMED) },
    ...(await periodCounts(tx, plugin, changed)),
    packages: await packages(tx, plugin.name, changed),
    ...{ users: users.regency + users.province + users.nation, user_counts: users },
    requiring: registry
      .all()
      .filter(({ requires }) => requires.plugins?.[plugin.name])
      .map(({ title }) => title),
  }
}

interface Places {
  before: boolean
  after: boolean
  changed: { code: string; name: string }[]
  unchanged: number
  partly: boolean
}

/** Regencies at or below the region, with and without the new switch at the moment it takes effect. */
async function placesOf(tx: Tx, planned: PlannedSwitch): Promise<Places> {
  const { plugin, region, state, validFrom, validUntil } = planned
  const rows = await query<Switch>(
    tx,
    'select plugin, region_code, enabled, valid_from, valid_until, cast(version as int) as version from plugin_switches where plugin = ?',
    [plugin],
  )
  const version = Math.max(0, ...rows.map((row) => row.version)) + 1
  const added: Switch[] = [
    ...rows,
    { plugin, region_code: region, enabled: ENABLED[state], valid_from: validFrom, valid_until: validUntil, version },
  ]
  const own = [...(region === NATIONAL ? [] : (await lineage(region)).map(({ code }) => code)), NATIONAL]
  const [before, after] = [isOn(rows, own, validFrom), isOn(added, own, validFrom)]
  const below = await regenciesAt(tx, region)
  if (below.partly) return { before, after, changed: before === after ? [] : below.regencies, unchanged: 0, partly: true }
  const above = await lineagesOf(below.regencies.map(({ code }) => code))
  const changed = below.regencies.filter(({ code }) => {
    const lines = [...(above.get(code) ?? [code]), NATIONAL]
    return isOn(rows, lines, validFrom) !== isOn(added, lines, validFrom)
  })
  return { before, after, changed, unchanged: below.regencies.length - changed.length, partly: false }
}

async function regenciesAt(tx: Tx, region: string) {
  const above = region === NATIONAL ? [] : await lineage(region)
  const regency = above.find(({ level }) => level === 2)
  if (regency) return { regencies: [{ code: regency.code, name: regency.name }], partly: above[0]!.level > 2 }
  const regencies = await query<{ code: string; name: string }>(
    tx,
    'select code, name from regions where level = 2 and (cast(:parent as text) is null or parent = :parent) order by code',
    { parent: region === NATIONAL ? null : region },
  )
  return { regencies, partly: false }
}

/** Whether a file `f` carries the module; one that nobody has opened yet may. */
const CARRIES = `(f.manifest is null or f.manifest -> 'modules' @> to_jsonb(cast(:plugin as text)))`

async function runningJobs(tx: Tx, plugin: string, regencies: readonly string[]): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from jobs j
       left join import_files f on f.regency_code = j.regency_code and cast(f.id as text) = j.subject
       left join issues i on i.regency_code = j.regency_code and cast(i.id as text) = j.payload ->> 'issue'
     where j.regency_code = any (:regencies) and j.state in ('queued', 'running')
       and (starts_with(j.name, :prefix) or j.payload ->> 'module' = :plugin or j.payload -> 'modules' @> to_jsonb(cast(:plugin as text))
         or :plugin = any (i.modules) or f.id is not null and ${CARRIES})`,
    { regencies, plugin, prefix: `${plugin}.` },
  )
  return row!.count
}

async function runningImports(tx: Tx, plugin: string, regencies: readonly string[]): Promise<string[]> {
  const rows = await query<{ name: string }>(
    tx,
    `select original_name as name from import_files f
     where regency_code = any (:regencies) and state in ('queued', 'checking', 'applying') and ${CARRIES} order by created_at`,
    { regencies, plugin },
  )
  return rows.map(({ name }) => name)
}

async function periodCounts(tx: Tx, { name }: AnyPlugin, regencies: readonly string[]) {
  const module = registry.modules().find((found) => found.name === name)
  if (!module) return { open_periods: 0, waiting_letters: 0 }
  const wanted = new Set(regencies)
  const periods = (await openPeriods(tx, module)).filter(({ regency }) => wanted.has(regency))
  const [letters] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from finalisations where module = ? and regency_code = any (?) and state = 'letter_uploaded'`,
    [name, regencies],
  )
  return { open_periods: periods.length, waiting_letters: letters!.count }
}

async function packages(tx: Tx, plugin: string, regencies: readonly string[]): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from issues where regency_code = any (?) and revoked_at is null and not simulated and ? = any (modules)`,
    [regencies, plugin],
  )
  return row!.count
}

async function userCounts(tx: Tx, plugin: AnyPlugin, regencies: readonly string[]): Promise<SwitchImpact['user_counts']> {
  const none = { regency: 0, province: 0, nation: 0 }
  if (regencies.length === 0) return none
  const roles = [...new Set(Object.values(plugin.permissions).flatMap(({ roles: allowed }) => [...allowed]))]
  const rows = await query<{ level: keyof typeof none; count: number }>(
    tx,
    `select case when u.region_code = '${NATIONAL}' then 'nation' when r.level = 1 then 'province' else 'regency' end as level,
       count(*)::int as count
     from users u left join regions r on r.code = u.region_code
     where u.disabled_at is null and u.role = any (:roles) and (u.region_code = '${NATIONAL}' or u.region_code = any (:regencies)
       or u.region_code in (select parent from regions where code = any (:regencies)))
     group by 1`,
    { roles, regencies },
  )
  return { ...none, ...Object.fromEntries(rows.map(({ level, count }) => [level, count])) }
}
