import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { changed, household, openDesk, take, working, writeExport, type Desk } from '#tests/functional/imports/support'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import User from '#models/user'
import type { FileReport } from '#verification/imports/report'

interface Imported {
  id: string
  files: (FileReport & {
    rejections: { line: number; key: string; field: string; value: string; code: string; message: string }[]
  })[]
  read: number
  accepted: number
  rejected: number
  conflicts: number
  error?: { code: string; message: string }
}

const two = (village: string) => [household('H1', village, 1), household('H2', village, 2)]
const edited = (desk: Desk, key: string, n: number, alamat: string) => ({
  doc: changed(household(key, desk.village, n), { alamat }),
})
const loginOf = async (desk: Desk) => (await User.findOrFail(desk.own.actor.id)).login

test.group('Import by command', () => {
  test('one bad file of two is refused with its reason, the other is applied, and the exit code is 0', async ({ assert }) => {
    const desk = await openDesk(two)
    const good = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09'), edited(desk, 'H2', 2, 'RT 01/RW 02')] })
    const bad = join(desk.folder, 'catatan.siks')
    await copyFile(new URL(import.meta.url).pathname, bad)
    const { code, json } = await aceHere<Imported>('siks:import', good, bad, '--as', await loginOf(desk), '--json')
    assert.equal(code, 0)
    assert.include(json, { read: 2, accepted: 2, rejected: 0, conflicts: 0 })
    assert.equal(json.read, json.accepted + json.rejected + json.conflicts)
    const refused = json.files.find(({ name }) => name === 'catatan.siks')
    assert.equal(refused?.state, 'refused')
    assert.match(refused?.reason_code ?? '', /^E_SIKS_/)
    assert.isNotEmpty(refused?.reason)
    assert.equal(json.files.find(({ state }) => state === 'applied')?.read, 2)
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'RT 09')
  })

  test('each record that is not taken is told with its line, place and cure, a secret masked', async ({ assert }) => {
    const desk = await openDesk(two)
    const wrong = changed(household('H2', desk.village, 2), { luas_lantai: 'tiga puluh', jumlah_kamar: '3201014507859902' })
    wrong.groups.members![0]!.nik = 3201014507859901
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09'), { doc: wrong }] })
    const { code, json } = await aceHere<Imported>('siks:import', path, '--as', await loginOf(desk), '--json')
    assert.equal(code, 0)
    assert.include(json, { read: 2, accepted: 1, rejected: 1 })
    const { rejections } = json.files[0]!
    assert.deepEqual(
      rejections.map((one) => [one.line, one.key, one.code, one.value]),
      [
        [3, 'H2', 'E_IMPORT_RECORD_SHAPE', 'tiga puluh'],
        [3, 'H2', 'E_IMPORT_RECORD_SHAPE', '3201••••••02'],
        [3, 'H2', 'E_IMPORT_RECORD_SHAPE', ''],
      ],
    )
    assert.deepEqual(
      rejections.map(({ field }) => field),
      ['Luas lantai (m²) (III.2)', 'Jumlah kamar tidur (III.6)', 'NIK (IV.2)'],
    )
    for (const { message } of rejections) assert.match(message, /^Baris 3: .+ Perbaiki di aplikasi offline/)
    assert.notMatch(JSON.stringify(json), /32010145078599\d\d/)
  })

  test('the same file again ends with exit code 1 and says when and by whom it was received', async ({ assert }) => {
    const desk = await openDesk(two)
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09')] })
    const login = await loginOf(desk)
    await aceHere('siks:import', path, '--as', login, '--json')
    const { code, json } = await aceHere<Imported>('siks:import', path, '--as', login, '--json')
    assert.equal(code, 1)
    assert.equal(json.error?.code, 'E_IMPORT_DUPLICATE')
    assert.match(json.error?.message ?? '', /25-11-2026 \d{2}\.\d{2}/)
    assert.include(json.error?.message, desk.own.actor.name)
  })

  test('a clash is counted and ends with exit code 0', async ({ assert }) => {
    const desk = await openDesk(two)
    await take(desk, { device: 'PC-1', records: [edited(desk, 'H1', 1, 'RT 05')] })
    const path = await writeExport(desk, { device: 'PC-2', records: [edited(desk, 'H1', 1, 'RT 06')] })
    const { code, json } = await aceHere<Imported>('siks:import', path, '--as', await loginOf(desk), '--json')
    assert.equal(code, 0)
    assert.include(json, { read: 1, accepted: 0, rejected: 0, conflicts: 1 })
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'RT 05')
  })

  test('a list shows the files whose ids an undo takes, and an undo puts back exactly what was not worked on since', async ({
    assert,
  }) => {
    const desk = await openDesk(two)
    const login = await loginOf(desk)
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 05'), edited(desk, 'H2', 2, 'RT 05')] })
    const { json: done } = await aceHere<Imported>('siks:import', path, '--as', login, '--json')
    await take(desk, { device: 'PC-2', records: [{ doc: changed(household('H2', desk.village, 2), { luas_lantai: 54 }) }] })
    const { json: list } = await aceHere<{ imports: Imported[] }>('import:list', '--regency', desk.regency.code, '--json')
    assert.equal(list.imports.length, 2)
    assert.equal(list.imports[1]!.files[0]!.id, done.files[0]!.id)
    const undotted = await aceHere('import:list', '--regency', desk.regency.code.replace('.', ''), '--json')
    assert.deepEqual(undotted.json, list)
    for (const name of ['import:list', 'recap:check', 'check:invariants']) {
      const none = await aceHere<Imported>(name, '--regency', '99.99', '--json')
      assert.deepEqual([none.code, none.json.error?.code], [1, 'E_REGION_UNKNOWN'], name)
    }
    const { login: neighbour } = await supervisorOf((await regencyForTest()).code)
    const foreign = await aceHere<Imported>('import:list', '--regency', desk.regency.code, '--as', neighbour, '--json')
    assert.deepEqual([foreign.code, foreign.json.error?.code], [1, 'E_FORBIDDEN'], 'an empty list would say that nothing came in')
    const undo = await aceHere('import:undo', done.files[0]!.id, '--as', login, '--json')
    assert.equal(undo.code, 0)
    assert.include(undo.json, { id: done.files[0]!.id, state: 'undone', restored: 1, removed: 1, blocked: 1 })
    assert.isUndefined(await working(desk, 'H1'))
    assert.equal((await working(desk, 'H2'))?.doc.values.luas_lantai, 54)
    const again = await aceHere<Imported>('import:undo', done.files[0]!.id, '--as', login, '--json')
    assert.equal(again.code, 1)
    assert.equal(again.json.error?.code, 'E_IMPORT_STATE')
  })

  test('an account without the right to import is refused', async ({ assert }) => {
    const desk = await openDesk(two)
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 05')] })
    const { login } = await ministryStaff('auditor')
    const { code, json } = await aceHere<Imported>('siks:import', path, '--as', login, '--json')
    assert.equal(code, 1)
    assert.equal(json.error?.code, 'E_IMPORT_PERMISSION')
  })
})
