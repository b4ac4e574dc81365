import { KkNumber, maskSecret, Nik } from '#core/domain'
import type { Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, isInherited, rule, words } from './support.js'

function checkNik(record: RecordDoc, context: RuleContext): Finding[] {
  return form.active(record).flatMap((member) => {
    const nik = words(member, 'nik')
    if (nik === undefined) return [about(member, ['nik'], { severity: 'warn', params: { case: 'missing' } })]
    if (Nik.faultOf(nik) === null) return []
    const severity = isInherited(member, 'nik', context) ? 'warn' : 'block'
    return [about(member, ['nik'], { severity, params: { nik: maskSecret('nik', nik) } })]
  })
}

function checkNikAgainstPerson(record: RecordDoc, { today }: RuleContext): Finding[] {
  return form.active(record).flatMap((member) => {
    const nik = Nik.tryParse(words(member, 'nik') ?? '')
    if (!nik) return []
    const found: Finding[] = []
    const birth = words(member, 'tgl_lahir')
    if (birth !== undefined && !nik.agreesWith(birth)) {
      const inNik = nik.birthDate(today, ageOf(member, today)) ?? nik.birthDates('9999-12-31')[0] ?? ''
      found.push(about(member, ['nik', 'tgl_lahir'], { params: { nik: nik.masked, in_nik: inNik, stated: birth } }))
    }
    const sex = member.jns_kel
    if ((sex === 1 || sex === 2) && !nik.agreesWithSex(sex)) {
      const params = { case: 'sex', nik: nik.masked, in_nik: nik.sex, stated: sex === 1 ? 'L' : 'P' }
      found.push(about(member, ['nik', 'jns_kel'], { params }))
    }
    return found
  })
}

/** All members of one family stand on one family card. */
function checkKk(record: RecordDoc): Finding[] {
  const members = form.active(record)
  const first = members.map((member) => words(member, 'no_kk')).find((card) => card !== undefined)
  return members.flatMap((member) => {
    const card = words(member, 'no_kk')
    const warn = (params: Record<string, string>) => [about(member, ['no_kk'], { severity: 'warn', params })]
    if (card === undefined) return warn({ case: 'missing' })
    if (!KkNumber.tryParse(card)) return warn({ case: 'format', kk: maskSecret('kk', card) })
    return card === first ? [] : warn({ case: 'differs', kk: maskSecret('kk', card) })
  })
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

const MOST_YEARS = 110

function checkBirth(record: RecordDoc, { today }: RuleContext): Finding[] {
  return form.active(record).flatMap((member) => {
    const birth = words(member, 'tgl_lahir')
    if (birth === undefined) return []
    if (birth > today) return [about(member, ['tgl_lahir'], { params: { birth } })]
    const age = ageOf(member, today)
    return age !== undefined && age > MOST_YEARS
      ? [about(member, ['tgl_lahir'], { severity: 'warn', params: { case: 'old', age } })]
      : []
  })
}

export const identityRules: readonly Rule[] = [
  rule({
    code: 'BSP-R01',
    severity: 'block',
    waivable: false,
    title: text('NIK sah', 'Valid NIK'),
    message: text(
      'NIK {nik}{at} tidak sah. Salin kembali dari KTP atau KK, atau kosongkan.',
      'NIK {nik}{at} is invalid. Copy it again from the card, or leave it empty.',
    ),
    messages: {
      missing: text(
        'Belum ber-NIK{at}. Isi NIK bila sudah ada; jangan mengisi angka karangan.',
        'No NIK yet{at}. Enter it once there is one; never a made-up number.',
      ),
    },
    source: 'Permendagri 137/2017; PP 40/2019; formulir IV.2',
    check: checkNik,
  }),
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
      elsewhere: text(
        'NIK {nik}{at} juga menerima BSP di wilayah lain. Pastikan penulisannya pada KTP atau KK; bila orangnya pindah, datanya diselesaikan bersama wilayah itu.',
        'NIK {nik}{at} also receives the aid in another regency. Check it on the card; if the person moved, settle it with that regency.',
      ),
    },
    source: 'Pedoman Umum BPNT; Permensos 28/2017',
    setBased: true,
  }),
  rule({
    code: 'BSP-R03',
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
  rule({
    code: 'BSP-R05',
    severity: 'block',
    waivable: true,
    title: text('Nama lengkap', 'Full name'),
    message: text(
      'Nama{at} hanya berupa inisial atau angka. Tulis nama lengkap sesuai KTP atau KK.',
      'The name{at} is only initials or digits. Write the full name as on the card.',
    ),
    messages: {
      missing: text(
        'Nama anggota belum diisi. Tulis nama lengkap sesuai KTP atau KK.',
        'A member has no name. Write the full name.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.1',
    check: checkNames,
  }),
  rule({
    code: 'BSP-R14',
    severity: 'block',
    waivable: false,
    title: text('Tanggal lahir yang mungkin', 'Possible date of birth'),
    message: text(
      'Tanggal lahir {birth}{at} ada di depan. Periksa pada KTP atau KK.',
      'The birth date {birth}{at} lies ahead. Check the card.',
    ),
    messages: {
      old: text(
        'Umur{at} menjadi {age} tahun. Pastikan tanggal lahirnya.',
        'The age{at} comes to {age} years. Check the birth date.',
      ),
    },
    source: 'Formulir IV.8',
    check: checkBirth,
  }),
]
