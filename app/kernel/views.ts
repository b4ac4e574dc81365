import { existsSync } from 'node:fs'
import type { ApplicationService } from '@adonisjs/core/types'
import type { AnyPlugin } from '#kernel/manifest'

/** Mounts each plugin's Edge folder under its name: `bdt::households/index`. */
export async function mountPluginViews(app: ApplicationService, plugins: readonly AnyPlugin[]): Promise<void> {
  const { default: edge } = await import('edge.js')
  for (const plugin of plugins) {
    const folder = app.makePath('plugins', plugin.name, 'views')
    if (existsSync(folder)) edge.mount(plugin.name, folder)
  }
}
