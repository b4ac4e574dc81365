import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { CellKind, isEmptyIn, openTable, problemIn } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { sheetHeads } from '#services/documents/xlsx/sheet'
import { NS, rawWorkbook, rowsOf, sheetOf } from './workbooks.js'

let folder = ''
const raw = (parts: Record<string, string>) => rawWorkbook(folder, parts)

const STYLES = `<styleSheet ${NS}><numFmts><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/><numFmt numFmtId="165" formatCode="[$-421]0.00&quot; d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`

test.group('XLSX, read row by row', (group) => {
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-xlsx-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('three good rows are three rows, whatever empty rows with borders, headings and other sheets stand around them (S09)', async ({
    assert,
  }) => {
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
    const good = [2, 3, 4].map((row) => `<row r="${row}">${cell(`A${row}`, 'SITI')}${cell(`B${row}`, '3201014507859901')}</row>`)
    const empty = Array.from(
      { length: 500 },
      (_, at) => `<row r="${at + 5}" s="1"><c r="A${at + 5}" s="1"/><c r="B${at + 5}" s="1"/></row>`,
    )
    const path = await raw({
      'xl/worksheets/sheet1.xml': sheetOf(
        `<row r="1">${cell('A1', ' nama')}${cell('B1', 'NIK ')}</row>${good.join('')}${empty.join('')}`,
      ),
    })
    const table = await openTable(path)
    assert.deepEqual(table.headers, ['nama', 'nik'])
    await table.close()
    const rows = await rowsOf(path)
    assert.deepEqual(
      rows.map(({ row, cells }) => [row, ...cells]),
      [2, 3, 4].map((row) => [row, 'SITI', '3201014507859901']),
    )
  })

  for (const zone of ['UTC', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']) {
    test(`dates are the days that the cells show with the server in ${zone}, and serials come back as they were (S07)`, async ({
      assert,
    }) => {
      const before = process.env.TZ
      process.env.TZ = zone
      try {
        const date = (at: string, serial: number, style: number) => `<c r="${at}" s="${style}"><v>${serial}</v></c>`
        const path = await raw({
          'xl/styles.xml': STYLES,
          'xl/worksheets/sheet1.xml': sheetOf(
            `<row r="1"><c r="A1" t="inlineStr"><is><t>lahir</t></is></c></row><row r="2">${date('A2', 23005, 1)}</row><row r="3">${date('A3', 17899, 2)}</row><row r="4">${date('A4', 23005, 3)}</row>`,
          ),
        })
        const rows = await rowsOf(path)
        assert.deepEqual(
          rows.map(({ cells }) => cells[0]),
          ['1962-12-25', '1949-01-01', '23005'],
        )
        assert.deepEqual(
          rows.map(({ kinds }) => kinds[0]),
          [CellKind.date, CellKind.date, CellKind.number],
        )
        const own = join(folder, `${zone.replace('/', '-')}.xlsx`)
        await writeWholeFile(
          own,
          writeWorkbook({ name: 'Hasil', columns: [{ header: 'lahir', type: 'date' }] }, [['1962-12-25'], ['1949-01-01']]),
        )
        assert.deepEqual(
          (await rowsOf(own)).map(({ cells }) => cells[0]),
          ['1962-12-25', '1949-01-01'],
        )
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
    })
  }

  test('the calendar of 1904 is known by what the workbook says of itself', async ({ assert }) => {
    const path = await raw({
      'xl/workbook.xml': `<workbook ${NS} xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/styles.xml': STYLES,
      'xl/worksheets/sheet1.xml': sheetOf(
        `<row r="1"><c r="A1" t="inlineStr"><is><t>lahir</t></is></c></row><row r="2"><c r="A2" s="1"><v>${23005 - 1462}</v></c></row>`,
      ),
    })
    assert.equal((await rowsOf(path))[0]!.cells[0], '1962-12-25')
  })

  test('a cell that a program wrote as a day is that day, one with a time behind it is none (S07)', async ({ assert }) => {
    const written = [
      '1962-12-25',
      '1962-12-25T00:00:00',
      '1962-12-25T00:00:00.000Z',
      '1962-12-25T13:45:00',
      '1962-12-24T17:00:00.000Z',
      '1962-12-25T00:00:00+07:00',
      '13:45:00',
    ]
    const cells = written.map((value, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="d"><v>${value}</v></c></row>`)
    const path = await raw({
      'xl/worksheets/sheet1.xml': sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>lahir</t></is></c></row>${cells.join('')}`),
    })
    const rows = (await rowsOf(path)).map(({ cells: [text], kinds }) => [text, kinds[0] ?? CellKind.text])
    assert.deepEqual(rows.slice(0, 3), Array(3).fill(['1962-12-25', CellKind.date]))
    assert.deepEqual(
      rows.slice(3),
      written.slice(3).map((text) => [text, CellKind.text]),
    )
  })

  test('a number is what a hand would have typed, and one that no spreadsheet can hold stays as it stands (S01, S04)', async ({
    assert,
  }) => {
    const written = ['1110.0', '3.371011003E9', '33.70', '9271015203909931', '3.2010145078599E15', '1.0E-2']
    const cells = written.map((value, at) => `<row r="${at + 2}"><c r="A${at + 2}"><v>${value}</v></c></row>`)
    const path = await raw({
      'xl/worksheets/sheet1.xml': sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>${cells.join('')}`),
    })
    assert.deepEqual(
      (await rowsOf(path)).map(({ cells: [text] }) => text),
      ['1110', '3371011003', '33.7', '9271015203909931', '3201014507859900', '0.01'],
    )
  })

  test('numbers keep their digits and say that they are numbers; formulas are never computed', async ({ assert }) => {
    const path = await raw({
      'xl/worksheets/sheet1.xml': sheetOf(
        `<row r="1"><c r="A1" t="inlineStr"><is><t>nik</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>` +
          `<row r="2"><c r="A2"><v>3201014507859901</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>` +
          `<row r="3"><c r="A3"><v>3.2010145078599E15</v></c><c r="B3"><f>1+1</f></c></row>` +
          `<row r="4"><c r="A4" t="e"><v>#N/A</v></c></row>`,
      ),
    })
    const [first, second, third] = await rowsOf(path)
    assert.deepEqual(
      [first!.cells, first!.kinds],
      [
        ['3201014507859901', '2'],
        [1, 1],
      ],
    )
    const told = ({ kinds: _kinds, ...row }: typeof first & object, ...columns: number[]) => problemIn(row, columns)
    assert.deepEqual(told(second!, 0, 1), {
      id: 'Kolom B berisi rumus tanpa nilai. Ketik ulang nilainya.',
      en: 'Column B holds a formula without its value. Type the value again.',
    })
    assert.isUndefined(told(second!, 0), 'a column that is not read hinders nothing')
    assert.equal(told(third!, 0, 1)?.id, 'Kolom A berisi galat #N/A. Ketik ulang nilainya.')
    assert.isTrue(isEmptyIn({ ...third!, kinds: new Uint8Array(2) }, [1]), 'no row for who reads the other column')
  })

  test('shared strings, rich text, escapes, prefixes and left out references are read as Excel shows them', async ({
    assert,
  }) => {
    const path = await raw({
      'xl/sharedStrings.xml': `<x:sst xmlns:x="y"><x:si><x:t>nama</x:t></x:si><x:si><x:r><x:t>MA&apos;</x:t></x:r><x:r><x:t xml:space="preserve">RUF </x:t></x:r><x:rPh sb="0" eb="1"><x:t>no</x:t></x:rPh></x:si><x:si><x:t/></x:si><x:si><x:t>_x005F_x0041_ &amp; B</x:t></x:si></x:sst>`,
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>lain</x:t></x:is></x:c></x:row><x:row r="3"><x:c r="A3" t='s'><x:v>1</x:v></x:c></x:row><x:row><x:c t="s"><x:v>3</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    })
    assert.deepEqual(
      (await rowsOf(path)).map(({ row, cells }) => [row, ...cells]),
      [
        [3, "MA'RUF ", ''],
        [4, '_x0041_ & B', ''],
      ],
    )
  })

  test('the heading is found under merged titles, and rows keep their numbers', async ({ assert }) => {
    const rows = [
      ['DAFTAR KUOTA BSP 2019'],
      ['PROVINSI JAWA TENGAH'],
      [null],
      ['kode_kab', 'kuota'],
      ['33.71', 1250],
      ['33.04', 40],
    ]
    const path = join(folder, 'titled.xlsx')
    await writeFile(path, await writeXlsx({ sheets: [{ name: 'Kuota', rows }] }))
    assert.deepEqual(await sheetHeads(path), [{ name: 'Kuota', headers: ['kode_kab', 'kuota'] }])
    const read = await rowsOf(path)
    assert.deepEqual(
      read.map(({ row, cells }) => [row, ...cells]),
      [
        [5, '33.71', '1250'],
        [6, '33.04', '40'],
      ],
    )
  })

  test('of a workbook whose first sheets are empty or hidden the first one with a table is read', async ({ assert }) => {
    const rows = [
      ['nik', 'nama'],
      ['3201014507859901', 'SITI'],
    ]
    const path = join(folder, 'later.xlsx')
    const sheets = [
      { name: 'Kode', hidden: true, rows: [['kode']] },
      { name: 'Sheet1', rows: [] },
      { name: 'Data', rows },
    ]
    await writeFile(path, await writeXlsx({ sheets }))
    assert.deepEqual(
      (await rowsOf(path)).map(({ cells }) => cells),
      [rows[1]],
    )
    const empty = join(folder, 'empty.xlsx')
    await writeFile(empty, await writeXlsx({ sheets: [{ name: 'Sheet1', rows: [] }] }))
    const bare = await rawWorkbook(folder, { 'xl/worksheets/sheet1.xml': `<worksheet ${NS}/>` })
    for (const [file, name] of [
      [empty, 'Sheet1'],
      [bare, 'Data'],
    ] as const)
      await assert.rejects(
        () => openTable(file),
        new RegExp(`Lembar "${name}" kosong, atau tidak berisi nama kolom pada 20 baris`),
      )
  })

  test('a sheet is chosen by its name; heads tell of every visible sheet', async ({ assert }) => {
    const path = join(folder, 'dua.xlsx')
    const sheet = (name: string, ...rows: string[][]) => ({ name, rows })
    await writeFile(
      path,
      await writeXlsx({
        sheets: [
          sheet('Ruta', ['idbdt'], ['K1']),
          { ...sheet('Rahasia', ['x']), hidden: true },
          sheet('Anggota', ['nik'], ['1']),
        ],
      }),
    )
    assert.deepEqual(await sheetHeads(path), [
      { name: 'Ruta', headers: ['idbdt'] },
      { name: 'Anggota', headers: ['nik'] },
    ])
    assert.deepEqual((await rowsOf(path, 'Anggota'))[0]!.cells, ['1'])
    await assert.rejects(() => openTable(path, 'Lain'), 'Lembar "Lain" tidak ada dalam buku kerja.')
  })
})
