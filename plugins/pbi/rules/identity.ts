import { KkNumber, maskSecret, Nik } from '#core/domain'
import type { ChildRow, Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, isInherited, persons, rule, words } from './support.js'

const MOST_YEARS = 110

/** The person of a record that has exactly one who is there. */
function each(record: RecordDoc, look: (person: ChildRow) => Finding[]): Finding[] {
  return form.active(record).flatMap(look)
}

function checkNik(record: RecordDoc, context: RuleContext): Finding[] {
  return each(record, (person) => {
    const nik = words(person, 'nik')
    if (nik === undefined) return [about(person, ['nik'], { severity: 'warn', params: { case: 'missing' } })]
    if (Nik.faultOf(nik) === null) return []
    const severity = isInherited(record, 'nik', context) ? 'warn' : 'block'
    return [about(person, ['nik'], { severity, params: { nik: maskSecret('nik', nik) } })]
  })
}

function checkNikAgainstPerson(record: RecordDoc, { today }: RuleContext): Finding[] {
  return each(record, (person) => {
    const nik = Nik.tryParse(words(person, 'nik') ?? '')
    if (!nik) return []
    const found: Finding[] = []
    const birth = words(person, 'tgl_lahir')
    if (birth !== undefined && !nik.agreesWith(birth)) {
      const inNik = nik.birthDate(today, ageOf(person, today)) ?? nik.birthDates('9999-12-31')[0] ?? ''
      found.push(about(person, ['nik', 'tgl_lahir'], { params: { nik: nik.masked, in_nik: inNik, stated: birth } }))
    }
    const sex = person.jns_kel
    if ((sex === 1 || sex === 2) && !nik.agreesWithSex(sex)) {
      const params = { case: 'sex', nik: nik.masked, in_nik: nik.sex, stated: sex === 1 ? 'L' : 'P' }
      found.push(about(person, ['nik', 'jns_kel'], { params }))
    }
    return found
  })
}

function checkKk(record: RecordDoc): Finding[] {
  return each(record, (person) => {
    const card = words(person, 'no_kk')
    if (card === undefined) return [about(person, ['no_kk'], { params: { case: 'missing' } })]
    return KkNumber.tryParse(card) ? [] : [about(person, ['no_kk'], { params: { kk: maskSecret('kk', card) } })]
  })
}

/** A name must have a word of two letters: BPJS finds nobody by initials and digits. */
function isName(name: string): boolean {
  return name.split(/[^\p{L}\p{M}'’ʼ`]+/u).some((word) => (word.match(/\p{L}/gu) ?? []).length >= 2)
}

function checkNames(record: RecordDoc): Finding[] {
  return each(record, (person) => {
    const name = words(person, 'nama')
    if (name === undefined) return [about(person, ['nama'], { params: { case: 'missing' } })]
    return isName(name) ? [] : [about(person, ['nama'])]
  })
}

/** The name on the list is that of the person. */
function checkListed(record: RecordDoc): Finding[] {
  const [person] = persons(record)
  const [stated, name] = [words(record.values, 'nama_peserta'), person && words(person, 'nama')]
  if (name === undefined || stated === name) return []
  return [{ fields: [{ field: 'nama_peserta' }], params: { stated: stated ?? '—', name } }]
}

function fixListed(record: RecordDoc): RecordDoc {
  const [person] = persons(record)
  const name = person && words(person, 'nama')
  return name === undefined ? record : { ...record, values: { ...record.values, nama_peserta: name } }
}

function checkBirth(record: RecordDoc, { today }: RuleContext): Finding[] {
  return each(record, (person) => {
    const birth = words(person, 'tgl_lahir')
    if (birth === undefined) return []
    if (birth > today) return [about(person, ['tgl_lahir'], { params: { birth } })]
    const age = ageOf(person, today)
    return age !== undefined && age > MOST_YEARS
      ? [about(person, ['tgl_lahir'], { severity: 'warn', params: { case: 'old', age } })]
      : []
  })
}

/** One record is one person. */
function checkOnePerson(record: RecordDoc): Finding[] {
  return persons(record)
    .slice(1)
    .map((person) => about(person, ['nama']))
}

export const identityRules: readonly Rule[] = [
  rule({
    code: 'PBI-R01',
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
    code: 'PBI-R02',
    severity: 'block',
    waivable: false,
    title: text('Satu orang satu kepesertaan', 'One person, one membership'),
    message: text(
      'NIK {nik}{at} juga tercatat pada peserta {other}. Pastikan orangnya, lalu usulkan hapus salah satu dengan alasan ganda.',
      'NIK {nik}{at} also stands with participant {other}. Make sure who it is, then take one of the two off as a double.',
    ),
    messages: {
      elsewhere: text(
        'NIK {nik}{at} juga peserta PBI di wilayah lain. Pastikan penulisannya pada KTP atau KK; bila orangnya pindah, datanya diselesaikan bersama wilayah itu.',
        'NIK {nik}{at} is also a participant in another regency. Check it on the card; if the person moved, settle it with that regency.',
      ),
    },
    source: 'PP 76/2015; Permensos 21/2019',
    setBased: true,
  }),
  rule({
    code: 'PBI-R03',
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
    source: 'PP 40/2019 pasal 30; formulir IV.2, IV.5',
    check: checkNikAgainstPerson,
  }),
  rule({
    code: 'PBI-R04',
    severity: 'warn',
    waivable: false,
    title: text('No. KK sah', 'Valid family card number'),
    message: text(
      'No. KK {kk}{at} tidak sah. Salin kembali 16 angka dari KK.',
      'Family card {kk}{at} is invalid. Copy its 16 digits.',
    ),
    messages: { missing: text('No. KK{at} belum diisi. Salin dari KK.', 'No family card number{at}. Copy it from the card.') },
    source: 'Permendagri 137/2017; formulir IV.3',
    check: checkKk,
  }),
  rule({
    code: 'PBI-R05',
    severity: 'block',
    waivable: true,
    title: text('Nama lengkap', 'Full name'),
    message: text(
      'Nama{at} hanya berupa inisial atau angka. Tulis nama lengkap sesuai KTP atau KK.',
      'The name{at} is only initials or digits. Write the full name as on the card.',
    ),
    messages: {
      missing: text(
        'Nama peserta belum diisi. Tulis nama lengkap sesuai KTP atau KK.',
        'The participant has no name. Write the full name.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.1',
    check: checkNames,
  }),
  rule({
    code: 'PBI-R07',
    severity: 'block',
    waivable: false,
    title: text('Satu data satu orang', 'One record, one person'),
    message: text(
      'Data ini memuat lebih dari satu orang{at}. Kepesertaan PBI dicatat per jiwa; pindahkan orang ini ke datanya sendiri.',
      'This record holds more than one person{at}. The list has one record a person; move this one to a record of his own.',
    ),
    source: 'Permensos 21/2019; formulir IV',
    check: checkOnePerson,
  }),
  rule({
    code: 'PBI-R09',
    severity: 'warn',
    waivable: false,
    title: text('Nama peserta sama dengan data diri', 'The name on the list is that of the person'),
    message: text(
      'Nama peserta tertulis {stated}, sedangkan pada data diri {name}. Samakan keduanya.',
      'The name on the list is {stated}, that of the person {name}. Make them the same.',
    ),
    source: 'Formulir I.7, IV.1',
    check: checkListed,
    fix: fixListed,
  }),
  rule({
    code: 'PBI-R14',
    severity: 'block',
    waivable: false,
    title: text('Tanggal lahir wajar', 'Plausible birth date'),
    message: text(
      'Tanggal lahir {birth}{at} berada di masa depan. Periksa dokumennya.',
      'The birth date {birth}{at} lies in the future. Check the document.',
    ),
    messages: {
      old: text(
        'Umur{at} {age} tahun. Periksa tanggal lahir, atau pastikan orangnya masih hidup.',
        'The age{at} is {age}. Check the birth date.',
      ),
    },
    source: 'Formulir IV.7',
    check: checkBirth,
  }),
]
