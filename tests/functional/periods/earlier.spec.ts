import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import User from '#models/user'
import { clock } from '#services/clock'
import { query, scope } from '#services/scope'
import { reveal } from '#services/secrets'
import {
  acceptLetter,
  factsOf,
  finalisationOf,
  generateLetter,
  returnFinalisation,
  type LetterRow,
} from '#verification/finalise/index'
import { requestApply } from '#verification/imports/acts'
import { assertOpen, extendPeriod, periodById } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { openRegister, TESTER } from '#tests/support/register'
import { contentOfFile, giveProfile, inPlace, periodOf, seal, temporaryFolder, testRegister } from '../finalisation/support.js'
import { changed, household, importPaths, inDesk, NOON, openDesk, working, writeExport } from '../imports/support.js'

interface TwoPeriods {
  /** Sealed and its letter issued, before the newer one was opened. */
  earlier: Place
  newer: Place
  letter: LetterRow
  supervisor: User
  content: Buffer
}

async function twoPeriods(): Promise<TwoPeriods> {
  const { place: earlier, docs } = await testRegister(4)
  await giveProfile(earlier.regency)
  await seal(earlier)
  const { letter } = await inPlace(earlier, async (tx) => generateLetter(tx, await periodOf(earlier)))
  const newer = await openRegister(earlier.regency, docs)
  await db.connection('owner').from('editions').where('id', earlier.editionId).update({ state: 'superseded' })
  const content = await contentOfFile(earlier, letter.fileId)
  return { earlier, newer, letter, content, supervisor: await supervisorOf(earlier.regency) }
}

const stateOf = async (place: Place) => (await inPlace(place, (tx) => finalisationOf(tx, place))).state

test.group('A letter that still waits when the next period opens', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('stands on Beranda, is shown, uploaded and downloaded by its pages, and the newer period stays as it is', async ({
    client,
    assert,
  }) => {
    const { earlier, newer, letter, content, supervisor } = await twoPeriods()
    const board = await client.get('/beranda').loginAs(supervisor)
    assert.include(board.text(), `/bdt/surat-pengesahan?periode=${earlier.periodId}`)
    const page = await client.get('/bdt/surat-pengesahan').loginAs(supervisor)
    assert.include(page.text(), letter.number)
    const upload = /action="([^"]*\/pindai[^"]*)"/.exec(page.text())![1]!.replaceAll('&amp;', '&')
    assert.equal(upload, `/bdt/surat-pengesahan/pindai?periode=${earlier.periodId}`)
    const other = await client.get(`/bdt/surat-pengesahan?periode=${newer.periodId}`).loginAs(supervisor)
    assert.notInclude(other.text(), 'name="scan"')
    const sent = await client
      .post(upload)
      .file('scan', content, { filename: 'surat.pdf' })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    sent.assertStatus(302)
    assert.equal(sent.header('location'), `/bdt/surat-pengesahan?periode=${earlier.periodId}`)
    assert.deepEqual([await stateOf(earlier), await stateOf(newer)], ['letter_uploaded', 'open'])
    const results = await client.get('/bdt/hasil').loginAs(supervisor)
    assert.include(results.text(), `/bdt/hasil/${earlier.periodId}/`)
    await inPlace(earlier, async (tx) => acceptLetter(tx, await periodOf(earlier)))
    assert.include((await inPlace(earlier, (tx) => factsOf(tx, letter.code)))!, { state: 'in_force' })
    const after = await client.get('/beranda').loginAs(supervisor)
    assert.notInclude(after.text(), earlier.periodId)
  })

  test('is issued, uploaded, accepted and downloaded by command, without naming its period or with it', async ({ assert }) => {
    const { earlier, newer, letter, content, supervisor } = await twoPeriods()
    const by = ['--regency', earlier.regency, '--as', supervisor.login, '--json']
    const { login: ministry } = await ministryStaff()
    await temporaryFolder(async (folder) => {
      const again = await aceHere<Record<string, unknown>>('letter:generate', 'bdt', ...by)
      assert.include(again.json, { id: letter.id, made: false })
      const scan = join(folder, 'pindai.pdf')
      writeFileSync(scan, content)
      const wrong = await aceHere<{ error: { code: string } }>(
        ...(['letter:upload', 'bdt', '--file', scan, '--period', newer.periodId, ...by] as const),
      )
      assert.deepEqual([wrong.code, wrong.json.error.code], [1, 'E_FINALISE_STATE'])
      assert.include((await aceHere('letter:upload', 'bdt', '--file', scan, ...by)).json, { number: letter.number })
      const taken = await aceHere<{ files: unknown[] }>('results:download', 'bdt', '--out', folder, ...by)
      assert.lengthOf(taken.json.files, 11)
      const nowhere = await aceHere<{ error: { code: string; message: string } }>(
        ...([
          'letter:accept',
          'bdt',
          '--regency',
          earlier.regency,
          '--as',
          ministry,
          '--period',
          'Periode Lain',
          '--json',
        ] as const),
      )
      assert.equal(nowhere.json.error.code, 'E_PERIOD_UNKNOWN')
      assert.include(nowhere.json.error.message, earlier.periodId)
      const accepted = await aceHere('letter:accept', 'bdt', '--regency', earlier.regency, '--as', ministry, '--json')
      assert.deepEqual(accepted.json, { number: letter.number, period: 'Periode Uji', state: 'accepted', qr: 'read' })
    })
    assert.deepEqual([await stateOf(earlier), await stateOf(newer)], ['accepted', 'open'])
    const returned = await aceHere<{ error: { code: string } }>(
      ...(['letter:return', 'bdt', '--regency', earlier.regency, '--as', ministry, '--reason', 'Keliru', '--json'] as const),
    )
    assert.equal(returned.json.error.code, 'E_FINALISE_STATE', 'an accepted letter is never returned without naming its period')
    assert.equal(await stateOf(earlier), 'accepted')
  })

  test('a period of another regency, of nobody, or a word is none', async ({ client }) => {
    const { earlier, supervisor } = await twoPeriods()
    const { place: foreign } = await testRegister(2)
    for (const asked of [foreign.periodId, '00000000-0000-7000-8000-000000000000', 'apa saja']) {
      for (const page of [
        'finalisasi',
        'surat-pengesahan',
        'surat-pengesahan/konsep',
        'perbaikan',
        'rekapitulasi',
        'ruta/H001',
      ]) {
        const answer = await client.get(`/bdt/${page}?periode=${encodeURIComponent(asked)}`).loginAs(supervisor)
        answer.assertStatus(404)
      }
    }
    ;(await client.get(`/bdt/ruta/H001?periode=${earlier.periodId}`).loginAs(supervisor)).assertStatus(200)
  })
})

test.group('A finalisation that the ministry returns', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('behind a newer period can be corrected, finalised and signed again in its own period', async ({ client, assert }) => {
    const { earlier, newer, letter, supervisor } = await twoPeriods()
    await inPlace(earlier, async (tx) => returnFinalisation(tx, await periodOf(earlier), 'Alamat keliru'))
    const board = await client.get('/beranda').loginAs(supervisor)
    assert.include(board.text(), `/bdt/finalisasi?periode=${earlier.periodId}`)
    const page = await client.get(`/bdt/finalisasi?periode=${earlier.periodId}`).loginAs(supervisor)
    assert.include(page.text(), 'Alamat keliru')
    assert.include(page.text(), 'terbuka kembali sampai 31-12-2026')
    const asked = `periode=${earlier.periodId}`
    const form = await client.get(`/bdt/ruta/H001/ubah?blok=I&${asked}`).loginAs(supervisor)
    form.assertStatus(200)
    assert.include(form.text(), `/bdt/ruta/H001/ubah?${asked}`)
    const edit = { blok: 'I', outcome: 'repaired', version: 0, 'q-alamat': 'JL BENAR 1' }
    const saved = await client.post(`/bdt/ruta/H001/ubah?${asked}`).form(edit).loginAs(supervisor).withCsrfToken().redirects(0)
    saved.assertStatus(302)
    const addressIn = async (place: Place) => {
      const [row] = await inPlace(place, (tx) =>
        query<{ address: string; version: number }>(
          tx,
          'select address, version from bdt_current where period_id = ? and regency_code = ? and key = ?',
          [place.periodId, place.regency, 'H001'],
        ),
      )
      return [row!.address, row!.version]
    }
    assert.deepEqual(await addressIn(earlier), ['JL BENAR 1', 1])
    assert.deepEqual(await addressIn(newer), ['JL UJI 1', 0])
    const nik = { blok: 'IV', baris: 'H00101', outcome: 'repaired', version: 1, 'k-members-0': 'H00101' }
    const other = '3301011204789977'
    await client
      .post(`/bdt/ruta/H001/ubah?${asked}`)
      .form({ ...nik, 'q-members-0-nik': other })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    const own = scope.of(earlier.regency, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
    const wanted = { objectType: 'bdt.record', id: 'H001', purpose: 'complaint', address: '127.0.0.1' }
    const field = 'members/H00101/nik'
    assert.equal((await reveal(own, { ...wanted, field: `${field}@period:${earlier.periodId}` })).value, other)
    assert.notEqual((await reveal(own, { ...wanted, field })).value, other)
    assert.notEqual((await reveal(own, { ...wanted, field: `${field}@edition@period:${earlier.periodId}` })).value, other)
    const decided = { key: 'H001', take: 'withdraw', version: 2, reason: 'Menunggu surat desa' }
    await client.post(`/bdt/keputusan?${asked}`).form(decided).loginAs(supervisor).withCsrfToken().redirects(0)
    const form2 = await client.get(`/bdt/ruta/H001?tab=blok-IV&${asked}`).loginAs(supervisor)
    assert.include(form2.text(), `/bdt/ruta/H001/ubah?${asked}`)
    assert.equal((await seal(earlier)).totals!.all.notTaken.withdrawn, 1)
    const shut = await client.get(`/bdt/ruta/H001?tab=blok-IV&${asked}`).loginAs(supervisor)
    assert.include(shut.text(), `data-field="members/H00101/nik@period:${earlier.periodId}"`)
    const { letter: second } = await inPlace(earlier, async (tx) => generateLetter(tx, await periodOf(earlier)))
    assert.equal(second.serial, letter.serial + 1)
    assert.deepEqual([await stateOf(earlier), await stateOf(newer)], ['letter_generated', 'open'])
  })

  test('after its days are over gives a week at least, or the day the ministry names, and says which', async ({ assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency)
    await seal(place)
    const { login } = await ministryStaff()
    const giveBack = (...more: string[]) =>
      aceHere<Record<string, unknown> & { error?: { code: string; message: string } }>(
        ...(['letter:return', 'bdt', '--regency', place.regency, '--as', login, '--reason', 'Keliru', ...more] as const),
      )
    clock.freeze(new Date('2027-01-20T05:00:00Z'))
    const late = await giveBack('--until', '2027-01-19', '--json')
    assert.equal(late.json.error!.code, 'E_PERIOD_DATE')
    assert.equal(await stateOf(place), 'finalised')
    const returned = await giveBack('--json')
    assert.include(returned.json, { state: 'open', until_on: '2027-01-27', finalise_until: '2027-02-10', number: null })
    const open = () => inPlace(place, (tx) => assertOpen(tx, place.module, place.regency, place.periodId))
    clock.freeze(new Date('2027-01-27T05:00:00Z'))
    assert.equal((await open()).closesOn, '2027-01-27')
    clock.freeze(new Date('2027-01-28T05:00:00Z'))
    await assert.rejects(open, /adalah 27-01-2027/)
    const from = { module: place.module, regency: place.regency, period: place.periodId, actor: TESTER }
    await extendPeriod({ ...from, untilOn: '2027-02-01', reason: 'banjir' })
    assert.equal((await open()).closesOn, '2027-02-01')
    await seal(place)
    assert.include((await giveBack('--until', '2027-03-01', '--json')).json, { until_on: '2027-03-01' })
    assert.equal((await inPlace(place, (tx) => periodById(tx, place.periodId, place.regency)))!.closesOn, '2027-03-01')
  })

  test('within its days keeps them', async ({ assert }) => {
    const { place } = await testRegister(2)
    await seal(place)
    clock.freeze(new Date('2026-12-01T05:00:00Z'))
    const { closesOn } = await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Keliru'))
    assert.equal(closesOn, '2026-12-31')
  })
})

test.group('A file of an earlier period', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('is taken into its own period where that is open, and not applied once it is closed', async ({ client, assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const newer = await openRegister(desk.regency.code, [household('H1', desk.village, 1)])
    const path = await writeExport(desk, { records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }] })
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', changed: 1, periodId: desk.place.periodId })
    const supervisor = (await User.find(desk.own.actor.id))!
    const shown = async (period: string) =>
      (await client.get(`/bdt/perbaikan?periode=${period}&berkas=${file!.id}`).loginAs(supervisor)).text()
    assert.include(await shown(desk.place.periodId), 'bukan periode terbaru')
    assert.notInclude(await shown(newer.periodId), 'bukan periode terbaru')
    clock.freeze(new Date('2027-01-05T05:00:00Z'))
    await extendPeriod({
      ...{ module: newer.module, regency: newer.regency, period: newer.periodId, actor: TESTER },
      untilOn: '2027-01-31',
    })
    await assert.rejects(() => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file!.id)), /adalah 31-12-2026/)
    assert.isUndefined(await working(desk, 'H1'))
  })
})
