import { test } from '@japa/runner'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import { pluginNights } from '#services/cleaning/plugin_nights'
import { setPluginSwitch } from '#services/plugin_switches'
import { inScope, regencyForTest } from '#tests/support/places'

const SWITCH_MS = 1100

test.group('What the calendar brings about in the modules', () => {
  test('is done for every regency in a scope of its own, and left out where the module is off', async ({ assert, cleanup }) => {
    const { code: off } = await regencyForTest()
    const seen: string[] = []
    const nightly: NonNullable<AnyPlugin['nightly']> = async () => ({
      default: async (tx, regency) => {
        assert.deepEqual(tx.scope.regions, [regency])
        seen.push(regency)
        return regency === '33.71' ? 2 : 0
      },
    })
    const { all } = registry
    const [first] = registry.all()
    registry.all = () => [{ ...first!, nightly }]
    cleanup(() => {
      registry.all = all
    })
    await inScope(off, (tx) => setPluginSwitch(tx, { plugin: first!.name, region: off, enabled: false, reason: 'Uji malam' }))
    await new Promise((resolve) => setTimeout(resolve, SWITCH_MS))
    assert.equal(await pluginNights(), 2)
    assert.isAtLeast(seen.length, 500)
    assert.include(seen, '33.71')
    assert.notInclude(seen, off)
  })
})
