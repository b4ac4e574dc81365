import { ageOn, isCalendarDate } from '#core/domain'
import type { Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, number, rule, visitDate, words } from './support.js'

const OLDEST = 110

function checkVisitDates(record: RecordDoc, { today }: RuleContext): Finding[] {
  const found: Finding[] = []
  const [visit, check] = [words(record.values, 'tanggal_verivali'), words(record.values, 'tanggal_pemeriksaan')]
  if (visit !== undefined && visit > today) {
    found.push({ severity: 'block', fields: [{ field: 'tanggal_verivali' }], params: { case: 'future', stated: visit } })
  }
  if (check !== undefined && check > today) {
    found.push({ severity: 'block', fields: [{ field: 'tanggal_pemeriksaan' }], params: { case: 'future', stated: check } })
  } else if (visit !== undefined && check !== undefined && check < visit) {
    const fields = [{ field: 'tanggal_pemeriksaan' }, { field: 'tanggal_verivali' }]
    found.push({ severity: 'warn', fields, params: { case: 'order', stated: check, visit } })
  }
  return found
}

function checkAges(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  const members = form.active(record).flatMap((member): Finding[] => {
    const birth = words(member, 'tgl_lahir')
    if (birth !== undefined && birth > context.today) {
      return [about(member, ['tgl_lahir'], { severity: 'block', params: { case: 'future', stated: birth } })]
    }
    const found: Finding[] = []
    const stated = number(member, 'umur')
    const computed = birth !== undefined && isCalendarDate(birth) ? ageOn(birth, on) : undefined
    if (stated !== undefined && computed !== undefined && Math.abs(stated - computed) > 1) {
      found.push(about(member, ['umur', 'tgl_lahir'], { params: { stated, birth: birth ?? '', computed } }))
    }
    const age = computed ?? stated
    if (age !== undefined && age > OLDEST) found.push(about(member, ['umur'], { params: { case: 'old', age } }))
    return found
  })
  return [...checkVisitDates(record, context), ...members]
}

function checkPregnancy(record: RecordDoc): Finding[] {
  return form.active(record).flatMap((member): Finding[] => {
    const value = number(member, 'sta_hamil')
    if (value === undefined) return []
    if (member.jns_kel === 1)
      return [about(member, ['sta_hamil', 'jns_kel'], { severity: 'block', params: { case: 'man', value } })]
    const asked = form.applicability('members', 'sta_hamil', member, record.values)
    return asked === 'no' ? [about(member, ['sta_hamil'], { severity: 'warn', params: { value } })] : []
  })
}

/** Rank of a school level (question 16) and of a diploma (question 18): primary 1, junior 2, senior 3, higher 4. */
const LEVEL_RANK = [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]
const DIPLOMA_RANK = [0, 1, 2, 3, 4, 4, 4]
const HIGHEST_GRADE = [0, 6, 3, 4, 7]
const COMPLETED = 8

function checkSchooling(record: RecordDoc): Finding[] {
  return form.active(record).flatMap((member): Finding[] => {
    const found: Finding[] = []
    const rank = LEVEL_RANK[number(member, 'pendidikan_tertinggi') ?? -1]
    const diploma = number(member, 'ijazah_tertinggi')
    const grade = number(member, 'kelas_tertinggi')
    if (rank !== undefined && diploma !== undefined && (DIPLOMA_RANK[diploma] ?? 0) > rank) {
      found.push(about(member, ['ijazah_tertinggi', 'pendidikan_tertinggi'], { params: { value: diploma } }))
    }
    if (member.partisipasi_sekolah === 1 && grade === COMPLETED) {
      found.push(about(member, ['kelas_tertinggi', 'partisipasi_sekolah'], { params: { case: 'completed' } }))
    }
    if (rank !== undefined && grade !== undefined && grade < COMPLETED && grade > (HIGHEST_GRADE[rank] ?? COMPLETED)) {
      found.push(about(member, ['kelas_tertinggi', 'pendidikan_tertinggi'], { params: { case: 'grade', grade } }))
    }
    return found
  })
}

/** Youngest plausible age at each rank of school. */
const YOUNGEST = [0, 5, 10, 13, 16]
const OLDEST_PUPIL = 30

function checkSchoolAge(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  return form.active(record).flatMap((member): Finding[] => {
    const age = ageOf(member, on)
    if (age === undefined) return []
    const found: Finding[] = []
    const level = number(member, 'pendidikan_tertinggi')
    if (level !== undefined && age < (YOUNGEST[LEVEL_RANK[level] ?? 0] ?? 0)) {
      found.push(about(member, ['pendidikan_tertinggi', 'umur'], { params: { age, value: level } }))
    }
    if (member.partisipasi_sekolah === 1 && age > OLDEST_PUPIL) {
      found.push(about(member, ['partisipasi_sekolah', 'umur'], { params: { case: 'old', age } }))
    }
    return found
  })
}

function checkWork(record: RecordDoc, context: RuleContext): Finding[] {
  const on = visitDate(record, context)
  return form.active(record).flatMap((member): Finding[] => {
    const found: Finding[] = []
    const hours = number(member, 'jumlah_jamkerja')
    const age = ageOf(member, on)
    if (hours !== undefined && (hours < 1 || hours > 98))
      found.push(about(member, ['jumlah_jamkerja'], { severity: 'block', params: { hours } }))
    if (form.says('members', member, 'sta_bekerja') && age !== undefined && age < 5) {
      found.push(about(member, ['sta_bekerja', 'umur'], { severity: 'warn', params: { case: 'young', age } }))
    }
    return found
  })
}

export const personRules: readonly Rule[] = [
  rule({
    code: 'BDT-R14',
    severity: 'warn',
    waivable: false,
    title: text('Umur dan tanggal', 'Ages and dates'),
    message: text(
      'Umur{at} tertulis {stated}, padahal menurut tanggal lahir {birth} seharusnya {computed}. Periksa dokumen.',
      'The age{at} says {stated}, but by the birth date {birth} it is {computed}. Check the documents.',
    ),
    messages: {
      future: text(
        '{item}{at} {stated} masih di masa depan. Betulkan tanggalnya.',
        '{item}{at} {stated} lies ahead. Correct the date.',
      ),
      old: text(
        'Umur{at} {age} tahun melebihi 110 tahun. Periksa tanggal lahir atau keberadaan ART.',
        'The age{at} of {age} exceeds 110. Check it.',
      ),
      order: text(
        'Tanggal pemeriksaan {stated} mendahului tanggal verivali {visit}. Betulkan salah satunya.',
        'The check on {stated} precedes the visit on {visit}. Correct one of them.',
      ),
    },
    source: 'Formulir II.1, II.3, IV.7',
    check: checkAges,
  }),
  rule({
    code: 'BDT-R15',
    severity: 'block',
    waivable: false,
    title: text('Status kehamilan hanya untuk yang ditanya', 'Pregnancy only where it is asked'),
    message: text(
      'Status kehamilan{at} terisi, padahal hanya ditanyakan kepada perempuan 10–49 tahun yang pernah kawin. Kosongkan atau periksa isian lain.',
      'Pregnancy{at} is filled though only women of 10 to 49 ever married are asked. Clear it or check the other answers.',
    ),
    messages: {
      man: text(
        'Status kehamilan{at} terisi pada laki-laki. Kosongkan, atau betulkan jenis kelaminnya.',
        'Pregnancy{at} is filled for a man. Clear it, or correct the sex.',
      ),
    },
    source: 'Formulir IV.12',
    check: checkPregnancy,
  }),
  rule({
    code: 'BDT-R17',
    severity: 'warn',
    waivable: false,
    title: text('Kelas dan ijazah sesuai jenjang', 'Grade and diploma fit the level'),
    message: text(
      'Ijazah{at} ({answer}) lebih tinggi daripada jenjang pendidikannya. Periksa jenjang dan ijazah.',
      'The diploma{at} ({answer}) is above the level attended. Check both.',
    ),
    messages: {
      completed: text(
        'ART{at} masih sekolah tetapi kelasnya “tamat”. Periksa kelas atau partisipasi sekolah.',
        'The member{at} attends school but has completed it.',
      ),
      grade: text(
        'Kelas {grade}{at} tidak ada pada jenjang yang diisi. Periksa kelas dan jenjang.',
        'Grade {grade}{at} does not exist at that level.',
      ),
    },
    source: 'Formulir IV.15–IV.18',
    check: checkSchooling,
  }),
  rule({
    code: 'BDT-R18',
    severity: 'warn',
    waivable: false,
    title: text('Umur sesuai jenjang pendidikan', 'Age fits the school level'),
    message: text(
      'ART{at} berumur {age} tahun tetapi jenjangnya {answer}. Periksa umur dan jenjang.',
      'The member{at} is {age} years old but at level {answer}. Check age and level.',
    ),
    messages: {
      old: text(
        'ART{at} berumur {age} tahun dan masih sekolah. Pastikan benar demikian.',
        'The member{at} is {age} and still attends school.',
      ),
    },
    source: 'Formulir IV.7, IV.15, IV.16',
    check: checkSchoolAge,
  }),
  rule({
    code: 'BDT-R19',
    severity: 'block',
    waivable: false,
    title: text('Jam kerja dan umur pekerja', 'Hours and age of workers'),
    message: text(
      'Jam kerja{at} tertulis {hours}; isian yang sah 1 sampai 98 jam seminggu.',
      'Hours of work{at} are {hours}; valid are 1 to 98 a week.',
    ),
    messages: {
      young: text(
        'ART{at} berumur {age} tahun tetapi bekerja. Periksa umur atau isian bekerja.',
        'The member{at} is {age} years old but works.',
      ),
    },
    source: 'Formulir IV.19',
    check: checkWork,
  }),
]
