import { maskSecret } from '#domain/mask'
import { Nik } from '#domain/nik'
import { declare } from './declare.js'
import type { ChildRow, Instrument, RecordDoc } from './instrument.js'
import { words } from './people_of.js'
import type { Finding, RuleContext } from './rules.js'
import { as, personsOf, type Own } from './shared_rule.js'

const { text } = declare

type AgeOf = (person: ChildRow, record: RecordDoc, context: RuleContext) => number | undefined

/** What a NIK must be by itself, and beside the answers of its person. */
export function nikRules(instrument: Instrument) {
  const { people, about, ageOf, isInherited, each } = personsOf(instrument)
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
  }
}
