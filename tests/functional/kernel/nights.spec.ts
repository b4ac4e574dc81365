import { test } from '@japa/runner'
import type { NightlyTask } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { pluginNights } from '#services/cleaning/plugin_nights'
import { pluginEnabled } from '#services/plugin_switches'
import { setPluginSwitch } from '#services/switches/set_switch'
import { eventually } from '#tests/support/patience'
import { inScope, regencyForTest } from '#tests/support/places'

const { all } = registry

/** Puts these nights in the place of those of the installed modules. */
function nightsOf(...tasks: NightlyTask[]) {
  const installed = all.call(registry)
  registry.all = () => tasks.map((task, place) => ({ ...installed[place]!, nightly: async () => ({ default: task }) }))
}

async function twoInOrder(): Promise<[string, string]> {
  const [one, other] = [(await regencyForTest()).code, (await regencyForTest()).code]
  return one < other ? [one, other] : [other, one]
}

test.group('What the calendar brings about in the modules', (group) => {
  group.each.teardown(() => {
    registry.all = all
  })

  test('is done where the module says that something is due, in a scope of its own, and left out where it is off', async ({
    assert,
    cleanup,
  }) => {
    const { code: off } = await regencyForTest()
    const [first, second] = await twoInOrder()
    const seen: string[] = []
    nightsOf({
      async due(tx) {
        assert.isAtLeast(tx.scope.regions.length, 514)
        return [second, off, first, first, '99.99']
      },
      async run(tx, regency) {
        assert.deepEqual(tx.scope.regions, [regency])
        seen.push(regency)
        return regency === first ? 2 : 0
      },
    })
    const plugin = all.call(registry)[0]!.name
    const turn = (state: 'off' | 'inherit') =>
      inScope(off, (tx) => setPluginSwitch(tx, { plugin, region: off, state, reason: 'Uji malam' }))
    cleanup(async () => void (await turn('inherit')))
    await turn('off')
    await eventually(
      'the switch',
      () => pluginEnabled(plugin, off),
      (on) => !on,
    )
    assert.equal(await pluginNights(), 2)
    assert.deepEqual(seen, [first, second])
  })

  test('a regency or a module that fails hinders no other, and the night says so at its end', async ({ assert }) => {
    const [first, second] = await twoInOrder()
    const seen: string[] = []
    const failing = () => Promise.reject(new Error('uji'))
    nightsOf(
      { due: failing, run: failing },
      {
        due: async () => [first, second],
        run: async (_tx, regency) => {
          if (regency === first) throw new Error('uji')
          return seen.push(regency)
        },
      },
    )
    await assert.rejects(() => pluginNights(), 'Nightly work of modules failed 2 times.')
    assert.deepEqual(seen, [second])
  })
})
