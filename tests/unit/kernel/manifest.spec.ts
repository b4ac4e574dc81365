import { test } from '@japa/runner'
import { boot, minimalWith } from './fixtures.js'

const FILE = 'Plugin "minimal" (tests/fixtures/plugins/minimal/plugin.ts):'
const role = (roles: string[]) => ({ view: { title: 'Melihat', access: 'read', roles } })

test('the smallest plugin boots', async ({ assert }) => {
  assert.isEmpty(await boot({ minimal: minimalWith({}) }))
})

test.group('A mistake in a manifest is named with its file and cure', () => {
  test('{title}')
    .with([
      {
        title: 'a version that is not three numbers',
        change: { version: '0.1' },
        says: 'the version "0.1" is not of the form 1.2.3. Write three numbers.',
      },
      { title: 'an empty title', change: { title: ' ' }, says: 'the title is empty. Write the title in Indonesian.' },
      {
        title: 'an empty description',
        change: { description: '' },
        says: 'the description is empty. Write the description in Indonesian.',
      },
      {
        title: 'a path with a slash',
        change: { path: 'a/b' },
        says: 'the path "a/b" is not lower-case letters, digits and hyphens. Write it without slashes.',
      },
      {
        title: 'a path of the core',
        change: { path: 'import' },
        says: 'uses the address "/import" of the core. Choose another path.',
      },
      {
        title: 'charts where there is no recapitulation to show them',
        change: {
          charts: [{ id: 'one', title: 'Satu', type: 'bar', permission: 'view', load: async () => ({ default: () => ({}) }) }],
        },
        says: 'declares charts, but is no verification module. They stand on its Rekapitulasi; on a page of your own use @chart.',
      },
      {
        title: 'a permission in camel case',
        change: { permissions: { ...role(['pusdatin']), seeAll: { title: 'Semua', access: 'read', roles: ['pusdatin'] } } },
        says: 'the permission "seeAll" is not snake_case. Use lower-case letters, digits and underscores.',
      },
      {
        title: 'a permission without a title',
        change: { permissions: { view: { title: '', access: 'read', roles: ['pusdatin'] } } },
        says: 'the permission "view" has no title. Say in Indonesian what it allows.',
      },
      {
        title: 'an unknown access',
        change: { permissions: { view: { title: 'Melihat', access: 'peek', roles: ['pusdatin'] } } },
        says: 'the permission "view" has the access "peek". Use one of read, write, approve.',
      },
      {
        title: 'a permission for nobody',
        change: { permissions: role([]) },
        says: 'the permission "view" is given to no role. Name at least one of supervisor_regency, supervisor_province, pfm_reviewer, pusdatin, auditor.',
      },
      {
        title: 'an unknown role',
        change: { permissions: role(['operator']) },
        says: 'the permission "view" names the role "operator". Use one of supervisor_regency, supervisor_province, pfm_reviewer, pusdatin, auditor.',
      },
      {
        title: 'a menu line with an undeclared permission',
        change: { menu: { title: 'M', icon: 'list', items: [{ title: 'Daftar', route: 'minimal.index', permission: 'veiw' }] } },
        says: '"Daftar" names the permission "veiw". Declare it, or use one of view.',
      },
      {
        title: 'a menu line that opens the page of another plugin',
        change: { menu: { title: 'M', icon: 'list', items: [{ title: 'Daftar', route: 'bsp.index', permission: 'view' }] } },
        says: 'the menu line "Daftar" opens the route "bsp.index" of another. Name a route of this plugin: "minimal.…".',
      },
      {
        title: 'two jobs with one id',
        change: { jobs: [{ id: 'sync' }, { id: 'sync' }] },
        says: 'declares the jobs id "sync" twice. Give each an id of its own.',
      },
      {
        title: 'an id that carries the plugin name in camel case',
        change: { jobs: [{ id: 'minimalSync' }] },
        says: 'the jobs id "minimalSync" is not snake_case. Ids are short; the core prefixes them.',
      },
      {
        title: 'a contribution that has no adapter',
        change: { assets: ['assets/selesai.js'] },
        says: 'declares "assets", for which this core has no adapter yet. Take it out until the core has one.',
      },
      {
        title: 'migrations without a folder',
        change: { migrations: 'database/migrations' },
        says: 'declares migrations, but has no folder database/migrations. Make it, or take the line out.',
      },
      {
        title: 'an api without its file',
        change: { api: 'api.ts' },
        says: 'declares an api, but has no api.ts. Make it, or take the line out.',
      },
    ])
    .run(async ({ assert }, { change, says }) => {
      assert.include(await boot({ minimal: minimalWith(change) }), `${FILE} ${says}`)
    })
})

test('every mistake of a plugin is told at once', async ({ assert }) => {
  const lines = await boot({ minimal: minimalWith({ title: '', version: '1', path: 'Masuk' }) })
  assert.lengthOf(lines, 3)
})

test('two plugins with one address are told apart', async ({ assert }) => {
  const lines = await boot({ minimal: minimalWith({}), badly_named: minimalWith({ name: 'badly_named', path: 'minimal' }) })
  assert.include(
    lines,
    'Plugin "badly_named" (tests/fixtures/plugins/badly_named/plugin.ts): uses the address "/minimal" of "minimal". Choose another path.',
  )
})
