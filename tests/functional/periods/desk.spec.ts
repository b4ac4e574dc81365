import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { seedEdition } from '#services/demo/seed_edition'
import { runAndWait } from '#services/jobs/run_and_wait'
import { nationalScope } from '#services/regions'
import { CONSOLE, query, scope, SYSTEM, type Tx } from '#services/scope'
import { requestApply } from '#verification/imports/acts'
import { closePeriod, openingJob, periodCalendar, periodFor, periodLines, requestOpening } from '#verification/periods/index'
import {
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  working,
  writeExport,
} from '#tests/functional/imports/support'
import { textOf } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { untilSomebodyWaits } from '#tests/support/locks'
import { ministryStaff } from '#tests/support/people'

const bdt = () => registry.module('bdt')
const national = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => scope.run(await nationalScope(CONSOLE), work)
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  )

async function closeAll(): Promise<void> {
  await national((tx) => query(tx, `update periods set state = 'closed' where module = 'bdt' and state <> 'closed'`))
}

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

const edition = async (name: string, regency: string) =>
  (
    await seedEdition({
      ...{ module: bdt(), name, decree: '8/HUK/2026', decreeDate: '2026-11-01', regencies: [{ code: regency, records: 5 }] },
      ...{ seed: 'meja', dirt: 0, actor: SYSTEM },
    })
  ).edition

test.group('The desk of periods', (group) => {
  group.each.setup(() => {
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    return () => clock.restore()
  })
  group.each.teardown(closeAll)

  test('opens a period as work with progress, once, on an edition whose effects were shown before', async ({
    client,
    assert,
  }) => {
    await closeAll()
    const officer = await ministryStaff()
    const id = await edition('Edisi Meja', '33.75')
    await national((tx) => query(tx, `update editions set state = 'published', published_at = ? where id = ?`, [tx.now, id]))
    const sheet = textOf((await client.get(`/admin/periode/baru?modul=bdt&edisi=${id}`).loginAs(officer)).text())
    assert.include(sheet, 'Yang terjadi bila dibuka')
    assert.include(sheet, 'Buka untuk 1 kabupaten/kota')
    const wrong = await post(client, officer, '/admin/periode', {
      modul: 'bdt',
      edisi: id,
      name: 'Salah',
      until_on: '31-02-2026',
    })
    assert.include(String(wrong.flashMessage('error')), 'tidak terbaca')
    assert.property(wrong.flashMessage('inputErrorsBag'), 'until_on')
    const form = {
      modul: 'bdt',
      edisi: id,
      name: 'Periode Meja',
      opens_on: '02-11-2026',
      until_on: '20-12-2026',
      finalise_days: '10',
    }
    await post(client, officer, '/admin/periode', form)
    const job = await national((tx) => openingJob(tx, bdt()))
    const running = (await client.get('/admin/periode').loginAs(officer)).text()
    assert.include(running, `/pekerjaan/${job}.json`)
    const second = await post(client, officer, '/admin/periode', { ...form, name: 'Dua' })
    assert.match(String(second.flashMessage('error')), /sedang berjalan|belum ditutup/)
    assert.containsSubset(await runAndWait(job!), { state: 'done', done: 1, total: 1 })
    await national(async (tx) => {
      const period = (await periodFor(tx, bdt(), '33.75'))!
      assert.containsSubset(period.period, { name: 'Periode Meja', untilOn: '2026-12-20', finaliseDays: 10 })
      await query(tx, `update jobs set state = 'queued', claimed_by = null where id = ?`, [job!])
    })
    assert.equal((await runAndWait(job!)).state, 'done', 'run again it changes nothing')
    const lines = await national((tx) => periodLines(tx, bdt()))
    assert.lengthOf(
      lines.filter(({ name }) => name === 'Periode Meja'),
      1,
    )
    assert.equal(await code(national((tx) => requestOpening(tx, bdt(), { ...WANTED, editionId: id }))), 'E_PERIOD_RUNNING')

    const line = lines.find(({ name }) => name === 'Periode Meja')!
    await post(client, officer, `/admin/periode/${line!.id}/perpanjang`, {
      until_on: '24-12-2026',
      finalise_days: '5',
      reason: 'Libur',
    })
    const shown = (await client.get(`/admin/periode/${line!.id}`).loginAs(officer)).text()
    assert.include(textOf(shown), '29-12-2026')

    const undated = await post(client, officer, `/admin/periode/${line!.id}/perpanjang`, { until_on: '', finalise_days: '6' })
    assert.include(String(undated.flashMessage('error')), 'Isi tanggalnya')
    const mistyped = { until_on: '24-12-2036', finalise_days: '5' }
    const far = await post(client, officer, `/admin/periode/${line!.id}/perpanjang`, mistyped)
    assert.include(String(far.flashMessage('error')), '24-12-2036 lebih dari satu tahun lagi')
    const kept = await national((tx) => periodLines(tx, bdt()))
    assert.equal(kept.find((one) => one.id === line.id)?.untilOn, '2026-12-24')
    const elsewhere = await post(client, officer, '/admin/periode', { ...form, until_on: '24-12-2036' }).withSession(
      far.session(),
    )
    assert.include(String(elsewhere.flashMessage('error')), '24-12-2036 lebih dari satu tahun lagi')
    const meant = await post(client, officer, `/admin/periode/${line!.id}/perpanjang`, mistyped).withSession(far.session())
    assert.include(String(meant.flashMessage('success')), '24-12-2036')
    const before = textOf((await client.get(`/admin/periode/${line!.id}`).loginAs(officer)).text())
    assert.include(before, 'Periode terbaru dapat dibuka kembali untuk semua dengan alasan')
    const close = await post(client, officer, `/admin/periode/${line!.id}/tutup`, { finalise_days: '7' })
    assert.include(String(close.flashMessage('success')), 'Periode Meja ditutup')
    const other = await ministryStaff()
    const late = await post(client, other, `/admin/periode/${line!.id}/tutup`, {})
    const twin = await post(client, other, '/admin/periode', form)
    assert.include(String(twin.flashMessage('error')), 'bernama "Periode Meja" sudah ada')
    assert.include(String(late.flashMessage('error')), `sudah ditutup oleh ${officer.name} pada 25-11-2026`)
    const english = await post(client, other, `/admin/periode/${line!.id}/tutup`, {}).withSession({ locale: 'en' })
    assert.include(String(english.flashMessage('error')), `was closed by ${officer.name} on 25-11-2026 already.`)
  })

  test('a period that was closed by mistake is opened again for all, with a reason; what is final stays so, and only the newest', async ({
    assert,
    client,
    cleanup,
  }) => {
    const officer = await ministryStaff()
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const period = desk.place.periodId
    const stateOf = () => inDesk(desk, (tx) => query<{ state: string }>(tx, 'select state from periods where id = ?', [period]))
    const reopen = (form: Record<string, string>) => post(client, officer, `/admin/periode/${period}/perpanjang`, form)
    const begins = (day: string) =>
      national((tx) => query(tx, 'update periods set opens_on = ? where id = ? returning id', [day, period]))
    await begins('2026-11-20')
    cleanup(async () => void (await begins('2026-11-01')))
    const earlier = (await national((tx) => periodLines(tx, bdt()))).find(({ id }) => id !== period)!
    await closePeriod(bdt(), SYSTEM, { period })
    const made = await writeExport(desk, { records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }] })
    const [refused] = await importPaths(desk, made)
    assert.equal(refused!.state, 'refused')

    assert.include((await client.get(`/admin/periode/${period}`).loginAs(officer)).text(), 'Buka kembali untuk semua')
    const silent = await reopen({ until_on: '31-12-2026', finalise_days: '14', reason: '-' })
    assert.include(String(silent.flashMessage('error')), 'Sebutkan alasan bila hendak dibuka kembali')
    const past = await reopen({ until_on: '01-11-2026', finalise_days: '14', reason: 'Salah menutup periode' })
    assert.include(String(past.flashMessage('error')), 'Tanggal 01-11-2026 sudah lewat.')
    assert.deepEqual(past.flashMessage('inputErrorsBag'), { until_on: ['Tanggal 01-11-2026 sudah lewat.'] })
    assert.equal((await stateOf())[0]!.state, 'closed')

    const opened = await reopen({ until_on: '31-12-2026', finalise_days: '14', reason: 'Salah menutup periode' })
    assert.include(String(opened.flashMessage('success')), '31-12-2026')
    const [again] = await importPaths(desk, made)
    assert.equal(again!.state, 'checked')
    await reopen({ until_on: '02-01-2027', finalise_days: '14' })
    const told = await inDesk(desk, (tx) =>
      query<{ kind: string; until: string | null }>(
        tx,
        `select kind, data ->> 'until' as until from notifications
         where regency_code = ? and role = 'supervisor_regency' and kind like 'period.%' order by created_at, id`,
        [desk.place.regency],
      ),
    )
    assert.sameDeepMembers(told, [
      { kind: 'period.closed', until: null },
      { kind: 'period.reopened', until: '2026-12-31' },
      { kind: 'period.extended', until: '2027-01-02' },
    ])
    const logged = await national((tx) =>
      query<{ data: { reason: string } }>(tx, `select data from activities where action = 'period.reopened' and object_id = ?`, [
        period,
      ]),
    )
    assert.deepEqual(
      logged.map(({ data }) => data.reason),
      ['Salah menutup periode'],
    )
    const old = client.get(`/admin/periode/${earlier.id}`).loginAs(officer)
    assert.notInclude((await old).text(), 'Buka kembali untuk semua')
    const late = { until_on: '31-12-2026', finalise_days: '14', reason: 'Salah menutup periode' }
    const answer = await post(client, officer, `/admin/periode/${earlier.id}/perpanjang`, late)
    assert.include(String(answer.flashMessage('error')), 'hanya periode terbaru yang dapat dibuka kembali')
  })

  test('a period closed while an import runs: the running one finishes, a new one is refused', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const made = (key: string, n: number, device: string) =>
      writeExport(desk, { device, records: [{ doc: changed(household(key, desk.village, n), { alamat: 'RT 09' }) }] })
    const [first] = await importPaths(desk, await made('H1', 1, 'PC-1'))
    const [second] = await importPaths(desk, await made('H2', 2, 'PC-2'))
    const job = await inDesk(desk, (tx) => requestApply(tx, desk.regency.code, first!.id))
    const held = await db.connection('owner').transaction()
    await held.rawQuery('select 1 from finalisations where period_id = ? for update', [desk.place.periodId])
    const running = runAndWait(job)
    await untilSomebodyWaits()
    const { json } = await aceHere<{ dry_run: boolean; impact: { imports: { file: string }[]; waitingFiles: number } }>(
      ...(['period:close', 'bdt', '--period', desk.place.periodId, '--dry-run', '--json'] as const),
    )
    assert.isTrue(json.dry_run)
    assert.deepEqual(
      json.impact.imports.map(({ file }) => file),
      [first!.name],
    )
    assert.equal(json.impact.waitingFiles, 1)
    await closePeriod(bdt(), SYSTEM, { period: desk.place.periodId })
    await held.commit()
    assert.equal((await running).state, 'done')
    assert.equal((await fileNow(desk, first!)).state, 'applied')
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09')
    await assert.rejects(
      () => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, second!.id)),
      /ditutup oleh Pusdatin pada 25-11-2026 1[234]\.00 WI(B|TA|T)[;.,]/,
    )
    assert.isUndefined(await working(desk, 'H2'))
  })

  test('the calendar shows what each week allows, by the ministry own days', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const lines = await national((tx) => periodLines(tx, bdt()))
    const line = lines.find(({ id }) => id === desk.place.periodId)!
    assert.containsSubset(line, { phase: 'open', closesOn: '2026-12-31', finaliseUntil: '2027-01-14', regencies: 1 })
    const calendar = periodCalendar([line], '2026-11-25')
    assert.equal(calendar.weeks[calendar.today], '2026-11-23')
    assert.deepEqual(
      calendar.rows[0]!.stretches.map(({ phase }) => phase),
      ['before', 'open', 'closing', 'closed'],
    )
    assert.equal(
      calendar.months.reduce((sum, { weeks }) => sum + weeks, 0),
      calendar.weeks.length,
    )
    const { json } = await aceHere<{ periods: { id: string; phase: string }[] }>('period:list', 'bdt', '--json')
    assert.include(
      json.periods.find(({ id }) => id === line.id)!,
      { phase: 'open' },
    )
  })
})

const WANTED = { name: 'Lain', untilOn: '2026-12-20', finaliseDays: 14 }
