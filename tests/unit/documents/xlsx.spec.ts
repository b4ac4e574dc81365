import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { CellKind, isEmptyIn, openTable, problemIn, type DataRow } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream } from '#services/documents/zip'
import { sheetHeads } from '#services/documents/xlsx/sheet'
import { workFolder } from '#services/work_folder'

let folder = ''

const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const sheetOf = (rows: string) => `<?xml version="1.0"?><worksheet ${NS}><sheetData>${rows}</sheetData></worksheet>`

/** A workbook as a program writes it, part by part. */
async function raw(parts: Record<string, string>): Promise<string> {
  const path = join(folder, `${Math.random()}.xlsx`)
  const entries = Object.entries({
    'xl/workbook.xml': `<workbook ${NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ...parts,
  }).map(([name, text]) => ({ name, content: Buffer.from(text) }))
  await writeWholeFile(path, zipStream(entries))
  return path
}

async function rowsOf(path: string, sheet?: string): Promise<(Omit<DataRow, 'kinds'> & { kinds: number[] })[]> {
  const table = await openTable(path, sheet)
  const rows = []
  for await (const { kinds, ...row } of table.rows)
    rows.push({ ...row, kinds: [...(kinds ?? [])].slice(0, table.headers.length) })
  return rows
}

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

  test('a cell that a program wrote as a day is that day, a moment of another zone is none (S07)', async ({ assert }) => {
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
    assert.deepEqual(rows.slice(0, 4), Array(4).fill(['1962-12-25', CellKind.date]))
    assert.deepEqual(
      rows.slice(4),
      written.slice(4).map((text) => [text, CellKind.text]),
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
      id: 'Kolom B berisi rumus tanpa nilai.',
      en: 'Column B holds a formula without its value.',
    })
    assert.isUndefined(told(second!, 0), 'a column that is not read hinders nothing')
    assert.equal(told(third!, 0, 1)?.id, 'Kolom A berisi galat #N/A.')
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

  test('what stands in a comment is no row and no cell, wherever the pieces of the file are cut', async ({ assert }) => {
    const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
    const row = (at: number, name: string) => `<row r="${at}">${cell(`A${at}`, name)}${cell(`B${at}`, 'JL')}</row>`
    const path = await raw({
      'xl/worksheets/sheet1.xml': sheetOf(
        `<!-- dibuat program -->${row(1, 'nama').replace('JL', 'alamat')}${row(2, 'SATU')}<!--${row(3, 'DUA')}<!-- ${'x'.repeat(700_000)}-->${row(4, 'TIGA')}<row r="5">${cell('A5', 'EMPAT')}<!--${cell('B5', 'LAMA')}-->${cell('B5', 'BARU')}</row>`,
      ),
    })
    assert.deepEqual(
      (await rowsOf(path)).map(({ row: at, cells }) => [at, ...cells]),
      [
        [2, 'SATU', 'JL'],
        [4, 'TIGA', 'JL'],
        [5, 'EMPAT', 'BARU'],
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
    await assert.rejects(() => openTable(empty), /Lembar "Sheet1" kosong, atau tidak berisi nama kolom pada 20 baris pertamanya/)
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

test.group('A workbook that grows (S23)', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-bomb-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  const MB = 1024 * 1024
  /** Memory beside what lay there before, while the work runs. */
  async function grown(work: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage.rss()
    let peak = before
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
    await work()
    clearInterval(timer)
    return (peak - before) / MB
  }

  async function refused(path: string): Promise<string> {
    try {
      await rowsOf(path)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  /** A ZIP of empty parts, as its records say. */
  function emptyParts(count: number): Buffer {
    const records: Buffer[] = []
    for (let at = 0; at < count; at++) {
      const name = Buffer.from(`xl/${at}.xml`)
      const record = Buffer.alloc(46)
      record.write('PK\x01\x02', 'latin1')
      record.writeUInt16LE(name.length, 28)
      records.push(record, name)
    }
    const directory = Buffer.concat(records)
    const [local, end] = [Buffer.alloc(30), Buffer.alloc(22)]
    local.write('PK\x03\x04', 'latin1')
    end.write('PK\x05\x06', 'latin1')
    for (const at of [8, 10]) end.writeUInt16LE(count, at)
    end.writeUInt32LE(directory.length, 12)
    end.writeUInt32LE(local.length, 16)
    return Buffer.concat([local, directory, end])
  }

  let packed: Promise<Buffer> | undefined

  /** Packing the blanks takes longer than refusing them, so that they are packed once. */
  async function blanks(): Promise<string> {
    packed ??= packBlanks()
    const path = join(folder, 'kosong.xlsx')
    await writeFile(path, await packed)
    return path
  }

  async function packBlanks(): Promise<Buffer> {
    const path = join(folder, 'dibuat.xlsx')
    const workbook = `<workbook ${NS} xmlns:r="x"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`
    const links = `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
    async function* sheet() {
      yield Buffer.from(`<worksheet ${NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row>`)
      for (let at = 0; at < 300; at++) yield Buffer.alloc(MB, ' ')
      yield Buffer.from('</sheetData></worksheet>')
    }
    const content = (text: string) => Buffer.from(text)
    await writeWholeFile(
      path,
      zipStream([
        { name: 'xl/workbook.xml', content: content(workbook) },
        { name: 'xl/_rels/workbook.xml.rels', content: content(links) },
        { name: 'xl/worksheets/sheet1.xml', content: sheet() },
      ]),
    )
    return readFile(path)
  }

  test('300 MiB of blanks in a small file are refused while reading, in little memory, and leave nothing behind', async ({
    assert,
  }) => {
    const path = await blanks()
    const left = (await readdir(workFolder())).length
    const begun = performance.now()
    let reason = ''
    const megabytes = await grown(async () => (reason = await refused(path)))
    assert.match(reason, /jauh lebih besar dari ukurannya/)
    assert.isBelow(performance.now() - begun, 60_000)
    assert.isBelow(megabytes, 200)
    assert.equal((await readdir(workFolder())).length, left)
  })

  test('a header that claims 1 KiB for it is not believed', async ({ assert }) => {
    const path = await blanks()
    const bytes = await readFile(path)
    // The central directory tells of the sheet last; its unpacked size stands 24 bytes into the record.
    const record = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(1024, record + 24)
    await writeFile(path, bytes)
    assert.match(await refused(path), /rusak|jauh lebih besar/)
  })

  test('20,000 empty parts are refused before one is opened', async ({ assert }) => {
    const path = join(folder, 'banyak.xlsx')
    await writeFile(path, emptyParts(20_000))
    assert.match(await refused(path), /berisi 20000 bagian/)
  })

  test('an honest workbook of 50,000 rows whose styles pack 1:110 is read to its end', async ({ assert }) => {
    const xfs = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'.repeat(20_000)
    const styles = `<styleSheet ${NS}><cellXfs>${xfs}</cellXfs></styleSheet>`
    assert.isAbove(styles.length / deflateRawSync(styles).length, 110)
    const rows = Array.from(
      { length: 50_000 },
      (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="inlineStr"><is><t>UJI ${at}</t></is></c></row>`,
    )
    const path = await raw({
      'xl/styles.xml': styles,
      'xl/worksheets/sheet1.xml': sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row>${rows.join('')}`),
    })
    const read = await rowsOf(path)
    assert.lengthOf(read, 50_000)
    assert.deepEqual(read.at(-1)!.cells, ['UJI 49999'])
  })
})
