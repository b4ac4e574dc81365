import app from '@adonisjs/core/services/app'
import { defineConfig, formatters, loaders } from '@adonisjs/i18n'
import plugins from '#config/plugins'
import { pluginCatalogues } from '#kernel/catalogues'

export default defineConfig({
  defaultLocale: 'id',
  supportedLocales: ['id', 'en'],
  formatter: formatters.icu(),
  loaders: [loaders.fs({ location: app.languageFilesPath() }), pluginCatalogues(app.makePath(), Object.keys(plugins))],
})
