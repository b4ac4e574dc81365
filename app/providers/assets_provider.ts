import ViteProvider from '@adonisjs/vite/vite_provider'

/**
 * Pages use the built scripts and styles; Vite's own server runs under `npm run dev` alone. The package would start it in tests
 * too, so that pages there would load otherwise than in production.
 */
export default class AssetsProvider extends ViteProvider {
  override async start() {
    if (process.env.DEV_MODE) await super.start()
  }

  override async shutdown() {
    if (process.env.DEV_MODE) await super.shutdown()
  }
}
