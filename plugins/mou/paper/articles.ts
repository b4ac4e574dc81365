interface Article {
  title: string
  text: (regency: string) => string
  points?: readonly string[]
}

export const opening = (blank: string) =>
  `Pada hari ini, ${blank}, tanggal ${blank}, bertempat di ${blank}, yang bertanda tangan di bawah ini:`

/** The articles of the nota kesepahaman. A draft of ours: the wording that the ministry used in 2019 is not published. */
export const ARTICLES: readonly Article[] = [
  {
    title: 'Tujuan',
    text: (regency) =>
      'Nota Kesepahaman ini menjadi dasar penggunaan Data Terpadu oleh PIHAK KEDUA untuk verifikasi dan validasi data serta ' +
      `penanganan fakir miskin di ${regency}, sesuai dengan Peraturan Menteri Sosial Nomor 10 Tahun 2016.`,
  },
  {
    title: 'Ruang Lingkup',
    text: (regency) =>
      `Data yang diberikan terbatas pada data rumah tangga, keluarga, dan anggota rumah tangga di wilayah ${regency} menurut ` +
      'keputusan Menteri Sosial yang berlaku, beserta aplikasi offline untuk pemutakhirannya.',
  },
  {
    title: 'Kewajiban Pihak Pertama',
    text: () => 'PIHAK PERTAMA berkewajiban:',
    points: [
      'memberikan data dan aplikasi offline melalui SIKS-NG setelah Nota Kesepahaman ini disetujui;',
      'memberikan bimbingan dalam penggunaan data dan aplikasi; dan',
      'menerima dan mengolah hasil verifikasi dan validasi yang disahkan PIHAK KEDUA.',
    ],
  },
  {
    title: 'Kewajiban Pihak Kedua',
    text: () => 'PIHAK KEDUA berkewajiban:',
    points: [
      'menggunakan data hanya untuk tujuan sebagaimana dimaksud dalam Pasal 1;',
      'menyampaikan hasil verifikasi dan validasi melalui SIKS-NG dalam periode yang ditetapkan;',
      'mencatat setiap petugas yang menerima data dan aplikasi offline; dan',
      'memusnahkan salinan data yang tidak lagi diperlukan.',
    ],
  },
  {
    title: 'Kerahasiaan',
    text: () =>
      'PIHAK KEDUA menjaga kerahasiaan data pribadi sesuai dengan peraturan perundang-undangan, serta dilarang mengalihkan, ' +
      'menggandakan, memperjualbelikan, atau memberikan data kepada pihak lain tanpa izin tertulis PIHAK PERTAMA. Kewajiban ini tetap ' +
      'berlaku setelah Nota Kesepahaman berakhir.',
  },
  {
    title: 'Jangka Waktu',
    text: () =>
      'Nota Kesepahaman ini berlaku sejak tanggal ditandatangani sampai dengan ........................ dan dapat ' +
      'diperpanjang atas kesepakatan PARA PIHAK paling lambat 60 (enam puluh) hari sebelum berakhir.',
  },
  {
    title: 'Pembiayaan dan Penyelesaian Perselisihan',
    text: () =>
      'Biaya yang timbul dibebankan pada anggaran masing-masing pihak. Perselisihan diselesaikan dengan musyawarah untuk mufakat.',
  },
  {
    title: 'Penutup',
    text: () =>
      'Nota Kesepahaman ini dibuat dalam rangkap 2 (dua), bermeterai cukup, dan masing-masing mempunyai kekuatan hukum yang sama.',
  },
]
