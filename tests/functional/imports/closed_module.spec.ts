import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { registry } from '#kernel/registry'
import { query, SYSTEM } from '#services/scope'
import { requestApply, requestApplyClean } from '#verification/imports/acts'
import { fileViews } from '#verification/imports/batch_view'
import type { ImportFile } from '#verification/imports/files'
import type { RecordDoc } from '#verification/instrument'
import type { Place } from '#verification/store/index'
import { closePeriod } from '#verification/periods/index'
import { kpm } from '#plugins/bsp/tests/functional/support'
import { openRegister } from '#tests/support/register'
import {
  applyFile,
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  issueFor,
  openDesk,
  recordOf,
  working,
  writeExport,
} from './support.js'
import type { Desk } from './support.js'

interface Both extends Desk {
  aid: { record: RecordDoc; place: Place }
}

/** A regency with a period of the BDT and one of the food aid, and a package of both. */
async function openBoth(): Promise<Both> {
  const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
  const record = kpm(desk.village, 'KPM-1')
  const place = await openRegister(desk.regency.code, [record], 'bsp')
  await inDesk(desk, (tx) => query(tx, `update issues set modules = '{bdt,bsp}' where id = ?`, [desk.issue.id]))
  return { ...desk, aid: { record, place } }
}

/** One file of both modules: a changed household and a changed beneficiary. */
async function bothIn(desk: Both, device = 'PC-1'): Promise<ImportFile> {
  const path = await writeExport(desk, {
    device,
    manifest: { modules: ['bdt', 'bsp'] },
    records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }, recordOfAid(desk)],
  })
  const [file] = await importPaths(desk, path)
  return file!
}

function recordOfAid({ aid }: Both) {
  const doc = changed(aid.record, { alamat: 'RT 08' })
  return { doc, ...recordOf('bsp', doc, { outcome: 'repaired' }) }
}

const changesOfAid = (desk: Both) =>
  inDesk(desk, (tx) =>
    query(tx, `select key from bsp_changes where period_id = ? and regency_code = ?`, [
      desk.aid.place.periodId,
      desk.regency.code,
    ]),
  )

const reasonsOf = (desk: Desk, file: ImportFile) =>
  inDesk(desk, (tx) =>
    query<{ module: string; status: string; reasons: { code: string; text: { id: string; en: string } }[] }>(
      tx,
      'select module, status, reasons from import_records where regency_code = ? and import_file_id = ? order by line',
      [file.regency, file.id],
    ),
  )

test.group('A file of which one module is closed', (group) => {
  group.teardown(() => clock.restore())

  test('closed before the check: its records are rejected with the reason, the others are taken', async ({ assert }) => {
    const desk = await openBoth()
    await closePeriod(registry.module('bsp'), SYSTEM, { period: desk.aid.place.periodId })
    const file = await bothIn(desk)
    assert.include(file, { state: 'checked', read: 2, changed: 1, rejected: 1 })
    const [household1, aid] = await reasonsOf(desk, file)
    assert.equal(household1!.status, 'changed')
    assert.equal(aid!.reasons[0]!.code, 'E_IMPORT_RECORD_PERIOD')
    assert.match(
      aid!.reasons[0]!.text.id,
      /^Baris 3: .+ ditutup oleh Pusdatin pada 25-11-2026 1[234]\.00 WI(B|TA|T); .+ Baris ini tidak dipakai\.$/,
    )
    assert.match(
      aid!.reasons[0]!.text.en,
      /^Line 3: .+ was closed by Pusdatin on 25-11-2026 1[234]\.00 WI(B|TA|T); nothing can be imported .+ The line is not used\.$/,
    )
    assert.include(await applyFile(desk, file), { state: 'applied' })
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09')
  })

  test('closed between check and apply: the preview is shown anew, then the open module is applied alone', async ({ assert }) => {
    const desk = await openBoth()
    const file = await bothIn(desk)
    assert.include(file, { state: 'checked', read: 2, changed: 2, rejected: 0 })
    const view = async () => (await inDesk(desk, async (tx) => fileViews(tx, [await fileNow(desk, file)], true, 'id')))[0]!
    assert.deepEqual((await view()).closedModules, [])
    await closePeriod(registry.module('bsp'), SYSTEM, { period: desk.aid.place.periodId })
    const late = await view()
    assert.isNull(late.closed)
    assert.deepEqual(
      late.closedModules.map(({ period }) => period.id),
      [desk.aid.place.periodId],
    )
    assert.isTrue(late.can.apply)
    const shown = await applyFile(desk, file)
    assert.include(shown, { state: 'checked', read: 2, changed: 1, rejected: 1 })
    assert.include(shown.notes[0]!, { code: 'changed_preview', count: 1 })
    assert.isUndefined(await working(desk, 'H1'))
    const [, aid] = await reasonsOf(desk, file)
    assert.deepEqual([aid!.status, aid!.reasons[0]!.code], ['rejected', 'E_IMPORT_RECORD_PERIOD'])
    assert.include(await applyFile(desk, shown), { state: 'applied', read: 2, changed: 1, rejected: 1 })
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09')
    assert.lengthOf(await changesOfAid(desk), 0)
  })

  test('the main module closed: the other one is applied although the package names the closed period', async ({ assert }) => {
    const desk = await openBoth()
    const file = await bothIn(desk)
    await closePeriod(registry.module('bdt'), SYSTEM, { period: desk.place.periodId })
    assert.include(await applyFile(desk, file, true), { state: 'applied', read: 2, changed: 1, rejected: 1 })
    assert.lengthOf(await changesOfAid(desk), 1)
    assert.isUndefined(await working(desk, 'H1'))
  })

  test('the main module closed before the check: its records are rejected and the export stays in its chain', async ({
    assert,
  }) => {
    const desk = await openBoth()
    await closePeriod(registry.module('bdt'), SYSTEM, { period: desk.place.periodId })
    const file = await bothIn(desk)
    assert.include(file, { state: 'checked', read: 2, changed: 1, rejected: 1, periodId: desk.place.periodId })
    assert.include(await applyFile(desk, file), { state: 'applied' })
    assert.lengthOf(await changesOfAid(desk), 1)
  })

  test('of a batch, the files of a closed period stay with their reason and the others are applied', async ({ assert }) => {
    const desk = await openBoth()
    const issue = await issueFor(desk.own, desk.aid.place, [desk.village])
    const paths = await Promise.all([
      writeExport(desk, { device: 'PC-1', records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 01' }) }] }),
      writeExport(desk, {
        device: 'PC-2',
        issue,
        manifest: { modules: ['bsp'], edition: desk.aid.place.editionId, period: desk.aid.place.periodId },
        records: [recordOfAid(desk)],
      }),
    ])
    const [first, second] = await importPaths(desk, ...paths)
    assert.deepEqual([first!.state, second!.state], ['checked', 'checked'])
    await closePeriod(registry.module('bsp'), SYSTEM, { period: desk.aid.place.periodId })
    const { started, late, reason } = await inDesk(desk, (tx) => requestApplyClean(tx, desk.regency.code, first!.importId))
    assert.deepEqual([started, late], [1, 1])
    assert.match(reason!, /ditutup oleh Pusdatin pada 25-11-2026/)
    await runAndWait((await fileNow(desk, first!)).jobId!)
    assert.deepEqual([(await fileNow(desk, first!)).state, (await fileNow(desk, second!)).state], ['applied', 'checked'])
    await assert.rejects(
      () => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, second!.id)),
      /ditutup oleh Pusdatin pada/,
    )
  })
})
