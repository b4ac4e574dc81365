import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import drive from '@adonisjs/drive/services/main'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import User from '#models/user'
import { tidyFolders, tidyHourly } from '#services/cleaning/folders'
import { clean, cleanNightly } from '#services/cleaning/nightly'
import { clock } from '#services/clock'
import { dataFolder } from '#services/database/addresses'
import { discardUnnamed, storeFile } from '#services/files'
import { query } from '#services/scope'
import { returnFinalisation } from '#verification/finalise/judgement'
import { cancelFile, requestCheck } from '#verification/imports/acts'
import type { ImportFile } from '#verification/imports/files'
import { forgetContents, forgetRecords, REPORT_DAYS } from '#verification/imports/forget'
import { tidyExports } from '#verification/lists/export_job'
import { periodById } from '#verification/periods/index'
import { forgetDrafts } from '#verification/review/drafts'
import {
  applyFile,
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  recordsOf,
  take,
  writeExport,
  type Desk,
} from '#tests/functional/imports/support'

const DAY_MS = 86_400_000
const NOTHING = { contents: 0, records: 0, drafts: 0, exports: 0 }

/** Moves the clock on. Folders are then not tidied: those of uploads and jobs are shared with other runs, whose files would look old. */
const later = (days: number) => clock.freeze(new Date(clock.now().getTime() + days * DAY_MS))

/** Key of a file's content and whether it still lies on the Drive. */
async function contentOf(desk: Desk, { fileId }: Pick<ImportFile, 'fileId'>) {
  const [row] = await inDesk(desk, (tx) =>
    query<{ key: string; removed: Date | null }>(tx, 'select disk_key as key, removed_at as removed from files where id = ?', [
      fileId,
    ]),
  )
  return { kept: await drive.use().exists(row!.key), removed: row!.removed !== null }
}

async function draftsOf(desk: Desk) {
  const rows = await inDesk(desk, (tx) => query(tx, 'select 1 from drafts where regency_code = ?', [desk.regency.code]))
  return rows.length
}

async function setFinalisation(desk: Desk, state: string) {
  await inDesk(desk, (tx) =>
    query(tx, 'update finalisations set state = ?, updated_at = ? where period_id = ? and regency_code = ?', [
      ...[state, tx.now, desk.place.periodId, desk.regency.code],
    ]),
  )
}

const edit = (desk: Desk, alamat: string) => ({ doc: changed(household('H1', desk.village, 1), { alamat }) })

test.group('Nightly cleaning', (group) => {
  group.each.setup(async () => {
    await db.connection('owner').from('nightly_runs').delete()
    return () => clock.restore()
  })

  test('a file refused when it is applied keeps neither content nor records nor counts', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const [older] = await importPaths(desk, await writeExport(desk, { sequence: 1, records: [edit(desk, 'RT 01')] }))
    await take(desk, { sequence: 2, records: [{ ...edit(desk, 'RT 02'), rev: 2 }] })
    assert.deepEqual(await contentOf(desk, older!), { kept: true, removed: false })
    const refused = await applyFile(desk, older!)
    assert.include(refused, { state: 'refused', reasonCode: 'E_IMPORT_OLDER_EXPORT', read: 0, changed: 0, rejected: 0 })
    assert.deepEqual(await contentOf(desk, older!), { kept: false, removed: true })
    assert.lengthOf(await recordsOf(desk, older!), 0)
    await clean()
    assert.include(await clean(), NOTHING)
  })

  test('an applied file keeps its records until its result has long been accepted, then only its counts and its own content', async ({
    assert,
    client,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const file = await take(desk, { records: [edit(desk, 'RT 09')] })
    await setFinalisation(desk, 'finalised')
    later(REPORT_DAYS + 1)
    await forgetRecords()
    assert.lengthOf(await recordsOf(desk, file), 1, 'a result that waits for the ministry may come back')
    await setFinalisation(desk, 'accepted')
    later(REPORT_DAYS - 1)
    await forgetRecords()
    assert.lengthOf(await recordsOf(desk, file), 1)
    later(2)
    assert.isAtLeast(await forgetRecords(), 1)
    assert.equal(await forgetRecords(), 0)
    const now = await fileNow(desk, file)
    assert.include(now, { state: 'applied', read: 1, changed: 1 })
    assert.lengthOf(await recordsOf(desk, file), 0)
    assert.deepEqual(await contentOf(desk, file), { kept: true, removed: false })
    const user = await User.findOrFail(desk.own.actor.id)
    const page = await client.get(`/import/${file.importId}/berkas/${file.id}`).loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('Rincian berkas ini sudah dihapus')
    assert.notInclude(page.text(), 'laporan.xlsx')
    const { periodId, regency } = desk.place
    const giveBack = inDesk(desk, async (tx) => returnFinalisation(tx, (await periodById(tx, periodId, regency))!, 'Keliru'))
    await assert.rejects(() => giveBack, /sudah dihapus, sehingga tidak dapat dikembalikan/)
  })

  test('a check that was stopped can be taken up for thirty days, then its content goes and the file says why', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(desk, await writeExport(desk, { records: [edit(desk, 'RT 09')] }))
    later(29)
    await inDesk(desk, (tx) => requestCheck(tx, desk.regency.code, file!.id))
    await inDesk(desk, (tx) => cancelFile(tx, desk.regency.code, file!.id))
    later(29)
    await forgetContents()
    assert.deepEqual(await contentOf(desk, file!), { kept: true, removed: false }, 'the days count from the stop')
    later(2)
    assert.isAtLeast(await forgetContents(), 1)
    assert.equal(await forgetContents(), 0)
    assert.include(await fileNow(desk, file!), { state: 'refused', reasonCode: 'E_IMPORT_FORGOTTEN' })
    assert.deepEqual(await contentOf(desk, file!), { kept: false, removed: true })
  })

  test('content that a row names stays when a transaction breaks, for a commit whose answer was lost may have come through', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const file = {
      regency: desk.regency.code,
      kind: 'uji',
      name: 'a.txt',
      contentType: 'text/plain',
      content: Buffer.from('isi'),
    }
    const { id, key } = await inDesk(desk, (tx) => storeFile(tx, file))
    await assert.rejects(() => inDesk(desk, (tx) => storeFile(tx, { ...file, id })))
    assert.isTrue(await drive.use().exists(key))
    const broken = { ...file, id: uuid() }
    await assert.rejects(() =>
      inDesk(desk, async (tx) => {
        await storeFile(tx, broken)
        throw new Error('broken')
      }),
    )
    assert.isFalse(await drive.use().exists(`uji/${file.regency}/${broken.id}`))
    await drive.use().put('uji/sisa', 'x')
    await discardUnnamed(desk.own, [key, 'uji/sisa'])
    assert.isTrue(await drive.use().exists('uji/sisa'), 'of files that belong together, one that is named keeps all')
    await discardUnnamed(desk.own, ['uji/sisa'])
    assert.isFalse(await drive.use().exists('uji/sisa'))
  })

  test('exports go after their days, drafts with the acceptance, old uploads and work folders after a day', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    // Folders are as old as the real clock says, and with them the export has to be of today.
    clock.freeze(new Date())
    const { regency, place } = desk
    const exported = await inDesk(desk, (tx) =>
      storeFile(tx, {
        ...{ regency: regency.code, kind: 'export-uji', name: 'a.csv', contentType: 'text/csv', content: Buffer.from('x') },
      }),
    )
    await inDesk(desk, ({ trx, now, actor }) =>
      trx.table('drafts').insert({
        ...{ regency_code: regency.code, user_id: actor.id, period_id: place.periodId, kind: 'bdt.record', subject: 'x' },
        ...{ base_version: 0, data: '{}', saved_at: now },
      }),
    )
    const folders = ['uploads', 'work'].map((name) => join(dataFolder(), name, `uji-${process.pid}`))
    for (const folder of folders) {
      await mkdir(folder, { recursive: true })
      for (const name of ['lama', 'baru']) await writeFile(join(folder, name), 'x')
      const old = new Date(clock.now().getTime() - 2 * DAY_MS)
      await utimes(join(folder, 'lama'), old, old)
    }
    await clean()
    assert.deepEqual(await contentOf(desk, { fileId: exported.id }), { kept: true, removed: false })
    assert.equal(await draftsOf(desk), 1)
    await tidyFolders()
    for (const folder of folders) assert.deepEqual(await readdir(folder), ['baru'])
    await setFinalisation(desk, 'accepted')
    later(4)
    for (const gone of [await tidyExports(), await forgetDrafts()]) assert.isAtLeast(gone, 1, 'others may have left some as well')
    assert.equal(await draftsOf(desk), 0)
    assert.deepEqual(await contentOf(desk, { fileId: exported.id }), { kept: false, removed: true })
    assert.deepEqual([await tidyExports(), await forgetDrafts()], [0, 0])
  })

  test('an upload that began days ago keeps its description for as long as it still grows', async ({ assert }) => {
    const folder = join(dataFolder(), 'uploads', `tumbuh-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const old = new Date(Date.now() - 3 * DAY_MS)
    for (const name of ['tumbuh', 'tumbuh.json', 'diam', 'diam.json', 'sisa.json']) await writeFile(join(folder, name), 'x')
    for (const name of ['tumbuh.json', 'diam', 'diam.json', 'sisa.json']) await utimes(join(folder, name), old, old)
    await tidyFolders()
    assert.sameMembers(await readdir(folder), ['tumbuh', 'tumbuh.json'])
    await utimes(join(folder, 'tumbuh'), old, old)
    const timer = tidyHourly()
    while (existsSync(folder)) await wait(20)
    clearInterval(timer)
  })

  test('a key of the Drive without a row goes when it is older than a day; a fresh one and one with a row stay', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const { code } = desk.regency
    const [orphan, fresh] = [`results/${code}/${uuid()}-1/hasil.csv`, `results/${code}/${uuid()}-1/hasil.csv`]
    for (const key of [orphan, fresh]) await drive.use().put(key, 'x')
    const owned = await inDesk(desk, (tx) =>
      storeFile(tx, { regency: code, kind: 'logo', name: 'a.png', contentType: 'image/png', content: Buffer.from('x') }),
    )
    const files = process.env.SIKS_FILES_DIR!
    const old = new Date(Date.now() - 2 * DAY_MS)
    for (const key of [orphan, owned.key]) await utimes(join(files, key), old, old)
    clock.freeze(new Date())
    assert.isAtLeast((await clean()).orphans!, 1)
    assert.deepEqual(await Promise.all([orphan, fresh, owned.key].map((key) => drive.use().exists(key))), [false, true, true])
  })

  test('once a night, whoever comes first; a run that died is taken up by another after three hours', async ({ assert }) => {
    clock.freeze(new Date('2026-03-01T18:59:00Z'))
    assert.isNotNull(await cleanNightly())
    assert.isNull(await cleanNightly())
    clock.freeze(new Date('2026-03-01T19:01:00Z'))
    const both = await Promise.all([cleanNightly(), cleanNightly()])
    assert.lengthOf(
      both.filter((counts) => counts !== null),
      1,
    )
    const [run] = await db.connection().from('nightly_runs').orderBy('night', 'desc').limit(1)
    assert.sameMembers(Object.keys(run.counts), [
      ...[
        'sessions',
        'exports',
        'register',
        'packages',
        'contents',
        'records',
        'returns',
        'drafts',
        'comparisons',
        'loads',
        'notices',
        'objections',
        'orphans',
        'modules',
      ],
    ])
    clock.freeze(new Date('2026-03-02T19:01:00Z'))
    await db
      .connection()
      .table('nightly_runs')
      .insert({ night: new Date('2026-03-02T19:00:00Z'), started_at: clock.now() })
    assert.isNull(await cleanNightly())
    clock.freeze(new Date('2026-03-02T22:02:00Z'))
    assert.isNotNull(await cleanNightly())
  })
})
