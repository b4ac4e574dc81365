import type { Rule } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { form, rule } from './support.js'

/** Rules that only the whole list can decide: the core runs them in SQL under these codes. */
export const registerRules: readonly Rule[] = [
  rule({
    code: 'BSP-R28',
    severity: 'warn',
    waivable: false,
    title: text('Kemungkinan ganda tanpa NIK', 'Possible duplicate without NIK'),
    message: text(
      'Anggota{at} mungkin sama dengan anggota KPM {other}: nama dan tanggal lahir sama di desa ini. Periksa apakah orangnya sama.',
      'The member{at} may be one of beneficiary {other}: same name and birth date in this village. Check whether they are one.',
    ),
    messages: {
      within: text(
        'Anggota{at} mungkin tercatat dua kali pada KPM ini: nama dan tanggal lahirnya sama. Periksa apakah orangnya sama.',
        'The member{at} may stand twice with this beneficiary: same name and birth date. Check whether they are one.',
      ),
      namesake: text(
        'Anggota{at} mungkin tercatat dua kali: nama dan No. KK {kk} sama dengan anggota lain pada KPM {other}. Periksa apakah orangnya sama.',
        'The member{at} may stand twice: same name and family card {kk} as another member of beneficiary {other}. Check whether they are one.',
      ),
    },
    source: 'Permensos 28/2017',
    setBased: true,
  }),
  rule(form.rules.village({ code: 'BSP-R30', source: 'Permendagri 137/2017; formulir I.1–I.4' })),
]
