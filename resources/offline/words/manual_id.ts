import type { ManualPart } from './manual.js'

/** The operator's manual, Indonesian. */
export const manualId: readonly ManualPart[] = [
  {
    title: 'Memulai',
    steps: [
      'Supervisor menyerahkan tiga hal: berkas aplikasi (siks-offline.html), paket data (.siksdb), dan lembar serah terima yang memuat frasa sandi. Simpan aplikasi dan paket di flashdisk yang sama.',
      'Buka siks-offline.html dengan klik ganda. Gunakan Chrome, Edge (versi 109 ke atas), atau Firefox (115 ke atas). Internet tidak diperlukan dan tidak digunakan.',
      'Pilih paket, ketik frasa sandi, lalu Buka paket. Huruf besar atau kecil dan tanda hubung tidak berpengaruh; O dibaca 0, I dan L dibaca 1.',
      'Pilih Buat berkas kerja: aplikasi menanyakan tempat menyimpan berkas .sikswork. Simpan di flashdisk, bukan di folder sementara. Bila berkas kerja sudah ada, pilih Pakai berkas kerja yang ada: isinya digabungkan dahulu, baru berkas itu diperbarui. Jangan memilih berkas lama lewat Buat berkas kerja, karena peramban mengosongkannya.',
    ],
  },
  {
    title: 'Menjaga pekerjaan',
    steps: [
      'Berkas kerja (.sikswork) adalah pekerjaan Anda. Pada Chrome dan Edge berkas itu diperbarui sendiri setelah dipilih sekali. Pada Firefox aplikasi meminta Simpan cadangan setiap 20 formulir atau 15 menit serta setelah setiap ekspor, dan tidak dapat dilewati; menutup halaman tidak menghapus hitungannya.',
      'Salinan tersandi juga disimpan peramban, tetapi hilang bila riwayat peramban dibersihkan, jendela pribadi ditutup, atau komputer diganti. Yang menyelamatkan pekerjaan adalah berkas kerja.',
      'Pindah komputer: bawa paket dan berkas kerja, pilih keduanya sekaligus pada layar pertama. Setelah itu jangan lanjutkan pekerjaan di komputer lama. Bila telanjur, atau bila kantor meminta kedua berkas kerja digabungkan: buka paket dengan berkas kerja yang satu, buka berkas kerja yang lain lewat menu Dikembalikan, lalu ekspor ulang. Kedua pekerjaan digabungkan, yang disunting terakhir dipakai, dan nomor ekspornya boleh meloncat satu.',
      'Dua pekerjaan yang dimulai terpisah (kode pekerjaannya berbeda) digabungkan selama salah satunya belum pernah diekspor. Bila keduanya sudah, ekspor masing-masing: kantor yang membandingkan.',
      'Satu paket hanya boleh dibuka di satu tab. Nama drive boleh berubah; pilih kembali berkasnya bila diminta.',
      'Disk penuh atau flashdisk dicabut: jangan tutup halaman. Pekerjaan masih ada di layar; pasang kembali flashdisk (aplikasi mencoba lagi setiap setengah menit), pilih berkas kerja kembali, atau pilih Simpan cadangan ke tempat lain.',
    ],
  },
  {
    title: 'Mengisi formulir',
    steps: [
      'Halaman formulir mengikuti blok pada kertas, dengan satu halaman untuk setiap orang, lalu Hasil. Pertanyaan yang tidak perlu dijawab tidak ditampilkan.',
      'Ketik kode seperti pada kertas: begitu kodenya pasti, kursor pindah sendiri. Tanggal cukup delapan angka, misalnya 25121962. Enter pindah ke pertanyaan berikut, Shift+Enter ke sebelumnya.',
      'F2 menyalin jawaban sebelumnya (orang di atasnya, atau formulir yang terakhir disimpan). F4 ke masalah berikutnya. F7 menambah baris. F8 halaman berikutnya. F9 simpan. Ctrl+Enter simpan dan berikutnya. Esc kembali; isian yang belum disimpan tetap terjaga.',
      'Panel Masalah memakai aturan yang sama dengan sistem di kabupaten/kota. Masalah yang menahan harus dibetulkan sebelum data diterima; peringatan perlu diperiksa.',
      'Orang yang meninggal atau pindah tidak dihapus: isi keterangan keberadaannya. Bila ia kepala, aplikasi meminta penggantinya saat itu juga.',
      'Memindahkan orang ke keluarga lain: ganti nomor urut keluarganya. Nomor baru membuat keluarga baru.',
      'Usulan baru memakai formulir yang sama. Isian yang telanjur dibuat dapat dibuang dengan Buang isian, yang ditekan dua kali.',
    ],
  },
  {
    title: 'Musdes cepat',
    steps: [
      'Menu Musdes cepat menampilkan satu SLS. Pilih baris dengan panah, tekan nomor hasilnya, dan baris berikutnya terpilih. Keliru menekan: Batalkan. Enter membuka formulir bila ada isian yang berubah; yang sudah diubah pada formulir diputuskan di sana.',
    ],
  },
  {
    title: 'Ekspor dan penyerahan',
    steps: [
      'Menu Ekspor menulis satu berkas .siks berisi semua formulir yang selesai. Formulir yang sedang diisi belum ikut. Berkas tersandi untuk kantor supervisor saja.',
      'Cetak ringkasan, tanda tangani, dan serahkan bersama berkasnya. SHA-256 pada ringkasan harus sama dengan yang terlihat saat import.',
      'Ekspor boleh diulang. Setiap ekspor memuat semuanya dan menggantikan yang sebelumnya; nomor urutnya berlanjut.',
    ],
  },
  {
    title: 'Dikembalikan supervisor',
    steps: [
      'Buka berkas balik (.siksback) pada menu Dikembalikan. Setiap formulir menampilkan catatan, dan kursor berada pada isian yang dimaksud. Perbaiki, simpan, lalu ekspor ulang.',
    ],
  },
  {
    title: 'Lupa frasa sandi',
    steps: [
      'Pada layar pertama pilih paket, lalu Lupa frasa sandi dan Buat permintaan. Kirim berkas .siksrecover kepada supervisor dan bacakan kodenya lewat telepon.',
      'Supervisor mengirim berkas .siksanswer. Buka di komputer dan peramban yang sama bersama paketnya. Catat frasa sandi baru yang tampil, pasang, lalu ganti paket pada flashdisk dengan yang baru tersimpan.',
    ],
  },
  {
    title: 'Keaslian aplikasi',
    steps: [
      'Versi dan sidik di kaki halaman dihitung dari berkas ini sendiri. Supervisor mempunyai daftar sidik yang sah. Bila berbeda, jangan isi apa pun: minta berkas aplikasi yang asli. Paket dan berkas kerja tetap dapat dibuka dengan aplikasi asli.',
    ],
  },
]
