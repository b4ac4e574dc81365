import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { query, scope } from '#services/scope'
import { createImport } from '#verification/imports/acts'
import type { ImportFile } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import { applyFile, changed, household, importPaths, inDesk, issueFor, openDesk, writeExport, type Desk } from './support.js'
import { plain, said, wire, written, zipped } from './odd_files.js'

test.group('Refused files', (group) => {
  group.teardown(() => clock.restore())
  let desk: Desk
  group.setup(async () => {
    desk = await openDesk((village) => [1, 2, 3, 4, 5, 6].map((n) => household(`H${n}`, village, n)))
  })

  test('each bad file of a batch has its own clear message, stores nothing, and the good one goes on', async ({ assert }) => {
    const good = await writeExport(desk, {
      device: 'PC-GOOD',
      records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 05' }) }],
    })
    const whole = await readFile(
      await writeExport(desk, { device: 'PC-CUT', records: [{ doc: household('H2', desk.village, 2) }] }),
    )
    const foreign = await openDesk((village) => [household('H1', village, 1)])
    const flipped = Buffer.from(whole)
    flipped[flipped.length - 60]! ^= 1
    const paths = [
      await plain(desk, 'cut.siks', whole.subarray(0, whole.length - 300)),
      await plain(desk, 'flipped.siks', flipped),
      await writeExport(foreign, { name: 'foreign.siks', records: [{ doc: household('H1', foreign.village, 1) }] }),
      await plain(desk, 'empty.siks', ''),
      await plain(desk, 'letter.siks', '%PDF-1.7\n%uji'),
      await plain(desk, 'table.csv', 'nik;nama\n3201014507859901;UJI\n'),
      await written(
        desk,
        'bomb.siks',
        Array.from({ length: 40 }, () => ({ t: 'x', blanks: ' '.repeat(900_000) })),
      ),
      await plain(desk, 'newer.siks', whole.toString('latin1').replace(/^SIKS1/, 'SIKS9')),
      await written(desk, 'nothing.siks', []),
      good,
    ]
    const files = await importPaths(desk, ...paths)
    assert.deepEqual(
      files.map(({ name, state, reasonCode }) => [name.replace(/^PC-GOOD.*/, 'good'), state, reasonCode]),
      [
        ['cut.siks', 'refused', 'E_SIKS_TRUNCATED'],
        ['flipped.siks', 'refused', 'E_SIKS_TAMPERED'],
        ['foreign.siks', 'refused', 'E_SIKS_FOREIGN_ISSUE'],
        ['empty.siks', 'refused', 'E_SIKS_EMPTY_FILE'],
        ['letter.siks', 'refused', 'E_SIKS_WRONG_KIND'],
        ['table.csv', 'refused', 'E_SIKS_WRONG_KIND'],
        ['bomb.siks', 'refused', 'E_SIKS_BOMB'],
        ['newer.siks', 'refused', 'E_SIKS_VERSION'],
        ['nothing.siks', 'refused', 'E_SIKS_EMPTY'],
        ['good', 'checked', null],
      ].sort(byName(files)),
    )
    const sentences = files.filter(({ state }) => state === 'refused').map(said)
    assert.equal(new Set(sentences).size, sentences.length, 'no two refusals read the same')
    const [{ total } = { total: -1 }] = await inDesk(desk, (tx) =>
      query<{ total: number }>(tx, 'select count(*)::int as total from import_records where regency_code = ?', [
        desk.regency.code,
      ]),
    )
    assert.equal(total, 1)
    const kept = files.find(({ state }) => state === 'checked')
    assert.include(await applyFile(desk, kept!), { state: 'applied', changed: 1 })
  })

  test('a package of former base data and one of a former period are refused with both names', async ({ assert }) => {
    const old = uuid()
    await db
      .connection('owner')
      .table('editions')
      .insert({
        ...{ id: old, module: desk.place.module.name, name: 'BDT Juli 2018', decree: '7/HUK/2018', decree_date: '2018-07-10' },
        ...{ code_list_version: 'x', state: 'superseded', created_by: 'uji', created_at: new Date() },
      })
    const issue = await issueFor(desk.own, { ...desk.place, editionId: old }, [desk.village])
    const records = [{ doc: household('H1', desk.village, 1) }]
    const [file] = await importPaths(desk, await writeExport(desk, { issue, records, manifest: { edition: old } }))
    assert.equal(file!.reasonCode, 'E_IMPORT_OLD_EDITION')
    assert.include(said(file), 'BDT Juli 2018')
    assert.include(said(file), 'Edisi Uji')
  })

  test('a module that is not installed, and one that the package does not hold, are told apart', async ({ assert }) => {
    const of = (modules: string[]) => written(desk, `${modules.join('-')}.siks`, [wire(desk, 'H6', 6)], { modules })
    const files = await importPaths(desk, await of(['bdt', 'antah']), await of(['bdt', 'bsp']))
    assert.sameMembers(
      files.map(({ reasonCode }) => reasonCode),
      ['E_IMPORT_MODULE', 'E_IMPORT_MODULE_NOT_ISSUED'],
    )
    const notIssued = said(files.find(({ reasonCode }) => reasonCode === 'E_IMPORT_MODULE_NOT_ISSUED'))
    assert.include(notIssued, `memuat modul BSP, padahal paket ${desk.issue.id}`)
    assert.notInclude(notIssued, 'tidak terpasang')
  })

  test('a revoked package is refused', async ({ assert }) => {
    const issue = await issueFor(desk.own, desk.place, [desk.village])
    await scope.run(desk.own, (tx) =>
      tx.trx.from('issues').where('id', issue.id).update({ revoked_at: tx.now, revoked_reason: 'Hilang' }),
    )
    const [file] = await importPaths(
      desk,
      await writeExport(desk, { issue, records: [{ doc: household('H1', desk.village, 1) }] }),
    )
    assert.equal(file!.reasonCode, 'E_IMPORT_ISSUE_REVOKED')
    assert.include(said(file), 'dengan alasan: Hilang')
  })

  test('a ZIP becomes its files; one that points outside its folder is refused whole', async ({ assert }) => {
    const one = await readFile(
      await writeExport(desk, { device: 'PC-Z1', records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }] }),
    )
    const two = await readFile(
      await writeExport(desk, { device: 'PC-Z2', records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }] }),
    )
    const files = await importPaths(
      desk,
      await zipped(desk, 'kelurahan.zip', [
        { name: 'a/satu.siks', content: one },
        { name: 'b/satu.siks', content: two },
        { name: '__MACOSX/._satu.siks', content: Buffer.from('x') },
        { name: 'b/baca.txt', content: Buffer.from('halo') },
      ]),
    )
    assert.sameDeepMembers(
      files.map(({ name, state }) => [name, state]),
      [
        ['a/satu.siks', 'checked'],
        ['b/satu.siks', 'checked'],
        ['b/baca.txt', 'refused'],
      ],
    )
    const climbing = Buffer.from(await readFile(await zipped(desk, 'naik.zip', [{ name: 'xx/xx/uji.siks', content: one }])))
    for (let at = climbing.indexOf('xx/xx/'); at >= 0; at = climbing.indexOf('xx/xx/')) climbing.write('../../', at)
    const [refused] = await importPaths(desk, await plain(desk, 'naik.zip', climbing))
    assert.include(refused, { name: 'naik.zip', state: 'refused', reasonCode: 'E_SIKS_ARCHIVE_NAME' })
  })

  test('the very same file is refused with time and person, also when two tabs send it at once', async ({ assert }) => {
    const path = await writeExport(desk, {
      device: 'PC-TWICE',
      records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }],
    })
    const send = () =>
      withIncoming([{ path, name: 'kelurahan.siks' }], (files) =>
        createImport(desk.own, { regency: desk.regency.code, source: 'browser', files }),
      )
    const answers = await Promise.allSettled([send(), send(), send()])
    const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as Error)
    assert.lengthOf(refused, 2)
    for (const error of refused) {
      assert.include(error, { code: 'E_IMPORT_DUPLICATE' })
      assert.match(
        error.message,
        /sudah diterima pada 25-11-2026 1\d\.00 WI(B|TA|T) oleh Petugas \d+ dengan nama “kelurahan\.siks”/,
      )
    }
    const rows = await inDesk(desk, (tx) =>
      query(tx, `select 1 from import_files where regency_code = ? and original_name = 'kelurahan.siks'`, [desk.regency.code]),
    )
    assert.lengthOf(rows, 1)
    const [again, fresh] = await importPaths(
      desk,
      path,
      await writeExport(desk, { device: 'PC-OTHER', records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }] }),
    )
    assert.deepEqual([again!.state, fresh!.state].sort(), ['checked', 'refused'])
  })

  test('a cut copy of a received export is told as cut, and a copy of it in the same batch by its twin', async ({ assert }) => {
    const path = await writeExport(desk, {
      device: 'PC-CUT',
      records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }],
    })
    const whole = await readFile(path)
    await importPaths(desk, path)
    const cut = await Promise.all(['satu.siks', 'dua.siks'].map((name) => plain(desk, name, whole.subarray(0, -40))))
    const told = await importPaths(desk, ...cut)
    assert.deepEqual(told.map(({ reasonCode }) => reasonCode).sort(), ['E_IMPORT_TWICE', 'E_SIKS_TRUNCATED'])
  })

  test('names that point elsewhere are only text; a file is kept under a name of the server (S21)', async ({ assert }) => {
    const path = await writeExport(desk, {
      device: 'PC-NAME',
      records: [{ doc: household('H6', desk.village, 6), outcome: 'unchanged' }],
    })
    const name = "../../../public/Data Nu'man – RT 01 <img src=x>.siks"
    const id = await withIncoming([{ path, name }], (files) =>
      createImport(desk.own, { regency: desk.regency.code, source: 'browser', files }),
    )
    const [row] = await inDesk(desk, (tx) =>
      query<{ original_name: string; disk_key: string }>(
        tx,
        'select f.original_name, k.disk_key from import_files f join files k on k.id = f.file_id where f.import_id = ?',
        [id],
      ),
    )
    assert.equal(row!.original_name, name)
    assert.match(row!.disk_key, /^import\/[\d.]+\/[0-9a-f-]{36}$/)
  })
})

/** Files of one moment stand in the order of their names. */
function byName(files: readonly ImportFile[]) {
  const order = files.map(({ name }) => name.replace(/^PC-GOOD.*/, 'good'))
  return (a: unknown[], b: unknown[]) => order.indexOf(String(a[0])) - order.indexOf(String(b[0]))
}
