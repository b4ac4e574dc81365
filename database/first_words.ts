/** Questions that every installation begins with, in the order of the page; `subject` is one of the sections in the catalogue under `faq`. */
export const FIRST_FAQ = [
  {
    subject: 'account',
    question_id: 'Saya lupa kata sandi. Mengapa tidak ada tombol reset?',
    answer_id:
      'Akun supervisor membuka data pribadi seluruh kabupaten/kota, sehingga reset hanya dilakukan Pusdatin berdasarkan surat tugas. Kirim surat tugas melalui surel ke pusdatinkesos@kemsos.go.id. Anda akan menerima kata sandi sekali pakai yang berlaku 24 jam dan harus langsung diganti.',
    question_en: 'I lost my password. Why is there no reset button?',
    answer_en:
      "A supervisor's account opens the personal data of a whole regency, so only Pusdatin resets it, on a letter of assignment. Send the letter by e-mail to pusdatinkesos@kemsos.go.id. You will get a one-time password, valid for 24 hours, to be changed at once.",
  },
  {
    subject: 'account',
    question_id: 'Akun saya terkunci.',
    answer_id:
      'Akun terkunci setelah beberapa kali salah kata sandi. Ajukan pembukaan dengan surat tugas, sama seperti reset. Membuka kunci dan mereset kata sandi adalah dua hal berbeda; sebutkan mana yang Anda perlukan.',
    question_en: 'My account is locked.',
    answer_en:
      'It locks after several wrong passwords. Ask for unlocking with a letter of assignment, as for a reset. Unlocking and resetting are two different acts; say which one you need.',
  },
  {
    subject: 'account',
    question_id: 'Apakah operator desa memerlukan akun?',
    answer_id: 'Tidak. Operator bekerja dengan aplikasi offline dan menyerahkan berkas .siks kepada supervisor.',
    question_en: 'Do village operators need an account?',
    answer_en: 'No. They work with the offline application and hand over .siks files to the supervisor.',
  },
  {
    subject: 'account',
    question_id: 'Peramban apa yang dapat dipakai?',
    answer_id:
      'Mozilla Firefox atau Google Chrome. Yang tertua yang didukung adalah Chrome 109 dan Firefox 115 ESR, termasuk pada Windows 7.',
    question_en: 'Which browsers can be used?',
    answer_en: 'Mozilla Firefox or Google Chrome. The oldest supported are Chrome 109 and Firefox 115 ESR, on Windows 7 too.',
  },
  {
    subject: 'file',
    question_id: 'Dua operator mengirim berkas bernama sama. Masalahkah?',
    answer_id:
      'Tidak. Berkas dikenali dari isinya. Hanya berkas yang benar-benar sama yang ditolak, dengan keterangan kapan dan oleh siapa berkas itu pertama kali diimpor.',
    question_en: 'Two operators sent files with the same name. Is that a problem?',
    answer_en: 'No. A file is known by its content. Only the very same file is refused, with date and user of its first import.',
  },
  {
    subject: 'file',
    question_id: 'Operator memperbaiki lalu mengekspor lagi. Apakah yang lama harus diurungkan dulu?',
    answer_id:
      'Tidak perlu. Setiap ekspor memuat seluruh pekerjaan komputer itu. Impor berkas terbaru; yang berubah diperbarui dan usulan baru tidak menjadi ganda.',
    question_en: 'An operator corrected something and exported again. Must the old file be undone first?',
    answer_en:
      'No. Every export holds all the work of that computer. Import the newest file; changes are updated and new households are not doubled.',
  },
  {
    subject: 'file',
    question_id: 'Apa arti baru, berubah, sama, bentrok, dan ditolak?',
    answer_id:
      'Baru: belum ada di periode ini. Berubah: mengganti isian sebelumnya. Sama: tidak ada beda. Bentrok: dua komputer mengisi isian yang sama dengan nilai berbeda, sehingga Anda yang memilih. Ditolak: tidak dapat diterima, dengan alasan per baris. Jumlah dibaca selalu sama dengan diterima ditambah ditolak ditambah bentrok.',
    question_en: 'What do new, changed, same, conflicting and rejected mean?',
    answer_en:
      'New: not yet in this period. Changed: replaces earlier values. Same: no difference. Conflicting: two computers gave one field different values, so you choose. Rejected: cannot be taken, with the reason for each row. Read always equals accepted plus rejected plus conflicting.',
  },
  {
    subject: 'file',
    question_id: 'Satu baris salah, apakah seluruh berkas gagal?',
    answer_id: 'Tidak. Baris itu ditolak atau ditandai, selebihnya tetap dapat diterapkan.',
    question_en: 'One row is wrong. Does the whole file fail?',
    answer_en: 'No. That row is rejected or marked, the rest can be applied.',
  },
  {
    subject: 'file',
    question_id: 'Bolehkah saya menutup halaman saat pemeriksaan berjalan?',
    answer_id: 'Boleh. Pekerjaan berjalan di server. Buka Riwayat Import untuk melihat hasilnya.',
    question_en: 'May I close the page while the check runs?',
    answer_en: 'Yes. The work goes on at the server. Open Import History to see the result.',
  },
  {
    subject: 'review',
    question_id: 'Apa beda masuk dan diterima?',
    answer_id:
      'Masuk berarti datang dari berkas operator. Diterima berarti sudah diputuskan supervisor. Hanya yang diterima yang ikut finalisasi; selebihnya tetap memakai nilai data dasar dan jumlahnya tercantum di surat.',
    question_en: 'What is the difference between received and accepted?',
    answer_en:
      "Received came from an operator's file. Accepted was decided by the supervisor. Only what is accepted is finalised; the rest keeps the values of the base data and is counted on the letter.",
  },
  {
    subject: 'review',
    question_id: 'Apa itu masalah bawaan?',
    answer_id:
      'Kekeliruan pada data dasar yang tidak disentuh pada periode ini, misalnya NIK kosong. Jumlahnya tampil, tetapi tidak menghalangi finalisasi.',
    question_en: 'What is an inherited problem?',
    answer_en:
      'A fault of the base data that was not touched in this period, such as a missing NIK. It is counted and does not block finalisation.',
  },
  {
    subject: 'review',
    question_id: 'Ada masalah yang menghalangi dan operator tidak dapat dihubungi.',
    answer_id:
      'Anda dapat memperbaiki isiannya sendiri, menarik data itu dari periode ini, atau mengecualikan aturannya dengan alasan bila aturan itu membolehkan. Pengecualian dihitung dan tercantum di lampiran surat.',
    question_en: 'Something blocks and the operator cannot be reached.',
    answer_en:
      'You can correct the field yourself, withdraw the record from this period, or waive the rule with a reason where that is allowed. Waivers are counted and listed in the annex of the letter.',
  },
  {
    subject: 'letter',
    question_id: 'Sudah finalisasi, ternyata masih ada yang salah.',
    answer_id:
      'Ajukan pembukaan kembali kepada kementerian dengan alasan. Bila disetujui, surat yang sudah terbit menjadi batal dan nomornya tidak dipakai lagi.',
    question_en: 'It is finalised, and something is still wrong.',
    answer_en:
      'Ask the Ministry to reopen, with a reason. If it agrees, the issued letter becomes void and its number is not used again.',
  },
  {
    subject: 'letter',
    question_id: 'Pindaian surat ditolak.',
    answer_id:
      'Kode QR pada pindaian milik surat yang sudah batal atau surat lain. Pindai surat yang berlaku. Bila QR tidak terbaca, pindaian dapat diterima setelah Anda memastikan, dan diberi tanda untuk kementerian.',
    question_en: 'The scan of the letter was refused.',
    answer_en:
      'Its QR code belongs to a void or another letter. Scan the letter in force. If the code cannot be read, the scan is taken after your confirmation and marked for the Ministry.',
  },
  {
    subject: 'letter',
    question_id: 'Apakah kode QR sama dengan tanda tangan elektronik?',
    answer_id: 'Bukan. Kode QR membuktikan bahwa isi surat dan berkas hasil tidak berubah. Tanda tangan tetap di atas kertas.',
    question_en: 'Is the QR code an electronic signature?',
    answer_en: 'No. It proves that the content of letter and result files has not changed. The signature stays on paper.',
  },
  {
    subject: 'privacy',
    question_id: 'Mengapa NIK dan nomor KK ditampilkan dengan bintang?',
    answer_id:
      'Nomor itu dilindungi. Tekan Lihat dan pilih keperluannya; nomor tampil paling lama 5 menit dan pembukaannya dicatat, sesuai UU 27/2022 tentang Pelindungan Data Pribadi.',
    question_en: 'Why are NIK and family card numbers shown with asterisks?',
    answer_en:
      'They are protected. Press Show and choose a purpose; the number is shown for at most 5 minutes and the opening is recorded, as Law 27/2022 on personal data protection requires.',
  },
  {
    subject: 'privacy',
    question_id: 'Bolehkah hasil dikirim ke dinas lain?',
    answer_id: 'Penggunaan data oleh pihak lain diatur Permensos 10/2016: perlu surat permohonan dan nota kesepahaman.',
    question_en: 'May results be sent to another office?',
    answer_en:
      'Use of the data by others follows Permensos 10/2016: it needs a request letter and a memorandum of understanding.',
  },
] as const

/** Where to ask for help. */
export const FIRST_CONTACTS = [
  { kind: 'web', value: 'support.siks.kemsos.go.id', note_id: 'Forum dan FAQ', note_en: 'Forum and FAQ' },
  {
    kind: 'mail',
    value: 'pusdatinkesos@kemsos.go.id',
    note_id: 'Surel Pusdatin Kesos, juga untuk permohonan reset kata sandi',
    note_en: 'E-mail of Pusdatin Kesos, also for password reset requests',
  },
  { kind: 'web', value: 'helpdesk.kemsos.go.id', note_id: 'Tiket pribadi', note_en: 'Private tickets' },
] as const
