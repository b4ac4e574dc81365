import type { AnyPlugin, Lazy } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import type { Job, JobHandler } from './definition.js'

/** The core's kinds of background work for the data of a verification module, by name; each tells which (`modulesOf`). */
const FOR_MODULES = {
  'imports.check': () => import('#verification/imports/check'),
  'imports.apply': () => import('#verification/imports/apply'),
  'imports.undo': () => import('#verification/imports/undo'),
  'periods.open': () => import('#verification/periods/open_job'),
  'verification.seal': () => import('#verification/finalise/seal_job'),
  'duplicates.find': () => import('#verification/duplicates/find_job'),
  'lists.outcome': () => import('#verification/lists/bulk/outcome_job'),
  'lists.outcome_undo': () => import('#verification/lists/bulk/undo_job'),
  'review.large_act': () => import('#verification/large_acts/job'),
  'lists.export': () => import('#verification/lists/export_job'),
  'papers.print': () => import('#verification/paper/print_job'),
  'editions.results': () => import('#verification/editions/results_job'),
  'editions.compare': () => import('#verification/editions/compare_job'),
  'charts.composition': () => import('#services/charts/composition_job'),
  'editions.empty': () => import('#verification/editions/empty_job'),
  'loads.run': () => import('#services/loads/run_load'),
  'loads.take_back': () => import('#services/loads/take_back_job'),
  'editions.count': () => import('#verification/editions/count_job'),
  'comparisons.make': () => import('#verification/comparisons/make_job'),
  'issues.package': () => import('#verification/issues/package_job'),
  'issues.archive': () => import('#verification/issues/archive_job'),
  'issues.register': () => import('#verification/issues/register_job'),
} satisfies Record<string, Lazy<JobHandler>>

/** All of the core's. Those of modules stand in their manifests as `<plugin>.<id>`. */
const CORE: Record<string, Lazy<JobHandler>> = {
  ...FOR_MODULES,
  'gis.import': () => import('#services/gis/store/import_job'),
}

/** How many kinds of work the core does for a module. */
export function coreKindsFor(plugin: AnyPlugin): number {
  return plugin.verification ? Object.keys(FOR_MODULES).length : 0
}

/** @throws Error when no handler of that name is installed; the worker then fails the job with `E_JOB_UNKNOWN` */
export async function jobHandler(name: string): Promise<JobHandler> {
  const load = CORE[name] ?? pluginJob(name)
  if (!load) throw Object.assign(new Error(`Jenis pekerjaan "${name}" tidak terpasang.`), { code: 'E_JOB_UNKNOWN' })
  return (await load()).default
}

/** Modules that must be on where a job works: the plugin it comes from, the one its payload names, and what its handler adds. */
export async function modulesOf(tx: Tx, handler: JobHandler, job: Job): Promise<string[]> {
  const [owner, named] = [registry.ownerOf(job.name)?.name, job.payload.module]
  return [...(owner ? [owner] : []), ...(typeof named === 'string' ? [named] : []), ...((await handler.modules?.(tx, job)) ?? [])]
}

/** Whether a module that the job works on is off where it works; to pages there is no such job then. */
export async function isSwitchedOff(tx: Tx, job: Job): Promise<boolean> {
  const load = CORE[job.name] ?? pluginJob(job.name)
  const modules = load ? await modulesOf(tx, (await load()).default, job) : []
  for (const module of modules) if (!(await pluginEnabled(module, job.regency))) return true
  return false
}

/** Tells the handler of a job that is given up; one that is not installed waits for nothing. */
export async function letGo(tx: Tx, job: Job, reason: string): Promise<void> {
  const load = CORE[job.name] ?? pluginJob(job.name)
  await (await load?.())?.default.ended?.(tx, job, reason)
}

function pluginJob(name: string): Lazy<JobHandler> | undefined {
  for (const plugin of registry.all()) {
    const job = plugin.jobs?.find(({ id }) => `${plugin.name}.${id}` === name)
    if (job) return job.load
  }
  return undefined
}

/** Adds a handler that is not in the list, for tests. */
export function addJobHandler(handler: JobHandler): void {
  CORE[handler.name] = async () => ({ default: handler })
}
