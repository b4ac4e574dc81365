import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { ace, aceHere } from '#tests/support/ace'

test.group('Commands about plugins', () => {
  test('plugin:list prints one JSON object with every plugin in order of boot', async ({ assert }) => {
    const { code, json } = await ace<{ plugins: { name: string; path: string }[] }>('plugin:list', '--json')
    assert.equal(code, 0)
    assert.deepEqual(
      json.plugins.map(({ name, path }) => ({ name, path })),
      registry.all().map(({ name, path }) => ({ name, path: `/${path ?? name}` })),
    )
  })

  test('plugin:doctor finds every installed plugin sound', async ({ assert }) => {
    const { code, json } = await aceHere<{ plugins: { plugin: string; complaints: unknown[] }[] }>('plugin:doctor', '--json')
    assert.deepEqual(
      json.plugins,
      registry.all().map(({ name }) => ({ plugin: name, complaints: [] })),
    )
    assert.equal(code, 0)
  })

  test('plugin:doctor names the cure for a plugin that is not installed', async ({ assert }) => {
    const { code, json } = await aceHere('plugin:doctor', 'lansia', '--json')
    assert.equal(code, 1)
    assert.deepEqual(json, {
      error: {
        code: 'E_PLUGIN',
        message: 'Plugin "lansia" (config/plugins.ts): is not installed. Add its line to config/plugins.ts.',
      },
    })
  })
})
