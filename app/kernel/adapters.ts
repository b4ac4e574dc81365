import type { AnyPlugin } from '#kernel/manifest'

type Contribution = Exclude<keyof AnyPlugin, 'name' | 'path' | 'title' | 'description' | 'version' | 'requires' | 'permissions'>

/** Where each contribution is put to use; null where nothing does so yet, and then a manifest may not declare it. */
export const ADAPTERS: Record<Contribution, string | null> = {
  menu: 'app/services/menu.ts',
  routes: 'app/kernel/plugin_routes.ts',
  migrations: 'config/database.ts',
  widgets: 'app/kernel/widget.ts',
  jobs: 'app/services/jobs/handlers.ts',
  commands: 'app/kernel/command_loader.ts',
  verification: 'app/kernel/verification_routes.ts',
  api: 'tests/architecture/imports.spec.ts',
  dataAccess: 'app/services/data_access.ts',
  tasks: 'app/services/dashboard/plugin_tasks.ts',
  nightly: 'app/services/cleaning/plugin_nights.ts',
  loads: 'app/services/loads/kinds.ts',
  demo: 'app/services/demo/story/plugins.ts',
  personCard: 'app/verification/persons/cards.ts',
  mapLayers: 'app/services/map/layers.ts',
  emits: 'app/verification/news/tell.ts',
  listens: 'app/verification/news/tell.ts',
  charts: 'app/services/charts/charts.ts',
  letters: null,
  assets: null,
}

export function declaredContributions(plugin: AnyPlugin): Contribution[] {
  return (Object.keys(ADAPTERS) as Contribution[]).filter((key) => plugin[key] !== undefined)
}
