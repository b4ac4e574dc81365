import type { BaseCommand } from '@adonisjs/core/ace'
import type { RouteDefinition } from '#kernel/routes'
import type { VerificationContribution } from '#verification/contribution'
import type { Widget } from '#kernel/widget'
import type { Chart } from '#kernel/chart'
import type { JobHandler } from '#services/jobs/definition'
import type {
  DataAccess,
  DemoStory,
  LetterData,
  Listener,
  LoadHandler,
  MapLayer,
  NightlyTask,
  PersonCard,
  TaskSource,
} from '#kernel/contributions'

/** A door opened only when needed, so that the list of plugins can be printed without a database. */
export type Lazy<T> = () => Promise<{ default: T }>

interface Shown<P extends string> {
  /** Short; the core prefixes it with the plugin's name. */
  id: string
  title: string
  permission: P
}

export interface MenuItem<P extends string> {
  title: string
  /** Route name as the core registers it, e.g. `bdt.recap`. */
  route: string
  permission: P
  icon?: string
  /** Opens a desk of the ministry: shown to those who work for no regency in particular, as its route says too. */
  national?: boolean
}

export type Access = 'read' | 'write' | 'approve'

/**
 * All that a module adds to the application. Every shown thing names a permission declared here. A contribution that the
 * kernel has no adapter for yet is refused at boot, so that nothing declared is silently missing (see `adapters.ts`).
 */
export interface PluginManifest<N extends string, P extends string> {
  /** Folder name, table prefix, view disk, permission prefix. It never changes. */
  name: N
  /** Address prefix; the name where absent. */
  path?: string
  title: string
  description: string
  version: `${number}.${number}.${number}`
  /** Ranges of the core's doors and of other plugins; names of npm packages that the project must have installed. */
  requires: { core: string; plugins?: Record<string, string>; npm?: readonly string[] }
  permissions: Record<P, { title: string; access: Access; roles: readonly string[] }>
  menu?: { title: string; icon: string; items: readonly MenuItem<NoInfer<P>>[] }
  routes?: Lazy<RouteDefinition[]>
  migrations?: 'database/migrations'
  widgets?: readonly (Shown<NoInfer<P>> & { size: 'small' | 'wide'; load: Lazy<Widget> })[]
  /** Background work; a job is dispatched as `<plugin>.<id>`. */
  jobs?: readonly { id: string; load: Lazy<JobHandler> }[]
  commands?: readonly Lazy<typeof BaseCommand>[]
  verification?: Lazy<VerificationContribution>
  charts?: readonly (Shown<NoInfer<P>> & { type: 'bar' | 'line' | 'doughnut'; load: Lazy<Chart> })[]
  /** Figures of the map `/peta`; who lacks the right `exact` sees none below five. */
  mapLayers?: readonly (Shown<NoInfer<P>> & { exact: NoInfer<P>; load: Lazy<MapLayer> })[]
  /**
   * Lists that the ministry loads at its desk `/admin/data`, known there as `<plugin>.<id>`. With `replaces` a file may stand for the
   * whole list of each regency that it names, if the officer says so; the list needs a `table`.
   */
  loads?: readonly (Shown<NoInfer<P>> & { replaces?: true; load: Lazy<LoadHandler> })[]
  letters?: readonly (Shown<NoInfer<P>> & { view: `${NoInfer<N>}::${string}`; load: Lazy<LetterData> })[]
  assets?: readonly `assets/${string}`[]
  /** What plugins that require this one may import, as `#plugins/<name>/api`. */
  api?: 'api.ts'
  /** Events that it tells with `records.tell`, by short names; a module that requires it may listen as `<plugin>.<event>`. */
  emits?: readonly string[]
  /** What it would do about events of modules that it requires: proposals on a page of its own, `/<path>/kabar`. */
  listens?: Readonly<Record<`${string}.${string}`, Lazy<Listener>>>
  personCard?: Lazy<PersonCard>
  tasks?: Lazy<TaskSource>
  /** A gate: without its leave no data of the register is handed out to a regency. */
  dataAccess?: Lazy<DataAccess>
  /** What the calendar brings about, done once a night for every regency where the module is on. */
  nightly?: Lazy<NightlyTask>
  /** Invented work of the module for the demonstration. */
  demo?: Lazy<DemoStory>
}

export type AnyPlugin = PluginManifest<string, string>
export type InstalledPlugins = Record<string, () => Promise<{ default: AnyPlugin }>>

/** Declares what a module adds. Data and lazy imports only; a typo is a compile error at its line. */
export function definePlugin<const N extends string, const P extends string>(
  manifest: PluginManifest<N, P>,
): Readonly<PluginManifest<N, P>> {
  return Object.freeze(manifest)
}
