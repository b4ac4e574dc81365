import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { fileContent, findFile } from '#services/files'
import type { Load } from '#services/loads/loads'
import { regencyForTest } from '#tests/support/places'
import { NS, rawWorkbook, sheetOf } from '#tests/unit/documents/workbooks'
import { atDesk, bring, csv, run, workbook } from './desk_support.js'
import { edition, HOUSEHOLD, load, reasons, stored, VILLAGE } from './support.js'

const STYLES = `<styleSheet ${NS}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>`
const said = (text: string) => ({ xml: ` t="inlineStr"><is><t>${text}</t></is>` })
const FIRST_OF_FEBRUARY = { xml: ' s="1"><v>43497</v>' }
const TEN_PAST_ELEVEN = { xml: ' s="2"><v>0.46527777777777779</v>' }

/** A workbook whose cells are written as told, which no writer of ours would do. */
async function written(rows: readonly (readonly { xml: string }[])[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-again-'))
  try {
    const cells = (row: readonly { xml: string }[], at: number) =>
      row.map(({ xml }, column) => `<c r="${String.fromCharCode(65 + column)}${at + 1}"${xml}</c>`).join('')
    const sheet = sheetOf(rows.map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`).join(''))
    return await readFile(await rawWorkbook(folder, { 'xl/styles.xml': STYLES, 'xl/worksheets/sheet1.xml': sheet }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const home = (key: string, address: { xml: string }, ...more: { xml: string }[]) => [
  ...[said(key), said(VILLAGE), said('UJI'), address, ...more],
]

test.group('Rejected rows that come back unchanged', () => {
  test('are rejected again, whatever a spreadsheet made of a cell, and lose nothing on the way (S10)', async ({ assert }) => {
    const id = await edition('33.71')
    const households = await written([
      HOUSEHOLD.map(said),
      home('H1', FIRST_OF_FEBRUARY),
      home('H2', TEN_PAST_ELEVEN),
      [FIRST_OF_FEBRUARY, said(VILLAGE), said('UJI'), said('RT 01')],
      home('H4', { xml: ' t="e"><f>VLOOKUP(A1,X:X,1)</f><v>#N/A</v>' }),
      home('H5', { xml: '><f>A1&amp;B1</f>' }),
      home('H6', said('#REF!')),
      home('H7', said('JL MAWAR'), { xml: '>' }, said('RT 02')),
      home('H8', said('RT 01')),
    ])
    const first = await load(id, { households })
    assert.deepInclude(first.report, { read: 8, accepted: 1, rejected: 7 })
    const lines = (await first.rejected('households')).trim().split('\r\n')
    const cells = lines.slice(1).map((line) => line.split(';'))
    assert.deepEqual(
      cells.map((row) => [row[1], row[4], ...row.slice(7)]),
      [
        ['H1', '#TANGGAL! 2019-02-01'],
        ['H2', '#TANGGAL! 11:10:00'],
        ['#TANGGAL! 2019-02-01', 'RT 01'],
        ['H4', '#N/A'],
        ['H5', '#RUMUS!'],
        ['H6', '#REF!'],
        ['H7', 'JL MAWAR', '', 'RT 02'],
      ],
    )
    const second = await load(id, { households: Buffer.from(`${lines.join('\r\n')}\r\n`) })
    assert.deepInclude(second.report.files.households!, { read: 7, accepted: 0, rejected: 7 })
    const dated = 'berisi tanggal atau jam yang dibuat spreadsheet dari isian seperti 01/02, sehingga perlu diketik ulang.'
    const told = reasons(second).filter((reason) => /^\d+ (: |.*Kolom )/.test(reason))
    assert.deepEqual(told.slice(0, 6), [
      `2 alamat: Kolom E ${dated}`,
      `3 alamat: Kolom E ${dated}`,
      `4 idbdt: Kolom B ${dated}`,
      '5 alamat: Kolom E berisi galat #N/A. Ketik ulang nilainya.',
      '6 alamat: Kolom E berisi rumus tanpa nilai. Ketik ulang nilainya.',
      '7 alamat: Kolom E berisi galat #REF!. Ketik ulang nilainya.',
    ])
    assert.match(told[6]!, /^8 : Baris berisi 9 kolom, sedangkan judulnya 7\./)
    const again = (await second.rejected('households')).trim().split('\r\n').slice(1)
    assert.deepEqual(
      again.map((line) => line.split(';')).map((row) => [row[1], row[4], ...row.slice(7)]),
      cells.map((row) => [row[1], row[4], ...row.slice(7)]),
    )
    assert.lengthOf(await stored('bdt_households', id, '33.71'), 1)
    const righted = lines.map((line) => line.replace('#TANGGAL! 2019-02-01', line.includes('H1') ? '01/02' : 'H3'))
    const third = await load(id, { households: Buffer.from(`${righted.slice(0, 4).join('\r\n')}\r\n`) })
    assert.deepInclude(third.report.files.households!, { read: 3, accepted: 2, rejected: 1 })
    const [h1] = (await stored('bdt_households', id, '33.71')).filter(({ key }) => key === 'H1')
    assert.equal(h1!.alamat, '01/02')
  })

  test('a day in a column of days is written as that day', async ({ assert }) => {
    const rows = [
      ['kode_kab', 'nik', 'hasil', 'tanggal'],
      ['33.71', '3201014507859901', 9, new Date('2019-02-01T00:00:00Z')],
    ]
    const checked = await run(await bring('kesos.dukcapil', { 'padan.xlsx': await workbook({ Padan: rows }) }), {
      ...{ code_system: 'kemendagri' },
    })
    assert.include((await rejectedFile(checked, 'csv')).toString(), ';9;2019-02-01;')
  })

  test('the workbook of a list is refused as its CSV file is', async ({ assert }) => {
    const { villages } = await regencyForTest()
    const rows = [
      ['id_kpm', 'kode_desa', 'nama_pengurus', 'alamat'],
      ['K1', villages[0]!, 'ANI', new Date('2019-02-01T00:00:00Z')],
      ['K2', villages[0]!, 'EKO', 'JL MAWAR', null, 'RT 02'],
    ]
    const brought = await bring('bsp.cutoff', { 'acuan.xlsx': await workbook({ Acuan: rows }) })
    const first = await run(brought, { code_system: 'kemendagri' })
    assert.deepInclude(first, { read: 2, accepted: 0, rejected: 2 })
    for (const format of ['csv', 'xlsx'] as const) {
      const content = await rejectedFile(first, format)
      const again = await run(await bring('bsp.cutoff', { [`ditolak.${format}`]: content }), { code_system: 'kemendagri' })
      assert.deepInclude(again, { read: 2, accepted: 0, rejected: 2 }, format)
    }
  })

  test('an answer of Dukcapil that is older than the one in force is taken without effect, and the report counts it', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const bringAnswers = async (...answers: [string, number, string][]) =>
      run(
        await bring('kesos.dukcapil', {
          'padan.csv': csv(
            ['kode_kab', 'nik', 'hasil', 'tanggal'],
            ...answers.map(([nik, result, day]) => [code, nik, result, day]),
          ),
        }),
        { code_system: 'kemendagri' },
        { apply: true },
      )
    await bringAnswers(['3201014507859901', 1, '10-10-2019'], ['3201011204789902', 2, '10-10-2019'])
    const later = await bringAnswers(
      ...([
        ['3201014507859901', 2, '09-10-2019'],
        ['3201011204789902', 1, '11-10-2019'],
        ['3201011001909910', 3, '01-01-2019'],
      ] as [string, number, string][]),
    )
    assert.deepInclude(later, { read: 3, accepted: 3, rejected: 0 })
    assert.deepEqual(later.report!.figures, { answers: 2, older: 1 })
  })
})

async function rejectedFile(of: Load, format: 'csv' | 'xlsx'): Promise<Buffer> {
  const id = of.report!.parts.rows!.rejectedIds![format]
  return atDesk(async (tx) => fileContent((await findFile(tx, id))!))
}
