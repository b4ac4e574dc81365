import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { query, scope, SYSTEM } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { regions } from '#kernel/offers/regions'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { beginEdition, openRegister } from '#tests/support/register'
import { forgetQueuedJobs } from '#tests/support/worker_process'
import { household, seal, update, write } from '../finalisation/support.js'
import { addVillage, contentOf, drain, faultsIn, listed, recode, recodedRegency, rename, restoreList } from './recode_support.js'

async function registerOf(regency: string, villages: readonly string[], keys: readonly string[]): Promise<Place> {
  beginEdition()
  return openRegister(
    regency,
    keys.map((key, n) => household(villages[n % villages.length]!, key)),
  )
}

/** Where the published records of a place stand, by key, whatever the regency. */
async function standing({ module, editionId }: Place, ...regencies: string[]) {
  const { base, baseGroup } = tableNames(module.instrument)
  return scope.run(scope.of(regencies, SYSTEM), (tx) =>
    query<{ key: string; regency: string; village: string; members: number }>(
      tx,
      `select b.key, b.regency_code as regency, b.village_code as village,
         (select count(*)::int from ${baseGroup('members')} m where m.edition_id = b.edition_id and m.regency_code = b.regency_code and m.record_key = b.key) as members
       from ${base} b where b.edition_id = ? order by b.key`,
      [editionId],
    ),
  )
}

const closePeriod = ({ periodId }: Place) =>
  db.connection('owner').from('periods').where('id', periodId).update({ state: 'closed', closed_at: new Date() })

test.group('regions:recode, what is sealed and what goes elsewhere', (group) => {
  group.each.setup(() => forgetQueuedJobs())
  group.each.teardown(() => {
    beginEdition()
    return restoreList()
  })

  test('a result that is sealed in an open period is refused; once the period is closed it stays, and its people still read it', async ({
    assert,
    client,
  }) => {
    const { old, now } = await recodedRegency()
    const place = await registerOf(old.code, old.villages.slice(0, 2), ['SEGEL-1', 'SEGEL-2', 'SEGEL-3'])
    await write(place, [update(household(old.villages[0]!, 'SEGEL-1', { sta_bangunan: 1 }))])
    await seal(place)
    await drain(old.code)
    const user = await supervisorOf(old.code)
    await rename({ [old.code]: now.code })
    const before = await contentOf(old.code, now.code)
    const { code, json } = await recode(old.code)
    assert.equal(code, 1)
    assert.equal(json.refused[0]!.code, 'E_RECODE_SEALED')
    assert.equal(
      json.refused[0]!.message,
      `${old.code} sudah difinalisasi pada Periode Uji (bdt) yang masih dibuka; hasil yang disegel tidak berganti kode. Tunggu sampai hasilnya diterima, tutup periodenya (period:close), lalu ulangi.`,
    )
    assert.equal(await contentOf(old.code, now.code), before)

    await closePeriod(place)
    const done = await recode(old.code)
    assert.equal(done.code, 0, JSON.stringify(done.json.refused))
    assert.deepEqual(done.json.recoded[0]!.sealed, ['Edisi Uji'])
    assert.deepEqual(
      (await standing(place, old.code)).map(({ regency, village }) => [regency, village.slice(0, 5)]),
      Array.from({ length: 3 }, () => [old.code, old.code]),
    )
    assert.deepEqual(await faultsIn(old.code, now.code), [])

    await user.refresh()
    assert.equal(user.regionCode, now.code)
    const page = await client.get('/bdt/finalisasi').qs({ regency: old.code }).loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('Periode Uji')
    page.assertTextIncludes(`regency=${old.code}`)
    const today = await client.get('/bdt/finalisasi').loginAs(user)
    today.assertTextIncludes(`Buka periode di bawah kode ${old.code}`)
    const stranger = await supervisorOf((await regencyForTest()).code)
    const closed = await client.get('/bdt/finalisasi').qs({ regency: old.code }).loginAs(stranger)
    closed.assertStatus(404)
    assert.lengthOf((await recode(old.code)).json.recoded, 0)
  }).timeout(60_000)

  test('what the next edition takes from a sealed result is recoded there', async ({ assert }) => {
    const { old, now } = await recodedRegency()
    const place = await registerOf(old.code, old.villages.slice(0, 2), ['LANJUT-1', 'LANJUT-2'])
    await seal(place)
    await drain(old.code)
    await db.connection('owner').from('finalisations').where('period_id', place.periodId).update({ state: 'accepted' })
    await closePeriod(place)
    await rename({ [old.code]: now.code })
    await recode(old.code)
    const made = await aceHere<{ editionId: string }>(
      ...([
        'edition:from-results',
        'bdt',
        '--period',
        place.periodId,
        '--name',
        `Lanjutan ${old.code}`,
        '--decree',
        '9/HUK/2026',
      ] as const),
      ...(['--date', '2026-01-10', '--regency', old.code, '--json'] as const),
    )
    assert.equal(made.code, 0, JSON.stringify(made.json))
    const next = { ...place, editionId: made.json.editionId }
    await drain('00')
    assert.lengthOf(await standing(next, old.code), 2)
    const { json } = await recode(old.code)
    assert.containsSubset(json.recoded[0], { tables: { bdt_households: 2, edition_regencies: 1 } })
    assert.deepEqual(
      (await standing(next, now.code)).map(({ village }) => village),
      [now.villages[0], now.villages[1]],
    )
    assert.lengthOf(await standing(place, old.code), 2)
  }).timeout(60_000)

  test('a village that another district has now is recoded within its regency, in the middle of a period', async ({ assert }) => {
    const regency = await regencyForTest()
    const [from, other] = regency.villages as [string, string]
    const district: { parent: string } = await db
      .connection()
      .from('regions')
      .where('level', 3)
      .where('parent', regency.code)
      .whereNot('code', regency.district)
      .select('code as parent')
      .first()
    const to = await addVillage(`${district.parent}.2998`, district.parent)
    const place = await registerOf(regency.code, [from, other], ['KEC-1', 'KEC-2', 'KEC-3'])
    await write(place, [update(household(from, 'KEC-1', { sta_bangunan: 2 }), { state: 'received' })])
    await drain(regency.code)
    await rename({ [from]: to })
    const { code, json } = await recode(regency.code)
    assert.equal(code, 0, JSON.stringify(json.refused))
    assert.containsSubset(json.recoded[0], {
      ...{ from: regency.code, to: regency.code, regions: 1 },
      tables: { bdt_households: 2, bdt_updates: 1, bdt_current: 2, bdt_current_people: 4 },
    })
    assert.deepEqual(
      (await listed(place, regency.code)).map(({ key, village, district: of }) => [key, village, of]),
      [
        ['KEC-1', to, district.parent],
        ['KEC-2', other, regency.district],
        ['KEC-3', to, district.parent],
      ],
    )
    const offered = (await regions.villages(regency.code)).map(({ code: village }) => village)
    assert.deepEqual([offered.includes(from), offered.includes(to)], [false, true])
    assert.deepEqual(await faultsIn(regency.code), [])
    assert.lengthOf((await recode(regency.code)).json.recoded, 0)
  })

  test('villages of another regency go there between two periods, and not while one is held', async ({ assert }) => {
    const regency = await regencyForTest()
    const goal = await regencyForTest()
    const [from, stays] = regency.villages as [string, string]
    const to = goal.villages[0]!
    const place = await registerOf(regency.code, [from, stays], ['LUAR-1', 'LUAR-2', 'LUAR-3'])
    await rename({ [from]: to })
    const held = await recode(regency.code)
    assert.equal(held.json.refused[0]!.code, 'E_RECODE_CROSSING')
    assert.include(held.json.refused[0]!.message, `berpindah ke ${goal.code}, tetapi ${regency.code} mengikuti Periode Uji`)

    const owner = db.connection('owner')
    for (const table of ['bdt_current', 'bdt_current_people', 'bdt_recaps', 'bdt_current_problems', 'bdt_problem_recaps'])
      await owner.from(table).where('period_id', place.periodId).delete()
    await owner.from('finalisations').where('period_id', place.periodId).delete()
    await owner.from('periods').where('id', place.periodId).delete()
    await owner.from('edition_regencies').where('edition_id', place.editionId).update({ records: 3, persons: 6 })
    const { code, json } = await recode(regency.code)
    assert.equal(code, 0, JSON.stringify(json.refused))
    assert.deepEqual(await standing(place, regency.code, goal.code), [
      { key: 'LUAR-1', regency: goal.code, village: to, members: 2 },
      { key: 'LUAR-2', regency: regency.code, village: stays, members: 2 },
      { key: 'LUAR-3', regency: goal.code, village: to, members: 2 },
    ])
    const counts = await owner
      .from('edition_regencies')
      .where('edition_id', place.editionId)
      .select('regency_code', 'records', 'persons')
      .orderBy('records')
    assert.sameDeepMembers(counts, [
      { regency_code: regency.code, records: 1, persons: 2 },
      { regency_code: goal.code, records: 2, persons: 4 },
    ])
    assert.lengthOf((await recode(regency.code)).json.recoded, 0)
  })
})
