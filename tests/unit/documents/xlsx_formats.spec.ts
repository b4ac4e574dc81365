import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { CellKind } from '#services/documents/table'
import { NS, rawWorkbook, rowsOf, sheetOf } from './workbooks.js'

const CODES = [
  '0',
  '000',
  '0000\\-00\\-000000\\-00\\-0',
  '00.00',
  '#,##0',
  '0.00%',
  '00;[Red]\\-00',
  '@',
  'dd/mm/yyyy hh:mm',
  'h.mm',
]
/** Number of the format in the workbook; Excel's own `0%` and `h:mm` stand behind ours. */
const [WHOLE, THREE, ACCOUNT, DECIMALS, GROUPED, PERCENT, TWO, TEXT, MOMENT, CLOCK, OWN_PERCENT, OWN_CLOCK] = CODES.keys()
  .toArray()
  .concat(CODES.length, CODES.length + 1)

const STYLES = `<styleSheet ${NS}><numFmts>${CODES.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs>${CODES.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}<xf numFmtId="9"/><xf numFmtId="20"/></cellXfs></styleSheet>`

let folder = ''

async function cellOf(value: string, style: number, calendar = ''): Promise<[string, number]> {
  const path = await rawWorkbook(folder, {
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': sheetOf(
      `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2" s="${style}"><v>${value}</v></c></row>`,
    ),
    ...(calendar
      ? {
          'xl/workbook.xml': `<workbook ${NS} xmlns:r="x">${calendar}<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        }
      : {}),
  })
  const [{ cells, kinds } = { cells: [], kinds: [] }] = await rowsOf(path)
  return [cells[0] ?? '', kinds[0] ?? CellKind.text]
}

test.group('Numbers that a workbook shows as something else', (group) => {
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-formats-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('noughts that a format puts in front of a number stay, and what a spreadsheet may have cut stays a number (S01, S04)', async ({
    assert,
  }) => {
    assert.deepEqual(await cellOf('1201000123509', ACCOUNT!), ['001201000123509', CellKind.text])
    assert.deepEqual(await cellOf('7', THREE!), ['007', CellKind.text])
    assert.deepEqual(await cellOf('7', TWO!), ['07', CellKind.text])
    assert.deepEqual(await cellOf('123', THREE!), ['123', CellKind.number])
    assert.deepEqual(await cellOf('3201014507859900', WHOLE!), ['3201014507859900', CellKind.number])
    for (const [value, style] of [
      ['33.1', DECIMALS!],
      ['5', GROUPED!],
      ['5', TEXT!],
      ['0', THREE!],
      ['-7', THREE!],
      ['1.5', THREE!],
    ] as const)
      assert.deepEqual(await cellOf(value, style), [value, CellKind.number])
  })

  test('a percentage is the text that is shown, not its hundredth (S08)', async ({ assert }) => {
    assert.deepEqual(await cellOf('0.4', OWN_PERCENT!), ['40%', CellKind.text])
    assert.deepEqual(await cellOf('0.055', PERCENT!), ['5,5%', CellKind.text])
    assert.deepEqual(await cellOf('0.07', PERCENT!), ['7%', CellKind.text])
  })

  test('a day with a time behind it may be the day before, so that it is no date; parts of a second are none (S07)', async ({
    assert,
  }) => {
    assert.deepEqual(await cellOf('23005', MOMENT!), ['1962-12-25', CellKind.date])
    assert.deepEqual(await cellOf('23004.999999999996', MOMENT!), ['1962-12-25', CellKind.date])
    assert.deepEqual(await cellOf('23004.708333333332', MOMENT!), ['1962-12-24 17:00:00', CellKind.text])
    assert.deepEqual(await cellOf('23004.999270833334', MOMENT!), ['1962-12-24 23:58:57', CellKind.text])
    assert.deepEqual(await cellOf('21542.708333333332', MOMENT!, '<workbookPr date1904="1"/>'), [
      '1962-12-24 17:00:00',
      CellKind.text,
    ])
  })

  test('a time of day, which Indonesian Excel makes of 01.02, is neither text nor number; hours that are counted are a number (S07)', async ({
    assert,
  }) => {
    assert.deepEqual(await cellOf('0.043055555555555555', CLOCK!), ['01:02:00', CellKind.date])
    assert.deepEqual(await cellOf('0.46527777777777779', OWN_CLOCK!), ['11:10:00', CellKind.date])
    assert.deepEqual(await cellOf('1.5', CLOCK!), ['1.5', CellKind.number])
  })
})
