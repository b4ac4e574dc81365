import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { runAndWait } from '#services/jobs/run_and_wait'
import { findLoad } from '#services/loads/loads'
import { changesOf, editionFromResults, requestFromResults, resultPeriod } from '#verification/editions/index'
import { SYSTEM } from '#services/scope'
import { ministryStaff } from '#tests/support/people'
import { beginEdition } from '#tests/support/register'
import { household, seal, testRegister, update, write } from '#tests/functional/finalisation/support'
import { textOf } from '#tests/functional/review/support'
import { atDesk } from './desk_support.js'
import { bdt, column, stored } from './support.js'

const accepted = (period: string) =>
  db.connection('owner').from('finalisations').where('period_id', period).update({ state: 'accepted' })

test.group('The next edition out of accepted results', (group) => {
  group.each.setup(beginEdition)

  test('takes what was accepted, gives register keys to what is new and compares both, down to the village', async ({
    client,
    assert,
  }) => {
    const { regency, place, docs } = await testRegister(6)
    const [north, south] = regency.villages as [string, string]
    const [kept, repaired, moved, left, ignored] = docs as [
      (typeof docs)[0],
      (typeof docs)[0],
      (typeof docs)[0],
      (typeof docs)[0],
      (typeof docs)[0],
    ]
    const fresh = household(north, 'BARU7')
    delete fresh.values.idbdt
    const grown = { ...repaired, values: { ...repaired.values, alamat: 'JL BARU 9' } }
    await write(place, [
      update(grown),
      update({ ...moved, values: { ...moved.values, village_code: moved.values.village_code === north ? south : north } }),
      update(left, { outcome: 'well_off', doc: left }),
      update({ ...ignored, values: { ...ignored.values, alamat: 'TIDAK DITERIMA' } }, { state: 'received' }),
      update(fresh, { kind: 'new', outcome: 'new' }),
    ])
    const request = {
      period: place.periodId,
      name: `Edisi ${uuid()}`,
      decree: '133/HUK/2019',
      decreeDate: '2019-07-10',
      results: [regency.code],
      confirmed: true,
    }
    await assert.rejects(() => atDesk((tx) => requestFromResults(tx, bdt(), request)), /belum diterima Kementerian/)
    await db
      .connection('owner')
      .from('bdt_updates')
      .where({ period_id: place.periodId, key: ignored.key })
      .update({ state: 'withdrawn' })
    await seal(place)
    await accepted(place.periodId)

    const id = await atDesk((tx) => requestFromResults(tx, bdt(), request))
    const started = await atDesk((tx) => findLoad(tx, id))
    await runAndWait(started.jobId!)
    const load = await atDesk((tx) => findLoad(tx, id))
    assert.equal(load.state, 'applied', load.reason ?? '')
    assert.deepInclude(load.report!.figures, { new_records: 1, with_results: 1 })
    const [edition, base] = [load.editionId!, place.editionId]

    const addresses = await column('bdt_households', 'alamat', edition, regency.code)
    assert.deepEqual(addresses, {
      ...{ [kept.key]: 'JL UJI 1', [repaired.key]: 'JL BARU 9', [moved.key]: 'JL UJI 1' },
      ...{ [ignored.key]: 'JL UJI 1', [docs[5]!.key]: 'JL UJI 1', [fresh.key]: 'JL UJI 1' },
    })
    const keys = await column('bdt_households', 'idbdt', edition, regency.code)
    assert.equal(keys[fresh.key], `${north.replaceAll('.', '')}000001`)
    assert.equal(keys[kept.key], kept.key, 'who has a register key keeps it')
    const persons = await column('bdt_members', 'idartbdt', edition, regency.code)
    assert.equal(persons[`${fresh.key}01`], `${north.replaceAll('.', '')}00000101`)
    assert.equal(persons[`${fresh.key}02`], `${north.replaceAll('.', '')}00000102`)
    assert.lengthOf(await stored('bdt_households', base, regency.code), 6, 'the edition before is untouched')

    const jobs = await db.connection('owner').from('jobs').where({ name: 'editions.compare', subject: edition })
    await runAndWait(jobs[0]!.id)
    const villages = await atDesk((tx) => changesOf(tx, { after: edition, before: base }, 'village'))
    const sum = (name: 'before' | 'after' | 'came' | 'gone' | 'moved_in' | 'moved_out' | 'changed') =>
      villages.reduce((total, village) => total + village[name], 0)
    assert.deepEqual(
      [sum('before'), sum('after'), sum('came'), sum('gone'), sum('moved_in'), sum('moved_out')],
      [6, 6, 1, 1, 1, 1],
    )
    const changed = villages.filter((village) => village.changed > 0).map(({ code }) => code)
    assert.include(changed, String(repaired.values.village_code))
    const [regencyRow] = await atDesk((tx) => changesOf(tx, { after: edition, before: base }, 'regency'))
    assert.deepInclude(regencyRow!, { code: regency.code, came: 1, gone: 1, moved_in: 1, moved_out: 1 })

    const officer = await ministryStaff()
    const page = textOf(
      (await client.get(`/admin/data/edisi/${edition}?tingkat=village&wilayah=${regency.code}`).loginAs(officer)).text(),
    )
    assert.include(page, 'Dibandingkan dengan')
    const file = await client.get(`/admin/data/edisi/${edition}/perbandingan.csv`).loginAs(officer)
    assert.lengthOf(file.text().trim().split('\r\n'), villages.length + 1)

    const ofEdition = db.connection('owner').from('edition_regencies').where({ edition_id: base, regency_code: regency.code })
    await ofEdition.update({ records: 9 })
    const { regencies } = await atDesk((tx) => resultPeriod(tx, bdt(), place.periodId))
    assert.equal(regencies.find(({ code }) => code === regency.code)!.records, 6, 'what the result holds, not the edition')
  })

  test('a regency that is not accepted keeps the values of the edition before, and the officer must know of it', async ({
    assert,
  }) => {
    const { regency, place, docs } = await testRegister(2)
    await write(place, [update({ ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL BARU 9' } })])
    const request = { period: place.periodId, name: `Edisi ${uuid()}`, decree: '1/HUK', decreeDate: '2019-07-10' }
    await assert.rejects(
      () => atDesk((tx) => requestFromResults(tx, bdt(), { ...request, results: [], confirmed: true })),
      /Pilih paling sedikit satu/,
    )
    const made = await editionFromResults({
      ...{
        module: bdt(),
        periodId: place.periodId,
        name: request.name,
        decree: '1/HUK',
        decreeDate: '2019-07-10',
        results: [],
        actor: SYSTEM,
      },
    })
    assert.deepEqual(Object.values(await column('bdt_households', 'alamat', made.id, regency.code)), ['JL UJI 1', 'JL UJI 1'])
    assert.isFalse(made.regencies.find(({ code }) => code === regency.code)!.results)
    const again = await editionFromResults({
      ...{
        module: bdt(),
        periodId: place.periodId,
        name: request.name,
        decree: '1/HUK',
        decreeDate: '2019-07-10',
        results: [],
        actor: SYSTEM,
      },
      editionId: made.id,
    })
    assert.deepEqual(again.regencies, made.regencies, 'a second run does nothing more')
  })
})
