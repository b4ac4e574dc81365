import { maskSecret } from '#core/domain'
import type { Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { CARD_DIGITS, OTHERS_PAY } from '../instrument/reasons.js'
import { ABSENT, DECEASED, MOVED } from '../instrument/person.js'
import { about, form, isInherited, persons, rule, words } from './support.js'

/** Answers whose absence a rule of its own reports: R05. */
const OWN_RULE = ['persons.nama'] as const

/** The premium is paid by the state for those for whom nobody else pays (domain rule 26). */
function checkSegment({ values }: RecordDoc): Finding[] {
  return OTHERS_PAY.some((code) => code === values.segmen_bpjs) ? [{ fields: [{ field: 'segmen_bpjs' }] }] : []
}

/** Who died, moved away or is not there at all does not stay on the list (domain rule 27). */
function checkPresence(record: RecordDoc): Finding[] {
  return persons(record).flatMap((person) => {
    if (person.sta_keberadaan === DECEASED) return [about(person, ['sta_keberadaan'])]
    if (person.sta_keberadaan === MOVED) return [about(person, ['sta_keberadaan'], { params: { case: 'moved' } })]
    if (!ABSENT.some((code) => code === person.sta_keberadaan)) return []
    return [about(person, ['sta_keberadaan'], { params: { case: 'absent' } })]
  })
}

/** A card has thirteen digits; who is put back has had one. */
function checkCard(record: RecordDoc, context: RuleContext): Finding[] {
  const found: Finding[] = []
  for (const field of ['no_bpjs', 'no_bpjs_lama']) {
    const card = words(record.values, field)
    if (card === undefined || (card.length === CARD_DIGITS && /^\d+$/.test(card) && !/^0+$/.test(card))) continue
    const severity = isInherited(record, field, context) ? 'warn' : 'block'
    found.push({ severity, fields: [{ field }], params: { card: maskSecret('card', card) } })
  }
  if (record.values.no_bpjs !== undefined) return found
  if (context.outcome === 'reactivated') return [...found, { fields: [{ field: 'no_bpjs' }], params: { case: 'required' } }]
  if (context.kind === 'new') return found
  return [...found, { severity: 'warn', fields: [{ field: 'no_bpjs' }], params: { case: 'missing' } }]
}

export const membershipRules: readonly Rule[] = [
  rule(form.rules.answers({ code: 'PBI-R16', source: 'Formulir blok I–IV', except: OWN_RULE })),
  rule(form.rules.codes({ code: 'PBI-R20', source: 'Formulir blok I–IV, daftar kode PBI 2019' })),
  rule({
    code: 'PBI-R26',
    severity: 'warn',
    waivable: false,
    title: text('Iuran tidak dibayar pihak lain', 'Nobody else pays the premium'),
    message: text(
      'Segmen kepesertaan bukan PBI: iurannya dibayar pemberi kerja atau peserta sendiri. Periksa kelayakannya; bila benar, pilih Usul hapus.',
      'The segment is not of those the state pays for: an employer or the participant pays. Check; if so, take the person off.',
    ),
    source: 'PP 76/2015 pasal 9; formulir II.2',
    check: checkSegment,
  }),
  rule({
    code: 'PBI-R27',
    severity: 'block',
    waivable: false,
    title: text('Peserta masih hidup dan tinggal di wilayah ini', 'The participant lives, and lives here'),
    message: text(
      'Peserta{at} tercatat meninggal, tetapi tetap pada daftar. Pilih Usul hapus dengan alasan Meninggal, atau betulkan keberadaannya.',
      'The participant{at} is recorded as deceased but stays on the list. Take him off for that reason, or correct the presence.',
    ),
    messages: {
      moved: text(
        'Peserta{at} tercatat pindah, tetapi tetap pada daftar. Pilih Usul hapus dengan alasan Pindah, atau betulkan keberadaannya.',
        'The participant{at} is recorded as moved but stays on the list. Take him off for that reason, or correct the presence.',
      ),
      absent: text(
        'Peserta{at} tercatat tidak ditemukan atau sebagai kesalahan data, tetapi tetap pada daftar. Pilih Usul hapus dengan alasannya, atau betulkan keberadaannya.',
        'The participant{at} is recorded as not found or as an error of the data but stays on the list. Take him off with the reason, or correct the presence.',
      ),
    },
    source: 'PP 76/2015 pasal 9; formulir IV.9',
    check: checkPresence,
  }),
  rule({
    code: 'PBI-R41',
    severity: 'block',
    waivable: false,
    title: text('Nomor kartu BPJS 13 angka', 'BPJS card number of 13 digits'),
    message: text(
      'Nomor kartu {card} bukan nomor BPJS yang sah (13 angka). Salin kembali dari kartu KIS.',
      'The number {card} is no BPJS card number (13 digits). Copy it again from the card.',
    ),
    messages: {
      missing: text(
        'Nomor kartu BPJS belum ada. Salin dari kartu KIS bila pesertanya sudah menerima.',
        'There is no card number yet. Copy it from the card once there is one.',
      ),
      required: text(
        'Reaktivasi memerlukan nomor kartu BPJS yang dahulu. Salin dari kartu KIS.',
        'To be put back the former card number is needed. Copy it from the card.',
      ),
    },
    source: 'Peraturan BPJS Kesehatan tentang KIS; formulir II.1, II.3',
    check: checkCard,
  }),
  rule({
    code: 'PBI-R45',
    severity: 'block',
    waivable: false,
    title: text('Satu nomor kartu satu orang', 'One card number, one person'),
    message: text(
      'Nomor kartu BPJS peserta ini juga tercatat pada peserta {other}. Periksa kartu keduanya, lalu betulkan salah satu.',
      'The card number of this participant also stands with {other}. Check both cards, then correct one of them.',
    ),
    source: 'Peraturan BPJS Kesehatan tentang KIS; formulir II.1',
    setBased: true,
  }),
]
