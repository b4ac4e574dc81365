import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { isEmptyIn, openTable, problemIn, type DataRow } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'

let folder = ''

async function rowsOf(path: string): Promise<DataRow[]> {
  const rows: DataRow[] = []
  for await (const row of (await openTable(path)).rows) rows.push({ ...row })
  return rows
}

async function csv(text: string): Promise<string> {
  const path = join(folder, 'uji.csv')
  await writeFile(path, text)
  return path
}

test.group('Files that an office put together', (group) => {
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-joined-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  const JOINED = [
    ['SITI UJI', '3201014507859901'],
    ['Nama', 'NIK '],
    ['Nama', '3201014507859902'],
    ['Nama', ''],
    ['Nama', 'NIK'],
    ['BUDI UJI', '3201011204789902'],
  ]

  test('a row that says the whole heading again is no row, one that says a part of it is; the others keep their numbers (S09)', async ({
    assert,
  }) => {
    const workbook = join(folder, 'uji.xlsx')
    const columns = ['Nama', 'NIK'].map((header) => ({ header, type: 'text' as const }))
    await writeWholeFile(workbook, writeWorkbook({ name: 'Data', columns }, JOINED))
    const text = [['Nama', 'NIK'], ...JOINED].map((row) => row.join(';')).join('\r\n')
    for (const path of [await csv(text), workbook]) {
      const found = (await rowsOf(path)).map(({ row, cells }) => [row, ...cells])
      assert.deepEqual(found, [
        [2, 'SITI UJI', '3201014507859901'],
        [4, 'Nama', '3201014507859902'],
        [5, 'Nama', ''],
        [7, 'BUDI UJI', '3201011204789902'],
      ])
    }
  })

  test('a row that numbers the columns below their names is no row, one of a record that looks a little like it is (S09)', async ({
    assert,
  }) => {
    const rows = [
      ['(1)', '(2)', '(3)'],
      ['1', 'SITI UJI', '3'],
      ['1', '2', '4'],
      ['1', '2', '3'],
    ]
    const workbook = join(folder, 'bernomor.xlsx')
    const columns = ['No', 'Nama', 'Anggota'].map((header) => ({ header, type: 'text' as const }))
    await writeWholeFile(workbook, writeWorkbook({ name: 'Data', columns }, rows))
    for (const path of [await csv(['No;Nama;Anggota', ...rows.map((row) => row.join(';'))].join('\r\n')), workbook]) {
      assert.deepEqual(
        (await rowsOf(path)).map(({ row }) => row),
        [3, 4],
      )
    }
  })

  test('an error of a spreadsheet that was saved as CSV is the error that the workbook would show (S17)', async ({ assert }) => {
    const errors = [
      '#N/A',
      '#REF!',
      '#VALUE!',
      '#NAME?',
      '#DIV/0!',
      '#NUM!',
      '#NULL!',
      '#ERROR!',
      '#FIELD!',
      '#BLOCKED!',
      'Err:502',
      '####',
    ]
    const rows = await rowsOf(
      await csv(`nama;nik\r\n${errors.map((error) => `${error};1`).join('\r\n')}\r\n#1 UJI;2\r\nRT #3;3\r\n`),
    )
    assert.deepEqual(
      rows.map((row) => problemIn(row, [0, 1])?.id),
      [...errors.map((error) => `Kolom A berisi galat ${error}. Ketik ulang nilainya.`), undefined, undefined],
    )
    assert.isUndefined(problemIn(rows[0]!, [1]), 'in a column that nobody reads it hinders nothing')
  })

  test('a field that a database wrote as nothing holds nothing, and a row of such fields is none (S03)', async ({ assert }) => {
    const rows = await rowsOf(await csv('nama;nik\r\nNULL;3201014507859901\r\nSITI;\\N\r\nNULL;NULL\r\nNull;NULLA\r\n'))
    assert.deepEqual(
      rows.filter((row) => !isEmptyIn({ ...row, kinds: new Uint8Array(2) }, [0, 1])).map(({ cells }) => cells),
      [
        ['', '3201014507859901'],
        ['SITI', ''],
        ['Null', 'NULLA'],
      ],
    )
  })
})
