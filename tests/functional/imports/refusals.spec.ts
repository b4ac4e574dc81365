import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { Encrypter } from 'age-encryption'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { zipStream } from '#services/documents/zip'
import { sealEnvelope } from '#siks/envelope'
import { saveStream } from '#siks/node_files'
import { signEnd } from '#siks/signature'
import { streamOf } from '#siks/streams'
import { query, scope } from '#services/scope'
import { createImport } from '#verification/imports/acts'
import { reasonText } from '#verification/imports/errors'
import type { ImportFile } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import {
  applyFile,
  changed,
  household,
  importPaths,
  inDesk,
  issueFor,
  openDesk,
  recordOf,
  recordsOf,
  take,
  working,
  writeExport,
  type Desk,
} from './support.js'

const said = (file: ImportFile | undefined) => reasonText(file!.reasonCode!, file!.reasonParams ?? {}).id

/** A file whose payload is any bytes, as a faulty or hostile program would make it. */
async function sealed(desk: Desk, name: string, payload: Uint8Array): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(desk.issue.keys.recipient)
  async function* whole() {
    yield payload
  }
  const path = join(desk.folder, name)
  await saveStream(sealEnvelope({ kind: 'siks', issue: desk.issue.id }, streamOf(whole()), encrypter), path)
  return path
}

/** A file with these lines, whose end line is right. */
async function written(desk: Desk, name: string, lines: unknown[], manifest: Record<string, unknown> = {}): Promise<string> {
  const { place, issue } = desk
  const first = {
    ...{
      format: 'siks',
      version: 1,
      modules: [place.module.name],
      issue: issue.id,
      edition: place.editionId,
      period: place.periodId,
    },
    ...{ code_system: 'kemendagri', device: name, sequence: 1, previous: null, operator: 'Operator', app: 'lain/1.0' },
    ...{ created_at: '2026-11-25T09:00:00+07:00', scope: issue.villages, ...manifest },
  }
  const text = [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
  const digest = { records: lines.length, sha256: createHash('sha256').update(text).digest('hex') }
  const signature = signEnd({ issue: issue.id, ...digest }, issue.keys.signingSeed)
  return sealed(desk, name, gzipSync(`${text}${JSON.stringify({ t: 'end', ...digest, signature })}\n`))
}

function wire(desk: Desk, key: string, n: number, more: Record<string, unknown> = {}) {
  const { groups, ...record } = recordOf(desk.place.module.name, household(key, desk.village, n))
  return { t: 'household', ...record, ...groups, ...more }
}

async function plain(desk: Desk, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(desk.folder, name)
  await writeFile(path, content)
  return path
}

async function zipped(desk: Desk, name: string, entries: { name: string; content: Uint8Array }[]): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of zipStream(entries)) parts.push(part as Buffer)
  return plain(desk, name, Buffer.concat(parts))
}

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

  test('5 records of which 3 cannot be taken: read 5 = accepted 2 + rejected 3, each with line, place and cure', async ({
    assert,
  }) => {
    const stranger = desk.regency.villages[1]!
    const file = await take(desk, {
      device: 'PC-FIVE',
      records: [
        { doc: changed(household('H2', desk.village, 2), { alamat: 'RT 02' }) },
        { doc: household('N1', desk.village, 11), kind: 'new', outcome: 'new' },
        { doc: changed(household('H3', desk.village, 3), { luas_lantai: 'tiga puluh' }) },
        { doc: household('N2', stranger, 12), kind: 'new', outcome: 'new' },
        { doc: household('X9', desk.village, 13) },
      ],
    })
    assert.include(file, { state: 'applied', read: 5, fresh: 1, changed: 1, rejected: 3, conflicts: 0 })
    const rejected = (await recordsOf(desk, file)).filter(({ status }) => status === 'rejected')
    assert.deepEqual(
      rejected.map(({ line, reasons }) => [line, reasons[0]!.code, reasons[0]!.field, reasons[0]!.value]),
      [
        [4, 'E_IMPORT_RECORD_SHAPE', 'luas_lantai', 'tiga puluh'],
        [5, 'E_IMPORT_RECORD_SCOPE', 'village_code', stranger],
        [6, 'E_IMPORT_RECORD_UNKNOWN', undefined, undefined],
      ],
    )
    assert.isTrue(rejected.every(({ reasons, line }) => reasons[0]!.text.id.startsWith(`Baris ${line}:`)))
    assert.equal((rejected[0]!.doc as { values: Record<string, unknown> }).values.luas_lantai, 'tiga puluh')
    assert.isUndefined(await working(desk, 'X9'))
  })

  test('lines that are no records, doubled households and unknown outcomes are rejected one by one', async ({ assert }) => {
    const path = await written(desk, 'lines.siks', [
      wire(desk, 'H4', 4, { alamat_baru: 'x', outcome: 'unchanged' }),
      { t: 'note', text: 'bukan rumah tangga' },
      wire(desk, 'H4', 4),
      wire(desk, 'H5', 5, { outcome: 'unverified' }),
      wire(desk, 'H5', 5, { module: 'lain' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 5, changed: 1, rejected: 4 })
    const codes = (await recordsOf(desk, file!)).map(({ status, reasons }) => reasons[0]?.code ?? status)
    assert.deepEqual(codes, [
      'changed',
      'E_SIKS_RECORD_TYPE',
      'E_SIKS_RECORD_REPEATED',
      'E_IMPORT_RECORD_OUTCOME',
      'E_SIKS_RECORD_MODULE',
    ])
    assert.deepEqual(file!.notes, [{ code: 'unknown_fields', count: 1, fields: ['alamat_baru'] }])
  })

  test('an outcome that the form does not offer for such a record rejects it: no addition of a known one, no removal of a proposal', async ({
    assert,
  }) => {
    const known = changed(household('H4', desk.village, 4), { alamat: 'RT 08' })
    const path = await written(desk, 'outcomes.siks', [
      wire(desk, 'H4', 4, { values: known.values, kind: 'new', outcome: 'new' }),
      wire(desk, 'H5', 5, { outcome: 'new' }),
      wire(desk, 'B1', 31, { kind: 'new', outcome: 'unchanged' }),
      wire(desk, 'B2', 32, { kind: 'new', outcome: 'deceased' }),
      wire(desk, 'B3', 33, { kind: 'new', outcome: 'new' }),
      wire(desk, 'B4', 34, { kind: 'new', outcome: 'cancelled' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 6, fresh: 2, rejected: 4 })
    const [known4, known5, ...proposals] = (await recordsOf(desk, file!)).map(({ reasons }) => reasons[0]?.code)
    assert.deepEqual([known4, known5], Array(2).fill('E_IMPORT_RECORD_OUTCOME_KNOWN'))
    assert.deepEqual(proposals, [...Array(2).fill('E_IMPORT_RECORD_OUTCOME_NEW'), undefined, undefined])
  })

  test('what a refused record holds is told without losing the others, whatever signs it is of', async ({ assert }) => {
    const cut = `${'A'.repeat(79)}\u{1f600}${'A'.repeat(40)}`
    const path = await written(desk, 'signs.siks', [
      wire(desk, 'H2', 2, { values: { ...household('H2', desk.village, 2).values, nama_krt: cut } }),
      wire(desk, 'H3', 3, { values: { ...household('H3', desk.village, 3).values, 'la\0in': 'x' } }),
      wire(desk, 'H4', 4, { values: { ...household('H4', desk.village, 4).values, [`${'a'.repeat(63)}\u{1f600}`]: 'x' } }),
      { t: `${'n'.repeat(31)}\u{1f600}` },
      wire(desk, 'H1', 1, { outcome: 'unchanged' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 5, rejected: 4 })
    const found = (await recordsOf(desk, file!)).map(({ reasons }) => reasons[0]?.value ?? reasons[0]?.field)
    assert.deepEqual(found, [`${'A'.repeat(79)}…`, 'la\u2400in', 'a'.repeat(63), undefined, undefined])
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
