import { createWriteStream, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { test } from '@japa/runner'
import { makePlugin } from '#kernel/make_plugin'
import type { AnyPlugin } from '#kernel/manifest'
import { addPlugin, packPlugin } from '#kernel/plugin_archive'
import { takeLine } from '#kernel/plugin_list_file'
import { zipStream, type ZipEntry } from '#services/documents/zip'
import { sniff } from '#siks/sniff'
import { ROOT } from '#tests/support/import_graph'

const NAME = 'lansia'
const plugin: AnyPlugin = {
  name: NAME,
  version: '1.2.0',
  title: 'Lansia',
  description: 'Uji',
  requires: { core: '^1.0.0' },
  permissions: {},
}
const files = (root: string) => readdirSync(join(root, 'plugins', NAME), { recursive: true }).sort()
const list = (root: string) => readFileSync(join(root, 'config/plugins.ts'), 'utf8')

test.group('An archive of a plugin', (group) => {
  let here: string
  let there: string
  let file: string

  group.each.setup(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'siks-archive-'))
    ;[here, there, file] = [join(folder, 'here'), join(folder, 'there'), join(folder, 'lansia.zip')]
    for (const root of [here, there]) {
      for (const part of ['plugins', 'config']) mkdirSync(join(root, part), { recursive: true })
      cpSync(join(ROOT, 'config/plugins.ts'), join(root, 'config/plugins.ts'))
    }
    await makePlugin({ root: here, name: NAME, verification: false })
    return () => rmSync(folder, { recursive: true })
  })

  const zip = async (entries: ZipEntry[]) => pipeline(zipStream(entries), createWriteStream(file))
  const refusal = () =>
    addPlugin(there, file).then(
      () => 'added',
      (error: { code: string }) => error.code,
    )

  test('carries the whole folder to another installation and lists it there', async ({ assert }) => {
    const packed = await packPlugin(here, plugin, file)
    const added = await addPlugin(there, file)
    assert.deepEqual(added, packed)
    assert.equal(added.plugin_version, '1.2.0')
    assert.deepEqual(files(there), files(here))
    for (const { path } of packed.files) {
      assert.deepEqual(readFileSync(join(there, 'plugins', NAME, path)), readFileSync(join(here, 'plugins', NAME, path)), path)
    }
    assert.equal(list(there), list(here))
    assert.deepEqual(readdirSync(join(there, 'plugins')), [NAME])
  })

  test('is known by its content where somebody drops it as a .siks file', async ({ assert }) => {
    await packPlugin(here, plugin, file)
    assert.equal(await sniff(readFileSync(file)), 'plugin')
  })

  test('is refused where a plugin of that name is, and nothing is written over', async ({ assert }) => {
    await packPlugin(here, plugin, file)
    await addPlugin(there, file)
    rmSync(join(there, 'plugins', NAME, 'plugin.ts'))
    assert.equal(await refusal(), 'E_PLUGIN_TAKEN')
    assert.isFalse(existsSync(join(there, 'plugins', NAME, 'plugin.ts')))
  })

  test('with a byte changed, a file more, a file less or a path out of its folder leaves nothing behind', async ({ assert }) => {
    const manifest = await packPlugin(here, plugin, file)
    const told = (change: object = {}) => ({
      name: 'siks-plugin.json',
      content: Buffer.from(JSON.stringify({ ...manifest, ...change })),
    })
    const content = manifest.files.map(({ path }) => ({
      name: `${NAME}/${path}`,
      content: readFileSync(join(here, 'plugins', NAME, path)),
    }))
    const [first, ...rest] = content
    const damaged: [string, ZipEntry[]][] = [
      ['byte', [told(), { ...first!, content: Buffer.concat([first!.content, Buffer.from(' ')]) }, ...rest]],
      ['more', [told(), ...content, { name: `${NAME}/extra.ts`, content: Buffer.from('1') }]],
      ['elsewhere', [told(), ...content, { name: 'other/plugin.ts', content: Buffer.from('1') }]],
      ['less', [told(), ...rest]],
      ['no manifest', content],
      ['a name that climbs', [told({ name: '../config' }), ...content]],
      [
        'a path that climbs',
        [told({ files: [...manifest.files, { path: '../../app/plugin.ts', size: 1, sha256: '' }] }), ...content],
      ],
      ['no JSON', [{ name: 'siks-plugin.json', content: Buffer.from('{') }, ...content]],
    ]
    for (const [what, entries] of damaged) {
      await zip(entries)
      assert.equal(await refusal(), 'E_PLUGIN_ARCHIVE', what)
      assert.deepEqual(readdirSync(join(there, 'plugins')), [], what)
      assert.notInclude(list(there), NAME, what)
    }
  })

  test('the line of a plugin goes as it came, and one written otherwise is left to a person', async ({ assert }) => {
    const before = list(there)
    await packPlugin(here, plugin, file)
    await addPlugin(there, file)
    assert.isTrue(await takeLine(there, NAME))
    assert.equal(list(there), before)
    assert.isFalse(await takeLine(there, NAME))
  })
})
