import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { ROOT } from '#tests/support/import_graph'
import { trespasses } from './boundaries.js'

const DOORS = 'A plugin may use #core/plugin, #core/domain, #plugins/bsp/api; @adonisjs/lucid only under database/.'
const PURE =
  'Pure code runs in the browser too: it may import pure code and packages for the browser, no node: module and nothing of the server.'
const CORE = 'The core knows no module by name'

/** A small project with one file for each crossing, and with files that cross nothing. */
const PROJECT: Record<string, string> = {
  'app/domain/clean.ts': 'export const one = 1',
  'app/domain/reads_files.ts': `import { readFileSync } from 'node:fs'\nimport { one } from './clean.js'`,
  'app/domain/climbs.ts': `export { work } from '../services/work.js'`,
  'app/siks/hashes.ts': `export const hash = async () => import('node:crypto')`,
  'app/siks/asks_the_database.ts': `import db from '@adonisjs/lucid/services/db'`,
  'app/services/work.ts': `import { one } from '../domain/clean.js'\n// A comment may speak of bsp, and of import('#plugins/bsp/plugin').`,
  'app/services/knows_bsp.ts': `import type { plugin } from '../../plugins/bsp/plugin.js'`,
  'app/services/names_bsp.ts': `export const sql = 'select * from bsp_recipients'`,
  'app/services/names_bsp_again.ts': `export const may = (can) => can('bsp.view') || can(\`bsp.\${1}\`)`,
  'app/services/speaks_of_subspace.ts': `export const word = 'absprache'`,
  'config/plugins.ts': `export default { bsp: () => import('#plugins/bsp/plugin') }`,
  'plugins/bsp/plugin.ts': `export const plugin = { name: 'bsp' }`,
  'plugins/bsp/api.ts': 'export const offered = 1',
  'plugins/pbi/services/inside.ts': 'export const inside = 1',
  'plugins/pbi/services/clean.ts': `import '#plugins/bsp/api'\nimport '#core/plugin'\nimport '#core/domain'\nimport 'semver'\nimport './inside.js'\nimport 'node:fs'`,
  'plugins/pbi/services/reaches.ts': [
    `import User from '#models/user'`,
    `import { plugin } from '#plugins/bsp/plugin'`,
    `import { offered } from '../../bsp/api.js'`,
    `import { BaseModel } from '@adonisjs/lucid/orm'`,
    `import { pluginContract } from '#core/testing'`,
    `export type { Scope } from '#services/scope'`,
    `export const later = () => import('#services/regions')`,
  ].join('\n'),
  'plugins/pbi/tests/contract.spec.ts': `import { pluginContract } from '#core/testing'`,
  'plugins/pbi/rules/reads_files.ts': `import { readFileSync } from 'node:fs'`,
  'plugins/pbi/database/migrations/0001_tables.ts': `import { BaseSchema } from '@adonisjs/lucid/schema'`,
  'resources/js/page.js': `import { one } from '../../app/domain/clean.js'\nimport '../../app/services/work.js'\nimport 'chart.js'`,
}

test.group('Who may import whom', () => {
  test('no file of the project crosses a boundary', ({ assert }) => {
    const plugins = Object.fromEntries(registry.all().map(({ name, requires }) => [name, Object.keys(requires.plugins ?? {})]))
    assert.deepEqual(trespasses({ root: ROOT, plugins }), [])
  })

  test('each crossing is found and named, and nothing else is', ({ assert, cleanup }) => {
    const root = mkdtempSync(join(tmpdir(), 'siks-boundaries-'))
    cleanup(() => rmSync(root, { recursive: true }))
    for (const [file, text] of Object.entries(PROJECT)) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
    const reaching = (specifier: string) => `plugins/pbi/services/reaches.ts imports "${specifier}". ${DOORS}`
    assert.sameDeepMembers(trespasses({ root, plugins: { bsp: [], pbi: ['bsp'] } }), [
      `app/domain/climbs.ts imports "../services/work.js". ${PURE}`,
      `app/domain/reads_files.ts imports "node:fs". ${PURE}`,
      `app/siks/hashes.ts imports "node:crypto". ${PURE}`,
      `app/siks/asks_the_database.ts imports "@adonisjs/lucid/services/db". ${PURE}`,
      `app/services/knows_bsp.ts imports "../../plugins/bsp/plugin.js". ${CORE}: only config/plugins.ts names plugins.`,
      `app/services/knows_bsp.ts says "bsp" in "../../plugins/bsp/plugin.js". ${CORE}.`,
      `app/services/names_bsp.ts says "bsp" in "select * from bsp_recipients". ${CORE}.`,
      `app/services/names_bsp_again.ts says "bsp" in "bsp.view". ${CORE}.`,
      `app/services/names_bsp_again.ts says "bsp" in "bsp.". ${CORE}.`,
      ...[
        '#models/user',
        '#plugins/bsp/plugin',
        '../../bsp/api.js',
        '@adonisjs/lucid/orm',
        '#core/testing',
        '#services/scope',
      ].map(reaching),
      reaching('#services/regions'),
      'plugins/pbi/rules/reads_files.ts imports "node:fs". Rules and instrument run in the browser too: they may use #core/plugin, #core/domain and files beside them, no node: module.',
      'resources/js/page.js imports "../../app/services/work.js". Scripts of the browser may import the pure core and packages, nothing of the server.',
    ])
  })
})
