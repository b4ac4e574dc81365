import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { keepSamples, samplesOf } from '#services/demo/samples'
import { addJobHandler, jobHandler } from '#services/jobs/handlers'
import { dispatch } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { assertPluginOn, pluginEnabledAmong, PluginOff } from '#services/plugin_switches'
import { setPluginSwitch } from '#services/switches/set_switch'
import { reveal } from '#services/secrets'
import { CONSOLE, query, scope } from '#services/scope'
import { acceptLetter, finalisationOf, finalise } from '#verification/finalise/index'
import { requestApply, requestCheck, requestUndo } from '#verification/imports/acts'
import { findFile } from '#verification/imports/files'
import { requestExport } from '#verification/lists/export_job'
import { periodById } from '#verification/periods/index'
import { tableNames } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { eventually } from '#tests/support/patience'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { inPlace, periodOf, seal, testRegister, toUploadedLetter } from './finalisation/support.js'
import {
  applyFile,
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  working,
  writeExport,
  type Desk,
} from './imports/support.js'

async function turn(region: string, enabled: boolean): Promise<void> {
  await scope.run(scope.of(region, CONSOLE), (tx) =>
    setPluginSwitch(tx, { plugin: 'bdt', region, state: enabled ? 'on' : 'off', reason: 'Uji saklar' }),
  )
  const answer = () => assertPluginOn('bdt', region).catch((error: unknown) => error)
  await eventually(`the switch of ${region}`, answer, (found) => found instanceof PluginOff !== enabled)
}

const OFF = 'Modul Verifikasi Validasi BDT sedang dinonaktifkan'

/** A desk with one checked file that changes H1. */
async function checkedFile() {
  const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
  const path = await writeExport(desk, { records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }] })
  const [file] = await importPaths(desk, path)
  return { desk, path, file: file! }
}

/** Runs a job whose module is switched off as soon as it reports how far it got. */
async function switchedOffWhileRunning(name: string, id: string) {
  const real = await jobHandler(name)
  const run: typeof real.run = (context) =>
    real.run({
      ...context,
      report: async (...told) => {
        await turn(context.job.regency, false)
        return context.report(...told)
      },
    })
  addJobHandler({ ...real, run })
  try {
    return await runAndWait(id)
  } finally {
    addJobHandler(real)
  }
}

const visitorOf = async (desk: Desk) => supervisorOf(desk.regency.code)

test.group('A module that is switched off for a regency', (group) => {
  group.each.teardown(() => clock.restore())

  test('is on where no switch says otherwise, and off in one regency leaves the others on', async ({ assert }) => {
    const [{ code: on }, { code: off, district }, { code: third }] = [
      ...[await regencyForTest(), await regencyForTest(), await regencyForTest()],
    ] as const
    await turn(off, false)
    await assertPluginOn('bdt', on)
    const among = await pluginEnabledAmong('bdt', [on, off, district, third])
    assert.deepEqual([...among], [on, third])
    await assert.rejects(() => assertPluginOn(['bdt'], district), new RegExp(OFF))
    const { json } = await aceHere<{ error: { code: string; message: string } }>(
      ...(['plugin:finalise', 'bdt', '--regency', off, '--json'] as const),
    )
    assert.equal(json.error.code, 'E_PLUGIN_OFF')
    assert.include(json.error.message, OFF)
    await turn(off, true)
    await assertPluginOn('bdt', off)
  })

  test('hides the files it brought, their pages, reports and acts, and shows them again with everything in them', async ({
    client,
    assert,
  }) => {
    const { desk, file } = await checkedFile()
    const other = await checkedFile()
    const supervisor = await visitorOf(desk)
    const home = `/import/${file.importId}`
    const pages = [
      ...[home, `${home}/berkas/${file.id}`, `${home}/berkas/${file.id}/laporan.xlsx`, `${home}/berkas/${file.id}/ditolak.csv`],
      ...[`${home}/berkas/${file.id}/tanda-terima.pdf`, `${home}/berkas/${file.id}/laporan.csv`],
    ]
    await turn(desk.regency.code, false)
    for (const page of pages) (await client.get(page).loginAs(supervisor)).assertStatus(404)
    for (const page of ['/import', '/import/riwayat']) {
      const answer = await client.get(page).loginAs(supervisor)
      answer.assertStatus(200)
      assert.notInclude(answer.text(), file.name)
    }
    for (const act of ['terapkan', 'periksa', 'batal', 'urungkan']) {
      const answer = await client.post(`${home}/berkas/${file.id}/${act}`).loginAs(supervisor).withCsrfToken().redirects(0)
      answer.assertStatus(404)
    }
    await assert.rejects(() => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file.id)), new RegExp(OFF))
    assert.isUndefined(await working(desk, 'H1'))
    assert.include(await applyFile(other.desk, other.file), { state: 'applied' }, 'elsewhere it goes on')

    await turn(desk.regency.code, true)
    for (const page of pages) (await client.get(page).loginAs(supervisor)).assertStatus(200)
    assert.include(await applyFile(desk, file), { state: 'applied', changed: 1 })
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09')
  })

  test('refuses an upload after its check has opened it, keeps the file, and checks it again when it is on', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const path = await writeExport(desk, { records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }] })
    await turn(desk.regency.code, false)
    const { login } = await visitorOf(desk)
    const told = await aceHere<{ error: { code: string; message: string }; files: { reason_code: string }[] }>(
      ...(['siks:import', path, '--as', login, '--yes', '--json'] as const),
    )
    assert.equal(told.code, 1)
    assert.equal(told.json.error.code, 'E_PLUGIN_OFF')
    assert.include(told.json.error.message, OFF)
    assert.equal(told.json.files[0]!.reason_code, 'E_PLUGIN_OFF')
    const [row] = await inDesk(desk, (tx) =>
      query<{ id: string; state: string }>(tx, 'select id, state from import_files where regency_code = ?', [desk.regency.code]),
    )
    assert.equal(row!.state, 'cancelled')
    await turn(desk.regency.code, true)
    await runAndWait(await inDesk(desk, (tx) => requestCheck(tx, desk.regency.code, row!.id)))
    const file = await inDesk(desk, (tx) => findFile(tx, desk.regency.code, row!.id))
    assert.include(file, { state: 'checked', changed: 1 })
    assert.include(await applyFile(desk, file), { state: 'applied' })
  })

  test('ends every job that waits for it with its own refusal, nothing half done, and each can be asked for again', async ({
    assert,
  }) => {
    const { desk, file } = await checkedFile()
    const { regency, place } = desk
    const exportJob = () =>
      inDesk(desk, async (tx) =>
        requestExport(tx, (await periodById(tx, place.periodId, regency.code))!, { kind: 'existing' }, 'csv', 'id'),
      )
    const apply = await inDesk(desk, (tx) => requestApply(tx, regency.code, file.id))
    const list = await exportJob()
    await turn(regency.code, false)
    for (const id of [apply, list]) {
      const job = await runAndWait(id)
      assert.containsSubset(job, { state: 'failed', error: 'E_PLUGIN_OFF' })
      assert.include(job.message!, OFF)
    }
    await turn(regency.code, true)
    assert.equal((await fileNow(desk, file)).state, 'checked')
    const { updates, changes } = tableNames(place.module.instrument)
    for (const table of [updates, changes]) {
      const rows = await inDesk(desk, (tx) => query(tx, `select 1 from ${table} where period_id = ?`, [place.periodId]))
      assert.lengthOf(rows, 0, table)
    }
    const applied = await applyFile(desk, file)
    assert.equal((await runAndWait(await exportJob())).state, 'done')

    const undo = await inDesk(desk, (tx) => requestUndo(tx, regency.code, applied.id))
    const sealing = await testRegister(2)
    const sealJob = await inPlace(sealing.place, async (tx) => finalise(tx, await periodOf(sealing.place)))
    await turn(regency.code, false)
    await turn(sealing.place.regency, false)
    assert.equal((await runAndWait(undo)).error, 'E_PLUGIN_OFF')
    assert.equal((await runAndWait(sealJob)).error, 'E_PLUGIN_OFF')
    assert.equal((await inPlace(sealing.place, (tx) => finalisationOf(tx, sealing.place))).state, 'open')
    await turn(regency.code, true)
    await turn(sealing.place.regency, true)
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09')
    assert.equal((await fileNow(desk, file)).state, 'applied')
    assert.equal((await runAndWait(await inDesk(desk, (tx) => requestUndo(tx, regency.code, applied.id)))).state, 'done')
    assert.equal((await seal(sealing.place)).state, 'finalised')
  })

  test('stops a job that runs already at its next look, and what it had written is gone', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const { code } = desk.regency
    addJobHandler({
      name: 'test.of_a_module',
      async run({ scope: own, cancelled }) {
        await scope.run(own, async (tx) => {
          await tx.trx.table('drafts').insert({
            ...{ regency_code: code, user_id: '00000000-0000-7000-8000-000000000000', kind: 'uji', subject: 'x' },
            ...{ period_id: desk.place.periodId, base_version: 0, data: '{}', saved_at: tx.now },
          })
          await turn(code, false)
          await cancelled()
        })
      },
    })
    const id = await inDesk(desk, (tx) => dispatch(tx, { name: 'test.of_a_module', regency: code, payload: { module: 'bdt' } }))
    assert.containsSubset(await runAndWait(id), { state: 'failed', error: 'E_PLUGIN_OFF' })
    assert.lengthOf(
      await inDesk(desk, (tx) => query(tx, `select 1 from drafts where kind = 'uji' and regency_code = ?`, [code])),
      0,
    )
  })

  test('stops an apply, and a seal, in the middle of their records: nothing of them is left, and both are done once it is on again', async ({
    client,
    assert,
  }) => {
    const { desk, file } = await checkedFile()
    const { regency, place } = desk
    const apply = await inDesk(desk, (tx) => requestApply(tx, regency.code, file.id))
    const stopped = await switchedOffWhileRunning('imports.apply', apply)
    assert.containsSubset(stopped, { state: 'failed', error: 'E_PLUGIN_OFF' })
    await turn(regency.code, true)
    assert.notExists(await working(desk, 'H1'))
    assert.include(await fileNow(desk, file), { state: 'checked' })
    const { changes } = tableNames(place.module.instrument)
    assert.lengthOf(await inDesk(desk, (tx) => query(tx, `select 1 from ${changes} where period_id = ?`, [place.periodId])), 0)
    assert.include(await applyFile(desk, file), { state: 'applied' })

    const sealing = await testRegister(3)
    const sealJob = await inPlace(sealing.place, async (tx) => finalise(tx, await periodOf(sealing.place)))
    assert.containsSubset(await switchedOffWhileRunning('verification.seal', sealJob), { state: 'failed', error: 'E_PLUGIN_OFF' })
    await turn(sealing.place.regency, true)
    const left = await inPlace(sealing.place, async (tx) => ({
      state: (await finalisationOf(tx, sealing.place)).state,
      files: (await query(tx, 'select 1 from result_files where period_id = ?', [sealing.place.periodId])).length,
    }))
    assert.deepEqual(left, { state: 'open', files: 0 })
    const page = await client.get('/bdt/finalisasi').loginAs(await supervisorOf(sealing.place.regency))
    page.assertTextIncludes(OFF)
    assert.equal((await seal(sealing.place)).state, 'finalised')
  })

  test('closes the link of a finished export, its files to try and the secrets of its records', async ({ client, assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const supervisor = await visitorOf(desk)
    const own = scope.of(desk.regency.code, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
    const id = await scope.run(own, async (tx) =>
      requestExport(tx, (await periodById(tx, desk.place.periodId, desk.regency.code))!, { kind: 'existing' }, 'csv', 'id'),
    )
    await runAndWait(id)
    const link = `/bdt/unduhan/${id}/berkas`
    ;(await client.get(link).loginAs(supervisor)).assertStatus(200)
    const [stored] = await inDesk(desk, (tx) =>
      query<{ id: string }>(tx, 'select id from files where kind = ?', [`export-${id}`]),
    )
    const wanted = { objectType: 'bdt.record', id: 'H1', field: 'members/H1-1/nik', purpose: 'complaint', address: '127.0.0.1' }
    assert.match((await reveal(own, wanted)).value, /^\d{16}$/)
    await keepSamples(desk.own, desk.regency.code, 'bdt', [
      await writeExport(desk, { name: 'contoh.siks', records: [{ doc: household('H1', desk.village, 1) }] }),
    ])
    const [sample] = await inDesk(desk, (tx) => samplesOf(tx, desk.regency.code))
    ;(await client.get(`/import/contoh/${sample!.id}`).loginAs(supervisor)).assertStatus(200)
    await turn(desk.regency.code, false)
    assert.lengthOf(await inDesk(desk, (tx) => samplesOf(tx, desk.regency.code)), 0)
    for (const path of [link, `/bdt/unduhan/${id}`, `/berkas/${stored!.id}`, `/import/contoh/${sample!.id}`, '/bdt/ruta/H1']) {
      ;(await client.get(path).loginAs(supervisor)).assertStatus(404)
    }
    const asked = { object_type: 'bdt.record', object_id: 'H1', field: 'members/H1-1/nik', purpose: 'complaint' }
    ;(await client.post('/rahasia/buka').json(asked).loginAs(supervisor).withCsrfToken()).assertStatus(404)
    await assert.rejects(() => reveal(own, wanted), new RegExp(OFF))
    await turn(desk.regency.code, true)
    ;(await client.get(link).loginAs(supervisor)).assertStatus(200)
    assert.match((await reveal(own, wanted)).value, /^\d{16}$/)
  })

  test('leaves an accepted letter for anybody to verify, for a law document does not end with a module', async ({
    client,
    assert,
  }) => {
    const { place } = await testRegister(2)
    const letter = await toUploadedLetter(place)
    await inPlace(place, async (tx) => acceptLetter(tx, await periodOf(place)))
    const supervisor = await supervisorOf(place.regency)
    await turn(place.regency, false)
    ;(await client.get(`/bdt/surat-pengesahan/${letter.id}/surat`).loginAs(supervisor)).assertStatus(404)
    const page = await client.get(`/verifikasi/${letter.code}`)
    page.assertStatus(200)
    assert.include(page.text(), letter.number)
    assert.include(page.text(), 'Surat ini berlaku')
  })
})
