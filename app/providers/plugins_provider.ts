import type { ApplicationService } from '@adonisjs/core/types'
import plugins from '#config/plugins'
import { registry } from '#kernel/registry'
import { mountPluginViews } from '#kernel/views'

/** Checks every installed plugin and puts its contributions in place. A failing plugin stops the boot. */
export default class PluginsProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    await registry.load(plugins)
    await mountPluginViews(this.app, registry.all())
  }

  async start() {
    if (this.app.getEnvironment() === 'console') return
    const { registerPluginRoutes } = await import('#kernel/plugin_routes')
    await registerPluginRoutes(registry)
    const { recordSecrets } = await import('#verification/review/secrets')
    const { registerSecrets } = await import('#services/secrets')
    for (const module of registry.modules()) registerSecrets(`${module.name}.record`, recordSecrets(module))
  }
}
