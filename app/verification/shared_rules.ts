import { maskSecret } from '#domain/mask'
import { Nik } from '#domain/nik'
import { answersOutOfRange, answersOutsideList, missingAnswers, strayAnswers, type AnswerOptions } from './answers.js'
import { declare } from './declare.js'
import { activePeople } from './engine.js'
import type { ChildRow, Instrument, RecordDoc } from './instrument.js'
import { peopleOf, words } from './people_of.js'
import type { Finding, Rule, RuleContext } from './rules.js'

const { text } = declare

/** Its code and source are a module's own; whatever else it says replaces what is common, message by message. */
type Own = Pick<Rule, 'code' | 'source'> & Partial<Rule>
type AgeOf = (person: ChildRow, record: RecordDoc, context: RuleContext) => number | undefined

const OLDEST = 110

/** A name must have a word of two letters: nobody is found, and no account opened, by initials and digits. */
function isName(name: string): boolean {
  return name.split(/[^\p{L}\p{M}'’ʼ`]+/u).some((word) => (word.match(/\p{L}/gu) ?? []).length >= 2)
}

const as =
  (common: Omit<Rule, 'code' | 'source'>) =>
  (own: Own): Rule => ({ ...common, ...own, messages: { ...common.messages, ...own.messages } })

/** Rules that mean the same in every module, bound to its instrument. A module names them with its own code. */
export function sharedRules(instrument: Instrument) {
  const { people } = instrument.summary
  const { about, ageOf, isInherited } = peopleOf(instrument)
  const each = (look: (person: ChildRow, record: RecordDoc, context: RuleContext) => Finding[]) => ({
    check: (record: RecordDoc, context: RuleContext) =>
      activePeople(instrument, record).flatMap((person) => look(person, record, context)),
  })

  return {
    /** A NIK that nobody typed in this period only warns; a missing one does, too, and one of a region that never was. */
    nik: as({
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
        region: text(
          'Enam angka pertama NIK {nik}{at} bukan kode kecamatan yang dikenal. Periksa pada KTP atau KK; kode wilayah lama tetap sah.',
          'The first six digits of NIK {nik}{at} are no known district code. Check the card; a former code stays valid.',
        ),
        DATE: text(
          'Angka ke-7 sampai ke-12 NIK {nik}{at} bukan tanggal lahir yang ada pada kalender. Periksa pada KTP atau KK.',
          'Digits 7 to 12 of NIK {nik}{at} are no date of birth. Check the identity or family card.',
        ),
      },
      ...each((person, _record, context) => {
        const nik = words(person, people.nik)
        if (nik === undefined) return [about(person, [people.nik], { severity: 'warn', params: { case: 'missing' } })]
        const fault = Nik.faultOf(nik)
        if (fault === null) {
          if (Nik.parse(nik).hasRegion) return []
          return [about(person, [people.nik], { severity: 'warn', params: { case: 'region', nik: maskSecret('nik', nik) } })]
        }
        const severity = isInherited(person, people.nik, context) ? 'warn' : 'block'
        return [
          about(person, [people.nik], { severity, params: { case: fault, nik: maskSecret('nik', nik), length: nik.length } }),
        ]
      }),
    }),

    /** `ageIn` says how old a person is held to be, which chooses the century of the date in the NIK. */
    nikAgainstPerson: ({ ageIn, ...own }: Own & { ageIn?: AgeOf }) =>
      as({
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
        ...each((person, record, context) => {
          const nik = Nik.tryParse(words(person, people.nik) ?? '')
          if (!nik) return []
          const found: Finding[] = []
          const birth = words(person, people.birthDate)
          if (birth !== undefined && !nik.agreesWith(birth)) {
            const age = ageIn ? ageIn(person, record, context) : ageOf(person, context.today)
            const inNik = nik.birthDate(context.today, age) ?? nik.birthDates('9999-12-31')[0] ?? ''
            const params = { nik: nik.masked, in_nik: inNik, stated: birth }
            found.push(about(person, [people.nik, people.birthDate], { params }))
          }
          const sex = person[people.sex]
          if ((sex === 1 || sex === 2) && !nik.agreesWithSex(sex)) {
            const params = { case: 'sex', nik: nik.masked, in_nik: nik.sex, stated: sex === 1 ? 'L' : 'P' }
            found.push(about(person, [people.nik, people.sex], { params }))
          }
          return found
        }),
      })(own),

    /** `missing` is said by the module, which knows what it calls a person. */
    fullName: ({ missing, ...own }: Own & { missing: Rule['message'] }) =>
      as({
        severity: 'block',
        waivable: true,
        title: text('Nama lengkap', 'Full name'),
        message: text(
          'Nama{at} hanya berupa inisial atau angka. Tulis nama lengkap sesuai KTP atau KK.',
          'The name{at} is only initials or digits. Write the full name as on the card.',
        ),
        messages: { missing },
        ...each((person) => {
          const name = words(person, people.name)
          if (name === undefined) return [about(person, [people.name], { params: { case: 'missing' } })]
          return isName(name) ? [] : [about(person, [people.name])]
        }),
      })(own),

    birthDate: as({
      severity: 'block',
      waivable: false,
      title: text('Tanggal lahir wajar', 'Plausible birth date'),
      message: text(
        'Tanggal lahir {birth}{at} berada di masa depan. Periksa pada KTP atau KK.',
        'The birth date {birth}{at} lies in the future. Check the card.',
      ),
      messages: {
        old: text(
          'Umur{at} {age} tahun. Periksa tanggal lahir, atau pastikan orangnya masih hidup.',
          'The age{at} is {age}. Check the birth date, or make sure that the person is alive.',
        ),
      },
      ...each((person, _record, { today }) => {
        const birth = words(person, people.birthDate)
        if (birth !== undefined && birth > today) return [about(person, [people.birthDate], { params: { birth } })]
        const age = ageOf(person, today)
        return age !== undefined && age > OLDEST
          ? [about(person, [people.birthDate], { severity: 'warn', params: { case: 'old', age } })]
          : []
      }),
    }),

    ...answerRules(instrument),
  }
}

function answerRules(instrument: Instrument) {
  return {
    /** Answers that are due and missing, and answers the form skips; `except` leaves some to rules of their own. */
    answers: ({ except, ...own }: Own & AnswerOptions) =>
      as({
        severity: 'block',
        waivable: true,
        title: text('Isian wajib dan aturan lompat', 'Required answers and skip rules'),
        message: text(
          '{item}{at} wajib diisi tetapi masih kosong. Lengkapi isiannya.',
          '{item}{at} is required but empty. Fill it in.',
        ),
        messages: {
          group: text(
            'Belum ada satu pun baris “{item}”. Tambahkan sesuai KTP atau KK.',
            'There is no row of “{item}”. Add it as on the identity or family card.',
          ),
          stray: text(
            '{item}{at} terisi, padahal menurut aturan formulir harus kosong. Kosongkan, atau periksa isian sebelumnya.',
            '{item}{at} is filled though the form skips it. Clear it, or check the answers before.',
          ),
          stray_group: text(
            'Ada baris “{item}”, padahal isian formulir menyatakan tidak ada. Hapus baris itu, atau ubah isiannya.',
            'There are rows of “{item}” though the form says there are none. Remove them or change the answer.',
          ),
        },
        check: (record) => {
          const stray = strayAnswers(instrument, record, { except }).map((found) => ({ ...found, severity: 'warn' as const }))
          return [...missingAnswers(instrument, record, { except }), ...stray]
        },
      })(own),

    codes: ({ except, ...own }: Own & AnswerOptions) =>
      as({
        severity: 'block',
        waivable: false,
        title: text('Kode dan nilai sesuai daftar', 'Codes and values are of the list'),
        message: text(
          '{item}{at}: kode {value} tidak ada pada baris ini. Pilihan yang sah: {allowed}.',
          '{item}{at}: code {value} is not on this line. Valid: {allowed}.',
        ),
        messages: {
          range: text(
            '{item}{at}: nilai {value} di luar batas {allowed}. Periksa isiannya.',
            '{item}{at}: {value} is outside {allowed}. Check it.',
          ),
        },
        check: (record) => [...answersOutsideList(instrument, record), ...answersOutOfRange(instrument, record, { except })],
      })(own),

    /** Decided in SQL: the core runs it under `currentVillage` of the contribution. */
    village: as({
      severity: 'block',
      waivable: false,
      title: text('Desa masih berlaku di kabupaten/kota ini', 'The village is a current one of this regency'),
      message: text(
        'Kode desa {village} bukan desa/kelurahan yang berlaku di kabupaten/kota ini. Periksa kode atau pemetaan wilayah.',
        'Village code {village} is no current village of this regency. Check the code or the mapping of regions.',
      ),
      setBased: true,
    }),
  }
}
