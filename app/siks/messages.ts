import type { Text } from '#verification/instrument'

/**
 * The catalogue of refusals. Codes never change meaning and are never reused. The first group refuses the file, the
 * second one record of it, the third an archive of several files, the fourth what an operator receives.
 */
export const MESSAGES = {
  E_SIKS_EMPTY_FILE: {
    id: 'Berkas kosong (0 byte). Penyalinan kemungkinan gagal; salin ulang berkas .siks dari komputer operator.',
    en: 'The file is empty (0 bytes). Copying probably failed; copy the .siks file again from the operator’s computer.',
  },
  E_SIKS_NOT_SIKS: {
    id: 'Isi berkas ini tidak dikenali sebagai berkas .siks, apa pun namanya. Pilih berkas yang dibuat dengan menu Ekspor pada aplikasi offline.',
    en: 'The content of this file is not that of a .siks file, whatever its name. Choose a file made by Export in the offline application.',
  },
  E_SIKS_WRONG_KIND: {
    id: 'Ini bukan berkas {expected}, melainkan {kind}. {hint}',
    en: 'This is not a {expected} file but {kind}. {hint}',
  },
  E_SIKS_TRUNCATED: {
    id: 'Berkas terpotong: bagian akhirnya tidak ada ({bytes} byte terbaca). Salin ulang berkas dari komputer operator sampai selesai, lalu unggah kembali.',
    en: 'The file is cut short: its end is missing ({bytes} bytes read). Copy the whole file again from the operator’s computer and upload it again.',
  },
  E_SIKS_BEHIND_END: {
    id: 'Berkas ini utuh, tetapi di belakang akhirnya ada {bytes} byte yang bukan bagiannya, misalnya karena surel atau penyalinan. Minta berkas yang asli dari komputer operator, sebaiknya dalam ZIP.',
    en: 'The file is whole, but {bytes} bytes stand behind its end that are no part of it, as email or copying may add. Ask for the original file from the operator’s computer, best inside a ZIP.',
  },
  E_SIKS_TAMPERED: {
    id: 'Isi berkas berubah atau rusak sejak diekspor sehingga tidak dapat dipercaya. Minta operator mengekspor ulang; jangan menyunting berkas .siks.',
    en: 'The content has changed or been damaged since it was exported and cannot be trusted. Ask the operator to export again; never edit a .siks file.',
  },
  E_SIKS_FOREIGN_ISSUE: {
    id: 'Berkas ini menjawab paket {issue}, yang tidak diterbitkan untuk wilayah Anda. Serahkan kepada supervisor kabupaten/kota yang menerbitkan paket tersebut.',
    en: 'This file answers package {issue}, which was not issued for your region. Hand it to the supervisor of the regency that issued that package.',
  },
  E_SIKS_WRONG_RECIPIENT: {
    id: 'Kepala berkas menyebut paket {issue}, tetapi isinya tidak dapat dibuka dengan kunci paket itu: berkas diubah atau dibuat dengan paket lain. Minta operator mengekspor ulang.',
    en: 'The header names package {issue}, but the key of that package does not open the content: the file was changed or made with another package. Ask the operator to export again.',
  },
  E_SIKS_ISSUE_MISMATCH: {
    id: 'Kepala berkas menyebut paket {header}, sedangkan isinya menyebut paket {manifest}. Kepala berkas telah diubah; minta operator mengekspor ulang.',
    en: 'The header names package {header} while the content names package {manifest}. The header was changed; ask the operator to export again.',
  },
  E_SIKS_VERSION: {
    id: 'Berkas memakai format versi {found}, sedangkan sistem ini membaca versi {supported}. Gunakan aplikasi offline yang sesuai, lalu ekspor ulang.',
    en: 'The file uses format version {found}; this system reads version {supported}. Use a matching offline application and export again.',
  },
  E_SIKS_MANIFEST: {
    id: 'Baris pertama berkas (manifes) tidak benar pada isian “{field}”. Perbarui aplikasi offline, lalu ekspor ulang.',
    en: 'The first line of the file (manifest) is wrong in “{field}”. Update the offline application and export again.',
  },
  E_SIKS_GZIP: {
    id: 'Isi berkas terbuka, tetapi kemasan gzip di dalamnya tidak utuh. Minta operator mengekspor ulang dengan aplikasi offline.',
    en: 'The content was opened, but the gzip packing inside is not whole. Ask the operator to export again with the offline application.',
  },
  E_SIKS_BROKEN_LINE: {
    id: 'Baris {line} bukan JSON UTF-8 yang sah, jadi berkas ini tidak ditulis utuh oleh aplikasi offline. Minta operator mengekspor ulang.',
    en: 'Line {line} is not valid UTF-8 JSON, so the offline application did not write this file as it stands. Ask the operator to export again.',
  },
  E_SIKS_LINE_TOO_LONG: {
    id: 'Baris {line} lebih panjang dari {limit} byte. Satu data tidak sebesar itu; minta operator mengekspor ulang.',
    en: 'Line {line} is longer than {limit} bytes. No record is that large; ask the operator to export again.',
  },
  E_SIKS_FILE_TOO_LARGE: {
    id: 'Berkas lebih besar dari batas {limit} byte. Bagi pekerjaan ke beberapa komputer atau paket, lalu ekspor masing-masing.',
    en: 'The file is larger than the limit of {limit} bytes. Split the work over several computers or packages and export each.',
  },
  E_SIKS_UNPACKED_TOO_LARGE: {
    id: 'Isi berkas setelah dibuka melebihi batas {limit} byte. Bagi pekerjaan ke beberapa komputer atau paket, lalu ekspor masing-masing.',
    en: 'The unpacked content exceeds the limit of {limit} bytes. Split the work over several computers or packages and export each.',
  },
  E_SIKS_BOMB: {
    id: 'Isi berkas mengembang lebih dari {limit} kali ukurannya, seperti berkas yang sengaja dibuat untuk melumpuhkan sistem. Berkas ditolak; periksa asal berkas.',
    en: 'The content grows to more than {limit} times its size, like a file made to exhaust the system. It is refused; check where it came from.',
  },
  E_SIKS_TOO_MANY_RECORDS: {
    id: 'Berkas memuat lebih dari {limit} data. Bagi pekerjaan ke beberapa paket, lalu ekspor masing-masing.',
    en: 'The file holds more than {limit} records. Split the work over several packages and export each.',
  },
  E_SIKS_EMPTY: {
    id: 'Berkas sah, tetapi tidak memuat satu data pun. Pastikan operator sudah menyimpan hasil verval sebelum mengekspor.',
    en: 'The file is valid but holds no record. Make sure the operator saved the verification results before exporting.',
  },
  E_SIKS_NO_END: {
    id: 'Baris penutup tidak ada setelah baris {line}; ekspor berhenti sebelum selesai. Minta operator mengekspor ulang.',
    en: 'The closing line is missing after line {line}; the export stopped before it was done. Ask the operator to export again.',
  },
  E_SIKS_END_SHAPE: {
    id: 'Baris penutup (baris {line}) tidak lengkap atau diikuti baris lain. Minta operator mengekspor ulang.',
    en: 'The closing line (line {line}) is incomplete or followed by another line. Ask the operator to export again.',
  },
  E_SIKS_COUNT: {
    id: 'Baris penutup menyebut {declared} data, tetapi terbaca {found}. Ada baris yang hilang atau ditambahkan; minta operator mengekspor ulang.',
    en: 'The closing line states {declared} records, but {found} were read. Lines were lost or added; ask the operator to export again.',
  },
  E_SIKS_DIGEST: {
    id: 'Sidik jari isi (SHA-256) tidak sama dengan yang tertulis pada baris penutup. Isi berkas berubah; minta operator mengekspor ulang.',
    en: 'The fingerprint (SHA-256) of the content differs from the one in the closing line. The content changed; ask the operator to export again.',
  },
  E_SIKS_SIGNATURE: {
    id: 'Tanda tangan berkas tidak berasal dari paket {issue}. Berkas tidak dibuat oleh aplikasi offline yang memegang paket itu; periksa asal berkas.',
    en: 'The signature does not come from package {issue}. The file was not made by an offline application holding that package; check where it came from.',
  },

  E_SIKS_RECORD_TYPE: {
    id: 'Baris {line} tidak dikenal sebagai data verval (t = “{type}”). Baris ini dilewati; perbarui aplikasi offline.',
    en: 'Line {line} is not known as a record (t = “{type}”). The line is skipped; update the offline application.',
  },
  E_SIKS_RECORD_FIELD: {
    id: 'Baris {line}: isian “{field}” tidak ada atau bentuknya salah. Perbaiki data itu di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: “{field}” is missing or has the wrong form. Correct that record in the offline application and export again.',
  },
  E_SIKS_RECORD_MODULE: {
    id: 'Baris {line}: modul “{module}” tidak disebut dalam manifes berkas. Minta operator mengekspor ulang dengan aplikasi offline terbaru.',
    en: 'Line {line}: module “{module}” is not named in the manifest. Ask the operator to export again with the latest offline application.',
  },
  E_SIKS_RECORD_REPEATED: {
    id: 'Baris {line}: data ini sudah ada pada baris {first} berkas yang sama. Baris kedua tidak dipakai; minta operator mengekspor ulang.',
    en: 'Line {line}: this record already stands on line {first} of the same file. The second line is not used; ask the operator to export again.',
  },
  E_SIKS_NAME_REPEATED: {
    id: 'Baris {line}: satu isian ditulis dua kali, sehingga tidak jelas nilai mana yang berlaku. Minta operator mengekspor ulang dengan aplikasi offline terbaru.',
    en: 'Line {line}: a field is written twice, so it is unclear which value holds. Ask the operator to export again with the latest offline application.',
  },
  E_SIKS_ROW_REPEATED: {
    id: 'Baris {line}: “{field}” memuat dua baris dengan kunci yang sama. Perbaiki data itu di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: “{field}” holds two rows with the same key. Correct that record in the offline application and export again.',
  },
  E_SIKS_TEXT_TOO_LONG: {
    id: 'Baris {line}: teks pada isian “{field}” lebih panjang dari {limit} byte. Pendekkan di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: the text in “{field}” is longer than {limit} bytes. Shorten it in the offline application and export again.',
  },
  E_SIKS_TEXT_INVALID: {
    id: 'Baris {line}: teks pada isian “{field}” memuat karakter yang tidak dapat disimpan. Ketik ulang isian itu di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: the text in “{field}” holds a character that cannot be stored. Type it again in the offline application and export again.',
  },

  E_SIKS_ARCHIVE_BROKEN: {
    id: 'Berkas ZIP rusak atau tidak lengkap dan tidak dibuka. Buat ulang ZIP, atau pilih berkas-berkas .siks secara langsung.',
    en: 'The ZIP file is damaged or incomplete and was not opened. Make it again, or choose the .siks files directly.',
  },
  E_SIKS_ARCHIVE_NAME: {
    id: 'ZIP memuat nama berkas yang menunjuk ke luar foldernya (“{name}”). Seluruh ZIP ditolak; buat ulang dari folder berisi berkas .siks saja.',
    en: 'The ZIP holds a file name that points outside its folder (“{name}”). The whole ZIP is refused; make it again from a folder of .siks files only.',
  },
  E_SIKS_ARCHIVE_LINK: {
    id: 'ZIP memuat tautan atau berkas khusus (“{name}”), bukan berkas biasa. Seluruh ZIP ditolak; buat ulang dari berkas aslinya.',
    en: 'The ZIP holds a link or special file (“{name}”), not a plain file. The whole ZIP is refused; make it again from the real files.',
  },
  E_SIKS_ARCHIVE_ENTRIES: {
    id: 'ZIP memuat {count} berkas, melebihi batas {limit}. Bagi menjadi beberapa ZIP.',
    en: 'The ZIP holds {count} files, above the limit of {limit}. Split it into several ZIP files.',
  },
  E_SIKS_ARCHIVE_SIZE: {
    id: 'Ukuran “{name}” di dalam ZIP melebihi batas atau tidak sesuai dengan yang tertulis. Seluruh ZIP ditolak; buat ulang, atau pilih berkas .siks secara langsung.',
    en: 'The size of “{name}” in the ZIP is above the limit or not the one stated. The whole ZIP is refused; make it again, or choose the .siks files directly.',
  },
  E_SIKS_ARCHIVE_ENCRYPTED: {
    id: 'ZIP memakai kata sandi atau cara kemas yang tidak didukung (“{name}”). Buat ulang ZIP biasa tanpa kata sandi; berkas .siks sudah terenkripsi.',
    en: 'The ZIP uses a password or an unsupported way of packing (“{name}”). Make a plain ZIP without a password; .siks files are encrypted already.',
  },
  E_SIKS_ARCHIVE_EMPTY: {
    id: 'ZIP tidak memuat berkas apa pun. Pilih ZIP yang berisi berkas .siks.',
    en: 'The ZIP holds no file. Choose a ZIP with .siks files in it.',
  },

  E_SIKS_PASSPHRASE: {
    id: 'Frasa sandi tidak membuka paket ini. Periksa ketikan (5 kelompok huruf dan angka) dan pastikan frasa itu milik paket {issue}.',
    en: 'The passphrase does not open this package. Check the typing (5 groups of letters and digits) and that it belongs to package {issue}.',
  },
  E_SIKS_WORK_ISSUE: {
    id: 'Berkas kerja ini milik paket {issue}, bukan paket yang sedang dibuka. Buka paket itu dahulu; tidak ada yang diubah.',
    en: 'This work file belongs to package {issue}, not to the one that is open. Open that package first; nothing was changed.',
  },
  E_SIKS_BACK_ISSUE: {
    id: 'Berkas balik ini dibuat untuk paket {issue}, bukan untuk paket yang sedang dibuka. Buka paket itu dahulu, atau minta berkas balik yang sesuai.',
    en: 'This file of returned records was made for package {issue}, not for the one that is open. Open that package first, or ask for the right file.',
  },
  E_SIKS_ANSWER_OTHER: {
    id: 'Jawaban pemulihan ini bukan untuk permintaan dari komputer ini. Pakai jawaban atas permintaan terakhir yang dibuat di sini.',
    en: 'This answer does not belong to the request made on this computer. Use the answer to the latest request that was made here.',
  },
} as const satisfies Record<string, Text>
