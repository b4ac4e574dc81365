import { Refused, type Text } from '#core/plugin'

/** Shortest part of a name that is looked for, in letters. */
export const NAME_LETTERS = 3

export const purposeless = () =>
  new Refused('E_KESOS_PURPOSE', {
    id: 'Pilih keperluan pencarian. Keperluan itu tercatat bersama pencarian ini.',
    en: 'Choose what you look for it for. The purpose is kept with the search.',
  }).at('keperluan')

export const numberless = () =>
  new Refused('E_KESOS_NUMBER', {
    id: 'Tulis NIK, nomor KK, ID pada daftar, atau nomor kartu yang dicari, paling sedikit 6 angka.',
    en: 'Write the NIK, family card, identifier in a list or card number looked for, at least 6 digits.',
  }).at('nomor')

export const nameless = () =>
  new Refused('E_KESOS_NAME', {
    id: `Tulis nama yang dicari, paling sedikit ${NAME_LETTERS} huruf, dengan desa/kelurahan atau tanggal lahirnya.`,
    en: `Write the name looked for, at least ${NAME_LETTERS} characters, with the village or the birth date.`,
  }).at('nama')

export const placeless = () =>
  new Refused('E_KESOS_PLACE', {
    id: 'Nama saja terlalu luas. Tambahkan desa/kelurahan atau tanggal lahir orang yang dicari.',
    en: 'A name alone is too wide. Add the village or the birth date of the person.',
  }).at('desa')

export const dateless = () =>
  new Refused('E_KESOS_DATE', {
    id: 'Tanggal lahir tidak dapat dibaca. Tulis hari-bulan-tahun, misalnya 25-12-1962, yang sudah lewat.',
    en: 'The birth date cannot be read. Write day-month-year, 25-12-1962 for instance, in the past.',
  }).at('lahir')

export const villageless = () =>
  new Refused('E_KESOS_VILLAGE', {
    id: 'Desa/kelurahan itu tidak ada di wilayah ini. Pilih dari daftar.',
    en: 'That village is not in this region. Choose one of the list.',
  }).at('desa')

export const empty = () =>
  new Refused('E_KESOS_LIST_EMPTY', {
    id: 'Tidak ada NIK pada daftar ini. Tempelkan satu NIK setiap baris, atau pilih berkas CSV/XLSX dengan kolom NIK.',
    en: 'There is no NIK in this list. Paste one a line, or choose a CSV or XLSX file with a column NIK.',
  }).at('daftar')

export const unreadable = (lines: number, first: { row: number; reason: Text }) =>
  new Refused('E_KESOS_LIST_EMPTY', {
    id: `Tidak satu pun dari ${lines.toLocaleString('id-ID')} baris dapat dibaca sebagai NIK. Baris ${first.row}: ${first.reason.id}`,
    en: `None of the ${lines.toLocaleString('en')} lines can be read as a NIK. Line ${first.row}: ${first.reason.en}`,
  }).at('daftar')

export const tooMany = (most: number) =>
  new Refused('E_KESOS_LIST_LONG', {
    id: `Daftar berisi lebih dari ${most.toLocaleString('id-ID')} baris. Bagi menjadi beberapa daftar, lalu cari satu per satu.`,
    en: `The list has more than ${most.toLocaleString('en')} lines. Part it into several lists.`,
  }).at('daftar')

export const tooLarge = (megabytes: number) =>
  new Refused('E_KESOS_LIST_SIZE', {
    id: `Berkas lebih besar dari ${megabytes} MB. Simpan kolom NIK saja pada berkas tersendiri, lalu unggah lagi.`,
    en: `The file is larger than ${megabytes} MB. Keep the column NIK alone in a file of its own, then upload that.`,
  }).at('berkas')

export const columnless = (found: readonly string[]) =>
  new Refused('E_KESOS_LIST_COLUMN', {
    id: `Berkas tidak memiliki kolom "NIK". Kolom yang ada: ${found.slice(0, 12).join(', ')}.`,
    en: `The file has no column "NIK". It has: ${found.slice(0, 12).join(', ')}.`,
  }).at('berkas')
