import { Refused } from '#core/plugin'

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
    'Permohonan sedang menunggu pemeriksaan DitJen PFM sehingga tidak dapat diubah. Tunggu hasil pemeriksaannya.',
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

/** It was decided before. */
export const decided = () =>
  new Refused('E_MOU_DECIDED', 'Permohonan ini sudah diputuskan. Buka yang berikutnya dari antrean.', {}, 409)

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
