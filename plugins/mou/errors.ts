import { Refused } from '#core/plugin'
import { formatDate } from '#core/domain'
import type { RoundState } from './states.js'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: 10, max: 500 }

/** Somebody else saved the form meanwhile; what was typed stands in the form again. */
export const stale = (by: string) =>
  new Refused(
    'E_MOU_STALE',
    `${by} baru saja menyimpan isian ini. Isian Anda masih ada di bawah; periksa, pilih lagi berkasnya, lalu simpan sekali lagi.`,
    {},
    409,
  )

/** A request that waits for its examination is not changed. */
export const waits = () =>
  new Refused(
    'E_MOU_WAITING',
    'Permohonan sedang menunggu pemeriksaan DitJen PFM sehingga tidak dapat diubah. Tunggu hasilnya, atau tarik kembali permohonan itu.',
    {},
    409,
  )

/** The request lacks something; `problems` tells what, by field. */
export const incomplete = (problems: Record<string, string>) =>
  new Refused(
    'E_MOU_INCOMPLETE',
    `Permohonan belum dikirim: ${Object.keys(problems).length} hal perlu dilengkapi. Isian sudah disimpan.`,
    problems,
  )

/** Another reviewer examines it now. */
export const taken = (by: string) =>
  new Refused('E_MOU_TAKEN', `Permohonan ini sedang diperiksa ${by}. Ambil permohonan lain dari antrean.`, {}, 409)

/** Only who took it may decide. */
export const notTaken = () =>
  new Refused('E_MOU_NOT_TAKEN', 'Ambil dahulu permohonan ini untuk diperiksa, lalu putuskan.', {}, 409)

/** It was decided before, or taken back by its regency. */
export const decided = (state: RoundState) =>
  new Refused(
    'E_MOU_DECIDED',
    `Permohonan ini sudah ${state === 'withdrawn' ? 'ditarik kembali oleh wilayahnya' : 'diputuskan'}. Buka yang berikutnya dari antrean.`,
    {},
    409,
  )

/** An agreement whose last day is over opens nothing. */
export const over = (until: string) =>
  new Refused(
    'E_MOU_ENDED',
    `MoU ini sudah berakhir pada ${formatDate(until)} sehingga tidak dapat disetujui. Kembalikan dengan catatan agar MoU yang masih berlaku diunggah.`,
  )

/** Only what waits can be taken back. */
export const notWaiting = () =>
  new Refused(
    'E_MOU_NOT_WAITING',
    'Permohonan ini tidak lagi menunggu pemeriksaan sehingga tidak dapat ditarik. Lihat keadaannya di halaman ini.',
    {},
    409,
  )

/** Only the approval that is in force can be taken away. */
export const notInForce = () =>
  new Refused('E_MOU_NOT_IN_FORCE', 'Persetujuan ini tidak sedang berlaku, jadi tidak ada yang dibatalkan.', {}, 409)

/** Who takes back says why. */
export const reasonless = () =>
  new Refused('E_MOU_REASON', `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} huruf.`, { reason: 'Alasan belum diisi.' })

/** An approval asks for the whole checklist. */
export const unchecked = (count: number) =>
  new Refused(
    'E_MOU_UNCHECKED',
    `Belum dapat disetujui: ${count} butir daftar periksa belum dicentang. Centang semuanya, atau kembalikan dengan catatan.`,
  )

/** A return asks for a note. */
export const noteless = () =>
  new Refused(
    'E_MOU_NOTE_MISSING',
    'Tulis catatan pada paling sedikit satu dokumen, agar supervisor tahu apa yang harus diperbaiki.',
  )
