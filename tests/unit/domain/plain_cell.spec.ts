import { test } from '@japa/runner'
import { parseCoordinates } from '#domain/coordinates'
import { parseDate } from '#domain/date_text'
import { parseDecimal } from '#domain/decimal'
import { cleanIdentifier, cleanKey, type Cell } from '#domain/identifier'
import { excerpt, isBlank, plainCell } from '#domain/plain_cell'
import { BpsCode, RegionCode } from '#domain/region_code'
import { Rupiah } from '#domain/rupiah'
import { codeOf } from './code_of.js'

const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

/** What offices and programs put around a value that is sound. */
const DRESSES: [name: string, dress: (text: string) => string][] = [
  ['a leading apostrophe', (text) => `'${text}`],
  ['two leading apostrophes', (text) => `''${text}`],
  ['a curly apostrophe', (text) => `\u2019${text}`],
  ['a modifier apostrophe', (text) => `\u02bc${text}`],
  ['no-break spaces', (text) => `\u00a0${text}\u202f`],
  ['a byte-order mark and a zero-width space', (text) => `\ufeff${text}\u200b`],
  ['a zero-width space before the apostrophe', (text) => `\u200b'${text}`],
  ['a soft hyphen', (text) => `\u00ad${text}`],
  ['marks of direction', (text) => `\u2066${text}\u2069`],
  ['the formula that keeps a text', (text) => `="${text}"`],
  ['full-width signs', fullWidth],
]

const READERS: [kind: string, value: string, read: (cell: string) => unknown, is: unknown][] = [
  ['an identifier', '3201014507859901', (cell) => cleanIdentifier(cell), '3201014507859901'],
  ['a date', '04/03/1987', (cell) => parseDate(cell), '1987-03-04'],
  ['a number', '1.250,5', (cell) => parseDecimal(cell), 1250.5],
  ['an amount', 'Rp 1.250.000', (cell) => Rupiah.parse(cell).amount, 1250000],
  ['a region', '33.71.01.1003', (cell) => RegionCode.parse(cell).text, '33.71.01.1003'],
  ['a region of BPS', '3371010003', (cell) => BpsCode.parse(cell).text, '3371010003'],
  ['a latitude', '-8,4838', (cell) => parseCoordinates(cell, '115,1234')?.latitude, -8.4838],
]

test.group('What offices and programs put around a value (S01, S04, S06, S08, S19)', () => {
  for (const [kind, value, read, is] of READERS) {
    test(`${kind} is the same with {0}`)
      .with(DRESSES)
      .run(({ assert }, [, dress]) => {
        assert.strictEqual(read(dress(value)), is)
      })
  }

  test('{0} is not repaired: "{1}"')
    .with([
      ['a superscript', '320101450785990\u00b2', 'E_IDENTIFIER_CHARACTER'],
      ['an Arabic digit', '\u0663201014507859901', 'E_IDENTIFIER_CHARACTER'],
      ['a formula', '=3201014507859901', 'E_IDENTIFIER_CHARACTER'],
      ['an error of a spreadsheet', '#N/A', 'E_IDENTIFIER_CHARACTER'],
      ['a full-width exponent', fullWidth('3,20101E+15'), 'E_IDENTIFIER_SCIENTIFIC'],
      ['an exponent kept as text', '="3.20101E+15"', 'E_IDENTIFIER_SCIENTIFIC'],
    ])
    .run(({ assert }, [, cell, code]) => {
      assert.strictEqual(
        codeOf(() => cleanIdentifier(cell)),
        code,
      )
    })

  test('a plain text comes back as it is, and an apostrophe inside or behind stays', ({ assert }) => {
    for (const text of ['', 'SITI UJI', 'H1', "MA'RUF", "3201'", '"SITI"', 'A=B']) assert.strictEqual(plainCell(text), text)
  })

  test('a text that shows nothing is blank', ({ assert }) => {
    for (const text of ['', ' ', '\u00a0', '\u200b', ' \ufeff\u2060 ']) assert.isTrue(isBlank(text))
    for (const text of ['-', '.', '0', ' \u200bA']) assert.isFalse(isBlank(text))
  })

  test('an excerpt shows what it can and holds nothing that a database cannot', ({ assert }) => {
    assert.strictEqual(excerpt('SITI UJI', 80), 'SITI UJI')
    assert.strictEqual(excerpt('SITI UJI', 4), 'SITI')
    assert.strictEqual(excerpt('A\u{1f600}B', 2), 'A')
    assert.strictEqual(excerpt('A\u{1f600}B', 3), 'A\u{1f600}')
    assert.strictEqual(excerpt('NU\0L \ud83d.', 80), 'NU\u2400L .')
    assert.strictEqual(
      codeOf(() => cleanIdentifier('3201\x00014507859901')),
      'E_IDENTIFIER_CHARACTER',
    )
    assert.throws(() => cleanIdentifier('3201\x00014507859901'), /memuat "\u2400"/)
  })

  test('the key of a row "{0}" is {1}')
    .with([
      ['3371011003000001', '3371011003000001'],
      ["'3371011003000001", '3371011003000001'],
      [' H-1.a ', 'H-1.a'],
      ['H1.0', 'H1.0'],
      [3371011003000001, '3371011003000001'],
      ['-', null],
      ['\u2013', null],
      ['000', null],
      ['', null],
      ['3,37101E+15', 'E_IDENTIFIER_SCIENTIFIC'],
      ['3371011003000001.0', 'E_IDENTIFIER_NUMBER'],
      [3371011003000010, 'E_IDENTIFIER_NUMBER'],
    ] as [Cell, string | null][])
    .run(({ assert }, [cell, read]) => {
      if (read?.startsWith('E_')) {
        assert.strictEqual(
          codeOf(() => cleanKey(cell)),
          read,
        )
      } else assert.strictEqual(cleanKey(cell), read)
    })
})
