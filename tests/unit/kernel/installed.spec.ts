import { test } from '@japa/runner'
import plugins from '#config/plugins'
import { PluginRegistry } from '#kernel/registry'

test('every installed plugin passes every check', async ({ assert }) => {
  const registry = new PluginRegistry()
  await registry.load(plugins)
  assert.deepEqual(
    registry.all().map(({ name }) => name),
    Object.keys(plugins),
  )
})
