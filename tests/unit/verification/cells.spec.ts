import { test } from '@japa/runner'
import type { Variable } from '#verification/instrument'
import { readAnswer, typedText } from '#verification/review/answer_input'
import { CellKind } from '#services/documents/table'
import { cellReader, typedCellReader, Unreadable, type ReadableVariable } from '#verification/editions/cells'

const TODAY = '2026-11-25'
const { date, number } = CellKind
const coded = (type: 'code' | 'flags', ...codes: [number, string, string][]): ReadableVariable => ({
  type,
  codes: codes.map(([code, id, en]) => ({ code, label: { id, en } })),
})
/** Two codes of it bear one name. */
const SEX = coded(
  'code',
  [1, 'Laki-laki', 'Male'],
  [2, 'Perempuan', 'Female'],
  [3, 'Lainnya', 'Other'],
  [4, 'Lainnya', 'Another'],
)
const CARDS = coded('flags', [0, 'Tidak memiliki', 'None'], [1, 'Akta', 'Certificate'], [4, 'KTP', 'Identity card'])

test.group('A number in a form', () => {
  test('of three decimals, as another program may send it, is shown so that the form takes it back', ({ assert }) => {
    const area = { name: 'luas_lantai', type: 'number', max: 99_999 } as Variable
    for (const value of [36.125, 36.5, 40]) assert.equal(readAnswer(area, typedText(value)), value)
  })
})

test.group('Cells of a workbook', () => {
  test('{0} is {3}')
    .with([
      ['a day in a column of dates', { type: 'date' }, '1962-12-25', '1962-12-25', date],
      ['a day that an RT and RW became', { type: 'text' }, '2019-02-01', /01\/02/, date],
      ['a day in a column of numbers', { type: 'digits' }, '2019-02-01', /tanggal atau jam, bukan angka/, date],
      ['a day that lies ahead', { type: 'date' }, '2027-01-01', /25-11-2026/, date],
      ['a number in a column of dates', { type: 'date' }, '23005', /bukan tanggal/, number],
      ['a number in a column of texts', { type: 'text' }, '12', '12', number],
      ['a long number in a column of texts', { type: 'text' }, '3201014507859900', /bilangan/, number],
      ['a number with the noise of a sum', { type: 'number' }, '0.30000000000000004', '0.3', number],
      ['a measure of three decimals', { type: 'number' }, '36.125', '36.125', number],
    ] as [string, ReadableVariable, string, string | RegExp, number][])
    .run(({ assert }, [, variable, cell, read, kind]) => {
      const found = typedCellReader(variable, TODAY)(cell, kind)
      if (typeof read === 'string') assert.equal(found, read)
      else if (found instanceof Unreadable) assert.match(found.reason.id, read)
      else assert.fail(`was read as ${String(found)}`)
    })
})

test.group('No day in a column of dates', () => {
  test('"{$self}" says that none is known')
    .with(['', '-', '0', '0000-00-00', '00/00/0000', '00-00-0000', '0000-00-00 00:00:00', ' 00.00.0000 '])
    .run(({ assert }, cell) => {
      assert.isNull(cellReader({ type: 'date' }, TODAY)(cell))
    })
})

const LATITUDE: ReadableVariable = { type: 'number', min: -90, max: 90 }
const RANK: ReadableVariable = { type: 'number', min: 0, max: 100 }

test.group('Cells of a CSV file (S08, S19)', () => {
  test('"{0}" is {2}')
    .with([
      ['-8.4838', LATITUDE, '-8.4838'],
      ['-8,4838', LATITUDE, '-8.4838'],
      ['\u20138,483', LATITUDE, '-8.483'],
      ['-7.479733599999999', LATITUDE, '-7.479733599999999'],
      ['-7,479733599999999', LATITUDE, '-7.479733599999999'],
      ['95', LATITUDE, '95'],
      ['-8.483.812', LATITUDE, '-8483812'],
      ['10.5', RANK, '10.5'],
      ['10,55', RANK, '10.55'],
      ['1.250', { type: 'number' }, '1250'],
      ['1.0', { type: 'code' }, '1'],
      ['3,0', { type: 'code' }, /Tulis kodenya, atau jawabannya persis seperti pada formulir\.$/],
      ['1.5', { type: 'code' }, /Tulis kodenya, atau jawabannya persis seperti pada formulir\.$/],
      ['12.0', { type: 'flags' }, '12'],
      ['Perempuan', SEX, '2'],
      [' perempuan\u00a0', SEX, '2'],
      ['MALE', SEX, '1'],
      ['Tidak tahu', SEX, /persis seperti pada formulir/],
      ['L', SEX, /formulir: 1 Laki-laki, 2 Perempuan, 3 Lainnya, 4 Lainnya\.$/],
      ['Lainnya', SEX, /persis seperti pada formulir/],
      ['Akta + KTP', CARDS, '5'],
      ['KTP', CARDS, '4'],
      ['Tidak memiliki', CARDS, '0'],
      ['Tidak memiliki + KTP', CARDS, /persis seperti pada formulir/],
      ['KTP + KTP', CARDS, /persis seperti pada formulir/],
      ['35.0', { type: 'int' }, '35'],
      ['36.0', { type: 'number' }, '36'],
      ['36,1250', { type: 'number' }, '36.125'],
      ['36,125', { type: 'number' }, /paling banyak memiliki 2/],
      ['3371010107859901.0', { type: 'digits' }, /tersimpan sebagai bilangan/],
      ['--8.4838', LATITUDE, /tidak dapat dibaca/],
      ['7\u00b028\u203211\u2033S', LATITUDE, /tidak dapat dibaca/],
      ['5%', RANK, /tidak dapat dibaca/],
      ['36.5', { type: 'number' }, /tidak dapat dibaca/],
      ['00/03/1987', { type: 'date' }, /Hari 0/],
      ['0000-03-04', { type: 'date' }, /Tahun 0/],
      ['\u202eSITI\u200b \ufeffUJI', { type: 'text' }, 'SITI UJI'],
    ] as [string, ReadableVariable, string | RegExp][])
    .run(({ assert }, [cell, variable, read]) => {
      const found = cellReader(variable, TODAY)(cell)
      if (typeof read === 'string') assert.equal(found, read)
      else assert.match(found instanceof Unreadable ? found.reason.id : `was read as ${String(found)}`, read)
    })
})
