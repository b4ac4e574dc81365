import { maskSecret } from '#core/domain'
import type { Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { NEWBORN, TWICE } from '../instrument/reasons.js'
import { LEAVING } from '../outcomes.js'
import { about, ageOf, persons, rule, words } from './support.js'

/** Age in completed years up to which a child comes in as a newborn of its mother. */
const NEWBORN_UNTIL = 1

function checkLeaving({ key, values }: RecordDoc, { base }: RuleContext): Finding[] {
  if (values.alasan_keluar === undefined) return [{ fields: [{ field: 'alasan_keluar' }] }]
  if (values.alasan_keluar !== TWICE) return []
  const twin = words(values, 'peserta_kembaran')
  if (twin === undefined) return [{ fields: [{ field: 'peserta_kembaran' }], params: { case: 'twin' } }]
  const own = [key, words(values, 'id_pbi'), base && words(base.values, 'id_pbi')]
  return own.includes(twin) ? [{ fields: [{ field: 'peserta_kembaran' }], params: { case: 'itself' } }] : []
}

function checkJoining(record: RecordDoc, { today, outcome }: RuleContext): Finding[] {
  const { values } = record
  if (values.alasan_masuk === undefined) return [{ fields: [{ field: 'alasan_masuk' }] }]
  if (values.alasan_masuk !== NEWBORN) return []
  if (outcome === 'reactivated') return [{ fields: [{ field: 'alasan_masuk' }], params: { case: 'back' } }]
  const mother: Finding[] = values.ibu_pbi === undefined ? [{ fields: [{ field: 'ibu_pbi' }], params: { case: 'mother' } }] : []
  const tooOld = persons(record).flatMap((person): Finding[] => {
    const age = ageOf(person, today)
    return age !== undefined && age >= NEWBORN_UNTIL ? [about(person, ['tgl_lahir'], { params: { case: 'age', age } })] : []
  })
  return [...mother, ...tooOld]
}

function checkReplaced({ values }: RecordDoc): Finding[] {
  return values.peserta_diganti === undefined ? [{ fields: [{ field: 'peserta_diganti' }] }] : []
}

/** Who is put back was known by a card before; a number that changed is named too. */
function checkReactivated({ values }: RecordDoc): Finding[] {
  const [now, before] = [words(values, 'no_bpjs'), words(values, 'no_bpjs_lama')]
  return now !== undefined && now === before
    ? [{ fields: [{ field: 'no_bpjs_lama' }], params: { card: maskSecret('card', now) } }]
    : []
}

export const proposalRules: readonly Rule[] = [
  rule({
    code: 'PBI-R42',
    severity: 'block',
    waivable: false,
    outcomes: LEAVING,
    title: text('Usul hapus dan ganti beralasan', 'Going out needs a reason'),
    message: text(
      'Alasan usul hapus/ganti belum diisi. Pilih alasannya sesuai hasil musyawarah.',
      'The reason for going out is missing. Choose it as the meeting decided.',
    ),
    messages: {
      twin: text(
        'ID peserta kembarannya belum diisi. Sebutkan peserta yang tetap dipertahankan.',
        'The identifier of the double is missing. Name the participant who is kept.',
      ),
      itself: text(
        'ID peserta kembarannya adalah peserta ini sendiri. Sebutkan peserta lain yang dipertahankan.',
        'The double named is this participant. Name the other one, who is kept.',
      ),
    },
    source: 'PP 76/2015 pasal 9; formulir III.3–III.4',
    check: checkLeaving,
  }),
  rule({
    code: 'PBI-R43',
    severity: 'block',
    waivable: false,
    outcomes: ['new', 'reactivated'],
    title: text('Usul tambah dan reaktivasi beralasan', 'Coming in needs a reason'),
    message: text(
      'Alasan usul tambah/reaktivasi belum diisi. Pilih alasannya sesuai hasil musyawarah.',
      'The reason for coming in is missing. Choose it as the meeting decided.',
    ),
    messages: {
      mother: text(
        'Peserta PBI yang menjadi ibu bayi ini belum disebut. Isi ID pesertanya.',
        'The participant who is the mother of this child is not named. Enter the identifier.',
      ),
      back: text(
        'Bayi baru lahir belum pernah menjadi peserta, sehingga tidak dapat direaktivasi. Pilih hasil Usul tambah atau alasan lain.',
        'A newborn has not been a participant before and cannot be put back. Choose another outcome or another reason.',
      ),
      age: text(
        'Umur{at} sudah {age} tahun, sehingga bukan bayi baru lahir. Pilih alasan lain, atau periksa tanggal lahirnya.',
        'The age{at} is {age}, which is no newborn. Choose another reason, or check the birth date.',
      ),
    },
    source: 'PP 76/2015 pasal 11; formulir III.5–III.6',
    check: checkJoining,
  }),
  rule({
    code: 'PBI-R44',
    severity: 'warn',
    waivable: false,
    outcomes: ['substitute'],
    title: text('Pengganti menyebut yang digantikan', 'A substitute names whom it replaces'),
    message: text(
      'ID peserta yang digantikan belum diisi. Pasangkan pada halaman Penggantian Peserta sebelum diterima.',
      'Whom this person replaces is not filled in. Pair the two on the page of replacements before it is accepted.',
    ),
    source: 'PP 76/2015 pasal 10; formulir III.7',
    check: checkReplaced,
  }),
  rule({
    code: 'PBI-R46',
    severity: 'warn',
    waivable: false,
    outcomes: ['reactivated'],
    title: text('Nomor kartu lama berbeda', 'The former number is another one'),
    message: text(
      'Nomor kartu lama {card} sama dengan nomor kartu sekarang. Kosongkan nomor lama bila kartunya tidak berganti.',
      'The former number {card} is the present one. Leave it empty where the card did not change.',
    ),
    source: 'Formulir II.1, II.3',
    check: checkReactivated,
  }),
]
