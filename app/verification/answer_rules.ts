import { answersOutOfRange, answersOutsideList, missingAnswers, strayAnswers, type AnswerOptions } from './answers.js'
import { declare } from './declare.js'
import type { Instrument } from './instrument.js'
import { as, type Own } from './shared_rule.js'

const { text } = declare

/** What answers must be by the form alone: asked, in the list, in the range, of a village that is one. */
export function answerRules(instrument: Instrument) {
  return {
    /** Answers that are due and missing, and answers the form skips; `except` leaves some to rules of their own. */
    answers: ({ except, ...own }: Own & AnswerOptions) =>
      as({
        severity: 'block',
        waivable: true,
        title: text('Isian wajib dan aturan lompat', 'Required answers and skip rules'),
        message: text(
          '{item}{at} wajib diisi tetapi masih kosong. Lengkapi isiannya.',
          '{item}{at} is required but empty. Fill it in.',
        ),
        messages: {
          group: text(
            'Belum ada satu pun baris “{item}”. Tambahkan sesuai KTP atau KK.',
            'There is no row of “{item}”. Add it as on the identity or family card.',
          ),
          stray: text(
            '{item}{at} terisi, padahal menurut aturan formulir harus kosong. Kosongkan, atau periksa isian sebelumnya.',
            '{item}{at} is filled though the form skips it. Clear it, or check the answers before.',
          ),
          stray_group: text(
            'Ada baris “{item}”, padahal isian formulir menyatakan tidak ada. Hapus baris itu, atau ubah isiannya.',
            'There are rows of “{item}” though the form says there are none. Remove them or change the answer.',
          ),
        },
        check: (record) => {
          const stray = strayAnswers(instrument, record, { except }).map((found) => ({ ...found, severity: 'warn' as const }))
          return [...missingAnswers(instrument, record, { except }), ...stray]
        },
      })(own),

    codes: ({ except, ...own }: Own & AnswerOptions) =>
      as({
        severity: 'block',
        waivable: false,
        title: text('Kode dan nilai sesuai daftar', 'Codes and values are of the list'),
        message: text(
          '{item}{at}: kode {value} tidak ada pada baris ini. Pilihan yang sah: {allowed}.',
          '{item}{at}: code {value} is not on this line. Valid: {allowed}.',
        ),
        messages: {
          range: text(
            '{item}{at}: nilai {value} di luar batas {allowed}. Periksa isiannya.',
            '{item}{at}: {value} is outside {allowed}. Check it.',
          ),
        },
        check: (record) => [...answersOutsideList(instrument, record), ...answersOutOfRange(instrument, record, { except })],
      })(own),

    /** Decided in SQL: the core runs it under `currentVillage` of the contribution. */
    village: as({
      severity: 'block',
      waivable: false,
      title: text('Desa masih berlaku di kabupaten/kota ini', 'The village is a current one of this regency'),
      message: text(
        'Kode desa {village} bukan desa/kelurahan yang berlaku di kabupaten/kota ini. Periksa kode atau pemetaan wilayah.',
        'Village code {village} is no current village of this regency. Check the code or the mapping of regions.',
      ),
      setBased: true,
    }),
  }
}
