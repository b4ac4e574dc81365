import { KkNumber, maskSecret, Nik } from '#core/domain'
import type { ChildRow, Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, number, rule, visitDate, words } from './support.js'

/** Whether the member stood in the edition with this very NIK, so that nobody typed it in this period. */
function isInherited(member: ChildRow, nik: string, { base }: RuleContext): boolean {
  return form
    .rows(base ?? { key: '', values: {}, groups: {} }, 'members')
    .some((old) => old.key === member.key && old.nik === nik)
}

function checkNik(record: RecordDoc, context: RuleContext): Finding[] {
  return form.active(record).flatMap((member) => {
    const nik = words(member, 'nik')
    if (nik === undefined) return [about(member, ['nik'], { severity: 'warn', params: { case: 'missing' } })]
    const fault = Nik.faultOf(nik)
    if (fault === null) return []
    const severity = isInherited(member, nik, context) ? 'warn' : 'block'
    return [about(member, ['nik'], { severity, params: { case: fault, nik: maskSecret('nik', nik), length: nik.length } })]
  })
}

function checkNikAgainstPerson(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  return form.active(record).flatMap((member) => {
    const nik = Nik.tryParse(words(member, 'nik') ?? '')
    if (!nik) return []
    const found: Finding[] = []
    const birth = words(member, 'tgl_lahir')
    if (birth !== undefined && !nik.agreesWith(birth)) {
      const inNik = nik.birthDate(context.today, ageOf(member, on)) ?? nik.birthDates('9999-12-31')[0] ?? ''
      found.push(about(member, ['nik', 'tgl_lahir'], { params: { nik: nik.masked, in_nik: inNik, stated: birth } }))
    }
    const sex = number(member, 'jns_kel')
    if ((sex === 1 || sex === 2) && !nik.agreesWithSex(sex)) {
      const params = { case: 'sex', nik: nik.masked, in_nik: nik.sex, stated: sex === 1 ? 'L' : 'P' }
      found.push(about(member, ['nik', 'jns_kel'], { params }))
    }
    return found
  })
}

function checkKk(record: RecordDoc): Finding[] {
  const found: Finding[] = []
  const cards = new Map<string, string>()
  const owners = new Map<string, string>()
  const inUse = new Set(form.active(record).map((member) => member.family_key))
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
    if (!KkNumber.tryParse(kk)) found.push({ severity: 'warn', fields, params: { ...params, case: 'format' } })
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

/** A name must have a word of two letters: initials and digits alone open no bank account. */
function isName(name: string): boolean {
  return name.split(/[^\p{L}\p{M}'’ʼ`]+/u).some((word) => (word.match(/\p{L}/gu) ?? []).length >= 2)
}

function checkNames(record: RecordDoc): Finding[] {
  return form.active(record).flatMap((member) => {
    const name = words(member, 'nama')
    if (name === undefined) return [about(member, ['nama'], { params: { case: 'missing' } })]
    return isName(name) ? [] : [about(member, ['nama'])]
  })
}

export const identityRules: readonly Rule[] = [
  rule({
    code: 'BDT-R01',
    severity: 'block',
    waivable: false,
    title: text('NIK sah', 'Valid NIK'),
    message: text(
      'NIK {nik}{at} tidak sah. Periksa pada KTP atau KK.',
      'NIK {nik}{at} is invalid. Check the identity or family card.',
    ),
    messages: {
      missing: text(
        'Belum ber-NIK{at}. Isi NIK bila sudah ada; jangan mengisi angka karangan.',
        'No NIK yet{at}. Enter it once there is one; never a made-up number.',
      ),
      FORMAT: text(
        'NIK {nik}{at} bukan 16 angka ({length} karakter). Salin kembali dari KTP atau KK, atau kosongkan.',
        'NIK {nik}{at} is not 16 digits ({length} characters). Copy it again from the card, or leave it empty.',
      ),
      REPEATED: text(
        'NIK {nik}{at} hanya mengulang satu angka. Salin dari KTP atau KK, atau kosongkan.',
        'NIK {nik}{at} repeats one digit. Copy it from the card, or leave it empty.',
      ),
      SERIAL: text(
        'NIK {nik}{at} berakhiran 0000, padahal nomor urut mulai dari 0001. Periksa pada KTP atau tanyakan ke Dukcapil.',
        'NIK {nik}{at} ends in 0000, but serials start at 0001. Check the card or ask the civil registry.',
      ),
      DATE: text(
        'Angka ke-7 sampai ke-12 NIK {nik}{at} bukan tanggal lahir yang ada pada kalender. Periksa pada KTP atau KK.',
        'Digits 7 to 12 of NIK {nik}{at} are no date of birth. Check the identity or family card.',
      ),
    },
    source: 'Permendagri 137/2017; PP 40/2019; formulir IV.2',
    check: checkNik,
  }),
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
      elsewhere: text(
        'NIK {nik}{at} juga terdaftar di wilayah lain. Pastikan penulisannya pada KTP atau KK; bila orangnya pindah, datanya diselesaikan bersama wilayah itu.',
        'NIK {nik}{at} is also registered in another regency. Check it on the card; if the person moved, settle it with that regency.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.2',
    setBased: true,
  }),
  rule({
    code: 'BDT-R03',
    severity: 'warn',
    waivable: false,
    title: text('NIK sesuai tanggal lahir dan jenis kelamin', 'NIK agrees with birth date and sex'),
    message: text(
      'NIK {nik}{at} memuat tanggal lahir {in_nik}, sedangkan isian {stated}. Periksa dokumen; NIK tidak diganti bila tanggal lahir dibetulkan.',
      'NIK {nik}{at} holds the birth date {in_nik}, the form says {stated}. Check the documents; a NIK is never reissued.',
    ),
    messages: {
      sex: text(
        'NIK {nik}{at} menunjuk jenis kelamin {in_nik}, sedangkan isian {stated}. Periksa dokumen.',
        'NIK {nik}{at} points to sex {in_nik}, the form says {stated}. Check the documents.',
      ),
    },
    source: 'PP 40/2019 pasal 30; formulir IV.2, IV.6',
    check: checkNikAgainstPerson,
  }),
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
  rule({
    code: 'BDT-R05',
    severity: 'block',
    waivable: true,
    title: text('Nama lengkap', 'Full name'),
    message: text(
      'Nama{at} hanya berupa inisial atau angka. Tulis nama lengkap sesuai KTP atau KK.',
      'The name{at} is only initials or digits. Write the full name as on the card.',
    ),
    messages: {
      missing: text('Nama ART belum diisi. Tulis nama lengkap sesuai KTP atau KK.', 'A member has no name. Write the full name.'),
    },
    source: 'Permensos 28/2017; formulir IV.1',
    check: checkNames,
  }),
]
