import { Refused, type Text } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }
/** Most rows of a list of moves. */
export const MOST_ROWS = 10_000

export const reasonless = () =>
  new Refused('E_RELOCATION_REASON', {
    id: `Tulis alasan atau dasar pemindahan, paling sedikit ${REASON_LENGTH.min} karakter.`,
    en: `Write why they move, at least ${REASON_LENGTH.min} characters.`,
  }).at('reason')

export const nothingChosen = () =>
  new Refused('E_RELOCATION_NOTHING', {
    id: 'Centang paling sedikit satu data, lalu pilih desa tujuannya.',
    en: 'Tick at least one record, then choose the village it goes to.',
  })

export const noMember = () =>
  new Refused('E_RELOCATION_NOTHING', {
    id: 'Centang paling sedikit satu anggota yang pindah.',
    en: 'Tick at least one member who moves.',
  })

export const noLocality = () =>
  new Refused('E_RELOCATION_NOTHING', {
    id: 'Centang paling sedikit satu SLS, atau pilih seluruh desa/kelurahan.',
    en: 'Tick at least one SLS, or choose the whole village.',
  })

export const noTarget = () =>
  new Refused(
    'E_RELOCATION_TARGET',
    { id: 'Pilih desa/kelurahan tujuan.', en: 'Choose the village they go to.' },
    { to: { id: 'Desa/kelurahan tujuan belum dipilih.', en: 'No village was chosen.' } },
  )

export const noOrigin = () =>
  new Refused(
    'E_RELOCATION_ORIGIN',
    { id: 'Pilih desa/kelurahan asal.', en: 'Choose the village they come from.' },
    { from: { id: 'Desa/kelurahan asal belum dipilih.', en: 'No village was chosen.' } },
  )

export const unknownModule = (name: string) =>
  new Refused('E_RELOCATION_MODULE', {
    id: `Modul "${name}" tidak aktif atau belum pernah memiliki periode pada wilayah ini.`,
    en: `Module "${name}" is not on, or never had a period in this region.`,
  })

export const noModule = () =>
  new Refused('E_RELOCATION_NO_PERIOD', {
    id: 'Belum ada periode yang dibuka untuk wilayah ini, sehingga belum ada data yang dapat dipindahkan.',
    en: 'No period was opened for this region, so that there is nothing to move yet.',
  })

/** Somebody was faster; the sentence says who and when. */
export const alreadyDone = (by: string, at: string) =>
  new Refused(
    'E_RELOCATION_DONE',
    { id: `Pemindahan ini sudah dijalankan oleh ${by} pada ${at}.`, en: `${by} carried this move out on ${at}.` },
    {},
    409,
  )

export const alreadyUndone = (by: string, at: string) =>
  new Refused(
    'E_RELOCATION_UNDONE',
    { id: `Pemindahan ini sudah dibatalkan oleh ${by} pada ${at}.`, en: `${by} took this move back on ${at}.` },
    {},
    409,
  )

export const discarded = () =>
  new Refused(
    'E_RELOCATION_DISCARDED',
    { id: 'Rencana pemindahan ini sudah dibuang. Buat rencana yang baru.', en: 'This plan was thrown away. Make a new one.' },
    {},
    409,
  )

export const notDone = () =>
  new Refused(
    'E_RELOCATION_NOT_DONE',
    {
      id: 'Pemindahan ini belum dijalankan, sehingga tidak ada yang dapat dibatalkan.',
      en: 'This move was not carried out, so that there is nothing to take back.',
    },
    {},
    409,
  )

export const fileless = () =>
  new Refused(
    'E_RELOCATION_FILE',
    { id: 'Pilih berkas CSV atau XLSX yang berisi daftar pemindahan.', en: 'Choose a CSV or XLSX file with the list of moves.' },
    {
      berkas: { id: 'Berkas belum dipilih.', en: 'No file was chosen.' },
    },
  )

export const columnless = (missing: string) =>
  new Refused('E_RELOCATION_COLUMN', {
    id: `Berkas tidak memiliki kolom "${missing}". Pakai contoh berkas yang disediakan.`,
    en: `The file has no column "${missing}". Use the example file.`,
  }).at('berkas')

export const rowless = () =>
  new Refused('E_RELOCATION_EMPTY', { id: 'Berkas tidak berisi satu baris pun.', en: 'The file has no row.' }).at('berkas')

export const tooManyRows = () =>
  new Refused('E_RELOCATION_ROWS', {
    id: `Satu berkas paling banyak ${MOST_ROWS} baris. Bagi menjadi beberapa berkas.`,
    en: `A file has at most ${MOST_ROWS} rows. Part it into several.`,
  }).at('berkas')

/** No row of a list can be taken: each reason with how many rows have it, the most frequent first. */
export function nothingReadable(rejected: readonly { row: number; reason: Text }[]): Refused {
  const byReason = [...Map.groupBy(rejected, ({ reason }) => reason.id).values()].sort((one, other) => other.length - one.length)
  const told = byReason.slice(0, REASONS_TOLD)
  const more = byReason.length - REASONS_TOLD
  const [id, en] = [
    [
      `Tidak satu pun dari ${rejected.length} baris dapat dipakai, sehingga tidak ada rencana yang dibuat.`,
      ...told.map(([first, ...others]) => {
        const rows = others.length > 0 ? `${others.length + 1} baris (mulai baris ${first!.row})` : `Baris ${first!.row}`
        return `${rows}: ${first!.reason.id}`
      }),
      ...(more > 0 ? [`Selain itu ada ${more} sebab lain.`] : []),
    ],
    [
      `None of the ${rejected.length} rows can be taken, so that no plan was made.`,
      ...told.map(([first, ...others]) => {
        const rows = others.length > 0 ? `${others.length + 1} rows (from row ${first!.row} on)` : `Row ${first!.row}`
        return `${rows}: ${first!.reason.en}`
      }),
      ...(more > 0 ? [`There are ${more} other reasons.`] : []),
    ],
  ]
  return new Refused('E_RELOCATION_REJECTED', { id: id!.join(' '), en: en!.join(' ') })
}

const REASONS_TOLD = 4

export const tooLarge = (megabytes: number) =>
  new Refused('E_RELOCATION_FILE_SIZE', {
    id: `Berkas lebih besar dari ${megabytes} MB. Bagi menjadi beberapa berkas.`,
    en: `The file is larger than ${megabytes} MB. Part it into several.`,
  }).at('berkas')
