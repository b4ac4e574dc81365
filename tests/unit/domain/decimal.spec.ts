import { test } from '@japa/runner'
import { formatDecimal, parseDecimal, parseMeasure, withoutDoubt } from '#domain/decimal'
import type { Cell } from '#domain/identifier'
import { Rupiah } from '#domain/rupiah'
import { codeOf } from './code_of.js'

const INCOMES: [cell: Cell, amount: number, shown: string][] = [
  ['1250000', 1250000, 'Rp 1.250.000'],
  ['1.250.000', 1250000, 'Rp 1.250.000'],
  ['Rp 1.250.000', 1250000, 'Rp 1.250.000'],
  ['Rp. 1.250.000', 1250000, 'Rp 1.250.000'],
  ['rp1.250.000,-', 1250000, 'Rp 1.250.000'],
  ['1.250.000,50', 1250000.5, 'Rp 1.250.000,50'],
  ['1.250', 1250, 'Rp 1.250'],
  ['1250,5', 1250.5, 'Rp 1.250,50'],
  [1250000.5, 1250000.5, 'Rp 1.250.000,50'],
  [0.1 + 0.2, 0.3, 'Rp 0,30'],
  ['0', 0, 'Rp 0'],
]

const REFUSED: [cell: Cell, code: string][] = [
  ['1.25', 'E_NUMBER_FORMAT'],
  ['1,250,000.50', 'E_NUMBER_FORMAT'],
  ['12.50.000', 'E_NUMBER_FORMAT'],
  ['0.500', 'E_NUMBER_FORMAT'],
  ['1.250.00', 'E_NUMBER_FORMAT'],
  ['1250.000', 'E_NUMBER_FORMAT'],
  ['1e6', 'E_NUMBER_FORMAT'],
  ['', 'E_NUMBER_FORMAT'],
  [null, 'E_NUMBER_FORMAT'],
  [Number.NaN, 'E_NUMBER_FORMAT'],
  ['1,250', 'E_NUMBER_DECIMALS'],
  ['1234567890123456', 'E_NUMBER_SIZE'],
]

test.group('Numbers as Indonesia writes them (S08)', () => {
  test('"{0}" is {1}')
    .with(INCOMES)
    .run(({ assert }, [cell, amount, shown]) => {
      const rupiah = Rupiah.parse(cell)
      assert.strictEqual(rupiah.amount, amount)
      assert.strictEqual(rupiah.toString(), shown)
      assert.strictEqual(JSON.stringify(rupiah), String(amount))
    })

  test('"{0}" is refused as {1}')
    .with(REFUSED)
    .run(({ assert }, [cell, code]) => {
      assert.strictEqual(
        codeOf(() => parseDecimal(cell)),
        code,
      )
      assert.strictEqual(
        codeOf(() => Rupiah.parse(cell)),
        code,
      )
      assert.isNull(Rupiah.tryParse(cell))
    })

  test('a measure of three decimals is written with a fourth and read as it was, never as thousands', ({ assert }) => {
    for (const [value, written] of [
      [36.125, '36,1250'],
      [36.1254, '36,1254'],
      [36.5, '36,5'],
      [1250, '1250'],
    ] as const) {
      assert.equal(withoutDoubt(String(value).replace('.', ',')), written)
      assert.equal(parseMeasure(written), value)
    }
    assert.equal(
      codeOf(() => parseMeasure('36,125')),
      'E_NUMBER_DECIMALS',
    )
  })

  test('decimals are as many as the field allows', ({ assert }) => {
    assert.strictEqual(parseDecimal('36,125', { decimals: 3 }), 36.125)
    assert.strictEqual(parseDecimal('-36', { decimals: 0 }), -36)
    assert.strictEqual(parseDecimal('1.000,00', { decimals: 0 }), 1000)
    for (const text of ['35.0', '35.00', '35,0']) assert.strictEqual(parseDecimal(text, { decimals: 0 }), 35)
    assert.strictEqual(parseDecimal('1250.0'), 1250)
    for (const text of ['36,5', '1,000', '3 orang'])
      assert.strictEqual(
        codeOf(() => parseDecimal(text, { decimals: 0 })),
        'E_NUMBER_WHOLE',
      )
  })

  test('{0} with {1} decimals is written {2}')
    .with([
      [1250000, 0, '1.250.000'],
      [1250000.5, 2, '1.250.000,50'],
      [999, 0, '999'],
      [1000, 0, '1.000'],
      [-1000, 0, '-1.000'],
      [-0.4, 0, '0'],
      [0.126, 2, '0,13'],
    ] as [number, number, string][])
    .run(({ assert }, [value, decimals, text]) => {
      assert.strictEqual(formatDecimal(value, decimals), text)
    })

  test('money is summed exactly and never negative', ({ assert }) => {
    const dime = Rupiah.parse('0,10')
    assert.strictEqual(dime.plus(Rupiah.parse('0,20')).amount, 0.3)
    assert.strictEqual(
      codeOf(() => Rupiah.parse('-5')),
      'E_RUPIAH_NEGATIVE',
    )
    assert.strictEqual(
      codeOf(() => Rupiah.ofSen(0.5)),
      'E_NUMBER_SIZE',
    )
  })
})
