import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { CORE_PATHS } from '#kernel/checks/manifest'
import { registry } from '#kernel/registry'

test('no plugin can take an address of the core: the list of them is complete', ({ assert }) => {
  const routes = Object.values(router.toJSON()).flat()
  const own = routes.filter(({ name }) => !registry.ownerOf(name ?? ''))
  const parts = new Set(own.map(({ pattern }) => pattern.split('/')[1] ?? '').filter((part) => part !== ''))
  assert.deepEqual([...parts].filter((part) => !CORE_PATHS.includes(part)).toSorted(), [])
  // Of files and probes, which have no route.
  assert.deepEqual(CORE_PATHS.filter((path) => !parts.has(path)).toSorted(), ['assets', 'health', 'metrics'])
})
