import { Refused } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }
/** Most rows of a list of moves. */
export const MOST_ROWS = 10_000

export const reasonless = () =>
  new Refused('E_RELOCATION_REASON', `Tulis alasan atau dasar pemindahan, paling sedikit ${REASON_LENGTH.min} huruf.`, {
    reason: `Alasan belum diisi, paling sedikit ${REASON_LENGTH.min} huruf.`,
  })

export const nothingChosen = () =>
  new Refused('E_RELOCATION_NOTHING', 'Centang paling sedikit satu data, lalu pilih desa tujuannya.')

export const noMember = () => new Refused('E_RELOCATION_NOTHING', 'Centang paling sedikit satu anggota yang pindah.')

export const noLocality = () =>
  new Refused('E_RELOCATION_NOTHING', 'Centang paling sedikit satu SLS, atau pilih seluruh desa/kelurahan.')

export const noTarget = () =>
  new Refused('E_RELOCATION_TARGET', 'Pilih desa/kelurahan tujuan.', { to: 'Desa/kelurahan tujuan belum dipilih.' })

export const noOrigin = () =>
  new Refused('E_RELOCATION_ORIGIN', 'Pilih desa/kelurahan asal.', { from: 'Desa/kelurahan asal belum dipilih.' })

export const unknownModule = (name: string) =>
  new Refused('E_RELOCATION_MODULE', `Modul "${name}" tidak aktif atau belum pernah memiliki periode pada wilayah ini.`)

export const noModule = () =>
  new Refused(
    'E_RELOCATION_NO_PERIOD',
    'Belum ada periode yang dibuka untuk wilayah ini, sehingga belum ada data yang dapat dipindahkan.',
  )

/** Somebody was faster; the sentence says who and when. */
export const alreadyDone = (by: string, at: string) =>
  new Refused('E_RELOCATION_DONE', `Pemindahan ini sudah dijalankan oleh ${by} pada ${at}.`, {}, 409)

export const alreadyUndone = (by: string, at: string) =>
  new Refused('E_RELOCATION_UNDONE', `Pemindahan ini sudah dibatalkan oleh ${by} pada ${at}.`, {}, 409)

export const discarded = () =>
  new Refused('E_RELOCATION_DISCARDED', 'Rencana pemindahan ini sudah dibuang. Buat rencana yang baru.', {}, 409)

export const notDone = () =>
  new Refused('E_RELOCATION_NOT_DONE', 'Pemindahan ini belum dijalankan, sehingga tidak ada yang dapat dibatalkan.', {}, 409)

export const fileless = () =>
  new Refused('E_RELOCATION_FILE', 'Pilih berkas CSV atau XLSX yang berisi daftar pemindahan.', {
    berkas: 'Berkas belum dipilih.',
  })

export const columnless = (missing: string) =>
  new Refused('E_RELOCATION_COLUMN', `Berkas tidak memiliki kolom "${missing}". Pakai contoh berkas yang disediakan.`)

export const rowless = () => new Refused('E_RELOCATION_EMPTY', 'Berkas tidak berisi satu baris pun.')

export const tooManyRows = () =>
  new Refused('E_RELOCATION_ROWS', `Satu berkas paling banyak ${MOST_ROWS} baris. Bagi menjadi beberapa berkas.`)

/** No row of a list can be taken: each reason with how many rows have it, the most frequent first. */
export function nothingReadable(rejected: readonly { row: number; reason: string }[]): Refused {
  const byReason = [...Map.groupBy(rejected, ({ reason }) => reason)].sort(([, one], [, other]) => other.length - one.length)
  const told = byReason
    .slice(0, REASONS_TOLD)
    .map(
      ([reason, rows]) =>
        (rows.length > 1 ? `${rows.length} baris (mulai baris ${rows[0]!.row})` : `Baris ${rows[0]!.row}`) + `: ${reason}`,
    )
  const more = byReason.length > REASONS_TOLD ? [`Selain itu ada ${byReason.length - REASONS_TOLD} sebab lain.`] : []
  return new Refused(
    'E_RELOCATION_REJECTED',
    [
      `Tidak satu pun dari ${rejected.length} baris dapat dipakai, sehingga tidak ada rencana yang dibuat.`,
      ...told,
      ...more,
    ].join(' '),
  )
}

const REASONS_TOLD = 4

export const tooLarge = (megabytes: number) =>
  new Refused('E_RELOCATION_FILE_SIZE', `Berkas lebih besar dari ${megabytes} MB. Bagi menjadi beberapa berkas.`)
