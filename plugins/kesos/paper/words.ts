import type { PersonRead } from '#core/plugin'

/** Formal Indonesian of the report. */
export const words = {
  title: 'Laporan Subjek Data',
  made: (at: string) =>
    `Dibuat ${at} atas permintaan pemilik data (UU 27/2022). Nomor identitas disamarkan; nomor lengkap ditunjukkan kepada pemiliknya di kantor.`,
  identity: 'Identitas',
  household: 'Anggota rumah tangga yang sama',
  programmes: 'Keikutsertaan program',
  reads: (count: number) => `Siapa yang membaca data ini: ${count.toLocaleString('id-ID')} kali`,
  newest: (count: number) => `Dicetak ${count} yang terbaru.`,
  ...{ at: 'Waktu', by: 'Pembaca', what: 'Tindakan', why: 'Keperluan' },
  of: { person: 'orang', household: 'rumah tangga', centre: 'data pusat' },
  whole: (count: number, newest: string | null) =>
    count === 0
      ? 'Belum pernah ada daftar atau berkas seluruh wilayah yang diunduh dari modul ini.'
      : `Selain itu, daftar atau berkas seluruh wilayah diunduh ${count.toLocaleString('id-ID')} kali, terakhir ${newest}. Berkas itu dapat memuat data ini; pengunduhnya tercatat dan dapat ditanyakan kepada kantor ini.`,
  rights: 'Kekeliruan dapat dilaporkan kepada kantor ini agar diperbaiki melalui verifikasi dan validasi.',
} as const

export const ACTIONS: Record<PersonRead['action'], string> = {
  open: 'Membuka',
  search: 'Mencari',
  export: 'Mengekspor',
  print: 'Mencetak',
  download: 'Mengunduh',
  reveal: 'Membuka nomor pada',
}

/** What was read, by the kind of the log without its module. */
export const OBJECTS: Readonly<Record<string, string>> = {
  lookup: 'hasil pencarian',
  card: 'kartu orang',
  report: 'laporan subjek data',
  list: 'daftar NIK',
  record: 'data rumah tangga',
}

export const PURPOSES: Record<PersonRead['purpose'], string> = {
  verval: 'Verifikasi dan validasi',
  complaint: 'Menangani pengaduan warga',
  correction: 'Memperbaiki data kependudukan',
  audit: 'Pemeriksaan',
  subject: 'Permintaan pemilik data',
}

export const ANSWERS: Record<'yes' | 'no' | 'none', string> = { yes: 'Ya', no: 'Tidak', none: '–' }
