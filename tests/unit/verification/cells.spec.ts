import { test } from '@japa/runner'
import { CellKind } from '#services/documents/table'
import { typedCellReader, Unreadable, type ReadableVariable } from '#verification/editions/cells'

const TODAY = '2026-11-25'
const { date, number } = CellKind

test.group('Cells of a workbook', () => {
  test('{0} is {3}')
    .with([
      ['a day in a column of dates', { type: 'date' }, '1962-12-25', '1962-12-25', date],
      ['a day that an RT and RW became', { type: 'text' }, '2019-02-01', /01\/02/, date],
      ['a day in a column of numbers', { type: 'digits' }, '2019-02-01', /tanggal, bukan angka/, date],
      ['a day that lies ahead', { type: 'date' }, '2027-01-01', /25-11-2026/, date],
      ['a number in a column of dates', { type: 'date' }, '23005', /bukan tanggal/, number],
      ['a number in a column of texts', { type: 'text' }, '12', '12', number],
      ['a long number in a column of texts', { type: 'text' }, '3201014507859900', /bilangan/, number],
      ['a number with the noise of a sum', { type: 'number' }, '0.30000000000000004', '0.3', number],
    ] as [string, ReadableVariable, string, string | RegExp, number][])
    .run(({ assert }, [, variable, cell, read, kind]) => {
      const found = typedCellReader(variable, TODAY)(cell, kind)
      if (typeof read === 'string') assert.equal(found, read)
      else if (found instanceof Unreadable) assert.match(found.reason, read)
      else assert.fail(`was read as ${String(found)}`)
    })
})
