import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { numberFormats } from '#services/documents/xlsx/formats'
import { rawWorkbook, rowsOf, sheetOf } from './workbooks.js'

const HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>nik</t></is></c><c r="B1" t="inlineStr"><is><t>nama</t></is></c></row>'
const TWO = '<c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="B2" t="s"><v>0</v></c>'
/** Looked through once for each of its beginnings, so much takes minutes; looked through once, no time. */
const many = (text: string) => text.repeat(Math.ceil(900_000 / text.length))

/** What became of a workbook: how many rows it has, or why it is refused. */
async function outcome(path: string): Promise<string> {
  try {
    return String((await rowsOf(path)).length)
  } catch (error) {
    return (error as Error).message
  }
}

test.group('A workbook of tags that are never closed', (group) => {
  let folder = ''
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-xlsx-'))
    return () => rm(folder, { recursive: true, force: true })
  })
  group.each.timeout(20_000)

  const strings = (items: string) => `<sst count="1" uniqueCount="1">${items}</sst>`
  const CASES = [
    { what: 'cells', row: many('<c>') },
    { what: 'cells within their tag', row: many('<c ') },
    { what: 'values', row: `<c r="A2">${many('<v ')}</c>` },
    { what: 'texts', row: `<c r="A2" t="inlineStr"><is>${many('<t ')}</is></c>` },
    { what: 'phonetic guides', row: `<c r="A2" t="inlineStr"><is>${many('<rPh>')}<t>x</t></is></c>` },
    { what: 'pointers to shared strings', row: `<c r="A2">${many(' t="s"')}</c>` },
    { what: 'rows', row: many('<row ') },
    { what: 'formulas', row: `<c r="A2">${many('<f ')}</c>` },
    { what: 'links', row: many('<a:c ') },
  ]
  for (const { what, row } of CASES) {
    test(`such as ${what} is read or refused at once`, async ({ assert }) => {
      const sheet = sheetOf(`${HEADING}<row r="2">${TWO}${row}</row>`)
      const read = await outcome(
        await rawWorkbook(folder, { 'xl/worksheets/sheet1.xml': sheet, 'xl/sharedStrings.xml': strings('<si><t>x</t></si>') }),
      )
      assert.match(read, /^[01]$|^Berkas XLSX/)
      const heading = sheetOf(`<row r="1">${TWO}${row}</row>${HEADING.replaceAll('1"', '2"')}`)
      assert.match(await outcome(await rawWorkbook(folder, { 'xl/worksheets/sheet1.xml': heading })), /^\d$|^Berkas XLSX|^Lembar/)
    })
  }

  for (const items of [many('<si>'), many('<si '), `<si>${many('<rPh>')}</si>`, `<si>${many('<t ')}</si>`]) {
    test(`such as ${items.slice(0, 8)} among the strings is read or refused at once`, async ({ assert }) => {
      const parts = {
        'xl/worksheets/sheet1.xml': sheetOf(`${HEADING}<row r="2">${TWO}</row>`),
        'xl/sharedStrings.xml': strings(items),
      }
      assert.match(await outcome(await rawWorkbook(folder, parts)), /^1$|^Berkas XLSX/)
    })
  }

  test('a sheet that ends early is cut, within a row or behind one', async ({ assert }) => {
    const sheet = sheetOf(`${HEADING}<row r="2">${TWO}</row><row r="3">${TWO.replaceAll('2"', '3"')}</row>`)
    const parts = { 'xl/sharedStrings.xml': strings('<si><t>x</t></si>') }
    for (const end of [' r="B3"', '<row r="3"', '</worksheet>'].map((mark) => sheet.indexOf(mark))) {
      const path = await rawWorkbook(folder, { ...parts, 'xl/worksheets/sheet1.xml': sheet.slice(0, end) })
      assert.match(await outcome(path), /^Lembar XLSX terpotong: bagian di belakang baris [23] tidak ada\. /)
    }
  })

  test('formats that are never closed are none, and a format code is read as far as Excel writes one', ({ assert }) => {
    const wide = `<numFmts><numFmt numFmtId="170" formatCode="${many('[')}"/></numFmts>`
    assert.deepEqual(numberFormats(`${wide}<cellXfs><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>`), [null, 'date'])
    for (const open of ['<cellXfs>', '<cellXfs ', '<numFmt ', '<a:numFmt ']) assert.deepEqual(numberFormats(many(open)), [])
  })
})
