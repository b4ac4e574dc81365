import { Refused } from '#core/plugin'

/** Shortest part of a name that is looked for, in letters. */
export const NAME_LETTERS = 3

export const purposeless = () =>
  new Refused('E_KESOS_PURPOSE', 'Pilih keperluan pencarian. Keperluan itu tercatat bersama pencarian ini.')

export const numberless = () =>
  new Refused('E_KESOS_NUMBER', 'Tulis NIK, nomor KK, ID BDT, atau nomor kartu yang dicari, paling sedikit 6 angka.')

export const nameless = () =>
  new Refused(
    'E_KESOS_NAME',
    `Tulis nama yang dicari, paling sedikit ${NAME_LETTERS} huruf, dengan desa/kelurahan atau tanggal lahirnya.`,
  )

export const placeless = () =>
  new Refused('E_KESOS_PLACE', 'Nama saja terlalu luas. Tambahkan desa/kelurahan atau tanggal lahir orang yang dicari.')

export const dateless = () =>
  new Refused('E_KESOS_DATE', 'Tanggal lahir tidak dapat dibaca. Tulis hari-bulan-tahun, misalnya 25-12-1962, yang sudah lewat.')

export const villageless = () => new Refused('E_KESOS_VILLAGE', 'Desa/kelurahan itu tidak ada di wilayah ini. Pilih dari daftar.')

export const empty = () =>
  new Refused(
    'E_KESOS_LIST_EMPTY',
    'Tidak ada NIK pada daftar ini. Tempelkan satu NIK setiap baris, atau pilih berkas CSV/XLSX dengan kolom NIK.',
  )

export const tooMany = (most: number) =>
  new Refused(
    'E_KESOS_LIST_LONG',
    `Daftar berisi lebih dari ${most.toLocaleString('id-ID')} baris. Bagi menjadi beberapa daftar, lalu cari satu per satu.`,
  )

export const tooLarge = (megabytes: number) =>
  new Refused(
    'E_KESOS_LIST_SIZE',
    `Berkas lebih besar dari ${megabytes} MB. Simpan kolom NIK saja pada berkas tersendiri, lalu unggah lagi.`,
  )

export const columnless = (found: readonly string[]) =>
  new Refused('E_KESOS_LIST_COLUMN', `Berkas tidak memiliki kolom "NIK". Kolom yang ada: ${found.slice(0, 12).join(', ')}.`)
