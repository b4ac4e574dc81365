import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { readUsers } from '#services/accounts/read_users'
import { headingless } from '#services/documents/heading'
import { filesOfLoad } from '#services/loads/loads'
import { readMoves } from '#plugins/relocation/services/file'
import { registry } from '#kernel/registry'
import { regencyForTest } from '#tests/support/places'
import { atDesk, bring, csv, workbook, type Cell } from './desk_support.js'
import { edition, HOUSEHOLD, load, VILLAGE } from './support.js'

const NIK = '3201014507859901'
/** First rows that are somebody's. */
const ROWS: [string, Cell[]][] = [
  ['a NIK', ['SITI UJI', NIK]],
  ['a NIK kept as text', ['SITI UJI', `'${NIK}`]],
  ['a NIK in groups', ['SITI UJI', '3201 0145 0785 9901']],
  ['a NIK with its word', ['SITI UJI', `NIK: ${NIK}`]],
  ['a NIK that a spreadsheet has shortened', ['SITI UJI', '3,20101E+15']],
  ['a village', ['SITI UJI', '33.71.01.1003']],
  ['a birth date', ['SITI UJI', '12-04-1978']],
  ['the same number twice', [NIK, NIK]],
  ['a number alone', [NIK]],
  ['a name and short numbers', ['SITI UJI', 'JL UJI 1', '3', '45']],
  ['a name and a regency', ['SITI UJI', '33.71']],
  ['a name and a number with decimals', ['SITI UJI', '36,5']],
]

async function withFile<T>(content: string | Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-first-'))
  try {
    await writeFile(join(folder, 'daftar'), content)
    return await work(join(folder, 'daftar'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const saidOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: Error) => error.message,
  )

test.group('A file whose first row is data', () => {
  test('is refused at the desk and repeats nothing of it: {0}')
    .with(ROWS)
    .run(async ({ assert }, [, row]) => {
      const contents = { 'ruta.csv': csv(row, row), 'ruta.xlsx': await workbook({ Data: [row, row] }) }
      for (const [name, content] of Object.entries(contents)) {
        assert.equal(await saidOf(bring('bdt.edition', { [name]: content })), headingless.id, name)
      }
    })

  test('keeps no heading of that sheet where the workbook has another that can be read', async ({ assert }) => {
    const { villages } = await regencyForTest()
    const sheets = await workbook({
      Ruta: [HOUSEHOLD, ['H1', villages[0]!, 'SITI UJI', 'JL UJI 1']],
      ART: [['H1', 'H101', '1', 'SITI UJI', NIK]],
    })
    const { id, parts } = await bring('bdt.edition', { 'data.xlsx': sheets })
    const [file] = await atDesk((tx) => filesOfLoad(tx, id))
    assert.deepEqual(file!.sheets, [
      { name: 'Ruta', headers: HOUSEHOLD },
      { name: 'ART', headers: [] },
    ])
    assert.deepEqual(Object.keys(parts), ['households'])
  })

  test('is refused by edition:load, with the name of the file', async ({ assert }) => {
    const id = await edition('33.71')
    const row = ['H1', VILLAGE, 'SITI UJI', 'JL UJI 1']
    const said = await saidOf(load(id, { households: [row, row] }))
    assert.match(said, /^Berkas "[^"]+": Baris pertama berkas berisi data, bukan nama kolom\./)
    const members = [['H1', 'H101', '1', 'SITI UJI', NIK]]
    const told = await saidOf(load(id, { households: [HOUSEHOLD, row], members }))
    assert.include(told, headingless.id)
    assert.notMatch(`${said} ${told}`, /siti|3201/i)
  })

  test('is refused as a list of accounts and as a list of moves', async ({ assert }) => {
    const { place } = await placeOf()
    const accounts = await saidOf(withFile(`uji.satu;SARI UJI;198507052010012001;081255501019\n`, readUsers))
    const moves = await saidOf(withFile(`3371011003000001;33.71.01.1004\n`, (path) => atDesk((tx) => readMoves(tx, place, path))))
    assert.deepEqual([accounts, moves], [headingless.id, headingless.id])
  })

  test('is none where years, a decree or a telephone stand in the words of a heading', async ({ assert }) => {
    const heading = [...HOUSEHOLD, '2018', '2019/2020', 'Kuota SK 133/HUK/2019', 'No. HP (08xx)', 'Tgl 25-12']
    const { villages } = await regencyForTest()
    const { parts } = await bring('bdt.edition', { 'ruta.csv': csv(heading, ['H1', villages[0]!, 'SITI UJI', 'JL UJI 1']) })
    assert.deepEqual(Object.keys(parts), ['households'])
  })
})

async function placeOf() {
  const regency = await regencyForTest()
  return { place: { module: registry.module('bdt'), editionId: '', periodId: '', regency: regency.code } }
}
