import { test } from '@japa/runner'
import { PluginRegistry } from '#kernel/registry'
import { boot, HOME, minimalWith } from './fixtures.js'

const FILE = 'Plugin "minimal" (tests/fixtures/plugins/minimal/plugin.ts):'
const other = minimalWith({ name: 'survey', version: '2.0.0', menu: undefined })
const requiring = (requires: object) => minimalWith({ requires: { core: '^1.0.0', ...requires } })

test.group('What a plugin requires', () => {
  test('a later core is refused', async ({ assert }) => {
    assert.deepEqual(await boot({ minimal: requiring({ core: '^9.0.0' }) }), [
      `${FILE} requires core ^9.0.0, but this is 1.0.0. Adapt the plugin to this core, then correct requires.core.`,
    ])
  })

  test('a range that is none is refused', async ({ assert }) => {
    assert.deepEqual(await boot({ minimal: requiring({ core: 'newest' }) }), [
      `${FILE} requires.core "newest" is not a version range. Write "^1.0.0".`,
    ])
  })

  test('a plugin that is not installed is named', async ({ assert }) => {
    assert.deepEqual(await boot({ minimal: requiring({ plugins: { lansia: '^1.0.0' } }) }), [
      `${FILE} requires "lansia" ^1.0.0, which is not installed. Add "lansia" to config/plugins.ts, above "minimal".`,
    ])
  })

  test('a plugin that is listed too late is to be moved up', async ({ assert }) => {
    assert.deepEqual(await boot({ minimal: requiring({ plugins: { survey: '^2.0.0' } }), survey: other }), [
      `${FILE} requires "survey" ^2.0.0, but config/plugins.ts lists it after "minimal". Move the "survey" line up.`,
    ])
  })

  test('another version than the installed one is refused', async ({ assert }) => {
    assert.deepEqual(await boot({ survey: other, minimal: requiring({ plugins: { survey: '^1.0.0' } }) }), [
      `${FILE} requires "survey" ^1.0.0, but 2.0.0 is installed. Update one of the two.`,
    ])
  })

  test('an event of nobody, or of a plugin that is not required, is not listened to', async ({ assert }) => {
    const hear = (requires: object) => ({
      ...requiring(requires),
      listens: { 'survey.moved': async () => ({ default: {} as never }) },
    })
    assert.includeMembers(await boot({ survey: other, minimal: hear({}) }), [
      `${FILE} listens to "survey.moved", but is no verification module. Only records of a register can be changed by it.`,
      `${FILE} listens to "survey.moved", but does not require "survey". Add it to requires.plugins.`,
    ])
    assert.include(
      await boot({ survey: other, minimal: hear({ plugins: { survey: '^2.0.0' } }) }),
      `${FILE} listens to "survey.moved", which "survey" does not tell. Name one of its events, or declare it in its emits.`,
    )
  })

  test('a missing npm package comes with the command that installs it', async ({ assert }) => {
    assert.deepEqual(await boot({ minimal: requiring({ npm: ['semver', 'left-pad-of-nobody'] }) }), [
      `${FILE} requires the npm package "left-pad-of-nobody", which is not installed. Run: npm install --save-exact left-pad-of-nobody`,
    ])
  })

  test('a circle is printed as the way it goes', async ({ assert }) => {
    const registry = new PluginRegistry(HOME)
    const loading = () =>
      registry.load({
        cyclic: () => import('#tests/fixtures/plugins/cyclic/plugin'),
        circle: () => import('#tests/fixtures/plugins/circle/plugin'),
      })
    await assert.rejects(
      loading,
      'Plugin "cyclic" (tests/fixtures/plugins/cyclic/plugin.ts): requires "circle" in a circle: cyclic → circle → cyclic. Move what both need into one of them, or let one listen to an event of the other.',
    )
  })
})

test('a name that cannot prefix a table is refused, and the folder decides', async ({ assert }) => {
  const loading = () => new PluginRegistry(HOME).load({ badly_named: () => import('#tests/fixtures/plugins/badly_named/plugin') })
  await assert.rejects(
    loading,
    [
      `Plugin "badly_named" (tests/fixtures/plugins/badly_named/plugin.ts): its name differs from its folder "badly_named". Names are for ever: write name: 'badly_named', or rename the folder if it is new.`,
      'Plugin "badly_named" (tests/fixtures/plugins/badly_named/plugin.ts): the name "Badly-Named" is not 2 to 21 lower-case letters and digits. Choose a short word such as "lansia".',
      'Plugin "badly_named" (tests/fixtures/plugins/badly_named/plugin.ts): the path "Badly-Named" is not lower-case letters, digits and hyphens. Write it without slashes.',
    ].join('\n'),
  )
})

test('files that a plugin folder must not hold are named one by one', async ({ assert }) => {
  const loading = () => new PluginRegistry(HOME).load({ littered: () => import('#tests/fixtures/plugins/littered/plugin') })
  const folder = 'Plugin "littered" (tests/fixtures/plugins/littered'
  await assert.rejects(
    loading,
    [
      `${folder}/plugin.ts): has database/migrations, but does not declare it. Write migrations: 'database/migrations'.`,
      `${folder}/lang/jv.json): is no catalogue. Name it id.json or en.json.`,
      `${folder}/lang/en.json): lacks the key "status.open". Add its English words.`,
      `${folder}/lang/id.json): lacks the key "extra". Add its Indonesian words.`,
    ].join('\n'),
  )
})

test('a manifest that cannot be opened is named with its reason', async ({ assert }) => {
  const open = async () => Promise.reject(new Error('Cannot find module ./gone.js'))
  await assert.rejects(
    () => new PluginRegistry(HOME).load({ minimal: open }),
    `${FILE} could not be opened: Cannot find module ./gone.js. Correct the import, or take its line out of config/plugins.ts.`,
  )
})

test('a plugin that brings its own package.json is told what that breaks', async ({ assert }) => {
  await assert.rejects(
    () => new PluginRegistry(HOME).load({ boxed: async () => ({ default: minimalWith({ name: 'boxed' }) }) }),
    'Plugin "boxed" (tests/fixtures/plugins/boxed/package.json): a plugin folder has no package.json: it would cut the plugin off from #core/plugin. Delete it and list npm packages under requires.npm.',
  )
})
