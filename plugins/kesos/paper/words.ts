import type { PersonRead } from '#core/plugin'

/** Formal Indonesian of the report. */
export const words = {
  title: 'Laporan Subjek Data',
  made: (at: string) =>
    `Dibuat ${at} atas permintaan pemilik data (UU 27/2022). Nomor identitas disamarkan; nomor lengkap ditunjukkan kepada pemiliknya di kantor.`,
  identity: 'Identitas',
  household: 'Anggota rumah tangga yang sama',
  programmes: 'Keikutsertaan program',
  programmesOf: (title: string) => `Keikutsertaan program: ${title}`,
  listings: 'Tercatat sekarang pada',
  throughCard: (name: string | null) => ` (${name ? `atas nama ${name}, ` : ''}melalui kartu keluarga)`,
  times: (count: number) => `pada ${count} data`,
  reads: (count: number) => `Siapa yang membaca data ini: ${count.toLocaleString('id-ID')} kali`,
  newest: (count: number) => `Dicetak ${count} yang terbaru.`,
  ...{ at: 'Waktu', by: 'Pembaca', what: 'Tindakan', why: 'Keperluan' },
  of: { person: 'orang', household: 'rumah tangga', centre: 'data pusat' },
  whole: (count: number, newest: string | null) =>
    count === 0
      ? 'Belum pernah ada daftar atau berkas seluruh wilayah yang diunduh dari modul yang memuat data ini.'
      : `Selain itu, daftar atau berkas seluruh wilayah diunduh ${count.toLocaleString('id-ID')} kali, terakhir ${newest}. Berkas itu dapat memuat data ini; pengunduhnya tercatat dan dapat ditanyakan kepada kantor ini.`,
  rights: 'Kekeliruan dapat dilaporkan kepada kantor ini agar diperbaiki melalui verifikasi dan validasi.',
} as const

const ACTIONS: Record<PersonRead['action'], string> = {
  open: 'Membuka',
  search: 'Menemukan dalam',
  export: 'Mengekspor',
  print: 'Mencetak',
  download: 'Mengunduh',
  reveal: 'Membuka nomor pada',
}

const OBJECTS: Readonly<Record<string, string>> = {
  'kesos.lookup': 'hasil pencarian',
  'kesos.card': 'kartu orang',
  'kesos.report': 'laporan subjek data',
  'kesos.list': 'daftar NIK',
}

/** What a reading did with what. */
export function deedOf({ action, object }: Pick<PersonRead, 'action' | 'object'>): string {
  const [module = '', kind = ''] = object.split('.')
  const register = `${kind === 'record' ? 'data' : 'daftar'} ${module.toUpperCase()}`
  return `${ACTIONS[action]} ${OBJECTS[object] ?? register}`
}

export const PURPOSES: Record<PersonRead['purpose'], string> = {
  verval: 'Verifikasi dan validasi',
  complaint: 'Menangani pengaduan warga',
  correction: 'Memperbaiki data kependudukan',
  audit: 'Pemeriksaan',
  subject: 'Permintaan pemilik data',
}

export const ANSWERS: Record<'yes' | 'no' | 'none', string> = { yes: 'Ya', no: 'Tidak', none: '–' }
