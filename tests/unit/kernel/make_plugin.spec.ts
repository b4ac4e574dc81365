import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from '@japa/runner'
import * as prettier from 'prettier'
import { makePlugin } from '#kernel/make_plugin'
import type { AnyPlugin, InstalledPlugins } from '#kernel/manifest'
import { PluginRegistry } from '#kernel/registry'
import { SeededInventor, SerialBook } from '#services/demo/inventor'
import { ROOT } from '#tests/support/import_graph'
import { evaluate } from '#verification/engine'

/** A project of its own within this one, so that its sources are run as ours: the same core, plugins of its own. */
function project(): string {
  mkdirSync(join(ROOT, 'tmp'), { recursive: true })
  const root = mkdtempSync(join(ROOT, 'tmp/make-plugin-'))
  for (const name of ['app', 'node_modules']) symlinkSync(join(ROOT, name), join(root, name))
  for (const name of ['package.json', 'config/plugins.ts']) cpSync(join(ROOT, name), join(root, name))
  mkdirSync(join(root, 'plugins'))
  return root
}

test.group('make:plugin', (group) => {
  let root: string
  group.each.setup(() => {
    root = project()
    return () => rmSync(root, { recursive: true })
  })

  const opened = (name: string): Promise<{ default: AnyPlugin }> => import(join(root, 'plugins', name, 'plugin.ts'))
  const boot = async (name: string) => {
    const registry = new PluginRegistry(relative(ROOT, join(root, 'plugins')))
    await registry.load({ [name]: () => opened(name) } satisfies InstalledPlugins)
    return registry
  }

  test('a verification module boots at once, adds one line outside its folder, and its invented records keep its rules', async ({
    assert,
  }) => {
    const wanted = { root, name: 'lansia', title: 'Verifikasi Bantuan Lansia', verification: true }
    const { files } = await makePlugin(wanted)
    assert.deepEqual(
      files.filter((file) => !file.startsWith('plugins/lansia/')),
      ['config/plugins.ts'],
    )
    assert.include(readFileSync(join(root, 'config/plugins.ts'), 'utf8'), `  lansia: () => import('#plugins/lansia/plugin'),\n}`)

    const module = (await boot('lansia')).module('lansia')
    assert.equal(module.title, 'Verifikasi Bantuan Lansia')
    const { default: sample } = await module.sample!()
    const serials = new SerialBook()
    const context = { today: '2026-11-25', outcome: 'repaired', kind: 'repair' as const }
    for (let serial = 1; serial <= 40; serial++) {
      const seat = { village: '31.01.01.1001', regencyName: 'Kab. Uji', serial }
      const chance = new SeededInventor({ seed: `make ${serial}`, seat, today: context.today, visit: '2026-06-01', serials })
      const record = sample.invent(chance)
      assert.deepEqual(evaluate(module.rules, record, { ...context, base: record }), [])
      const wrong = evaluate(module.rules, sample.mistake(record, chance), { ...context, base: record })
      assert.isTrue(wrong.some(({ severity }) => severity === 'block'))
      const added = evaluate(module.rules, sample.propose(chance), { ...context, outcome: 'new', kind: 'new', base: null })
      assert.deepEqual(added, [])
    }
  })

  test('what is written is laid out as the house wants it, whatever length name and title have', async ({ assert }) => {
    await makePlugin({ root, name: 'ab', title: 'A', verification: false })
    const name = 'bantuanpangandaerah1'
    const { files } = await makePlugin({ root, name, title: 'B'.repeat(60), verification: true })
    const style = await prettier.resolveConfig(join(ROOT, 'package.json'))
    for (const file of files.filter((one) => /\.(ts|json)$/.test(one))) {
      const text = readFileSync(join(root, file), 'utf8')
      assert.isTrue(await prettier.check(text, { ...style, filepath: file }), file)
      assert.notMatch(text, /\{\{/, file)
    }
    assert.equal((await boot(name)).module(name).name, name)
    assert.equal((await boot('ab')).find('ab')?.menu?.items[0]?.route, 'ab.index')
  })

  test('a name that is none, is taken, or is an address of the core is refused and nothing is written', async ({ assert }) => {
    const before = readFileSync(join(root, 'config/plugins.ts'), 'utf8')
    const refused = async (name: string, code: string, title?: string) => {
      const error = await makePlugin({ root, name, verification: true, ...(title ? { title } : {}) }).catch(
        (fault: unknown) => fault,
      )
      assert.propertyVal(error, 'code', code)
    }
    for (const name of ['Lansia', 'dua kata', '1a', '../luar', 'x', 'bantuanpangannasional']) await refused(name, 'E_PLUGIN_NAME')
    for (const name of ['bdt', 'import', 'peta']) await refused(name, 'E_PLUGIN_TAKEN')
    await refused('lansia', 'E_PLUGIN_TITLE', `Judul '`)
    assert.equal(readFileSync(join(root, 'config/plugins.ts'), 'utf8'), before)
  })
})
