import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { Nik } from '#domain/nik'
import { codeOf } from './code_of.js'

const TODAY = '2026-11-25'

const READ: [text: string, sex: 'L' | 'P', birthDate: string][] = [
  ['3201014507859901', 'P', '1985-07-05'],
  ['3201011204789902', 'L', '1978-04-12'],
  ['3201011001909910', 'L', '1990-01-10'],
  ['3201015001909911', 'P', '1990-01-10'],
  ['3201014101909912', 'P', '1990-01-01'],
  ['3201017101909913', 'P', '1990-01-31'],
  ['3201012902009904', 'L', '2000-02-29'],
  ['3201016902049903', 'P', '2004-02-29'],
  ['3201011511279915', 'L', '1927-11-15'],
  ['3201012611269916', 'L', '1926-11-26'],
  ['3201014403879920', 'P', '1987-03-04'],
  ['9271015203909931', 'P', '1990-03-12'],
  ['9999991204789902', 'L', '1978-04-12'],
]

const INVALID: [name: string, text: string, code: string][] = [
  ['nothing', '', 'E_NIK_FORMAT'],
  ['fifteen digits', '320101450785990', 'E_NIK_FORMAT'],
  ['seventeen digits', '32010145078599011', 'E_NIK_FORMAT'],
  ['a letter', '32010145078599O1', 'E_NIK_FORMAT'],
  ['scientific notation', '3.51E+15', 'E_NIK_FORMAT'],
  ['a trailing apostrophe', "3201014507859901'", 'E_NIK_FORMAT'],
  ['a line feed at the end', '3201014507859901\n', 'E_NIK_FORMAT'],
  ['all zeros', '0000000000000000', 'E_NIK_REPEATED'],
  ['one digit repeated though 11-11-11 exists', '1111111111111111', 'E_NIK_REPEATED'],
  ['serial 0000', '3201014507850000', 'E_NIK_SERIAL'],
  ['29 February 1901 or 2001', '3201012902019905', 'E_NIK_DATE'],
  ['day 35', '3201013504789906', 'E_NIK_DATE'],
  ['day 40', '3201014004789906', 'E_NIK_DATE'],
  ['day 72', '3201017204789907', 'E_NIK_DATE'],
  ['day 00', '3201010004789908', 'E_NIK_DATE'],
  ['month 13', '3201011213789909', 'E_NIK_DATE'],
  ['month 00', '3201011200789909', 'E_NIK_DATE'],
  ['31 April', '3201013104789909', 'E_NIK_DATE'],
  ['a woman born on 31 April', '3201017104789909', 'E_NIK_DATE'],
]

test.group('NIK (S02, structure)', () => {
  test('{0} reads as {1}, born {2}')
    .with(READ)
    .run(({ assert }, [text, sex, birthDate]) => {
      const nik = Nik.parse(text)
      assert.strictEqual(nik.text, text)
      assert.strictEqual(nik.sex, sex)
      assert.strictEqual(nik.sexCode, sex === 'L' ? 1 : 2)
      assert.strictEqual(nik.birthDate(TODAY), birthDate)
      assert.isTrue(nik.agreesWith(birthDate))
    })

  test('{0} is not a NIK')
    .with(INVALID)
    .run(({ assert }, [, text, code]) => {
      assert.strictEqual(
        codeOf(() => Nik.parse(text)),
        code,
      )
      assert.isNull(Nik.tryParse(text))
    })

  test('the region of first registration is known by its parts, former provinces too, and never asked to exist today', ({
    assert,
  }) => {
    const known = (region: string) => Nik.parse(`${region}1204789902`).hasRegion
    assert.deepEqual(
      ['320101', '337101', '540101', '927101', '939999', '110169', '120170'].filter((region) => !known(region)),
      [],
    )
    assert.deepEqual(['010101', '200101', '999999', '320001', '327001', '320100'].filter(known), [])
  })

  test('every day of birth has one fate', ({ assert }) => {
    const valid = Array.from({ length: 100 }, (_, day) => day).filter((day) =>
      Nik.tryParse(`320101${String(day).padStart(2, '0')}01909901`),
    )
    const days = (from: number) => Array.from({ length: 31 }, (_, index) => from + index)
    assert.deepEqual(valid, [...days(1), ...days(41)])
  })

  test('the century is open where both dates have passed', ({ assert }) => {
    const nik = Nik.parse('3201011511269914')
    assert.deepEqual(nik.birthDates(TODAY), ['2026-11-15', '1926-11-15'])
    assert.isTrue(nik.agreesWith('1926-11-15'))
    assert.isTrue(nik.agreesWith('2026-11-15'))
    assert.strictEqual(nik.birthDate(TODAY), '2026-11-15')
    assert.strictEqual(nik.birthDate(TODAY, 99), '1926-11-15')
    assert.strictEqual(nik.birthDate(TODAY, 1), '2026-11-15')
  })

  test('tomorrow is not a birth date, today is', ({ assert }) => {
    assert.deepEqual(Nik.parse('3201012611269916').birthDates(TODAY), ['1926-11-26'])
    assert.deepEqual(Nik.parse('3201012511269916').birthDates(TODAY), ['2026-11-25', '1926-11-25'])
  })

  test('another birth date or sex is a mismatch and not an invalid NIK', ({ assert }) => {
    const nik = Nik.parse('3201014507859901')
    assert.isFalse(nik.agreesWith('1985-07-06'))
    assert.isFalse(nik.agreesWith('1984-07-05'))
    assert.isTrue(nik.agreesWithSex(2))
    assert.isFalse(nik.agreesWithSex(1))
  })

  test('the region is where the number was first issued and is not checked', ({ assert }) => {
    assert.strictEqual(Nik.parse('9271015203909931').region6, '927101')
    assert.isNotNull(Nik.tryParse('3310014507859901'))
  })

  test('two readings of one number are equal', ({ assert }) => {
    assert.isTrue(Nik.parse('3201014507859901').equals(Nik.parse('3201014507859901')))
    assert.isFalse(Nik.parse('3201014507859901').equals(Nik.parse('3201011204789902')))
  })

  test('no way of printing shows the number', ({ assert }) => {
    const nik = Nik.parse('3201014507859901')
    const masked = '3201**********01'
    assert.strictEqual(nik.masked, masked)
    assert.strictEqual(`${nik}`, masked)
    assert.strictEqual(JSON.stringify({ nik }), `{"nik":"${masked}"}`)
    assert.strictEqual(inspect({ nik }, { showHidden: true }), `{ nik: Nik(${masked}) }`)
    assert.deepEqual(Object.keys(nik), [])
  })

  test('no reason repeats the number it refuses', ({ assert }) => {
    for (const [, text] of INVALID) {
      try {
        Nik.parse(text)
      } catch (error) {
        assert.notMatch(String(error), /\d{6}/)
      }
    }
  })
})
