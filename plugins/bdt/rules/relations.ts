import type { ChildRow, Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, headOf, memberField, nameOf, number, rule, visitDate } from './support.js'

function checkSpouse(record: RecordDoc): Finding[] {
  const head = headOf(record)
  const spouses = form.active(record).filter((member) => member.hub_krt === 2)
  const found: Finding[] = spouses.flatMap((spouse) => {
    const problems: Finding[] = []
    if (head?.jns_kel !== undefined && spouse.jns_kel === head.jns_kel)
      problems.push(about(spouse, ['jns_kel'], { params: { case: 'sex' } }))
    const marital = number(spouse, 'sta_kawin')
    if (marital !== undefined && marital !== 2) problems.push(about(spouse, ['sta_kawin'], { params: { value: marital } }))
    return problems
  })
  if (spouses.length > 1) {
    const fields = spouses.map((spouse) => memberField(spouse, 'hub_krt'))
    found.push({ fields, params: { case: 'many', count: spouses.length, names: spouses.map(nameOf).join(', ') } })
  }
  return found
}

/** Least years between a relative and the head: negative for those who must be younger. */
const AGE_GAPS: Readonly<Record<number, number>> = { 3: -12, 5: -24, 6: 12 }

function checkGenerations(record: RecordDoc, context: RuleContext): Finding[] {
  const head = headOf(record)
  if (!head) return []
  const on = visitDate(record, context)
  const headAge = ageOf(head, on)
  return form.active(record).flatMap((member) => {
    const relation = number(member, 'hub_krt') ?? 0
    if (relation === 4) {
      const marital = number(member, 'sta_kawin')
      return marital === 1 ? [about(member, ['hub_krt', 'sta_kawin'], { params: { case: 'in_law' } })] : []
    }
    const gap = AGE_GAPS[relation]
    const age = ageOf(member, on)
    if (gap === undefined || age === undefined || headAge === undefined) return []
    const fits = gap < 0 ? age <= headAge + gap : age >= headAge + gap
    const params = { value: relation, age, head_age: headAge, years: Math.abs(gap) }
    return fits ? [] : [about(member, ['hub_krt', 'umur'], { params: gap < 0 ? params : { ...params, case: 'parent' } })]
  })
}

/** Severity by age: below `block` it blocks, below `warn` it warns. */
function byAge(age: number | undefined, limits: { block: number; warn: number }) {
  if (age === undefined || age >= limits.warn) return undefined
  return age < limits.block ? ('block' as const) : ('warn' as const)
}

function checkYoungMarried(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  return form.active(record).flatMap((member) => {
    const marital = number(member, 'sta_kawin')
    const age = ageOf(member, on)
    const severity = marital !== undefined && [2, 3, 4].includes(marital) ? byAge(age, { block: 10, warn: 16 }) : undefined
    return severity ? [about(member, ['sta_kawin', 'umur'], { severity, params: { value: marital ?? 0, age: age ?? 0 } })] : []
  })
}

function checkYoungHead(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  const heads: ChildRow[] = form.active(record).filter((member) => member.hub_krt === 1)
  return heads.flatMap((head) => {
    const age = ageOf(head, on)
    const severity = byAge(age, { block: 10, warn: 17 })
    return severity ? [about(head, ['hub_krt', 'umur'], { severity, params: { age: age ?? 0 } })] : []
  })
}

export const relationRules: readonly Rule[] = [
  rule({
    code: 'BDT-R10',
    severity: 'warn',
    waivable: false,
    title: text('Istri/suami kepala rumah tangga', 'Spouse of the head'),
    message: text(
      'Istri/suami kepala rumah tangga{at} berstatus {answer}. Periksa hubungan atau status perkawinannya.',
      'The spouse of the head{at} is {answer}. Check the relation or the marital status.',
    ),
    messages: {
      sex: text(
        'Istri/suami kepala rumah tangga{at} berjenis kelamin sama dengan kepala. Periksa hubungan atau jenis kelamin.',
        'The spouse of the head{at} has the same sex as the head. Check relation or sex.',
      ),
      many: text(
        'Ada {count} istri/suami kepala rumah tangga: {names}. Pastikan benar demikian.',
        'The head has {count} spouses: {names}. Make sure that this is so.',
      ),
    },
    source: 'Formulir IV.3, IV.6, IV.8',
    check: checkSpouse,
  }),
  rule({
    code: 'BDT-R11',
    severity: 'warn',
    waivable: false,
    title: text('Selisih umur menurut hubungan', 'Ages fit the relation'),
    message: text(
      'ART{at} berhubungan {answer} dan berumur {age}, padahal kepala rumah tangga {head_age}; selisihnya kurang dari {years} tahun. Periksa umur atau hubungan.',
      'The member{at} is {answer} aged {age} while the head is {head_age}: less than {years} years apart. Check age or relation.',
    ),
    messages: {
      parent: text(
        'Orang tua/mertua{at} berumur {age}, padahal kepala rumah tangga {head_age}; selisihnya kurang dari {years} tahun. Periksa umur atau hubungan.',
        'The parent{at} is {age} while the head is {head_age}: less than {years} years apart. Check age or relation.',
      ),
      in_law: text(
        'Menantu{at} berstatus belum kawin. Periksa hubungan atau status perkawinan.',
        'The child-in-law{at} was never married.',
      ),
    },
    source: 'Formulir IV.3, IV.7',
    check: checkGenerations,
  }),
  rule({
    code: 'BDT-R12',
    severity: 'block',
    waivable: true,
    title: text('Umur menurut status perkawinan', 'Age fits the marital status'),
    message: text(
      'ART{at} berumur {age} tahun tetapi berstatus {answer}. Periksa umur dan status perkawinan.',
      'The member{at} is {age} years old but {answer}. Check age and marital status.',
    ),
    source: 'Formulir IV.7, IV.8',
    check: checkYoungMarried,
  }),
  rule({
    code: 'BDT-R13',
    severity: 'block',
    waivable: true,
    title: text('Umur kepala rumah tangga', 'Age of the head of household'),
    message: text(
      'Kepala rumah tangga{at} berumur {age} tahun. Periksa umur, atau tentukan kepala rumah tangga yang lain.',
      'The head of household{at} is {age} years old. Check the age or name another head.',
    ),
    source: 'Formulir IV.3, IV.7',
    check: checkYoungHead,
  }),
]
