import type { Text } from '#verification/instrument'

interface Kind {
  /** Fits into "Ini bukan berkas .siks, melainkan …" and "This is not a .siks file but …". */
  name: Text
  /** What to do with it instead. */
  hint: Text
}

const ASK_FOR_EXPORT: Text = {
  id: 'Minta operator memakai menu Ekspor pada aplikasi offline dan menyerahkan berkas .siks hasilnya.',
  en: 'Ask the operator to use Export in the offline application and to hand over the .siks file it makes.',
}

/** Kinds of files that are dropped on the import page, right or by mistake. */
export const KINDS = {
  empty: { name: { id: 'berkas kosong', en: 'an empty file' }, hint: ASK_FOR_EXPORT },
  unknown: { name: { id: 'berkas yang tidak dikenali', en: 'an unknown file' }, hint: ASK_FOR_EXPORT },
  siks: {
    name: { id: 'berkas .siks hasil verval', en: 'a .siks file of verification results' },
    hint: { id: 'Unggah pada halaman Import Data.', en: 'Upload it on the Import Data page.' },
  },
  siksdb: {
    name: { id: 'paket data dasar (.siksdb)', en: 'a package of base data (.siksdb)' },
    hint: {
      id: 'Paket dibuka di aplikasi offline. Yang diunggah di sini adalah berkas .siks hasil Ekspor.',
      en: 'A package is opened in the offline application. What is uploaded here is the .siks file made by Export.',
    },
  },
  siksback: {
    name: { id: 'berkas balik (.siksback)', en: 'a file of returned records (.siksback)' },
    hint: {
      id: 'Berkas balik dibuka di aplikasi offline. Setelah diperbaiki, ekspor ulang sebagai .siks.',
      en: 'It is opened in the offline application. After correction, export again as .siks.',
    },
  },
  sikswork: {
    name: { id: 'berkas kerja aplikasi offline (.sikswork)', en: 'a work file of the offline application (.sikswork)' },
    hint: {
      id: 'Buka berkas itu di aplikasi offline, lalu pilih Ekspor untuk membuat berkas .siks.',
      en: 'Open it in the offline application and choose Export to make a .siks file.',
    },
  },
  siksrecover: {
    name: { id: 'permintaan pemulihan frasa sandi (.siksrecover)', en: 'a request to recover a passphrase (.siksrecover)' },
    hint: {
      id: 'Unggah pada halaman Pemulihan dari paket yang bersangkutan.',
      en: 'Upload it on the Recovery page of its package.',
    },
  },
  siksanswer: {
    name: { id: 'jawaban pemulihan frasa sandi (.siksanswer)', en: 'an answer to a recovery request (.siksanswer)' },
    hint: {
      id: 'Jawaban dibuka di aplikasi offline pada komputer yang membuat permintaannya.',
      en: 'It is opened in the offline application on the computer that made the request.',
    },
  },
  siksresult: {
    name: { id: 'berkas hasil finalisasi (.siksresult)', en: 'a result of a finalisation (.siksresult)' },
    hint: {
      id: 'Berkas hasil tidak diimpor; keasliannya dapat diperiksa pada halaman verifikasi.',
      en: 'A result is not imported; the verification page tells whether it is genuine.',
    },
  },
  plugin: {
    name: { id: 'arsip modul', en: 'a plugin archive' },
    hint: { id: 'Modul dipasang oleh administrator server.', en: 'A plugin is installed by the administrator of the server.' },
  },
  zip: {
    name: { id: 'berkas ZIP', en: 'a ZIP file' },
    hint: {
      id: 'Keluarkan berkas .siks dari ZIP itu, lalu unggah kembali; ZIP di dalam ZIP tidak dibuka.',
      en: 'Take the .siks files out of it and upload them again; a ZIP inside a ZIP is not opened.',
    },
  },
  rar: {
    name: { id: 'arsip RAR, 7z atau TAR', en: 'a RAR, 7z or TAR archive' },
    hint: {
      id: 'Arsip ini tidak dibuka. Keluarkan berkas .siks di dalamnya, atau kemas sebagai ZIP.',
      en: 'It is not opened here. Take the .siks files out of it, or pack them as a ZIP.',
    },
  },
  gzip: { name: { id: 'berkas gzip', en: 'a gzip file' }, hint: ASK_FOR_EXPORT },
  age: { name: { id: 'berkas terenkripsi (age)', en: 'an encrypted file (age)' }, hint: ASK_FOR_EXPORT },
  xlsx: { name: { id: 'buku kerja (XLSX atau ODS)', en: 'a workbook (XLSX or ODS)' }, hint: ASK_FOR_EXPORT },
  xls: { name: { id: 'dokumen Office lama (XLS atau DOC)', en: 'an old Office document (XLS or DOC)' }, hint: ASK_FOR_EXPORT },
  document: {
    name: { id: 'dokumen pengolah kata atau presentasi', en: 'a text or presentation document' },
    hint: ASK_FOR_EXPORT,
  },
  csv: { name: { id: 'berkas CSV', en: 'a CSV file' }, hint: ASK_FOR_EXPORT },
  json: { name: { id: 'berkas JSON', en: 'a JSON file' }, hint: ASK_FOR_EXPORT },
  html: { name: { id: 'berkas HTML atau XML', en: 'an HTML or XML file' }, hint: ASK_FOR_EXPORT },
  text: { name: { id: 'berkas teks', en: 'a text file' }, hint: ASK_FOR_EXPORT },
  pdf: { name: { id: 'dokumen PDF', en: 'a PDF document' }, hint: ASK_FOR_EXPORT },
  image: { name: { id: 'gambar', en: 'a picture' }, hint: ASK_FOR_EXPORT },
  database: { name: { id: 'basis data SQLite', en: 'an SQLite database' }, hint: ASK_FOR_EXPORT },
  program: { name: { id: 'program', en: 'a program' }, hint: ASK_FOR_EXPORT },
} as const satisfies Record<string, Kind>
