import { indexEntities } from '@adonisjs/core'
import { defineConfig } from '@adonisjs/core/app'

export default defineConfig({
  experimental: {},
  directories: { commands: 'app/commands', providers: 'app/providers' },
  commands: [() => import('@adonisjs/core/commands'), () => import('#kernel/command_loader')],
  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/core/providers/edge_provider'),
    () => import('#providers/database_server_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('@adonisjs/session/session_provider'),
    () => import('#providers/assets_provider'),
    () => import('@adonisjs/shield/shield_provider'),
    () => import('@adonisjs/static/static_provider'),
    () => import('@adonisjs/i18n/i18n_provider'),
    () => import('@adonisjs/drive/drive_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('#providers/plugins_provider'),
    () => import('#providers/worker_provider'),
  ],
  preloads: [
    () => import('#start/faults'),
    () => import('#start/kernel'),
    () => import('#start/routes'),
    () => import('#start/view'),
  ],
  tests: {
    suites: [
      { name: 'unit', files: ['tests/unit/**/*.spec.ts', 'plugins/*/tests/unit/**/*.spec.ts'], timeout: 300_000 },
      { name: 'architecture', files: ['tests/architecture/**/*.spec.ts'], timeout: 300_000 },
      {
        name: 'functional',
        files: ['tests/functional/**/*.spec.ts', 'plugins/*/tests/functional/**/*.spec.ts', 'plugins/*/tests/*.spec.ts'],
        timeout: 600_000,
      },
      { name: 'browser', files: ['tests/browser/**/*.spec.ts', 'plugins/*/tests/browser/**/*.spec.ts'], timeout: 600_000 },
    ],
    forceExit: true,
  },
  metaFiles: [
    { pattern: 'resources/views/**/*.edge', reloadServer: false },
    { pattern: 'plugins/*/views/**/*.edge', reloadServer: false },
    { pattern: 'resources/lang/**/*.json', reloadServer: false },
    { pattern: 'plugins/*/lang/*.json', reloadServer: false },
    { pattern: 'public/**', reloadServer: false },
    { pattern: 'resources/offline/dist/*', reloadServer: false },
  ],
  hooks: {
    init: [indexEntities()],
    buildStarting: [() => import('@adonisjs/vite/build_hook')],
  },
})
