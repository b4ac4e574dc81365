import { fails, type Failing } from '#core/testing'
import { deadKeeper, noBusiness, of, premiums, root, unchanged } from './failing.js'

/** Households that break the rules on answers and programmes (R16, R20 to R29 and R31). */
export const failingAnswers: readonly Failing[] = [
  ...fails('BDT-R16', 'block', [
    ['a missing answer', root({ lantai: undefined }), 'lantai'],
    ['no business though there is one', noBusiness, 'key', 'group'],
  ]),
  ...fails(
    'BDT-R16',
    'block',
    [
      ['a duplicate of an unnamed household', unchanged, 'data_idbdt_double_dengan'],
      [
        'a duplicate of itself, by its identifier',
        root({ idbdt: 'UJI-1', data_idbdt_double_dengan: ' uji-1 ' }),
        'data_idbdt_double_dengan',
        'self',
      ],
    ],
    { outcome: 'duplicate' },
  ),
  ...fails('BDT-R16', 'warn', [
    ['an answer that is skipped', root({ dinding: 4 }), 'kondisi_dinding', 'stray'],
    ['a business though there is none', root({ sta_art_usaha: 2 }), 'key', 'stray_group'],
  ]),
  ...fails('BDT-R20', 'block', [
    ['1 on a 3/4 line', root({ ada_lemari_es: 1 }), 'ada_lemari_es'],
    ['a bit mask of 16', of('m1', { ada_kartu_identitas: 16 }), 'ada_kartu_identitas'],
    ['a floor of 0 m²', root({ luas_lantai: 0 }), 'luas_lantai', 'range'],
    ['a latitude of 95', root({ lat: 95 }), 'lat', 'range'],
  ]),
  ...fails('BDT-R21', 'warn', [
    ['PKH of a member alone', of('m2', { ada_pkh: 1 }), 'sta_pkh'],
    ['KKS of nobody', root({ sta_kks: 1, no_kks: '6032980000000001' }), 'sta_kks', 'nobody'],
  ]),
  ...fails('BDT-R22', 'warn', [
    ['PKH without a number', root({ sta_pkh: 1 }), 'sta_pkh'],
    ['PBI without a number', of('m1', { ada_pbi: 1 }), 'ada_pbi'],
    ['a PBI card of 12 digits', of('m1', { ada_pbi: 1, no_peserta_pbi: '000123456789' }), 'no_peserta_pbi', 'format'],
  ]),
  ...fails('BDT-R23', 'warn', [
    ['a car', root({ ada_mobil: 1 }), 'ada_mobil'],
    ['a house elsewhere (3 = yes)', root({ rumah_lain: 3 }), 'rumah_lain'],
    ['more than 2,200 W', root({ daya: 5 }), 'daya'],
    ['a civil servant', of('m1', { status_pekerjaan: 5 }), 'status_pekerjaan'],
  ]),
  ...fails('BDT-R26', 'warn', [
    ['PBI beside a premium of one’s own', premiums, 'sta_bpjs_mandiri'],
    ['PBI of a civil servant', of('m1', { ada_pbi: 1, status_pekerjaan: 5 }), 'ada_pbi', 'employer'],
  ]),
  ...fails('BDT-R27', 'block', [
    ['a dead head without a successor', of('m1', { sta_keberadaan_art: 2 }), 'hub_krt', 'head'],
    ['a dead head of a family', of('m1', { sta_keberadaan_art: 2 }), 'hubkel', 'family_head'],
    ['PBI of a person who moved', of('m3', { sta_keberadaan_art: 3, ada_pbi: 1 }), 'ada_pbi', 'pbi'],
    ['a dead card holder', deadKeeper, 'nik', 'keeper'],
  ]),
  ...fails('BDT-R29', 'warn', [
    ['a floor of 3 m²', root({ luas_lantai: 3 }), 'luas_lantai'],
    ['11 bedrooms', root({ jumlah_kamar: 11 }), 'jumlah_kamar'],
    ['51 goats', root({ jumlah_kambing: 51 }), 'jumlah_kambing'],
  ]),
  ...fails('BDT-R31', 'block', [
    ['a latitude alone', root({ lat: -7.48 }), 'long'],
    ['a longitude alone', root({ long: 110.25 }), 'lat'],
    ['a latitude of 0 alone', root({ lat: 0 }), 'long'],
  ]),
  ...fails('BDT-R31', 'warn', [['a latitude alone that the edition has so', root({ lat: -7.48 }), 'long']], {
    base: { key: 'R1', values: { lat: -7.48 }, groups: {} },
  }),
]
