import type { Text } from '#verification/instrument'

/** Refusals of the offline application; `OPERATOR_…` replaces a sentence of the file catalogue that speaks to the office. */
export const FAULTS = {
  E_OFFLINE_MODULE: {
    id: 'Paket ini memuat modul “{module}” yang tidak ada dalam aplikasi ini. Minta aplikasi offline terbaru kepada supervisor; data Anda tidak berubah.',
    en: 'This package holds the module “{module}”, which this application lacks. Ask the supervisor for the newest application; your data is unchanged.',
  },
  E_OFFLINE_INSTRUMENT: {
    id: 'Paket memakai formulir {module} versi {found}, sedangkan aplikasi ini memuat versi {known}. Minta aplikasi offline yang sesuai kepada supervisor; paket dan pekerjaan Anda tidak berubah.',
    en: 'The package uses form {module} version {found}; this application has version {known}. Ask the supervisor for the matching application; nothing of yours is changed.',
  },
  E_OFFLINE_TAB: {
    id: 'Paket ini sedang dibuka pada tab atau jendela lain. Lanjutkan di sana, atau tutup tab itu lalu buka kembali di sini. Dua tab sekaligus dapat saling menimpa pekerjaan.',
    en: 'This package is open in another tab or window. Go on there, or close it and open the package here again. Two at once could overwrite each other.',
  },
  E_OFFLINE_TWO_WORKS: {
    id: 'Berkas kerja ini (kode {found}) dan pekerjaan di komputer ini (kode {here}) dimulai terpisah dan keduanya sudah pernah diekspor, jadi tidak digabungkan; tidak ada yang diubah. Ekspor masing-masing dari tempatnya: kantor membandingkan keduanya. Untuk melanjutkan berkas ini saja, gunakan komputer atau peramban lain.',
    en: 'This work file (code {found}) and the work on this computer (code {here}) were begun apart and both were exported, so they are not joined; nothing was changed. Export each from its own place: the office compares both. To go on with this file alone, use another computer or browser.',
  },
  E_OFFLINE_STORAGE: {
    id: 'Peramban ini tidak mengizinkan penyimpanan, jadi permintaan tidak dapat menunggu jawabannya. Buka aplikasi di jendela biasa (bukan jendela pribadi) atau izinkan penyimpanan, lalu buat permintaan lagi.',
    en: 'This browser allows no storage, so a request could not wait for its answer. Open the application in an ordinary window (not a private one) or allow storage, then make the request again.',
  },
  E_OFFLINE_OVER: {
    id: 'Paket ini milik data dasar lama: paket nomor {number} dengan data dasar baru sudah dibuka di komputer ini, dan kantor menolak ekspor dari paket lama. Pekerjaan Anda tetap tersimpan. Buka paket baru, lalu pilih Lanjutkan pekerjaan dari paket lama pada Ringkasan.',
    en: 'This package belongs to an older edition: package number {number} of a new one was opened on this computer, and the office refuses exports of the old one. Your work is kept. Open the new package, then choose Go on with work of an older package on the overview.',
  },
  E_OFFLINE_WORK_ALONE: {
    id: 'Berkas kerja dibuka bersama paketnya. Pilih juga berkas paket (.siksdb) dari kartu memori atau flashdisk yang sama.',
    en: 'A work file is opened together with its package. Choose the package (.siksdb) from the same stick too.',
  },
  E_OFFLINE_NEEDS_PACKAGE: {
    id: 'Buka dahulu paket (.siksdb), baru berkas ini.',
    en: 'Open the package (.siksdb) first, then this file.',
  },
  E_OFFLINE_NO_PACKAGE: {
    id: 'Pilih dahulu paket (.siksdb) dari supervisor, lalu ulangi.',
    en: 'Choose the package (.siksdb) from the supervisor first, then try again.',
  },
  E_OFFLINE_FULL: {
    id: 'Ruang penyimpanan penuh, jadi peramban tidak dapat menyimpan. Pekerjaan masih ada pada layar ini: pilih Simpan cadangan ke tempat lain (flashdisk), lalu kosongkan ruang pada disk.',
    en: 'Storage is full, so the browser cannot save. Your work is still on this screen: choose Save a backup to another place (stick), then free some space.',
  },
  E_OFFLINE_FILE: {
    id: 'Berkas kerja tidak dapat ditulis ({reason}). Flashdisk mungkin dicabut, penuh, atau terkunci. Pekerjaan masih ada pada layar ini: pasang kembali atau pilih tempat lain dengan Simpan cadangan.',
    en: 'The work file cannot be written ({reason}). The stick may be pulled out, full or locked. Your work is still on this screen: put it back, or choose another place with Save a backup.',
  },
  E_OFFLINE_NOTHING: {
    id: 'Belum ada formulir yang selesai, jadi belum ada yang diekspor. Selesaikan sedikitnya satu, lalu ekspor.',
    en: 'No form is finished, so there is nothing to export. Finish at least one.',
  },
  E_OFFLINE_OPERATOR: {
    id: 'Isi nama operator sebelum mengekspor.',
    en: 'Enter the name of the operator before exporting.',
  },
  E_OFFLINE_NAME: {
    id: 'Isi nama Anda, agar supervisor tahu siapa yang meminta.',
    en: 'Enter your name, so that the supervisor knows who asks.',
  },
  E_OFFLINE_CARRY: {
    id: 'Pilih dua berkas sekaligus: paket lama (.siksdb) dan berkas kerjanya (.sikswork).',
    en: 'Choose two files at once: the old package (.siksdb) and its work file (.sikswork).',
  },
  E_OFFLINE_NO_REQUEST: {
    id: 'Tidak ada permintaan pemulihan di komputer ini yang menunggu jawaban itu. Buka jawaban di komputer yang membuat permintaannya, atau buat permintaan baru.',
    en: 'No recovery request on this computer waits for that answer. Open it on the computer that made the request, or make a new one.',
  },
  E_OFFLINE_UNEXPECTED: {
    id: 'Terjadi kesalahan yang tidak terduga: {message}. Simpan cadangan sekarang, lalu muat ulang halaman ini.',
    en: 'Something unexpected went wrong: {message}. Save a backup now, then reload this page.',
  },
  OPERATOR_E_SIKS_PASSPHRASE: {
    id: 'Frasa sandi tidak cocok dengan paket ini. Periksa lembar serah terima: 20 huruf dan angka dalam lima kelompok; huruf besar atau kecil sama saja. Jika lembar hilang, pilih Lupa frasa sandi.',
    en: 'The passphrase does not fit this package. Look at the hand-over sheet: 20 letters and digits in five groups, in either case. If the sheet is lost, choose Forgotten passphrase.',
  },
  OPERATOR_E_SIKS_TRUNCATED: {
    id: 'Berkas terpotong: bagian akhirnya tidak ada. Salin ulang berkas dari supervisor sampai selesai, lalu buka kembali. Pekerjaan Anda tidak berubah.',
    en: 'The file is cut short: its end is missing. Copy it again from the supervisor and open it once more. Your work is unchanged.',
  },
  OPERATOR_E_SIKS_BEHIND_END: {
    id: 'Di belakang akhir berkas ini ada {bytes} byte yang bukan bagiannya. Minta berkas yang asli dari supervisor, sebaiknya dalam ZIP. Pekerjaan Anda tidak berubah.',
    en: 'Behind the end of this file stand {bytes} bytes that are no part of it. Ask the supervisor for the original file, best inside a ZIP. Your work is unchanged.',
  },
  OPERATOR_E_SIKS_TAMPERED: {
    id: 'Isi berkas rusak atau diubah sehingga tidak dapat dipercaya. Salin ulang berkas aslinya; pekerjaan Anda tidak berubah.',
    en: 'The content is damaged or was changed and cannot be trusted. Copy the original again; your work is unchanged.',
  },
  OPERATOR_E_SIKS_VERSION: {
    id: 'Berkas memakai format versi {found}, sedangkan aplikasi ini membaca versi {supported}. Minta aplikasi offline terbaru kepada supervisor; pekerjaan Anda tidak berubah.',
    en: 'The file uses format version {found}; this application reads version {supported}. Ask the supervisor for the newest application; your work is unchanged.',
  },
  OPERATOR_E_SIKS_NOT_SIKS: {
    id: 'Isi berkas ini tidak dikenali. Pilih paket (.siksdb), berkas kerja (.sikswork), atau berkas balik (.siksback) dari supervisor.',
    en: 'The content of this file is not known. Choose a package (.siksdb), a work file (.sikswork) or a file of returned records (.siksback).',
  },
  OPERATOR_E_SIKS_EMPTY_FILE: {
    id: 'Berkas kosong (0 byte): penyalinan gagal. Salin ulang dari supervisor.',
    en: 'The file is empty (0 bytes): copying failed. Copy it again.',
  },
  OPERATOR_E_SIKS_EMPTY: {
    id: 'Belum ada formulir yang selesai, jadi belum ada yang diekspor.',
    en: 'No form is finished, so there is nothing to export.',
  },
} as const satisfies Record<string, Text>
