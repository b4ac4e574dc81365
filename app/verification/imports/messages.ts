import type { Text } from '../instrument.js'

/**
 * The catalogue of what an import refuses, beside that of the file format. Codes never change meaning. The first group refuses a
 * file, the second one record of it, the third an act of the supervisor.
 */
export const IMPORT_MESSAGES = {
  E_IMPORT_DUPLICATE: {
    id: 'Berkas yang sama persis sudah diterima pada {at} oleh {by} dengan nama “{name}”. Tidak perlu diimpor lagi; urungkan import itu dahulu bila memang harus diulang.',
    en: 'This very file was received on {at} by {by} as “{name}”. It need not be imported again; undo that import first if it must be repeated.',
  },
  E_IMPORT_TWICE: {
    id: 'Isinya persis sama dengan “{name}” dalam kiriman ini, yang diterima pada {at} oleh {by}, sehingga hanya berkas itu yang diperiksa. Lihat hasilnya pada berkas itu.',
    en: 'Its content is that of “{name}” in this batch, received on {at} by {by}, so only that file is checked. See there what came of it.',
  },
  E_IMPORT_UPLOAD: {
    id: 'Unggahan berkas ini belum selesai atau sudah dihapus dari server. Unggah kembali.',
    en: 'The upload of this file is not complete or was removed from the server. Upload it again.',
  },
  E_IMPORT_FORGOTTEN: {
    id: 'Pemeriksaan berkas ini dihentikan dan tidak dilanjutkan selama {days} hari, sehingga isinya dihapus. Unggah kembali bila masih diperlukan.',
    en: 'The check of this file was stopped and not taken up for {days} days, so that its content was removed. Upload it again if it is still needed.',
  },
  E_IMPORT_ISSUE_REVOKED: {
    id: 'Paket {issue} yang dijawab berkas ini dicabut pada {at} dengan alasan: {reason}. Minta operator bekerja dengan paket yang berlaku, lalu mengekspor ulang.',
    en: 'Package {issue}, which this file answers, was revoked on {at} for this reason: {reason}. Ask the operator to work with the package in force and to export again.',
  },
  E_IMPORT_APP_OLD: {
    id: 'Berkas dibuat dengan aplikasi offline versi {found}, yang tidak diterima lagi. Unduh versi {newest} di halaman Unduh Database & Aplikasi Offline, buka berkas kerja operator dengan versi itu, lalu ekspor ulang; isian operator tidak hilang.',
    en: 'The file was made with version {found} of the offline application, which is no longer taken. Download version {newest} from the page of packages, open the operator’s work file with it and export again; nothing the operator entered is lost.',
  },
  E_IMPORT_APP_WITHDRAWN: {
    id: 'Berkas dibuat dengan aplikasi offline versi {found}, yang ditarik dengan alasan: {reason}. Unduh versi {newest} di halaman Unduh Database & Aplikasi Offline, buka berkas kerja operator dengan versi itu, lalu ekspor ulang; isian operator tidak hilang.',
    en: 'The file was made with version {found} of the offline application, which was withdrawn for this reason: {reason}. Download version {newest} from the page of packages, open the operator’s work file with it and export again; nothing the operator entered is lost.',
  },
  E_IMPORT_APP_NONE: {
    id: 'Berkas dibuat dengan aplikasi offline versi {found}, yang ditarik dengan alasan: {reason}. Versi penggantinya belum diterbitkan. Simpan berkas kerja operator, tunggu versi baru dari Pusdatin, buka berkas kerja itu dengannya, lalu ekspor ulang; isian operator tidak hilang.',
    en: 'The file was made with version {found} of the offline application, which was withdrawn for this reason: {reason}. Its successor is not published yet. Keep the operator’s work file, wait for the new version from Pusdatin, open the work file with it and export again; nothing the operator entered is lost.',
  },
  E_IMPORT_APP_OLD_NONE: {
    id: 'Berkas dibuat dengan aplikasi offline versi {found}, yang tidak diterima lagi. Versi penggantinya belum diterbitkan. Simpan berkas kerja operator, tunggu versi baru dari Pusdatin, buka berkas kerja itu dengannya, lalu ekspor ulang; isian operator tidak hilang.',
    en: 'The file was made with version {found} of the offline application, which is no longer taken. Its successor is not published yet. Keep the operator’s work file, wait for the new version from Pusdatin, open the work file with it and export again; nothing the operator entered is lost.',
  },
  E_IMPORT_MODULE: {
    id: 'Berkas memuat modul “{module}”, yang tidak terpasang atau tidak aktif untuk wilayah ini. Hubungi Pusdatin.',
    en: 'The file holds module “{module}”, which is not installed or not active for this region. Ask Pusdatin.',
  },
  E_IMPORT_MODULE_NOT_ISSUED: {
    id: 'Berkas memuat modul {module}, padahal paket {issue} yang dijawabnya tidak memuat modul itu. Serahkan paket yang memuatnya kepada operator, lalu minta operator mengekspor ulang.',
    en: 'The file holds module {module}, but package {issue}, which it answers, does not. Hand the operator a package with that module and ask for a new export.',
  },
  E_IMPORT_OLD_EDITION: {
    id: 'Berkas dibuat dari paket data dasar {found}, sedangkan periode yang dibuka memakai {expected}. Serahkan paket terbaru kepada operator; hasil vervalnya tidak dapat dipakai pada data dasar lain.',
    en: 'The file was made from base data {found}, while the open period uses {expected}. Hand the latest package to the operator; these results do not fit other base data.',
  },
  E_IMPORT_OTHER_PERIOD: {
    id: 'Berkas menjawab {found}, sedangkan periode yang dibuka adalah {expected}. Minta operator mengekspor ulang dengan paket periode ini.',
    en: 'The file answers {found}, while the open period is {expected}. Ask the operator to export again with the package of this period.',
  },
  E_IMPORT_OLDER_EXPORT: {
    id: 'Sudah ada ekspor lebih baru dari komputer ini: ekspor ke-{newest} diterima pada {at}, sedangkan berkas ini ekspor ke-{found}. Setiap ekspor memuat seluruh hasil, jadi berkas ini tidak diperlukan. Bila operator melanjutkan salinan lama berkas kerjanya, minta ia membuka berkas kerja terbaru, menggabungkan salinan itu, lalu mengekspor ulang.',
    en: 'There is a newer export of this computer: export {newest} was received on {at}, this file is export {found}. Every export holds all results, so this file is not needed. An operator who went on from an old copy of the work file opens the newest one, joins the copy to it, and exports again.',
  },
  E_IMPORT_SAME_EXPORT: {
    id: 'Ekspor ke-{found} dari komputer ini sudah diterima pada {at} dengan isi lain. Berkas kerja yang sama kemungkinan dilanjutkan di dua komputer; minta operator membuka kedua berkas kerja pada satu komputer agar digabungkan, lalu mengekspor ulang.',
    en: 'Export {found} of this computer was received on {at} with other content. The same work file was probably continued on two computers; ask the operator to open both work files on one computer, which joins them, and to export again.',
  },
  E_IMPORT_CODE_LIST: {
    id: 'Berkas memakai daftar kode “{found}”, yang tidak dikenal modul {module}. Perbarui aplikasi offline, lalu ekspor ulang.',
    en: 'The file uses code list “{found}”, which module {module} does not know. Update the offline application and export again.',
  },

  E_IMPORT_RECORD_SHAPE: {
    id: 'Baris {line}: {reason} Perbaiki di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: {reason} Correct it in the offline application and export again.',
  },
  E_IMPORT_RECORD_MODULE: {
    id: 'Baris {line}: modul “{module}” tidak memiliki periode yang dibuka untuk wilayah ini. Baris ini tidak dipakai.',
    en: 'Line {line}: module “{module}” has no open period for this region. The line is not used.',
  },
  E_IMPORT_RECORD_PERIOD: {
    id: 'Baris {line}: {reason} Baris ini tidak dipakai.',
    en: 'Line {line}: {reason} The line is not used.',
  },
  E_IMPORT_RECORD_OUTCOME: {
    id: 'Baris {line}: hasil verval “{found}” bukan hasil yang dapat dipilih operator. Perbarui aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: outcome “{found}” is none an operator can choose. Update the offline application and export again.',
  },
  E_IMPORT_RECORD_OUTCOME_NEW: {
    id: 'Baris {line}: data ini usulan baru, sehingga hasil vervalnya tidak dapat “{found}”. Pilih usulan baru, atau batalkan, di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: this record is a new proposal, so its outcome cannot be “{found}”. Choose new proposal, or cancel it, in the offline application and export again.',
  },
  E_IMPORT_RECORD_OUTCOME_KNOWN: {
    id: 'Baris {line}: data ini sudah ada pada data dasar, sehingga hasil vervalnya tidak dapat “{found}”. Pilih hasil verval lain di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: this record is in the base data already, so its outcome cannot be “{found}”. Choose another outcome in the offline application and export again.',
  },
  E_IMPORT_RECORD_VILLAGE: {
    id: 'Baris {line}: {reason} Perbaiki kode wilayahnya di aplikasi offline, lalu ekspor ulang.',
    en: 'Line {line}: {reason} Correct the village code in the offline application and export again.',
  },
  E_IMPORT_RECORD_SCOPE: {
    id: 'Baris {line}: desa/kelurahan {found} di luar wilayah paket ini ({expected}). Data itu diserahkan melalui paket desanya sendiri.',
    en: 'Line {line}: village {found} lies outside this package ({expected}). Hand it in with the package of its own village.',
  },
  E_IMPORT_RECORD_UNKNOWN: {
    id: 'Baris {line}: data ini tidak ada pada data dasar periode yang dibuka. Periksa paket yang dipakai operator; yang baru diisi sebagai usulan baru.',
    en: 'Line {line}: this record is not in the base data of the open period. Check the package the operator used; a new one is entered as a new proposal.',
  },
  E_IMPORT_RECORD_OLDER: {
    id: 'Baris {line}: sudah ada ekspor lebih baru dari komputer ini untuk data ini (revisi {newest}, pada berkas ini {found}). Ekspor ulang dari komputer operator.',
    en: 'Line {line}: there is a newer export of this computer for this record (revision {newest}, in this file {found}). Export again from the operator’s computer.',
  },

  E_IMPORT_MISSING: {
    id: 'Import ini tidak ditemukan pada wilayah Anda. Buka Riwayat Import untuk melihat daftarnya.',
    en: 'This import was not found in your region. See the import history.',
  },
  E_IMPORT_NO_FILE: {
    id: 'Belum ada berkas yang dipilih. Pilih berkas .siks, folder, atau ZIP yang berisi berkas .siks.',
    en: 'No file was chosen. Choose .siks files, a folder or a ZIP of .siks files.',
  },
  E_IMPORT_UNREADABLE: {
    id: 'Berkas “{name}” tidak dapat dibaca. Periksa nama dan izinnya.',
    en: 'The file “{name}” cannot be read. Check its name and permissions.',
  },
  E_IMPORT_TOO_MANY: {
    id: 'Satu import memuat paling banyak {limit} berkas, sedangkan yang dipilih {count}. Bagi menjadi beberapa import.',
    en: 'One import holds at most {limit} files, {count} were chosen. Split them over several imports.',
  },
  E_IMPORT_TERMS: {
    id: 'Ketentuan Import periode ini belum Anda setujui. Buka halaman Import Data, baca, lalu centang persetujuannya.',
    en: 'You have not agreed to the import terms of this period. Open Import Data, read them and tick the box.',
  },
  E_IMPORT_STATE: {
    id: 'Berkas ini berstatus “{state}”, sehingga tindakan itu tidak dapat dilakukan lagi. Muat ulang halaman untuk melihat keadaan terakhir.',
    en: 'The state of this file is “{state}”, so that act is not possible any more. Reload the page to see how it stands.',
  },
  E_IMPORT_CHANGED: {
    id: 'Data wilayah berubah sejak berkas ini diperiksa, sehingga hasilnya tidak lagi sama dengan pratinjau ({count} baris berbeda). Pratinjau baru sudah disiapkan; periksa, lalu terapkan kembali.',
    en: 'The data changed since this file was checked, so the result is no longer that of the preview ({count} rows differ). A new preview is ready; look at it and apply again.',
  },
  E_IMPORT_PREVIEW_RENEWED: {
    id: 'Pratinjau import ini sudah diperbarui sejak halaman Anda dibuka. Tidak ada yang diterapkan; periksa hasil yang baru, lalu terapkan.',
    en: 'The preview of this import was renewed since you opened the page. Nothing was applied; look at the new result, then apply it.',
  },
  E_IMPORT_UNDO_CHANGED: {
    id: 'Keadaan berkas ini berubah sejak pratinjau pembatalan dibuka. Pratinjau baru sudah ditampilkan; periksa, lalu batalkan kembali.',
    en: 'The file changed since the preview of the undo was opened. The new preview is shown; look at it and undo again.',
  },
  E_IMPORT_PERMISSION: {
    id: 'Akun {login} tidak berhak mengimpor. Gunakan akun supervisor kabupaten/kota.',
    en: 'Account {login} may not import. Use the account of a regency supervisor.',
  },
} as const satisfies Record<string, Text>

export type ImportCode = keyof typeof IMPORT_MESSAGES
