import { answerRules } from './answer_rules.js'
import { declare } from './declare.js'
import type { Instrument } from './instrument.js'
import { nikRules } from './nik_rules.js'
import { words } from './people_of.js'
import type { Rule } from './rules.js'
import { as, personsOf, type Own } from './shared_rule.js'

const { text } = declare

/** Whoever is held to be older has a birth date to be looked at. */
const OLDEST = 110

/** A name must have a word of two letters: nobody is found, and no account opened, by initials and digits. */
function isName(name: string): boolean {
  return name.split(/[^\p{L}\p{M}'’ʼ`]+/u).some((word) => (word.match(/\p{L}/gu) ?? []).length >= 2)
}

/** Rules that mean the same in every module, bound to its instrument. A module names them with its own code. */
export function sharedRules(instrument: Instrument) {
  const { people, about, ageOf, each } = personsOf(instrument)

  return {
    ...nikRules(instrument),

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
