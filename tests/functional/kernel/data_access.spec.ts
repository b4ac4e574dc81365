import { test } from '@japa/runner'
import type { DataAccess, DataAccessAnswer } from '#kernel/contributions'
import { dataAccessOf } from '#services/data_access'
import { setPluginSwitch } from '#services/switches/set_switch'
import { eventually } from '#tests/support/patience'
import { inScope, regencyForTest } from '#tests/support/places'

const gate = (name: string, answer: DataAccessAnswer) => {
  const asked: string[] = []
  const open: DataAccess = async (_tx, regency) => {
    asked.push(regency)
    return answer
  }
  return { asked, plugin: { name, title: `Gerbang ${name}`, dataAccess: async () => ({ default: open }) } }
}
const refusal = { allowed: false, reason: { id: 'Belum ada MoU.', en: 'No MoU yet.' }, href: '/mou' } as const

test.group('Data access', () => {
  test('no gate at all is a yes without an end', async ({ assert }) => {
    const { code } = await regencyForTest()
    const answer = await inScope(code, (tx) => dataAccessOf(tx, code, [{ name: 'tanpa', title: 'Tanpa gerbang' }]))
    assert.deepEqual(answer, { allowed: true, until: null })
  })

  test('every gate must allow it, and the earliest last day counts', async ({ assert }) => {
    const { code } = await regencyForTest()
    const gates = [
      gate('satu', { allowed: true, until: '2027-06-30' }),
      gate('dua', { allowed: true, until: null }),
      gate('tiga', { allowed: true, until: '2027-01-31' }),
    ]
    const plugins = gates.map(({ plugin }) => plugin)
    assert.deepEqual(await inScope(code, (tx) => dataAccessOf(tx, code, plugins)), { allowed: true, until: '2027-01-31' })
    assert.deepEqual(
      gates.map(({ asked }) => asked),
      [[code], [code], [code]],
    )
    const refused = [...plugins, gate('empat', refusal).plugin]
    assert.deepEqual(await inScope(code, (tx) => dataAccessOf(tx, code, refused)), refusal)
  })

  test('a gate that is switched off for the regency refuses, and is not asked', async ({ assert, cleanup }) => {
    const { code } = await regencyForTest()
    const { asked, plugin } = gate('bdt', { allowed: true, until: null })
    const turn = (state: 'off' | 'inherit') =>
      inScope(code, (tx) => setPluginSwitch(tx, { plugin: 'bdt', region: code, state, reason: 'Uji gerbang data' }))
    cleanup(async () => void (await turn('inherit')))
    await turn('off')
    const answer = await afterTheSwitch(code, plugin)
    asked.length = 0
    assert.deepEqual(await inScope(code, (tx) => dataAccessOf(tx, code, [plugin])), answer)
    assert.isEmpty(asked)
    assert.isFalse(answer.allowed)
    if (!answer.allowed) assert.include(answer.reason.id, 'dinonaktifkan untuk wilayah ini')
  })
})

/** A switch is in force everywhere within a second. */
function afterTheSwitch(code: string, plugin: ReturnType<typeof gate>['plugin']): Promise<DataAccessAnswer> {
  const look = () => inScope(code, (tx) => dataAccessOf(tx, code, [plugin]))
  return eventually('the switch', look, (answer) => !answer.allowed)
}
