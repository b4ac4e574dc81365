import { KkNumber, maskSecret } from '#core/domain'
import type { Finding, RecordDoc, Rule } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, number, rule, visitDate, words } from './support.js'

function checkKk(record: RecordDoc): Finding[] {
  const found: Finding[] = []
  const cards = new Map<string, string>()
  const owners = new Map<string, string>()
  const inUse = new Set(form.active(record).map((member) => member.family_key))
  const niks = new Set(form.active(record).map((member) => words(member, 'nik')))
  for (const family of form.rows(record, 'families').filter((row) => inUse.has(row.key))) {
    const fields = [{ group: 'families', key: family.key, field: 'nokk' }]
    const nuk = number(family, 'nuk') ?? '—'
    const kk = words(family, 'nokk')
    if (kk === undefined) {
      found.push({ severity: 'warn', fields, params: { case: 'missing', nuk } })
      continue
    }
    cards.set(family.key, kk)
    const params = { nuk, kk: maskSecret('kk', kk) }
    if (niks.has(kk)) found.push({ severity: 'warn', fields, params: { ...params, case: 'nik' } })
    else if (!KkNumber.tryParse(kk)) found.push({ severity: 'warn', fields, params: { ...params, case: 'format' } })
    const other = owners.get(kk)
    if (other === undefined) owners.set(kk, family.key)
    else
      found.push({
        severity: 'block',
        fields: [...fields, { group: 'families', key: other, field: 'nokk' }],
        params: { ...params, case: 'twice' },
      })
  }
  for (const member of form.active(record)) {
    const [own, card] = [words(member, 'no_kk'), cards.get(String(member.family_key))]
    if (own === undefined || own === card) continue
    const mask = { kk: maskSecret('kk', own), nuk: number(member, 'nuk') ?? '—' }
    if (card !== undefined) found.push(about(member, ['no_kk'], { severity: 'warn', params: { ...mask, case: 'differs' } }))
    else if (!KkNumber.tryParse(own))
      found.push(about(member, ['no_kk'], { severity: 'warn', params: { ...mask, case: 'format' } }))
  }
  return found
}

export const identityRules: readonly Rule[] = [
  rule(form.rules.nik({ code: 'BDT-R01', source: 'Permendagri 137/2017; PP 40/2019; formulir IV.2' })),
  rule({
    code: 'BDT-R02',
    severity: 'block',
    waivable: false,
    title: text('NIK tidak ganda', 'NIK is unique'),
    message: text(
      'NIK {nik}{at} juga dipakai pada rumah tangga {other}. Tentukan pemiliknya, lalu perbaiki atau tarik salah satu.',
      'NIK {nik}{at} also stands in household {other}. Decide whose it is, then correct or withdraw one.',
    ),
    messages: {
      within: text(
        'NIK {nik}{at} dipakai dua ART di rumah tangga ini. Salin NIK masing-masing dari KTP atau KK.',
        'NIK {nik}{at} stands with two members of this household. Copy the NIK of each from the card.',
      ),
      elsewhere: text(
        'NIK {nik}{at} juga terdaftar di wilayah lain. Pastikan penulisannya pada KTP atau KK; bila orangnya pindah, datanya diselesaikan bersama wilayah itu.',
        'NIK {nik}{at} is also registered in another regency. Check it on the card; if the person moved, settle it with that regency.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.2',
    setBased: true,
  }),
  rule(
    form.rules.nikAgainstPerson({
      code: 'BDT-R03',
      source: 'PP 40/2019 pasal 30; formulir IV.2, IV.6',
      ageIn: (member, record, context) => ageOf(member, visitDate(record, context)),
    }),
  ),
  rule({
    code: 'BDT-R04',
    severity: 'block',
    waivable: true,
    title: text('Nomor KK sah dan milik satu rumah tangga', 'Family card is valid and of one household'),
    message: text(
      'No. KK {kk} juga tercatat pada rumah tangga {other}. Satu KK hanya untuk satu rumah tangga; perbaiki atau tarik salah satu.',
      'Family card {kk} also stands in household {other}. Correct or withdraw one of the two.',
    ),
    messages: {
      missing: text(
        'No. KK keluarga {nuk} belum diisi. Salin dari KK.',
        'Family {nuk} has no card number. Copy it from the card.',
      ),
      format: text(
        'No. KK {kk} (keluarga {nuk}){at} tidak sah. Salin kembali 16 angka dari KK.',
        'Family card {kk} (family {nuk}){at} is invalid. Copy its 16 digits again.',
      ),
      nik: text(
        'No. KK {kk} (keluarga {nuk}) sama dengan NIK seorang ART. Salin 16 angka No. KK dari kepala KK.',
        'Family card {kk} (family {nuk}) is the NIK of a member. Copy the number of the card from its head.',
      ),
      twice: text(
        'No. KK {kk} dipakai oleh dua keluarga di rumah tangga ini. Satu KK hanya untuk satu nomor urut keluarga.',
        'Family card {kk} is used by two families of this household. One card belongs to one family.',
      ),
      differs: text(
        'No. KK {kk}{at} berbeda dari No. KK keluarga {nuk}. Samakan dengan KK, atau betulkan nomor urut keluarganya.',
        'Family card {kk}{at} differs from that of family {nuk}. Make them agree.',
      ),
      elsewhere: text(
        'No. KK {kk} juga terdaftar di wilayah lain. Pastikan penulisannya pada KK; bila keluarganya pindah, datanya diselesaikan bersama wilayah itu.',
        'Family card {kk} is also registered in another regency. Check it on the card; if the family moved, settle it with that regency.',
      ),
    },
    source: 'Permensos 28/2017; formulir I.11',
    setBased: true,
    check: checkKk,
  }),
  rule(
    form.rules.fullName({
      code: 'BDT-R05',
      source: 'Permensos 28/2017; formulir IV.1',
      missing: text('Nama ART belum diisi. Tulis nama lengkap sesuai KTP atau KK.', 'A member has no name. Write the full name.'),
    }),
  ),
]
