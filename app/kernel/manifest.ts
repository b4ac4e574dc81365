import type { BaseCommand } from '@adonisjs/core/ace'
import type { RouteDefinition } from '#kernel/routes'
import type { VerificationContribution } from '#verification/contribution'
import type { Widget } from '#kernel/widget'
import type { JobHandler } from '#services/jobs/definition'

/** A door opened only when needed, so that the list of plugins can be printed without a database. */
export type Lazy<T> = () => Promise<{ default: T }>

interface Shown<P extends string> {
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
}

export type Access = 'read' | 'write' | 'approve'

export interface PluginManifest<N extends string, P extends string> {
  /** Folder name, table prefix, view disk, permission prefix. It never changes. */
  name: N
  /** Address prefix; the name where absent. */
  path?: string
  title: string
  description: string
  version: `${number}.${number}.${number}`
  requires: { core: string; plugins?: Record<string, string>; npm?: string[] }
  permissions: Record<P, { title: string; access: Access; roles: readonly string[] }>
  menu?: { title: string; icon: string; items: readonly MenuItem<NoInfer<P>>[] }
  routes?: Lazy<RouteDefinition[]>
  migrations?: 'database/migrations'
  widgets?: readonly (Shown<NoInfer<P>> & { size: 'small' | 'wide'; load: Lazy<Widget> })[]
  /** Background work; a job is dispatched as `<plugin>.<id>`. */
  jobs?: readonly { id: string; load: Lazy<JobHandler> }[]
  commands?: readonly Lazy<typeof BaseCommand>[]
  verification?: Lazy<VerificationContribution>
}

export type AnyPlugin = PluginManifest<string, string>
export type InstalledPlugins = Record<string, () => Promise<{ default: AnyPlugin }>>

/** Declares what a module adds. Data and lazy imports only; a typo is a compile error at its line. */
export function definePlugin<const N extends string, const P extends string>(
  manifest: PluginManifest<N, P>,
): Readonly<PluginManifest<N, P>> {
  return Object.freeze(manifest)
}
