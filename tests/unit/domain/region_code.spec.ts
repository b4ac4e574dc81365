import { test } from '@japa/runner'
import { DomainError } from '#domain/domain_error'
import type { Cell } from '#domain/identifier'
import { BpsCode, RegionCode } from '#domain/region_code'
import { codeOf } from './code_of.js'

const NAMES = new Map([
  ['11.01', 'Aceh Selatan'],
  ['11.10', 'Aceh Singkil'],
  ['33.02', 'Banyumas'],
  ['33.20', 'Jepara'],
  ['33.71.01', 'Magelang Selatan'],
  ['33.71.01.1000', 'Uji'],
  ['33.71.01.1003', 'Tidar'],
  ['33.10.02.2001', 'Satu'],
  ['33.01.02.2001', 'Dua'],
])
const nameOf = (code: string) => NAMES.get(code)

test.group('Region code (S04)', () => {
  test('{0} is read as {1}, a {2}')
    .with([
      ['11.10', '11.10', 'regency'],
      ['1110', '11.10', 'regency'],
      [1110, '11.10', 'regency'],
      ['11.01', '11.01', 'regency'],
      ['1101', '11.01', 'regency'],
      ['36. 03', '36.03', 'regency'],
      [" '36.03\u00a0", '36.03', 'regency'],
      ['33', '33', 'province'],
      [33, '33', 'province'],
      ['33.71.01', '33.71.01', 'district'],
      ['337101', '33.71.01', 'district'],
      ['33.71.01.1003', '33.71.01.1003', 'village'],
      ['3371011003', '33.71.01.1003', 'village'],
      ['3371.0', '33.71', 'regency'],
      ['3371011003.0', '33.71.01.1003', 'village'],
      ['33.0', '33', 'province'],
    ] as [Cell, string, string][])
    .run(({ assert }, [cell, text, level]) => {
      const code = RegionCode.parse(cell, nameOf)
      assert.strictEqual(code.text, text)
      assert.strictEqual(code.digits, text.replaceAll('.', ''))
      assert.strictEqual(code.level, level)
      assert.strictEqual(`${code}`, text)
      assert.strictEqual(JSON.stringify(code), `"${text}"`)
    })

  test('{0} is refused as {1}: {2}')
    .with([
      ['11.1', 'E_REGION_CODE_HINT', '11.10 Aceh Singkil?'],
      [11.1, 'E_REGION_CODE_HINT', '11.10 Aceh Singkil?'],
      ['33.2', 'E_REGION_CODE_HINT', '33.20 Jepara?'],
      ['11,1', 'E_REGION_CODE_HINT', '11.10 Aceh Singkil?'],
      ['33,2', 'E_REGION_CODE_HINT', '33.20 Jepara?'],
      ['11,10', 'E_REGION_CODE_COMMA', '11.10 Aceh Singkil?'],
      ['99,9', 'E_REGION_CODE_FORMAT', '"99,9"'],
      ['1,1', 'E_REGION_CODE_FORMAT', '"1,1"'],
      ['1110.00', 'E_REGION_CODE_FORMAT', '"1110.00"'],
      ['11.10.0', 'E_REGION_CODE_FORMAT', '"11.10.0"'],
      ['337.0', 'E_REGION_CODE_SHORT', '"337"'],
      ['3,371011003E+9', 'E_REGION_CODE_FORMAT', '"3,371011003E+9"'],
      ['33.71.01.1', 'E_REGION_CODE_HINT', '33.71.01.1000 Uji?'],
      ['33.71.1.1003', 'E_REGION_CODE_HINT', 'Mungkin maksudnya 33.71.01.1003 Tidar?'],
      ['33.71.1', 'E_REGION_CODE_HINT', 'Mungkin maksudnya 33.71.01 Magelang Selatan?'],
      ['33,71,1,1003', 'E_REGION_CODE_HINT', '33.71.01.1003 Tidar?'],
      ['33.1.2.2001', 'E_REGION_CODE_HINT', 'Mungkin maksudnya 33.01.02.2001 Dua / 33.10.02.2001 Satu?'],
      ['33.71.9.1003', 'E_REGION_CODE_SHORT', '"33.71.9.1003" kurang angka'],
      ['33.71.0.1003', 'E_REGION_CODE_FORMAT', '"33.71.0.1003"'],
      ['33.71..1003', 'E_REGION_CODE_FORMAT', '"33.71..1003"'],
      ['3.71.01.1003', 'E_REGION_CODE_FORMAT', '"3.71.01.1003"'],
      ['99.9', 'E_REGION_CODE_SHORT', 'kurang angka'],
      ['', 'E_REGION_CODE_FORMAT', 'tidak dikenali'],
      [null, 'E_REGION_CODE_FORMAT', 'tidak dikenali'],
      ['3', 'E_REGION_CODE_FORMAT', '"3"'],
      ['00', 'E_REGION_CODE_FORMAT', '"00"'],
      ['33.', 'E_REGION_CODE_FORMAT', '"33."'],
      ['33..71', 'E_REGION_CODE_FORMAT', '"33..71"'],
      ['33-71', 'E_REGION_CODE_FORMAT', '"33-71"'],
      ['33.71.010.003', 'E_REGION_CODE_FORMAT', '"33.71.010.003"'],
      ['33710110033', 'E_REGION_CODE_FORMAT', '"33710110033"'],
      ['33.71.01.1003.1', 'E_REGION_CODE_FORMAT', '"33.71.01.1003.1"'],
      ['Kabupaten Magelang yang panjang', 'E_REGION_CODE_FORMAT', '"KabupatenMagelangyan"'],
    ] as [Cell, string, string][])
    .run(({ assert }, [cell, code, words]) => {
      try {
        RegionCode.parse(cell, nameOf)
        assert.fail('was accepted')
      } catch (error) {
        assert.instanceOf(error, DomainError)
        assert.strictEqual((error as DomainError).code, code)
        assert.include((error as DomainError).message, words)
      }
      assert.isNull(RegionCode.tryParse(cell))
    })

  test('no hint is invented without a list to look into', ({ assert }) => {
    assert.strictEqual(
      codeOf(() => RegionCode.parse('11.1')),
      'E_REGION_CODE_SHORT',
    )
  })

  test('a code knows what is above it and what lies in it', ({ assert }) => {
    const village = RegionCode.parse('33.71.01.1003')
    assert.strictEqual(village.parent, '33.71.01')
    assert.strictEqual(village.at('regency'), '33.71')
    assert.strictEqual(village.at('village'), '33.71.01.1003')
    assert.isNull(RegionCode.parse('33').parent)
    assert.isNull(RegionCode.parse('33').at('regency'))

    assert.isTrue(RegionCode.parse('33').contains(village))
    assert.isTrue(RegionCode.parse('33.71').contains(village))
    assert.isTrue(village.contains(village))
    assert.isFalse(village.contains(RegionCode.parse('33.71')))
    assert.isFalse(RegionCode.parse('33.72').contains(village))
    assert.isTrue(village.equals(RegionCode.parse('3371011003')))
  })
})

test.group('BPS code', () => {
  test('{0} is read as {1}, a {2}, in {3}')
    .with([
      ['33', '33', 'province', null],
      ['3371', '3371', 'regency', '33'],
      ['3371010', '3371010', 'district', '3371'],
      ['3371010003', '3371010003', 'village', '3371010'],
      ['33.71.010.003', '3371010003', 'village', '3371010'],
      [3371010003, '3371010003', 'village', '3371010'],
    ] as [Cell, string, string, string | null][])
    .run(({ assert }, [cell, text, level, parent]) => {
      const code = BpsCode.parse(cell)
      assert.strictEqual(code.text, text)
      assert.strictEqual(code.level, level)
      assert.strictEqual(code.parent, parent)
      assert.strictEqual(JSON.stringify([`${code}`, code]), `["${text}","${text}"]`)
    })

  test('{$self} is not a BPS code')
    .with(['', '337101', '33.71.01.1003', '33710100031', 'x'])
    .run(({ assert }, text) => {
      assert.strictEqual(
        codeOf(() => BpsCode.parse(text)),
        'E_BPS_CODE_FORMAT',
      )
      assert.isNull(BpsCode.tryParse(text))
    })
})
