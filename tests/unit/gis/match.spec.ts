import { test } from '@japa/runner'
import * as matching from '#services/gis/match/match'
import type { CodeSystem, Target } from '#services/gis/match/match'
import type { Level } from '#services/gis/shapes'
import { misspelling, sameForm } from '#services/gis/match/name_forms'
import type { AreaNames } from '#services/gis/read/properties'

const target = (code: string, name: string, parent: string, bps: string | null = null): Target => ({
  ...{ code, name, parent, bps, grandparent: 'Kab. Gunungkidul' },
})
const area = (name: string, parent = '', code = '', grandparent = ''): AreaNames => ({ name, parent, code, grandparent })

const matchAreas = (
  areas: AreaNames[],
  regions: Target[],
  level: Level,
  system: CodeSystem | null,
  former = new Map<string, string>(),
) => matching.matchAreas(areas, { regions, former }, level, system)
const contradictedCodes = (
  areas: AreaNames[],
  regions: Target[],
  level: Level,
  system: CodeSystem,
  former = new Map<string, string>(),
) => matching.contradictedCodes(areas, { regions, former }, level, system)

/** Names that repeat across districts, as in the country. */
const VILLAGES = [
  target('34.03.01.2001', 'Beji', 'Patuk'),
  target('34.03.02.2001', 'Beji', 'Ngawen'),
  target('34.03.02.2002', 'Candirejo', 'Ngawen'),
  target('34.03.03.2001', 'Botodayaan', 'Rongkop'),
  target('34.03.03.2002', 'Sumberejo', 'Rongkop'),
]

test.group('Matching of areas', () => {
  test('names agree whatever their case, signs, blanks and word for the kind', ({ assert }) => {
    assert.equal(sameForm('Candi Rejo', 'village'), 'CANDIREJO')
    assert.equal(sameForm('DESA CANDIREJO', 'village'), 'CANDIREJO')
    assert.equal(sameForm('Kalurahan Candi-Rejo', 'village'), 'CANDIREJO')
    assert.equal(sameForm('Desa', 'village'), 'DESA')
    assert.equal(sameForm('Kapanewon Ngawen', 'district'), 'NGAWEN')
    assert.equal(sameForm('Gunung Kidul', 'regency'), sameForm('Kab. Gunungkidul', 'regency'))
    assert.notEqual(sameForm('Kota Magelang', 'regency'), sameForm('Kabupaten Magelang', 'regency'))
    assert.equal(sameForm('DKI Jakarta', 'province'), sameForm('Daerah Khusus Ibukota Jakarta', 'province'))
    assert.equal(sameForm('D.I. Yogyakarta', 'province'), sameForm('Daerah Istimewa Yogyakarta', 'province'))
  })

  test('{1} of a {0} is {2}')
    .with([
      ['village', 'Kel. Kemirirejo', 'Kemirirejo'],
      ['village', 'Desa/Kel. Kemirirejo', 'Kemirirejo'],
      ['village', 'DESA / KELURAHAN KEMIRIREJO', 'Kemirirejo'],
      ['village', 'Kemirirejo (Kel.)', 'Kemirirejo'],
      ['village', 'Gp. Lampoh Daya', 'Gampong Lampoh Daya'],
      ['village', 'Pekon Way Nipah', 'Way Nipah'],
      ['district', 'Magelang Selatan, Kec.', 'Kecamatan Magelang Selatan'],
      ['regency', 'Magelang (Kota)', 'Kota Magelang'],
      ['regency', 'MAGELANG, KAB.', 'Kab. Magelang'],
      ['regency', 'Kotamadya Magelang', 'Kota Magelang'],
      ['regency', 'Kodya Jakarta Selatan', 'Kota Administrasi Jakarta Selatan'],
      ['regency', 'Kab. Adm. Kep. Seribu', 'Kabupaten Administrasi Kepulauan Seribu'],
      ['regency', 'Kep. Mentawai', 'Kab. Kepulauan Mentawai'],
      ['province', 'Kep. Bangka Belitung', 'Kepulauan Bangka Belitung'],
      ['province', 'DIY', 'Daerah Istimewa Yogyakarta'],
      ['province', 'Yogyakarta', 'D.I. Yogyakarta'],
      ['province', 'Daerah Khusus Jakarta', 'DKI Jakarta'],
      ['province', 'Jakarta Raya', 'DKI Jakarta'],
      ['province', 'Nanggroe Aceh Darussalam', 'Aceh'],
    ] as ['village' | 'district' | 'regency' | 'province', string, string][])
    .run(({ assert }, [level, name, same]) => {
      assert.equal(sameForm(name, level), sameForm(same, level))
    })

  test('{1} of a {0} is not {2}')
    .with([
      ['village', 'Kampung Baru', 'Baru'],
      ['village', 'Kelapa Dua', 'Apa Dua'],
      ['regency', 'Magelang (Kota)', 'Kab. Magelang'],
      ['regency', 'Kota Kupang', 'Kupang'],
      ['province', 'Jawa Barat', 'Papua Barat'],
      ['province', 'Riau', 'Kep. Riau'],
    ] as ['village' | 'regency' | 'province', string, string][])
    .run(({ assert }, [level, name, other]) => {
      assert.notEqual(sameForm(name, level), sameForm(other, level))
    })

  test('a misspelling is a quarter of the letters at most, and three', ({ assert }) => {
    assert.equal(misspelling('BOTODAYAKAN', 'BOTODAYAAN'), 1)
    assert.equal(misspelling('NGLORA', 'NGLORO'), 1)
    assert.isNull(misspelling('BEJI', 'BARU'))
    assert.isNull(misspelling('KARANGMOJO', 'KARANGWUNI'))
  })

  test('a village is matched by its name inside its district, never by the name alone', ({ assert }) => {
    const matches = matchAreas([area('BEJI', 'Ngawen'), area('Candi Rejo', 'NGAWEN'), area('Beji')], VILLAGES, 'village', null)
    assert.deepEqual(matches[0], { kind: 'matched', code: '34.03.02.2001', by: 'name' })
    assert.deepEqual(matches[1], { kind: 'matched', code: '34.03.02.2002', by: 'name' })
    assert.deepEqual(matches[2], {
      kind: 'suggested',
      reason: 'ambiguous',
      candidates: [{ code: '34.03.01.2001', name: 'Beji', letters: 0 }],
    })
  })

  test('a name that is only alike is offered to a person and never taken', ({ assert }) => {
    const [first, second] = matchAreas([area('Botodayakan', 'Rongkop'), area('Sumberrejo', 'Rongkop')], VILLAGES, 'village', null)
    assert.deepEqual(first, {
      kind: 'suggested',
      reason: 'misspelled',
      candidates: [{ code: '34.03.03.2001', name: 'Botodayaan', letters: 1 }],
    })
    assert.deepInclude(second, { kind: 'suggested', reason: 'misspelled' })
  })

  test('a village that was renamed or split since the file is offered the villages that bear its name, and none of another district', ({
    assert,
  }) => {
    const villages = [
      target('34.03.04.2001', 'Wates Baru', 'Panggang'),
      target('34.03.04.2002', 'Karangwates', 'Panggang'),
      target('34.03.04.2003', 'Girimulya', 'Panggang'),
      target('34.03.05.2001', 'Wates Lama', 'Semin'),
    ]
    const [first, second] = matchAreas([area('Wates', 'Panggang'), area('Giri', 'Semin')], villages, 'village', null)
    assert.deepEqual(first, {
      kind: 'suggested',
      reason: 'partly',
      candidates: [
        { code: '34.03.04.2001', name: 'Wates Baru', letters: 4 },
        { code: '34.03.04.2002', name: 'Karangwates', letters: 6 },
      ],
    })
    assert.deepEqual(second, { kind: 'unmatched', reason: 'unknown' })
    const both = matchAreas([area('Wates Baru', 'Panggang'), area('Wates', 'Panggang')], villages, 'village', null)
    assert.deepEqual(both[0], { kind: 'matched', code: '34.03.04.2001', by: 'name' })
    assert.deepInclude(both[1], { candidates: [{ code: '34.03.04.2002', name: 'Karangwates', letters: 6 }] })
  })

  test('what is alike to nothing, lies elsewhere or has an unknown district is told with its reason', ({ assert }) => {
    const matches = matchAreas(
      [area('Wonosari', 'Ngawen'), area('Beji', 'Muntilan'), area('Beji', 'Patuk', '', 'Kota Magelang')],
      VILLAGES,
      'village',
      null,
    )
    assert.deepEqual(
      matches.map((match) => match.kind === 'unmatched' && match.reason),
      ['unknown', 'parent_unknown', 'elsewhere'],
    )
  })

  test('two areas that claim one region are both asked about', ({ assert }) => {
    const matches = matchAreas([area('Beji', 'Patuk', '1'), area('BEJI', 'Patuk', '2')], VILLAGES, 'village', null)
    assert.deepEqual(
      matches.map((match) => [match.kind, match.kind !== 'matched' && match.reason]),
      [
        ['suggested', 'twice'],
        ['suggested', 'twice'],
      ],
    )
  })

  test('a code of the declared system counts, with a name that is at most misspelled', ({ assert }) => {
    const matches = matchAreas(
      [
        area('Botodayakan', 'Rongkop', '3403032001'),
        area('', '', '34.03.01.2001'),
        area('Lain Sekali', 'Ngawen', '34.03.02.2001'),
      ],
      VILLAGES,
      'village',
      'kemendagri',
    )
    assert.deepEqual(matches[0], { kind: 'matched', code: '34.03.03.2001', by: 'code' })
    assert.deepEqual(matches[1], { kind: 'matched', code: '34.03.01.2001', by: 'code' })
    assert.deepEqual(matches[2], {
      kind: 'suggested',
      reason: 'code_differs',
      candidates: [{ code: '34.03.02.2001', name: 'Beji', letters: 0 }],
    })
  })

  test('without a declared system a code that is somebody else’s never beats the name', ({ assert }) => {
    const [match] = matchAreas([area('Candirejo', 'Ngawen', 'id3403012001')], VILLAGES, 'village', null)
    assert.deepEqual(match, { kind: 'matched', code: '34.03.02.2002', by: 'name' })
  })

  test('BPS codes find their region through the mapping, and are told from Kemendagri codes by the names', ({ assert }) => {
    const mapped = [target('34.03.01.2001', 'Beji', 'Patuk', '3403100001'), ...VILLAGES.slice(1)]
    const [match] = matchAreas([area('', '', 'id3403100001')], mapped, 'village', 'bps')
    assert.deepEqual(match, { kind: 'matched', code: '34.03.01.2001', by: 'code' })
    const wrong = [area('Candirejo', 'Ngawen', '3403012001'), area('Beji', 'Patuk', '3403100001'), area('Sumberejo', 'Rongkop')]
    assert.deepEqual(contradictedCodes(wrong, mapped, 'village', 'kemendagri'), { coded: 2, contradicted: 2 })
    const numbered = [area('Beji', 'Patuk', '1'), area('Candirejo', 'Ngawen', '2002')]
    assert.deepEqual(contradictedCodes(numbered, mapped, 'village', 'kemendagri'), { coded: 0, contradicted: 0 })
    assert.deepEqual(contradictedCodes([area('Beji', '', '3403100001')], mapped, 'village', 'bps'), { coded: 1, contradicted: 0 })
  })

  test('a province that was split keeps the old code of its file and is matched by its name', ({ assert }) => {
    const provinces = [
      { code: '91', name: 'Papua', bps: null, parent: '', grandparent: '' },
      { code: '94', name: 'Papua Tengah', bps: null, parent: '', grandparent: '' },
    ]
    const matches = matchAreas([area('Papua Tengah', '', '91'), area('PAPUA', '', '91')], provinces, 'province', 'kemendagri')
    assert.deepEqual(matches, [
      { kind: 'matched', code: '94', by: 'name' },
      { kind: 'matched', code: '91', by: 'code' },
    ])
  })

  test('a file from before a split finds its regions by their former codes, and by name in their former province (S05)', ({
    assert,
  }) => {
    const regency = (code: string, name: string, parent: string, formerProvince?: string): Target => ({
      ...{ code, name, parent, bps: null, grandparent: '' },
      ...(formerProvince ? { formerProvince } : {}),
    })
    const regencies = [
      regency('92.02', 'Kab. Manokwari', 'Papua Barat'),
      regency('96.01', 'Kab. Sorong', 'Papua Barat Daya', 'Papua Barat'),
      regency('96.71', 'Kota Sorong', 'Papua Barat Daya', 'Papua Barat'),
    ]
    const former = new Map([
      ['92.01', '96.01'],
      ['92.71', '96.71'],
    ])
    const coded = [area('Kota Sorong', 'Papua Barat', '9271'), area('', '', '92.01'), area('Manokwari', 'Papua Barat', '92.02')]
    assert.deepEqual(matchAreas(coded, regencies, 'regency', 'kemendagri', former), [
      { kind: 'matched', code: '96.71', by: 'code' },
      { kind: 'matched', code: '96.01', by: 'code' },
      { kind: 'matched', code: '92.02', by: 'code' },
    ])
    assert.deepEqual(contradictedCodes(coded, regencies, 'regency', 'kemendagri', former), { coded: 3, contradicted: 0 })
    const named = [area('KOTA SORONG', 'Papua Barat'), area('Sorong', 'PAPUA BARAT'), area('Sorong', 'Papua Barat Daya')]
    assert.deepEqual(
      matchAreas(named.slice(0, 2), regencies, 'regency', null).map((found) => found.kind === 'matched' && found.code),
      ['96.71', '96.01'],
    )
    assert.deepEqual(matchAreas([area('Sorong', 'Papua')], regencies, 'regency', null), [
      { kind: 'unmatched', reason: 'parent_unknown' },
    ])
    const district: Target = { ...regency('96.71.01', 'Sorong', 'Kota Sorong', 'Papua Barat'), grandparent: 'Papua Barat Daya' }
    assert.deepEqual(matchAreas([area('Sorong', 'Kota Sorong', '', 'Papua Barat')], [district], 'district', null), [
      { kind: 'matched', code: '96.71.01', by: 'name' },
    ])
    assert.deepEqual(matchAreas([area('', '', '9271010')], [district], 'district', 'kemendagri', former), [
      { kind: 'unmatched', reason: 'unknown' },
    ])
    assert.deepEqual(matchAreas([area('', '', '92.71.01')], [district], 'district', 'kemendagri', former), [
      { kind: 'matched', code: '96.71.01', by: 'code' },
    ])
  })
})
