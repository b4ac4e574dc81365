import { KkNumber, maskSecret } from '#core/domain'
import type { Finding, RecordDoc, Rule } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, form, rule, words } from './support.js'

/** All members of one family stand on one family card. */
function checkKk(record: RecordDoc): Finding[] {
  const members = form.active(record)
  const niks = new Set(members.map((member) => words(member, 'nik')))
  const first = members.map((member) => words(member, 'no_kk')).find((card) => card !== undefined)
  return members.flatMap((member) => {
    const card = words(member, 'no_kk')
    const warn = (params: Record<string, string>) => [about(member, ['no_kk'], { severity: 'warn', params })]
    if (card === undefined) return warn({ case: 'missing' })
    if (niks.has(card)) return warn({ case: 'nik', kk: maskSecret('kk', card) })
    if (!KkNumber.tryParse(card)) return warn({ case: 'format', kk: maskSecret('kk', card) })
    return card === first ? [] : warn({ case: 'differs', kk: maskSecret('kk', card) })
  })
}

export const identityRules: readonly Rule[] = [
  rule(form.rules.nik({ code: 'BSP-R01', source: 'Permendagri 137/2017; PP 40/2019; formulir IV.2' })),
  rule({
    code: 'BSP-R02',
    severity: 'block',
    waivable: false,
    title: text('Satu orang satu KPM', 'One person, one beneficiary family'),
    message: text(
      'NIK {nik}{at} juga tercatat pada KPM {other}. Putuskan pada halaman Data Ganda, lalu perbaiki atau tarik salah satu.',
      'NIK {nik}{at} also stands with beneficiary {other}. Decide on the page of duplicates, then correct or withdraw one.',
    ),
    messages: {
      within: text(
        'NIK {nik}{at} tercatat pada dua anggota KPM ini. Salin NIK masing-masing dari KTP atau KK.',
        'NIK {nik}{at} stands with two members of this beneficiary. Copy the NIK of each from the card.',
      ),
      elsewhere: text(
        'NIK {nik}{at} juga menerima BSP di wilayah lain. Pastikan penulisannya pada KTP atau KK; bila orangnya pindah, datanya diselesaikan bersama wilayah itu.',
        'NIK {nik}{at} also receives the aid in another regency. Check it on the card; if the person moved, settle it with that regency.',
      ),
    },
    source: 'Pedoman Umum BPNT; Permensos 28/2017',
    setBased: true,
  }),
  rule(form.rules.nikAgainstPerson({ code: 'BSP-R03', source: 'PP 40/2019 pasal 30; formulir IV.2, IV.6' })),
  rule({
    code: 'BSP-R04',
    severity: 'block',
    waivable: true,
    title: text('Satu keluarga satu KPM', 'One family card, one beneficiary family'),
    message: text(
      'No. KK {kk} juga tercatat pada KPM {other}. Satu keluarga hanya menerima satu kartu; putuskan pada halaman Data Ganda.',
      'Family card {kk} also stands with beneficiary {other}. One family receives one card; decide on the page of duplicates.',
    ),
    messages: {
      missing: text('No. KK{at} belum diisi. Salin dari KK.', 'No family card number{at}. Copy it from the card.'),
      format: text(
        'No. KK {kk}{at} tidak sah. Salin kembali 16 angka dari KK.',
        'Family card {kk}{at} is invalid. Copy its 16 digits.',
      ),
      nik: text(
        'No. KK {kk}{at} sama dengan NIK seorang anggota. Salin 16 angka No. KK dari kepala KK.',
        'Family card {kk}{at} is the NIK of a member. Copy the number of the card from its head.',
      ),
      differs: text(
        'No. KK {kk}{at} berbeda dari anggota lain. Satu KPM adalah satu KK; betulkan nomornya atau keluarkan orangnya.',
        'Family card {kk}{at} differs from the others. One beneficiary is one family card; correct it or take the person out.',
      ),
      elsewhere: text(
        'No. KK {kk} juga menerima BSP di wilayah lain. Pastikan penulisannya pada KK; bila keluarganya pindah, datanya diselesaikan bersama wilayah itu.',
        'Family card {kk} also receives the aid in another regency. Check it on the card; if the family moved, settle it with that regency.',
      ),
    },
    source: 'Pedoman Umum BPNT; formulir IV.3',
    setBased: true,
    check: checkKk,
  }),
  rule(
    form.rules.fullName({
      code: 'BSP-R05',
      source: 'Permensos 28/2017; formulir IV.1',
      missing: text(
        'Nama anggota belum diisi. Tulis nama lengkap sesuai KTP atau KK.',
        'A member has no name. Write the full name.',
      ),
    }),
  ),
  rule(form.rules.birthDate({ code: 'BSP-R14', source: 'Formulir IV.8' })),
]
