import app from '@adonisjs/core/services/app'
import { defineConfig, loaders } from '@adonisjs/i18n'
import plugins from '#config/plugins'
import { pluginCatalogues } from '#kernel/catalogues'
import { MessageFormatter } from '#services/message_formatter'

export default defineConfig({
  defaultLocale: 'id',
  supportedLocales: ['id', 'en'],
  formatter: () => new MessageFormatter(),
  loaders: [loaders.fs({ location: app.languageFilesPath() }), pluginCatalogues(app.makePath(), Object.keys(plugins))],
})
