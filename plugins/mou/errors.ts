import { Refused } from '#core/plugin'
import { formatDate } from '#core/domain'
import type { RoundState } from './states.js'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: 10, max: 500 }

/** Somebody else saved the form meanwhile; what was typed stands in the form again. */
export const stale = (by: string) =>
  new Refused(
    'E_MOU_STALE',
    {
      id: `${by} baru saja menyimpan isian ini. Isian Anda masih ada di bawah; periksa, pilih lagi berkasnya, lalu simpan sekali lagi.`,
      en: `${by} has just saved this form. What you typed stands below; check it, choose the files again, then save once more.`,
    },
    {},
    409,
  )

/** A request that waits for its examination is not changed. */
export const waits = () =>
  new Refused(
    'E_MOU_WAITING',
    {
      id: 'Permohonan sedang menunggu pemeriksaan DitJen PFM sehingga tidak dapat diubah. Tunggu hasilnya, atau tarik kembali permohonan itu.',
      en: 'The request waits for DitJen PFM and cannot be changed. Wait for the answer, or take the request back.',
    },
    {},
    409,
  )

/** The request lacks something; `problems` tells what, by field. */
export const incomplete = (problems: Record<string, string>) =>
  new Refused(
    'E_MOU_INCOMPLETE',
    {
      id: `Permohonan belum dikirim: ${Object.keys(problems).length} hal perlu dilengkapi. Isian sudah disimpan.`,
      en: `The request was not sent: ${Object.keys(problems).length} things are missing. What you typed is kept.`,
    },
    problems,
  )

/** Another reviewer examines it now. */
export const taken = (by: string) =>
  new Refused(
    'E_MOU_TAKEN',
    {
      id: `Permohonan ini sedang diperiksa ${by}. Ambil permohonan lain dari antrean.`,
      en: `${by} examines this request. Take another one of the queue.`,
    },
    {},
    409,
  )

/** Only who took it may decide. */
export const notTaken = () =>
  new Refused(
    'E_MOU_NOT_TAKEN',
    {
      id: 'Ambil dahulu permohonan ini untuk diperiksa, lalu putuskan.',
      en: 'Take this request to examine it first, then decide.',
    },
    {},
    409,
  )

/** It was decided before, or taken back by its regency. */
export const decided = (state: RoundState) =>
  new Refused(
    'E_MOU_DECIDED',
    {
      id: `Permohonan ini sudah ${state === 'withdrawn' ? 'ditarik kembali oleh wilayahnya' : 'diputuskan'}. Buka yang berikutnya dari antrean.`,
      en: `This request was ${state === 'withdrawn' ? 'taken back by its region' : 'decided'}. Open the next one of the queue.`,
    },
    {},
    409,
  )

/** An agreement whose last day is over opens nothing. */
export const over = (until: string) =>
  new Refused('E_MOU_ENDED', {
    id: `MoU ini sudah berakhir pada ${formatDate(until)} sehingga tidak dapat disetujui. Kembalikan dengan catatan agar MoU yang masih berlaku diunggah.`,
    en: `This agreement ended on ${formatDate(until)} and cannot be approved. Return it with a note that one in force is to be uploaded.`,
  })

/** Only what waits can be taken back. */
export const notWaiting = () =>
  new Refused(
    'E_MOU_NOT_WAITING',
    {
      id: 'Permohonan ini tidak lagi menunggu pemeriksaan sehingga tidak dapat ditarik. Lihat keadaannya di halaman ini.',
      en: 'This request no longer waits and cannot be taken back. This page tells how it stands.',
    },
    {},
    409,
  )

/** Only the approval that is in force can be taken away. */
export const notInForce = () =>
  new Refused(
    'E_MOU_NOT_IN_FORCE',
    {
      id: 'Persetujuan ini tidak sedang berlaku, jadi tidak ada yang dibatalkan.',
      en: 'This approval is not in force, so that there is nothing to take away.',
    },
    {},
    409,
  )

/** Who takes back says why. */
export const reasonless = () =>
  new Refused('E_MOU_REASON', {
    id: `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} karakter.`,
    en: `Write why, at least ${REASON_LENGTH.min} characters.`,
  }).at('reason')

/** An approval asks for the whole checklist. */
export const unchecked = (count: number) =>
  new Refused('E_MOU_UNCHECKED', {
    id: `Belum dapat disetujui: ${count} butir daftar periksa belum dicentang. Centang semuanya, atau kembalikan dengan catatan.`,
    en: `It cannot be approved yet: ${count} lines of the checklist are not ticked. Tick all, or return it with a note.`,
  })

/** A return asks for a note. */
export const noteless = () =>
  new Refused('E_MOU_NOTE_MISSING', {
    id: 'Tulis catatan pada paling sedikit satu dokumen, agar supervisor tahu apa yang harus diperbaiki.',
    en: 'Write a note on at least one document, so that the supervisor knows what to correct.',
  })
