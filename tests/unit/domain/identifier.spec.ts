import { test } from '@japa/runner'
import { DomainError } from '#domain/domain_error'
import { cleanIdentifier, type Cell } from '#domain/identifier'

const READ: [name: string, cell: Cell][] = [
  ['plain text', '3201014507859901'],
  ['a leading apostrophe', "'3201014507859901"],
  ['a leading curly apostrophe', '\u20193201014507859901'],
  ['a leading grave accent', '`3201014507859901'],
  ['a leading opening quote', '\u20183201014507859901'],
  ['blanks around', ' 3201014507859901 '],
  ['dots inside', '32.0101.450785.9901'],
  ['thousands separators', '3.201.014.507.859.901'],
  ['blanks inside', '3201 0145 0785 9901'],
  ['no-break spaces', '\u00a03201\u00a00145\u202f0785\u00a09901'],
  ['a zero-width space and a byte-order mark', '\ufeff3201014507859901\u200b'],
  ['a numeric cell whose 16th digit is not 0', 3201014507859901],
]

const EMPTY: [name: string, cell: Cell][] = [
  ['nothing', undefined],
  ['null', null],
  ['an empty text', ''],
  ['blanks', ' \u00a0 '],
  ['an apostrophe alone', "'"],
  ['a zero', '0'],
  ['a numeric zero', 0],
  ['a zero with decimals', '0.0'],
  ['a zero with decimals behind a comma', '0,00'],
  ['a hyphen', '-'],
  ['a dash', '\u2013'],
  ['two hyphens', '--'],
  ['sixteen zeros', '0000000000000000'],
]

const REFUSED: [name: string, cell: Cell, code: string, reason: RegExp][] = [
  ['scientific notation with a comma', '3,20101E+15', 'E_IDENTIFIER_SCIENTIFIC', /notasi ilmiah/],
  ['scientific notation with a point', '3.20101E+15', 'E_IDENTIFIER_SCIENTIFIC', /notasi ilmiah/],
  ['scientific notation after an apostrophe', "'3.51e15", 'E_IDENTIFIER_SCIENTIFIC', /notasi ilmiah/],
  ['a numeric cell whose 16th digit is 0', 3201014507859900, 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['a numeric cell beyond exact integers', 9271015203909932, 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['a numeric cell with a fraction', 32010145.5, 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['a negative numeric cell', -3201014507859901, 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['not a number', Number.NaN, 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['fifteen digits written as a decimal', '320101450785990.0', 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['sixteen digits written as a decimal with a comma', '3201014507859901,00', 'E_IDENTIFIER_NUMBER', /bilangan/],
  ['fifteen digits', '320101450785990', 'E_IDENTIFIER_LENGTH', /16 angka, tetapi berisi 15/],
  ['seventeen digits', '32010145078599011', 'E_IDENTIFIER_LENGTH', /16 angka, tetapi berisi 17/],
  ['fifteen digits in a numeric cell', 320101450785990, 'E_IDENTIFIER_LENGTH', /tetapi berisi 15/],
  ['the letter O', '32010145078599O1', 'E_IDENTIFIER_CHARACTER', /"O"/],
  ['a trailing apostrophe', "3201014507859901'", 'E_IDENTIFIER_CHARACTER', /"'"/],
  ['words that say that there is none', 'belum ada', 'E_IDENTIFIER_WORD', /kosongkan/],
  ['a hyphen inside', '320101-4507859901', 'E_IDENTIFIER_CHARACTER', /"-"/],
  ['Arabic digits', '\u0663201014507859901', 'E_IDENTIFIER_CHARACTER', /\u0663/],
]

test.group('Identifier in a cell (S01, S03)', () => {
  test('{0} is read as the sixteen digits')
    .with(READ)
    .run(({ assert }, [, cell]) => {
      assert.strictEqual(cleanIdentifier(cell), '3201014507859901')
    })

  test('{0} means that there is none')
    .with(EMPTY)
    .run(({ assert }, [, cell]) => {
      assert.isNull(cleanIdentifier(cell))
    })

  test('{0} is refused with its reason')
    .with(REFUSED)
    .run(({ assert }, [, cell, code, reason]) => {
      try {
        cleanIdentifier(cell)
        assert.fail('was accepted')
      } catch (error) {
        assert.instanceOf(error, DomainError)
        assert.strictEqual((error as DomainError).code, code)
        assert.match((error as DomainError).message, reason)
        assert.notMatch((error as DomainError).message, /\d{6}/)
      }
    })

  test('any length is readable where a register may hold it, and leading zeros stay', ({ assert }) => {
    assert.strictEqual(cleanIdentifier('320101450785990', null), '320101450785990')
    assert.strictEqual(cleanIdentifier('0001234567', null), '0001234567')
    assert.strictEqual(cleanIdentifier('0001 2345 6789 0', 13), '0001234567890')
    assert.throws(() => cleanIdentifier('32010145078599O1', null))
  })
})

test.group('Reasons', () => {
  test('a reason can be read in Indonesian and in English', ({ assert }) => {
    const error = new DomainError('E_IDENTIFIER_LENGTH', { expected: 16, found: 15 })
    assert.strictEqual(error.message, 'Nomor harus 16 angka, tetapi berisi 15 angka. Periksa pada dokumennya.')
    assert.strictEqual(error.reason('id'), error.message)
    assert.strictEqual(error.reason('en'), 'The number must have 16 digits, but it has 15. Look it up in the document.')
  })
})
