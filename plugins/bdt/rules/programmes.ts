import type { ChildRow, Finding, RecordDoc, Rule, Values } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { PROGRAMME_LEVELS } from '../instrument/programmes.js'
import { about, form, memberField, rule, words } from './support.js'

const household = (record: RecordDoc, name: string) => form.says('households', record.values, name)
const member = (row: ChildRow, name: string) => form.says('members', row, name)

function checkLevels(record: RecordDoc): Finding[] {
  const members = form.active(record)
  return PROGRAMME_LEVELS.filter(({ ruled }) => ruled).flatMap(({ member: own, household: root }): Finding[] => {
    const holders = members.filter((row) => member(row, own))
    if (form.denies('households', record.values, root) && holders.length > 0) {
      return [{ fields: [{ field: root }, ...holders.map((row) => memberField(row, own))], params: { count: holders.length } }]
    }
    const denied = members.length > 0 && members.every((row) => form.denies('members', row, own))
    return household(record, root) && denied ? [{ fields: [{ field: root }], params: { case: 'nobody' } }] : []
  })
}

/** Household programmes and the register numbers of which one must be known. */
const NUMBERS = [
  ['sta_kks', ['no_kks', 'no_kartu_debit', 'no_peserta_kks2016']],
  ['sta_pkh', ['no_peserta_pkh']],
] as const
const CARD = /^\d{13}$/

function lacksAll(values: Readonly<Values>, names: readonly string[]): boolean {
  return names.every((name) => values[name] === undefined)
}

function checkNumbers(record: RecordDoc): Finding[] {
  const root = NUMBERS.filter(([programme, names]) => household(record, programme) && lacksAll(record.values, names))
  const members = form.active(record).flatMap((row): Finding[] => {
    const card = words(row, 'no_peserta_pbi')
    if (card !== undefined && !CARD.test(card)) return [about(row, ['no_peserta_pbi'], { params: { case: 'format' } })]
    return member(row, 'ada_pbi') && card === undefined ? [about(row, ['ada_pbi', 'no_peserta_pbi'])] : []
  })
  return [...root.map(([programme]) => ({ fields: [{ field: programme }] })), ...members]
}

const PUBLIC_SERVICE = 5
const ABOVE_2200_WATT = 5

function checkMeans(record: RecordDoc): Finding[] {
  const found: Finding[] = (['ada_mobil', 'ada_ac', 'rumah_lain'] as const)
    .filter((name) => household(record, name))
    .map((field) => ({ fields: [{ field }], params: { value: Number(record.values[field]) } }))
  if (record.values.daya === ABOVE_2200_WATT) found.push({ fields: [{ field: 'daya' }], params: { value: ABOVE_2200_WATT } })
  const employed = form.active(record).filter((row) => row.status_pekerjaan === PUBLIC_SERVICE)
  return [...found, ...employed.map((row) => about(row, ['status_pekerjaan'], { params: { value: PUBLIC_SERVICE } }))]
}

function checkPremiums(record: RecordDoc): Finding[] {
  const holders = form.active(record).filter((row) => member(row, 'ada_pbi'))
  const employed = holders.filter((row) => row.status_pekerjaan === PUBLIC_SERVICE)
  const found = employed.map((row) => about(row, ['ada_pbi', 'status_pekerjaan'], { params: { case: 'employer' } }))
  if (!household(record, 'sta_bpjs_mandiri') || holders.length === 0) return found
  const fields = [{ field: 'sta_bpjs_mandiri' }, ...holders.map((row) => memberField(row, 'ada_pbi'))]
  return [{ fields, params: { count: holders.length } }, ...found]
}

export const programmeRules: readonly Rule[] = [
  rule({
    code: 'BDT-R21',
    severity: 'warn',
    waivable: false,
    title: text('Program ART sesuai program rumah tangga', 'Programmes of members and household agree'),
    message: text(
      '{item} dijawab Tidak, padahal {count} ART menerimanya. Samakan isian rumah tangga dan ART.',
      '{item} is no, but {count} members receive it. Make the answers agree.',
    ),
    messages: {
      nobody: text(
        '{item} dijawab Ya, padahal tidak ada ART yang menerimanya. Samakan isian rumah tangga dan ART.',
        '{item} is yes, but no member receives it. Make the answers agree.',
      ),
    },
    source: 'Formulir IV.23–IV.26, V.5',
    check: checkLevels,
  }),
  rule({
    code: 'BDT-R22',
    severity: 'warn',
    waivable: false,
    title: text('Nomor kartu program', 'Card numbers of programmes'),
    message: text(
      '{item}{at} dijawab Ya, tetapi nomornya belum ada. Salin nomor dari kartu.',
      '{item}{at} is yes, but the number is missing. Copy it from the card.',
    ),
    messages: {
      format: text(
        '{item}{at} bukan 13 angka. Salin kembali dari kartu.',
        '{item}{at} is not 13 digits. Copy it again from the card.',
      ),
    },
    source: 'Formulir IV.24, V.5',
    check: checkNumbers,
  }),
  rule({
    code: 'BDT-R23',
    severity: 'warn',
    waivable: false,
    title: text('Periksa kelayakan', 'Check eligibility'),
    message: text(
      '{item}{at}: {answer}. Periksa kelayakan rumah tangga ini; bila mampu, pilih hasil Mampu.',
      '{item}{at}: {answer}. Check whether this household is poor; if not, choose that outcome.',
    ),
    source: 'Permensos 28/2017; formulir III.9b, IV.21, V.1, V.2',
    check: checkMeans,
  }),
  rule({
    code: 'BDT-R26',
    severity: 'warn',
    waivable: false,
    title: text('PBI bersama iuran lain', 'PBI beside another premium'),
    message: text(
      'Rumah tangga menjadi peserta BPJS mandiri, padahal {count} ART adalah peserta PBI. Periksa kepesertaannya.',
      'The household pays BPJS itself while {count} members hold PBI. Check the membership.',
    ),
    messages: {
      employer: text(
        'ART{at} adalah peserta PBI, padahal iurannya ditanggung pemberi kerja. Periksa kepesertaannya.',
        'The member{at} holds PBI though the employer pays. Check the membership.',
      ),
    },
    source: 'PP 76/2015; formulir IV.24, V.5d',
    check: checkPremiums,
  }),
]
