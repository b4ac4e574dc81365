import { maskSecret } from '#core/domain'
import type { Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { form, rule, words } from './support.js'

const CARD = /^[0-9]{16}$/
/** Answers of II.5 and II.4. */
const [NO, OPEN] = [2, 1]
/** Answers whose absence a rule of its own reports: R05. */
const OWN_RULE = ['members.nama'] as const

/** A card has 16 digits; an account that is open has a number, and one that could not be opened has none (rules 22 and 25). */
function checkCard(record: RecordDoc): Finding[] {
  const { values } = record
  const card = words(values, 'no_kks')
  const found: Finding[] = []
  if (card !== undefined && !CARD.test(card)) {
    found.push({ severity: 'warn', fields: [{ field: 'no_kks' }], params: { case: 'format', card: maskSecret('card', card) } })
  }
  if (values.sta_rekening === 1 && values.no_rekening === undefined) {
    found.push({ severity: 'warn', fields: [{ field: 'no_rekening' }], params: { case: 'account' } })
  }
  if (values.sta_rekening === 3 && values.no_rekening !== undefined) {
    found.push({ severity: 'warn', fields: [{ field: 'sta_rekening' }], params: { case: 'failed' } })
  }
  return found
}

/** The list is for families without PKH. */
function checkPkh({ values }: RecordDoc): Finding[] {
  if (values.sta_pkh === 1) return [{ fields: [{ field: 'sta_pkh' }] }]
  return values.no_peserta_pkh === undefined
    ? []
    : [{ severity: 'warn', fields: [{ field: 'no_peserta_pkh' }], params: { case: 'number' } }]
}

function checkReplaced({ values }: RecordDoc): Finding[] {
  return values.kpm_diganti === undefined ? [{ fields: [{ field: 'kpm_diganti' }] }] : []
}

function checkTwin({ key, values }: RecordDoc, { base }: RuleContext): Finding[] {
  const twin = words(values, 'kpm_kembaran')
  if (twin === undefined) return [{ fields: [{ field: 'kpm_kembaran' }] }]
  const own = [key, words(values, 'id_kpm'), base && words(base.values, 'id_kpm')]
  return own.includes(twin) ? [{ fields: [{ field: 'kpm_kembaran' }], params: { case: 'itself' } }] : []
}

/** What the answers of the form say of the very thing for which the family goes out. */
function checkGround({ values }: RecordDoc, { outcome }: RuleContext): Finding[] {
  if (outcome === 'pkh') return values.sta_pkh === NO ? [{ fields: [{ field: 'sta_pkh' }] }] : []
  return values.sta_rekening === OPEN ? [{ fields: [{ field: 'sta_rekening' }], params: { case: 'account' } }] : []
}

export const benefitRules: readonly Rule[] = [
  rule(form.rules.answers({ code: 'BSP-R16', source: 'Formulir blok I–IV', except: OWN_RULE })),
  rule(form.rules.codes({ code: 'BSP-R20', source: 'Formulir blok I–IV, daftar kode BSP 2019' })),
  rule({
    code: 'BSP-R25',
    severity: 'block',
    waivable: false,
    title: text('Satu kartu dan rekening satu keluarga', 'One card and account, one family'),
    message: text(
      'Nomor KKS KPM ini juga tercatat pada KPM {other}. Periksa kartu keduanya, lalu betulkan salah satu.',
      'The card number of this beneficiary also stands with {other}. Check both cards, then correct one of them.',
    ),
    messages: {
      shared_account: text(
        'Nomor rekening KPM ini juga tercatat pada KPM {other}. Periksa buku rekening keduanya, lalu betulkan salah satu.',
        'The account number of this beneficiary also stands with {other}. Check both account books, then correct one of them.',
      ),
      format: text(
        'Nomor KKS {card} bukan 16 angka. Salin kembali dari kartu.',
        'The card number {card} is not 16 digits. Copy it again from the card.',
      ),
      account: text(
        'Rekening tercatat aktif, tetapi nomornya belum ada. Salin dari buku atau kartu.',
        'The account is open, but its number is missing. Copy it.',
      ),
      failed: text(
        'Rekening tercatat gagal dibuka, tetapi nomornya terisi. Periksa keadaan rekening.',
        'The account could not be opened, but a number is filled in. Check its state.',
      ),
    },
    source: 'Pedoman Umum BPNT; formulir II.2–II.4',
    setBased: true,
    check: checkCard,
  }),
  rule({
    code: 'BSP-R31',
    severity: 'block',
    waivable: false,
    title: text('Bukan peserta PKH', 'No PKH participant'),
    message: text(
      'Keluarga ini peserta PKH, sedangkan daftar ini untuk keluarga tanpa PKH. Pilih hasil "Sudah PKH".',
      'This family receives PKH, but the list is for families without it. Choose that outcome.',
    ),
    messages: {
      number: text(
        'Nomor peserta PKH terisi, padahal jawaban PKH bukan Ya. Kosongkan, atau pastikan kepesertaannya.',
        'A PKH number is filled in though the answer is not yes. Clear it, or make sure of the membership.',
      ),
    },
    source: 'Juknis SIKS-NG 2019 (BSP non PKH); formulir II.5',
    check: checkPkh,
  }),
  rule({
    code: 'BSP-R32',
    severity: 'warn',
    waivable: false,
    outcomes: ['new'],
    title: text('Pengganti menyebut yang digantikan', 'A substitute names whom it replaces'),
    message: text(
      'ID KPM yang digantikan belum diisi. Supervisor mengikat pengganti ini pada satu lowongan sebelum dapat diterima.',
      'Whom it replaces is not filled in. The supervisor ties this substitute to one vacancy before it can be accepted.',
    ),
    source: 'Pedoman Umum BPNT (penggantian KPM); formulir III.4',
    check: checkReplaced,
  }),
  rule({
    code: 'BSP-R33',
    severity: 'block',
    waivable: true,
    outcomes: ['duplicate'],
    title: text('Data ganda menyebut kembarannya', 'A duplicate names its double'),
    message: text(
      'ID KPM kembarannya belum diisi. Sebutkan KPM yang tetap dipertahankan.',
      'The identifier of its double is missing. Name the beneficiary that is kept.',
    ),
    messages: {
      itself: text(
        'ID KPM kembarannya adalah KPM ini sendiri. Sebutkan KPM lain yang dipertahankan.',
        'The double named is this beneficiary itself. Name the other one, which is kept.',
      ),
    },
    source: 'Pembersihan data ganda BSP; formulir III.3',
    check: checkTwin,
  }),
  rule({
    code: 'BSP-R36',
    severity: 'warn',
    waivable: false,
    outcomes: ['pkh', 'invalid'],
    title: text('Alasan keluar sesuai dengan jawaban', 'The reason for going out fits the answers'),
    message: text(
      'Hasilnya "Sudah PKH", padahal jawaban Peserta PKH adalah Tidak. Betulkan jawabannya menjadi Ya, atau pilih hasil lain.',
      'The outcome says that the family receives PKH, but the answer is no. Correct the answer, or choose another outcome.',
    ),
    messages: {
      account: text(
        'Hasilnya "Data tidak valid (rekening gagal dibuka)", padahal rekening tercatat aktif. Betulkan keadaan rekening, atau pilih hasil lain.',
        'The outcome says that the account could not be opened, but it is recorded as open. Correct its state, or choose another outcome.',
      ),
    },
    source: 'Juknis SIKS-NG 2019 (BSP non PKH); formulir II.4–II.5',
    check: checkGround,
  }),
]
