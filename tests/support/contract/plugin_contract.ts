import { test } from '@japa/runner'
import edge from 'edge.js'
import i18nManager from '@adonisjs/i18n/services/main'
import { diagnose } from '#kernel/doctor'
import { collect } from '#kernel/errors'
import { checkMenu, checkRoutes } from '#kernel/checks/routes'
import { LOCALES } from '#kernel/catalogues'
import type { AnyPlugin } from '#kernel/manifest'
import { routesOf } from '#kernel/routes_of'
import { registry } from '#kernel/registry'
import { ROLES } from '#kernel/roles'
import { CONSOLE, scope } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { projectFiles } from '../import_graph.js'
import { regencyForTest } from '../places.js'
import { migrationsThereAndBack } from './migrations.js'
import { openPageAs } from './pages.js'
import { testRules } from './rules.js'
import { testSeclusion, testSecrets } from './seclusion.js'

/**
 * What every plugin keeps to, whoever wrote it: the whole of `plugins/<name>/tests/contract.spec.ts` is one call of this function.
 * It runs in the application of the test run, so that the plugin must stand in `config/plugins.ts`.
 */
export function pluginContract(plugin: AnyPlugin): void {
  const shown = `plugins/${plugin.name}`

  test.group(`Contract of the plugin "${plugin.name}"`, () => {
    test('it is installed as it declares itself', async ({ assert }) => {
      assert.strictEqual(registry.find(plugin.name), plugin, `Add "${plugin.name}" to config/plugins.ts.`)
      const routes = await routesOf(registry, plugin)
      const complaints = collect((complain) => {
        checkRoutes(plugin, routes, shown, complain)
        checkMenu(plugin, routes, shown, complain)
      })
      assert.deepEqual(complaints, [])
    })

    for (const locale of LOCALES) {
      test(`every door opens, every view exists, every word is in the catalogue (${locale})`, async ({ assert }) => {
        const words = i18nManager.locale(locale)
        assert.deepEqual(await diagnose(plugin, shown, (key) => words.hasMessage(key)), [])
      })
    }

    for (const file of projectFiles(`${shown}/views/**/*.edge`)) {
      const view = file.slice(`${shown}/views/`.length, -'.edge'.length)
      test(`the view ${view} compiles`, ({ assert }) => {
        // The first renderer makes the core's components known as tags.
        edge.createRenderer()
        assert.doesNotThrow(() => edge.asyncCompiler.compile(`${plugin.name}::${view}`))
      })
    }

    if (plugin.migrations) {
      test('its migrations go up, down and up again, and leave nothing behind', async ({ assert }) => {
        const { before, without, after } = await migrationsThereAndBack(plugin.name)
        assert.isNotEmpty(before)
        assert.deepEqual(without, [], 'down() leaves objects behind')
        assert.deepEqual(after, before, 'up() after down() makes something else')
      })
    }

    testMenu(plugin)
    testSeclusion(plugin)
    testSecrets(plugin)
    testRules(plugin)
  })
}

function testMenu(plugin: AnyPlugin) {
  for (const { title, route, permission, national } of plugin.menu?.items ?? []) {
    const allowed = ROLES.filter((role) => plugin.permissions[permission].roles.includes(role))
    const refused = ROLES.filter((role) => !allowed.includes(role))

    test(`the page "${title}" opens for ${allowed.join(', ')}`, async ({ client }) => {
      const regency = await regencyForTest()
      for (const role of allowed) (await openPageAs(client, role, route, regency)).assertStatus(200)
    })

    test(`the page "${title}" ${national ? 'does not exist for' : 'is forbidden to'} everyone else`, async ({ client }) => {
      const regency = await regencyForTest()
      for (const role of refused) (await openPageAs(client, role, route, regency)).assertStatus(national ? 404 : 403)
    })

    test(`the page "${title}" does not exist where the module is off, and only there`, async ({ client }) => {
      const [off, on] = [await regencyForTest(), await regencyForTest()]
      const wanted = { plugin: plugin.name, region: off.code, state: 'off' as const, reason: 'Uji kontrak' }
      await scope.run(scope.of(off.code, CONSOLE), (tx) => setPluginSwitch(tx, wanted))
      for (const role of ROLES) (await openPageAs(client, role, route, off)).assertStatus(404)
      for (const role of allowed) (await openPageAs(client, role, route, on)).assertStatus(200)
    })
  }
}
