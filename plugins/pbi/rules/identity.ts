import { KkNumber, maskSecret, nameKey } from '#core/domain'
import type { Finding, RecordDoc, Rule } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, form, persons, rule, words } from './support.js'

function checkKk(record: RecordDoc): Finding[] {
  return form.active(record).flatMap((person) => {
    const card = words(person, 'no_kk')
    if (card === undefined) return [about(person, ['no_kk'], { params: { case: 'missing' } })]
    const kk = maskSecret('kk', card)
    if (card === words(person, 'nik')) return [about(person, ['no_kk'], { params: { case: 'nik', kk } })]
    return KkNumber.tryParse(card) ? [] : [about(person, ['no_kk'], { params: { kk } })]
  })
}

/** The name on the list is that of the person. */
function checkListed(record: RecordDoc): Finding[] {
  const [person] = persons(record)
  const [stated, name] = [words(record.values, 'nama_peserta'), person && words(person, 'nama')]
  if (name === undefined || (stated !== undefined && nameKey(stated) === nameKey(name))) return []
  return [{ fields: [{ field: 'nama_peserta' }], params: { stated: stated ?? '—', name } }]
}

function fixListed(record: RecordDoc): RecordDoc {
  const [person] = persons(record)
  const name = person && words(person, 'nama')
  return name === undefined ? record : { ...record, values: { ...record.values, nama_peserta: name } }
}

/** One record is one person. */
function checkOnePerson(record: RecordDoc): Finding[] {
  return persons(record)
    .slice(1)
    .map((person) => about(person, ['nama']))
}

export const identityRules: readonly Rule[] = [
  rule(form.rules.nik({ code: 'PBI-R01', source: 'Permendagri 137/2017; PP 40/2019; formulir IV.2' })),
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
  rule(form.rules.nikAgainstPerson({ code: 'PBI-R03', source: 'PP 40/2019 pasal 30; formulir IV.2, IV.5' })),
  rule({
    code: 'PBI-R04',
    severity: 'warn',
    waivable: false,
    title: text('No. KK sah', 'Valid family card number'),
    message: text(
      'No. KK {kk}{at} tidak sah. Salin kembali 16 angka dari KK.',
      'Family card {kk}{at} is invalid. Copy its 16 digits.',
    ),
    messages: {
      missing: text('No. KK{at} belum diisi. Salin dari KK.', 'No family card number{at}. Copy it from the card.'),
      nik: text(
        'No. KK {kk}{at} sama dengan NIK peserta. Salin 16 angka No. KK dari kepala KK.',
        'Family card {kk}{at} is the NIK of the participant. Copy the number of the card from its head.',
      ),
    },
    source: 'Permendagri 137/2017; formulir IV.3',
    check: checkKk,
  }),
  rule(
    form.rules.fullName({
      code: 'PBI-R05',
      source: 'Permensos 28/2017; formulir IV.1',
      missing: text(
        'Nama peserta belum diisi. Tulis nama lengkap sesuai KTP atau KK.',
        'The participant has no name. Write the full name.',
      ),
    }),
  ),
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
  rule(form.rules.birthDate({ code: 'PBI-R14', source: 'Formulir IV.7' })),
]
