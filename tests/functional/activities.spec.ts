import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { recordActivity } from '#services/activity'
import { sealActivities, verifySeals } from '#services/activity_sealer'
import { checkInvariants, registerInvariant } from '#services/invariants'
import { CONSOLE, scope, type Scope } from '#services/scope'
import { pluginEnabled } from '#services/plugin_switches'
import { setPluginSwitch } from '#services/switches/set_switch'
import type User from '#models/user'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { eventually } from '#tests/support/patience'
import { regencyForTest, type TestRegency } from '#tests/support/places'

async function place(): Promise<{ regency: TestRegency; own: Scope }> {
  const regency = await regencyForTest()
  return { regency, own: scope.of(regency.code, CONSOLE) }
}

function record(own: Scope, count: number) {
  return scope.run(own, async (tx) => {
    for (let serial = 1; serial <= count; serial++) {
      await recordActivity(tx, { action: 'test.done', regency: own.regions[0]!, data: { serial } })
    }
  })
}

const verify = (own: Scope) => scope.run(own, verifySeals)

test.group('The sealer of activities', () => {
  test('chains committed entries into blocks and shows the tail that is not sealed yet', async ({ assert }) => {
    const { own } = await place()
    await record(own, 3)
    await sealActivities(own)
    await record(own, 2)
    await sealActivities(own)
    await record(own, 4)
    assert.deepEqual(await verify(own), { blocks: 2, sealed: 5, unsealed: 4, problems: [] })
  })

  test('an entry whose transaction commits late comes into a later block', async ({ assert }) => {
    const { regency, own } = await place()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const written = Promise.withResolvers<void>()
    const late = scope.run(own, async (tx) => {
      await recordActivity(tx, { action: 'test.late', regency: regency.code })
      written.resolve()
      await held
    })
    await Promise.race([written.promise, late])
    await record(own, 2)
    await sealActivities(own)
    assert.containsSubset(await verify(own), { sealed: 2, unsealed: 0 })
    release()
    await late
    await sealActivities(own)
    assert.deepEqual(await verify(own), { blocks: 2, sealed: 3, unsealed: 0, problems: [] })
  })

  test('several sealers at once seal every entry exactly once', async ({ assert }) => {
    const { own } = await place()
    await record(own, 40)
    await Promise.all(Array.from({ length: 6 }, () => sealActivities(own)))
    assert.deepEqual(await verify(own), { blocks: 1, sealed: 40, unsealed: 0, problems: [] })
  })

  test('a changed, a removed and a smuggled entry are found, and so is a rewritten block', async ({ assert }) => {
    const owner = db.connection('owner')
    const { regency, own } = await place()
    for (let block = 1; block <= 4; block++) {
      await record(own, 3)
      await sealActivities(own)
    }
    const entries = await owner.from('activities').where('regency_code', regency.code).orderBy('id')
    await owner.from('activities').where('id', entries[0].id).update({ user_name: 'Orang lain' })
    await owner.from('activities').where('id', entries[3].id).delete()
    await owner
      .from('activity_blocks')
      .where({ regency_code: regency.code, seq: 3 })
      .update({ content_hash: '0'.repeat(64) })
    const { problems } = await verify(own)
    assert.deepEqual(
      problems.map(({ block, problem }) => `${block} ${problem}`),
      ['1 entries_changed', '2 entries_missing', '3 entries_changed', '3 chain_broken'],
    )
    const report = await checkInvariants(own)
    assert.isFalse(report.ok)
  })

  test('the application may neither change nor remove an entry', async ({ assert }) => {
    const { regency, own } = await place()
    await record(own, 1)
    const attempt = (work: Parameters<typeof scope.run>[1]) => assert.rejects(() => scope.run(own, work), /permission denied/)
    await attempt(({ trx }) => trx.from('activities').where('regency_code', regency.code).update({ action: 'x' }))
    await attempt(({ trx }) => trx.from('activities').where('regency_code', regency.code).delete())
    await attempt(({ trx }) => trx.from('activity_blocks').where('regency_code', regency.code).delete())
  })
})

test.group('check:invariants', () => {
  test('runs the registered checks for each regency of the scope', async ({ assert }) => {
    const { regency, own } = await place()
    registerInvariant({
      name: 'test.differs',
      check: async (_tx, code) => (code === regency.code ? [{ what: 'count', expected: 1, found: 2 }] : []),
    })
    const report = await checkInvariants(own)
    assert.isFalse(report.ok)
    assert.deepEqual(report.checks.find(({ name }) => name === 'test.differs')!.differences, [
      { regency: regency.code, what: 'count', expected: 1, found: 2 },
    ])
    registerInvariant({ name: 'test.differs', check: async () => [] })
  })
})

test.group('The switch of a module', () => {
  test('follows the real parents: the deepest region wins, a neighbour with a similar code is untouched', async ({ cleanup }) => {
    const { regency, own } = await place()
    const turn = (region: string, enabled: boolean) =>
      scope.run({ ...own, regions: [regency.code, regency.province, '00'] }, (tx) =>
        setPluginSwitch(tx, { plugin: 'bdt', region, state: enabled ? 'on' : 'off', reason: 'uji saklar' }),
      )
    const within = (code: string, enabled: boolean) =>
      eventually(
        `the switch of ${code}`,
        () => pluginEnabled('bdt', code),
        (on) => on === enabled,
      )
    cleanup(async () => void (await turn(regency.province, true)))
    await within(regency.code, true)
    await turn(regency.province, false)
    await within(regency.code, false)
    await within('33.71', true)
    await turn(regency.code, true)
    await within(regency.code, true)
    await within(regency.villages[0]!, true)
    const [other] = await db
      .connection()
      .from('regions')
      .where('parent', regency.province)
      .whereNotIn('code', db.connection().from('plugin_switches').select('region_code'))
      .orderBy('code')
      .select('code')
      .limit(1)
    await within(other.code, false)
    await turn(regency.province, true)
    await within(other.code, true)
  })

  test('takes menu and addresses away there and only there, for the ministry too, and gives them back', async ({
    client,
    assert,
  }) => {
    const [here, there] = [await regencyForTest(), await regencyForTest()]
    const [ours, theirs, ministry] = [await supervisorOf(here.code), await supervisorOf(there.code), await ministryStaff()]
    const turn = (enabled: boolean) =>
      scope.run(scope.of(here.code, CONSOLE), (tx) =>
        setPluginSwitch(tx, { plugin: 'bdt', region: here.code, state: enabled ? 'on' : 'off', reason: 'uji saklar' }),
      )
    const page = (user: User, query = '') => client.get(`/bdt/rekapitulasi${query}`).loginAs(user)
    ;(await page(ours)).assertStatus(200)
    await turn(false)
    ;(await page(ours)).assertStatus(404)
    ;(await page(ministry, `?regency=${here.code}`)).assertStatus(404)
    ;(await page(theirs)).assertStatus(200)
    assert.notInclude((await client.get('/beranda').loginAs(ours)).text(), 'href="/bdt/')
    await turn(true)
    ;(await page(ours)).assertStatus(200)
    ;(await page(ours, `?regency=${there.code}`)).assertStatus(404)
  })

  test('needs a module, a region and a reason', async ({ assert }) => {
    const { regency, own } = await place()
    const refused = async (plugin: string, region: string, reason: string) => {
      try {
        await scope.run(own, (tx) => setPluginSwitch(tx, { plugin, region, state: 'off', reason }))
        return 'done'
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error
      }
    }
    assert.equal(await refused('nothing', regency.code, 'x'), 'E_PLUGIN_UNKNOWN')
    assert.equal(await refused('bdt', '99.99', 'x'), 'E_SWITCH_REGION')
    for (const vain of ['  ', 'x', '.....', 'Uji'])
      assert.equal(await refused('bdt', regency.code, vain), 'E_SWITCH_REASON', vain)
  })
})
