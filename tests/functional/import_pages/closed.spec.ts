import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, SYSTEM } from '#services/scope'
import { findFile } from '#verification/imports/files'
import { closePeriod } from '#verification/periods/index'
import { changed, household, importPaths, inDesk, take, writeExport } from '#tests/functional/imports/support'
import { openCounter } from './support.js'

test.group('Imports of a period that has closed', () => {
  test('nothing is offered that would be refused, and the pages say why', async ({ client, assert }) => {
    const desk = await openCounter()
    const edited = (key: string, n: number) => [{ doc: changed(household(key, desk.village, n), { alamat: 'RT 09' }) }]
    const applied = await take(desk, { records: edited('H2', 2) })
    const [file] = await importPaths(desk, await writeExport(desk, { device: 'PC-2', records: edited('H1', 1) }))
    const shown = (address: string) => client.get(address).loginAs(desk.supervisor)
    const pages = async () => [
      (await shown(`/import/${file!.importId}`)).text(),
      (await shown(`/import/${file!.importId}/berkas/${file!.id}`)).text(),
      (await shown(`/import/${applied.importId}`)).text(),
    ]
    const [batch, report, earlier] = await pages()
    for (const page of [batch, report]) assert.include(page, `/berkas/${file!.id}/terapkan"`)
    assert.include(batch, `"/import/${file!.importId}/terapkan"`)
    assert.include(earlier, `/berkas/${applied.id}/urungkan"`)
    await closePeriod(registry.module('bdt'), SYSTEM, { period: desk.place.periodId })
    const [batchLate, reportLate, earlierLate] = await pages()
    for (const page of [batchLate, reportLate]) {
      assert.notMatch(page!, /\/(terapkan|periksa)"/)
      assert.match(page!, /Masa import .+ sudah berakhir, sehingga berkas ini tidak dapat diterapkan lagi/)
    }
    assert.notInclude(batchLate, 'Terapkan yang sudah benar')
    assert.include(earlierLate, `/berkas/${applied.id}/urungkan"`, 'a file can be undone until finalisation')
    assert.include(earlierLate, 'Selanjutnya putuskan perubahan yang masuk', 'deciding goes on')

    const plan = (await shown(`/import/${applied.importId}/berkas/${applied.id}/urungkan`)).text()
    const token = /name="token" value="([^"]+)"/.exec(plan)![1]!
    await client
      .post(`/import/${applied.importId}/berkas/${applied.id}/urungkan`)
      .loginAs(desk.supervisor)
      .withCsrfToken()
      .form({ token })
      .redirects(0)
    const [job] = await inDesk(desk, (tx) =>
      query<{ id: string }>(tx, `select job_id as id from import_files where id = ?`, [applied.id]),
    )
    await runAndWait(job!.id)
    assert.include(await inDesk(desk, (tx) => findFile(tx, desk.regency.code, applied.id)), { state: 'undone' })
  })
})
