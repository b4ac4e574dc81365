import type { Finding, RecordDoc, Rule, RuleContext, Value } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { REFERRING, STAYING } from '../outcomes.js'
import { form, number, rule } from './support.js'

/** Answers whose absence or excess other rules report: R05, R15, and for a removal the reference below. */
const OWN_RULE_MISSING = ['members.nama', 'households.data_idbdt_double_dengan'] as const
const OWN_RULE_STRAY = ['members.sta_hamil'] as const
/** Ranges that other rules judge: R07, R08, R19. */
const OWN_RULE_RANGE = ['households.jumlah_keluarga', 'members.jumlah_jamkerja'] as const

const REFERENCE = 'data_idbdt_double_dengan'
/** Visit results that name another household: part of it, or its double. */
const REFERRING_RESULTS = [4, 6]

function checkReference(record: RecordDoc, { outcome }: RuleContext): Finding[] {
  const due =
    REFERRING.some((code) => code === outcome) || REFERRING_RESULTS.includes(number(record.values, 'hasil_verivali') ?? 0)
  if (!due) return []
  const named = record.values[REFERENCE]
  const fields = [{ field: REFERENCE }]
  if (named === undefined) return [{ fields }]
  return namesOf(record).includes(plain(named)) ? [{ fields, params: { case: 'self' } }] : []
}

/** As its own double it would leave the register with nothing kept of it. */
function namesOf({ key, values }: RecordDoc): string[] {
  return [key, values.idbdt].flatMap((name) => (name === undefined ? [] : [plain(name)]))
}

const plain = (name: Value) => String(name).trim().toUpperCase()

function checkSkips(record: RecordDoc, context: RuleContext): Finding[] {
  const reference = checkReference(record, context)
  if (!STAYING.some((code) => code === context.outcome)) return reference
  const stray = form.stray(record, { except: OWN_RULE_STRAY }).map((finding) => ({ ...finding, severity: 'warn' as const }))
  return [...reference, ...form.missing(record, { except: OWN_RULE_MISSING }), ...stray]
}

/** What is plausible, as against what can be stored. */
const PLAUSIBLE = [
  ['luas_lantai', 4, 500],
  ['jumlah_kamar', 0, 10],
  ['jumlah_sapi', 0, 50],
  ['jumlah_kerbau', 0, 50],
  ['jumlah_kuda', 0, 50],
  ['jumlah_babi', 0, 50],
  ['jumlah_kambing', 0, 50],
] as const

function checkPlausible(record: RecordDoc): Finding[] {
  return PLAUSIBLE.flatMap(([field, least, most]) => {
    const value = number(record.values, field)
    return value === undefined || (value >= least && value <= most)
      ? []
      : [{ fields: [{ field }], params: { value, least, most } }]
  })
}

/** The household stands on the map by both or by none; half a place that nobody typed in this period only warns. */
function checkPlace({ values }: RecordDoc, { base }: RuleContext): Finding[] {
  const missing = (['lat', 'long'] as const).filter((field) => values[field] === undefined)
  if (missing.length !== 1) return []
  const inherited = base?.values.lat === values.lat && base?.values.long === values.long
  return [{ fields: [{ field: missing[0]! }], ...(base && inherited ? { severity: 'warn' as const } : {}) }]
}

export const answerRules: readonly Rule[] = [
  rule({
    ...form.rules.answers({
      code: 'BDT-R16',
      source: 'Formulir blok I–V',
      messages: {
        self: text(
          '{item} menyebut rumah tangga ini sendiri. Isi dengan ID rumah tangga kembarannya.',
          '{item} names this very household. Enter the identifier of the other one.',
        ),
      },
    }),
    outcomes: [...STAYING, ...REFERRING],
    check: checkSkips,
  }),
  rule(form.rules.codes({ code: 'BDT-R20', source: 'Formulir blok I–V, daftar kode BDT 2019', except: OWN_RULE_RANGE })),
  rule({
    code: 'BDT-R29',
    severity: 'warn',
    waivable: false,
    title: text('Nilai yang wajar', 'Plausible values'),
    message: text(
      '{item} tertulis {value}, di luar kewajaran ({least}–{most}). Pastikan benar demikian.',
      '{item} is {value}, outside what is plausible ({least}–{most}). Make sure of it.',
    ),
    source: 'Formulir III.2, III.6, V.3',
    check: checkPlausible,
  }),
  rule({
    code: 'BDT-R31',
    severity: 'block',
    waivable: false,
    title: text('Lintang dan bujur', 'Latitude and longitude'),
    message: text(
      'Lintang dan bujur harus diisi keduanya atau dikosongkan keduanya.',
      'Fill in both latitude and longitude, or neither.',
    ),
    source: 'Titik rumah tangga pada Web GIS',
    check: checkPlace,
  }),
]
