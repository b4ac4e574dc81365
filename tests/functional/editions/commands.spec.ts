import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream } from '#services/documents/zip'
import { LOAD_DAYS, forgetLoads } from '#services/loads/forget'
import { findLoad } from '#services/loads/loads'
import { previewTakeBack } from '#services/loads/take_back'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { atDesk, bring, csv, kindNamed, run, workbook } from './desk_support.js'

interface Refused {
  error: { code: string; message: string }
}

interface Listed {
  read: number
  accepted: number
  rejected: number
  faults: { row: number; column: string; value: string; reason: string }[]
}

const PARTS = {
  'xl/workbook.xml':
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
const part = ([name, xml]: [string, string]) => ({ name, content: Buffer.from(xml) })
const MEMBERS = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik']
const FIRST_MEMBER: Readonly<Record<string, string>> = { idbdt: 'TANPA1', idartbdt: 'TANPA101', nuk: '1', nama: 'UJI SATU' }

test.group('Commands of editions', (group) => {
  let folder = ''
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-command-'))
    return () => rm(folder, { recursive: true, force: true })
  })
  group.each.teardown(() => clock.restore())

  async function write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  test('load the same files as the desk, XLSX beside CSV, stand in its history, publish and compare', async ({ assert }) => {
    const { code, villages } = await regencyForTest()
    const paths = {
      households: await write(
        'ruta.xlsx',
        await workbook({
          Ruta: [
            ['idbdt', 'village_code', 'nama_krt'],
            ['C1', villages[0]!, 'SATU'],
            ['C2', 'x', 'DUA'],
          ],
        }),
      ),
      families: await write('kk.csv', csv(['idbdt', 'nuk', 'nokk'])),
      members: await write('art.csv', csv(MEMBERS, ['C1', 'C101', 1, 'SATU', '3201014507859901'])),
      businesses: await write('usaha.csv', csv(['idbdt', 'idartbdt', 'lapangan_usaha'])),
    }
    const named = Object.entries(paths).flatMap(([name, path]) => [`--${name}`, path])
    const prepare = ['--name', `Edisi ${uuid()}`, '--decree', '8/HUK/2019', '--date', '2019-01-10', '--regency', code, '--json']
    const { id } = (await aceHere('edition:prepare', 'bdt', ...prepare)).json as { id: string }
    const dry = await aceHere(
      'edition:load',
      'bdt',
      '--edition',
      id,
      ...named,
      '--code-system',
      'kemendagri',
      '--dry-run',
      '--json',
    )
    assert.deepInclude(dry.json, { read: 3, accepted: 2, rejected: 1, dry_run: true })
    assert.lengthOf(await db.connection('owner').from('loads').where('edition_id', id), 0, 'a dry run leaves nothing')
    const loaded = await aceHere('edition:load', 'bdt', '--edition', id, ...named, '--code-system', 'kemendagri', '--json')
    assert.deepInclude(loaded.json, { read: 3, accepted: 2, rejected: 1 })
    const [noted] = await db.connection('owner').from('loads').where('edition_id', id)
    assert.deepInclude(noted, { kind: 'bdt.edition', source: 'command', state: 'applied', read_count: 3, rejected_count: 1 })
    const files = await db.connection('owner').from('load_files').where('load_id', noted.id).orderBy('position')
    assert.deepEqual(
      files.map(({ original_name: name }) => name),
      ['ruta.xlsx', 'kk.csv', 'art.csv', 'usaha.csv'],
    )
    for (const { sha256 } of files) assert.match(sha256, /^[0-9a-f]{64}$/)

    const stale = await aceHere('edition:publish', 'bdt', '--edition', id, '--dry-run', '--json')
    assert.deepInclude(stale.json, { published: false })
    const before = await db.connection('owner').from('editions').where({ module: 'bdt', state: 'published' }).first()
    const published = await aceHere('edition:publish', 'bdt', '--edition', id, '--json')
    assert.deepInclude(published.json, { published: true })
    const again = await aceHere('edition:publish', 'bdt', '--edition', id, '--json')
    assert.equal(again.code, 1)
    assert.deepInclude((again.json as { error: object }).error, { code: 'E_EDITION_PUBLISHED' })
    if (!before) return
    const compared = await aceHere('edition:compare', 'bdt', '--edition', id, '--with', String(before.id), '--json')
    const { changes } = compared.json as { changes: { code: string; after: number }[] }
    assert.equal(changes.find((change) => change.code === code)?.after, 1)
  })

  test('a decree without families and businesses is loaded, and the report says so; members are needed', async ({ assert }) => {
    const { code, villages } = await regencyForTest()
    const heads = ['idbdt', 'village_code', 'nama_krt']
    const households = await write('tanpa-ruta.csv', csv(heads, ['TANPA1', villages[0]!, 'UJI SATU']))
    const members = await write(
      'tanpa-art.csv',
      csv(
        MEMBERS,
        MEMBERS.map((name) => FIRST_MEMBER[name] ?? ''),
      ),
    )
    const prepare = ['--name', `Edisi ${uuid()}`, '--decree', '8/HUK/2019', '--date', '2019-01-10', '--regency', code, '--json']
    const { id } = (await aceHere('edition:prepare', 'bdt', ...prepare)).json as { id: string }
    const line = ['edition:load', 'bdt', '--edition', id, '--code-system', 'kemendagri', '--households', households] as const
    const refused = await aceHere<Refused>(...line, '--json')
    assert.equal(refused.json.error.code, 'E_LOAD_FILE_MISSING')
    assert.include(refused.json.error.message, '--members')
    const loaded = await aceHere<{
      accepted: number
      rejected: number
      left_out: string[]
      files: Record<string, { made: number }>
    }>(...line, ...(['--members', members, '--json'] as const))
    assert.deepEqual(loaded.json.left_out, ['families', 'businesses'])
    assert.deepInclude(loaded.json, { rejected: 0 })
    assert.equal(loaded.json.files.families!.made, 1)
  })

  test('files that hold their headings alone are refused in words', async ({ assert }) => {
    const { code } = await regencyForTest()
    const heads = { households: ['idbdt', 'village_code', 'nama_krt'], families: ['idbdt', 'nuk', 'nokk'], members: MEMBERS }
    const named: string[] = []
    for (const [name, headings] of Object.entries({ ...heads, businesses: ['idbdt', 'idartbdt', 'lapangan_usaha'] }))
      named.push(`--${name}`, await write(`judul-${name}.csv`, csv(headings)))
    const prepare = ['--name', `Edisi ${uuid()}`, '--decree', '8/HUK/2019', '--date', '2019-01-10', '--regency', code, '--json']
    const { id } = (await aceHere('edition:prepare', 'bdt', ...prepare)).json as { id: string }
    const system = ['--code-system', 'kemendagri', '--json']
    const edition = await aceHere<Refused>('edition:load', 'bdt', '--edition', id, ...named, ...system)
    assert.equal(edition.code, 1)
    assert.equal(edition.json.error.code, 'E_LOAD_NOTHING')
    assert.include(edition.json.error.message, 'hanya berisi judul kolom')
    const list = await aceHere<Refused>('list:load', 'bsp.quota', await write('judul.csv', csv(['kode_kab', 'kuota'])), ...system)
    assert.deepEqual([list.code, list.json.error.code], [1, 'E_LOAD_NOTHING'])
  })

  test('what is wrong with a cell of a column that is not read hinders no row, and makes none', async ({ assert }) => {
    const spoilt = (ref: string) => `<c r="${ref}" t="e"><f>VLOOKUP(A1,X:X,1)</f><v>#N/A</v></c>`
    const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
    const rows = [
      text('A1', 'kode_kab') + text('B1', 'kuota') + text('C1', 'catatan'),
      text('A2', '33.71') + '<c r="B2"><v>12</v></c>' + spoilt('C2'),
      spoilt('A3') + '<c r="B3"><v>13</v></c>',
      spoilt('C4'),
      '<c r="C5"><f>A5</f></c>',
      text('A6', 'Magelang') + '<c r="B6"><v>2000000</v></c>',
    ]
    const sheet = `<worksheet><sheetData>${rows.map((cells, at) => `<row r="${at + 1}">${cells}</row>`).join('')}</sheetData></worksheet>`
    const path = join(folder, 'galat.xlsx')
    await writeWholeFile(path, zipStream(Object.entries({ ...PARTS, 'xl/worksheets/sheet1.xml': sheet }).map(part)))
    const { json } = await aceHere<Listed>('list:load', 'bsp.quota', path, '--code-system', 'kemendagri', '--json', '--dry-run')
    assert.deepInclude(json, { read: 3, accepted: 1, rejected: 2 })
    const told = json.faults.map(({ row, column, value, reason }) => `${row} ${column} ${value}: ${reason}`)
    assert.deepEqual(told, [
      '3 kode_kab #N/A: Kolom A berisi galat #N/A. Ketik ulang nilainya.',
      '6 kode_kab Magelang: Kode wilayah "Magelang" tidak dikenali. Contoh yang benar: 33.71.',
      '6 kuota 2000000: Nilainya di luar batas: paling kecil 0, paling besar 1.000.000. Periksa angkanya.',
    ])
  })

  test('a code that ends in a nought stays whole, and a date may be written as here (S04, S06)', async ({ assert }) => {
    const prepare = (date: string) =>
      aceHere<{ error: { code: string; message: string } }>(
        ...(['edition:prepare', 'bdt', '--name', `Edisi ${uuid()}`, '--decree', '8/HUK/2019', '--date', date] as const),
        ...(['--regency', '99.10', '--regency=99.20', '--json'] as const),
      )
    const { json } = await prepare('10-01-2019')
    assert.deepEqual(
      [json.error.code, json.error.message],
      ['E_EDITION_REGENCY', '"99.10" bukan kode kabupaten/kota yang berlaku.'],
    )
    assert.equal((await prepare('31-02-2019')).json.error.code, 'E_EDITION_DATE')
    const ahead = await prepare('2199-01-02')
    assert.deepEqual(
      [ahead.json.error.code, ahead.json.error.message],
      ['E_EDITION_DATE', 'Tanggal SK 02-01-2199 belum tiba. Tulis tanggal yang tertera pada SK.'],
    )
  })

  test('regions:bps has a dry run, and what it took stands in the history of the desk', async ({ assert }) => {
    const { villages } = await regencyForTest()
    const path = await write('bps.csv', csv(['Kode BPS', 'Kode Kemendagri'], ['9911010077', villages[0]!]))
    const dry = await aceHere('regions:bps', path, '--dry-run', '--json')
    assert.deepEqual(dry.json, { read: 1, dry_run: true })
    assert.isNull((await db.connection().from('regions').where('code', villages[0]!).first()).bps_code)
    const taken = await aceHere('regions:bps', path, '--json')
    assert.deepInclude(taken.json, { read: 1, changed: 1 })
    const noted = await db
      .connection('owner')
      .from('loads')
      .where({ kind: 'core.bps', source: 'command' })
      .orderBy('created_at', 'desc')
      .first()
    assert.deepInclude(noted, { state: 'applied', accepted_count: 1 })
  })

  test('the desk of base data is worked at for a person who has its right, whom the history names', async ({ assert }) => {
    const { code, villages } = await regencyForTest()
    const path = await write('bps_as.csv', csv(['Kode BPS', 'Kode Kemendagri'], ['9911010078', villages[0]!]))
    const [officer, supervisor, province] = [
      await ministryStaff(),
      await supervisorOf(code),
      await provinceSupervisorOf(code.slice(0, 2)),
    ]
    const lines = [
      ['edition:prepare', 'bdt', '--name', 'X', '--decree', 'X', '--date', '2019-01-10', '--regency', code],
      ['edition:load', 'bdt', '--edition', uuid(), '--code-system', 'kemendagri'],
      ['edition:publish', 'bdt', '--edition', uuid()],
      ['edition:compare', 'bdt', '--edition', uuid(), '--with', uuid()],
      ['edition:from-results', 'bdt', '--period', uuid(), '--name', 'X', '--decree', 'X', '--date', '2019-01-10'],
      ['list:load', 'core.bps', path, '--code-system', 'kemendagri'],
      ['regions:bps', path],
    ] as const
    for (const { login } of [supervisor, province]) {
      for (const [name, ...rest] of lines) {
        const { json } = await aceHere<{ error?: { code: string } }>(name, ...rest, '--as', login, '--json')
        assert.equal(json.error?.code, 'E_FORBIDDEN', name)
      }
    }
    const taken = await aceHere('list:load', 'core.bps', path, '--code-system', 'kemendagri', '--as', officer.login, '--json')
    assert.deepInclude(taken.json, { read: 1, accepted: 1 })
    const noted = await db.connection('owner').from('loads').where({ kind: 'core.bps', created_by: officer.id })
    assert.deepEqual(
      noted.map((load) => load.created_by_name),
      [officer.name],
    )
  })

  test('files of a load go after ninety days, what it was and what came of it stays', async ({ assert }) => {
    const { villages } = await regencyForTest()
    const load = await run(
      await bring('bdt.edition', {
        'ruta.csv': csv(['idbdt', 'village_code', 'nama_krt'], ['F1', villages[0]!, 'SATU']),
        'art.csv': csv(MEMBERS, ['F1', 'F101', 1, 'SATU', 'x']),
      }),
      { name: `Edisi ${uuid()}`, decree: 'x', decree_date: '2019-01-10', code_system: 'kemendagri' },
    )
    assert.equal(load.rejected, 1)
    clock.shift((LOAD_DAYS - 1) * 86_400_000)
    await forgetLoads()
    assert.equal((await atDesk((tx) => findLoad(tx, load.id))).state, 'checked')
    clock.shift((LOAD_DAYS + 1) * 86_400_000)
    assert.isAtLeast(await forgetLoads(), 4)
    const after = await atDesk((tx) => findLoad(tx, load.id))
    assert.deepInclude(after, { state: 'cancelled', read: 2, rejected: 1 })
    const kept = await db
      .connection('owner')
      .from('load_files as l')
      .join('files as f', 'f.id', 'l.file_id')
      .where('l.load_id', load.id)
    assert.isTrue(kept.every(({ removed_at: at }) => at !== null))
  })

  test('what a load of a list replaced is kept for ninety days, in which it can be taken back, and then goes', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const kind = kindNamed('kesos.dukcapil')
    const answers = (on: string) => csv(['kode_kab', 'nik', 'hasil', 'tanggal'], [code, '3201014507859901', 1, on])
    const options = { code_system: 'kemendagri' }
    await run(await bring(kind.id, { 'lama.csv': answers('2026-01-01') }), options, { apply: true })
    const { id } = await run(await bring(kind.id, { 'baru.csv': answers('2026-01-02') }), options, { apply: true })
    const kept = () => db.connection('owner').from('load_changes').where('load_id', id)
    assert.equal((await kept())[0].before.checked_on, '2026-01-01')
    assert.deepInclude(await atDesk((tx) => previewTakeBack(tx, kind, id)), { removed: 0, restored: 1, regencies: [code] })
    clock.shift((LOAD_DAYS + 1) * 86_400_000)
    await forgetLoads()
    assert.lengthOf(await kept(), 0)
    await assert.rejects(() => atDesk((tx) => previewTakeBack(tx, kind, id)), /lebih dari 90 hari yang lalu/)
  })
})
