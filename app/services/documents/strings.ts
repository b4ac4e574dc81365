import { formatLongDate } from '#domain/calendar_date'
import { formatDecimal } from '#domain/decimal'

/** A count of something the official signs with open eyes. */
export interface Counted {
  label: string
  count: number
}

/** The period and decree that every print names. */
export interface Occasion {
  /** What is verified, e.g. `Basis Data Terpadu (BDT)`. */
  program: string
  /** `Kota Magelang`, `Kabupaten Gunungkidul`. */
  regency: string
  /** `Periode II Tahun 2026`. */
  period: string
  /** Number of the decree, e.g. `8/HUK/2026`. */
  decree: string
  decreeDate: string
}

const PREFIXES = ['', 'se', 'dua ', 'tiga ', 'empat ', 'lima ', 'enam ', 'tujuh ', 'delapan ', 'sembilan ']
const DIGITS = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan']

/** A figure below a thousand in words, as official letters repeat it: 17 gives `tujuh belas`. */
export function inWords(count: number): string {
  if (!Number.isInteger(count) || count < 0 || count > 999) return formatDecimal(count)
  if (count < 10) return DIGITS[count]!
  if (count < 20) return count === 10 ? 'sepuluh' : `${PREFIXES[count - 10]}belas`
  const [unit, size] = count < 100 ? ['puluh', 10] : ['ratus', 100]
  const head = `${PREFIXES[Math.floor(count / size)]}${unit}`
  return count % size === 0 ? head : `${head} ${inWords(count % size)}`
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')}${items.length > 2 ? ',' : ''} dan ${items.at(-1)}`
}

/** Most kinds of exception that the letter itself spells out; the annex lists all. */
const SPELLED_OUT = 8

function spelled(counts: readonly Counted[]): string {
  const sorted = [...counts].sort((a, b) => b.count - a.count)
  const rest = sorted.slice(SPELLED_OUT)
  const items = sorted.slice(0, SPELLED_OUT).map(({ label, count }) => `${label} (${formatDecimal(count)})`)
  if (rest.length > 0) items.push(`${formatDecimal(rest.length)} jenis lainnya (${formatDecimal(sum(rest))})`)
  return listed(items)
}

export function sum(counts: readonly Counted[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}

/** `8/HUK/2026`, and not a title that was typed whole, such as `Keputusan Bersama …`. */
const isNumber = (decree: string) => /^\d/.test(decree)

/** The decree as footers and headings name it. */
export const shortDecree = (decree: string) => (isNumber(decree) ? `SK ${decree}` : decree)

/** Words of the documents, in the order of the pages they stand on. */
export const words = {
  draft: 'KONSEP',
  noNumber: '—',
  number: 'Nomor',
  attachment: 'Lampiran',
  subject: 'Perihal',
  placeAndDate: (place: string, date: string) => `${place}, ${formatLongDate(date)}`,
  annexes: (count: number) => (count === 0 ? '—' : `${formatDecimal(count)} (${inWords(count)}) berkas`),
  page: (page: number, pages: number) => `Halaman ${page} dari ${pages}`,
  occasion: ({ program, regency, period, decree }: Occasion) => `${program} · ${regency} · ${period} · ${shortDecree(decree)}`,
  opening: ({ program, regency, period, decree, decreeDate }: Occasion, total: number, unit: string, finalised: string) =>
    `Berdasarkan hasil verifikasi dan validasi ${program} ${regency} ${period} terhadap data dasar menurut ` +
    `${words.decreeInFull({ decree, decreeDate })}, dengan ini disampaikan bahwa data sebanyak ${formatDecimal(total)} ${unit} telah ` +
    `difinalisasi pada tanggal ${formatLongDate(finalised)} dan kami sahkan dengan rincian per kecamatan sebagai berikut:`,
  ordinal: 'No.',
  continued: (title: string) => `${title} (lanjutan)`,
  district: 'Kecamatan',
  total: 'Jumlah',
  notes: 'Catatan:',
  waived: (counts: readonly Counted[]) =>
    counts.length === 0
      ? 'Tidak ada masalah data yang dikecualikan.'
      : `Masalah data yang dikecualikan dengan alasan: ${formatDecimal(sum(counts))} masalah, yaitu ${spelled(counts)}. ` +
        'Rincian dan alasannya dimuat dalam lampiran.',
  notTaken: (counts: readonly Counted[], unit: string) =>
    counts.length === 0
      ? 'Tidak ada pembaruan yang tidak diambil.'
      : `Pembaruan yang tidak diambil: ${formatDecimal(sum(counts))} ${unit}, yaitu ${spelled(counts)}. ` +
        `Untuk ${unit} tersebut berlaku isian data dasar.`,
  closing:
    'Hasil tersebut kami sahkan dan kami pertanggungjawabkan sesuai dengan ketentuan peraturan perundang-undangan. ' +
    'Demikian surat pengesahan ini dibuat untuk dipergunakan sebagaimana mestinya.',
  copies: 'Tembusan:',
  acknowledged: 'Mengetahui,',
  headOfOffice: 'Kepala Dinas Sosial',
  numberByHand: 'Nomor: ................................................',
  employeeNumber: (nip: string) => `NIP ${nip}`,
  seal: 'Segel data (SHA-256)',
  verify: 'Keaslian surat dan data dapat diperiksa pada',
  draftCode: 'Kode QR dimuat saat surat diterbitkan.',
  draftSeal: 'Segel dihitung saat periode difinalisasi.',
  notCertified: 'Kode QR dan segel membuktikan isi data; keduanya bukan tanda tangan elektronik tersertifikasi.',
  annexTitle: 'Lampiran Surat Pengesahan',
  regency: 'Kabupaten/Kota',
  village: 'Desa/Kelurahan',
  period: 'Periode',
  decree: 'Data dasar',
  decreeOf: ({ decree, decreeDate }: Occasion) => `${shortDecree(decree)} tanggal ${formatLongDate(decreeDate)}`,
  decreeInFull: ({ decree, decreeDate }: Pick<Occasion, 'decree' | 'decreeDate'>) =>
    `${isNumber(decree) ? 'Keputusan Menteri Sosial Nomor ' : ''}${decree} tanggal ${formatLongDate(decreeDate)}`,
  finalised: 'Difinalisasi',
  minutes: 'Berita acara',
  villageSeal: 'Segel desa/kelurahan',
  count: 'Jumlah',
  counted: (count: number, unit: string) => `${formatDecimal(count)} ${unit}`,
  noRows: 'Tidak ada.',
  masked: 'NIK disamarkan. Dokumen ini memuat data pribadi; penggunaannya tunduk pada UU Nomor 27 Tahun 2022.',
  personal: 'Dokumen ini memuat data pribadi; penggunaannya tunduk pada UU Nomor 27 Tahun 2022.',
  hashTitle: 'Daftar Sidik Berkas',
  hashIntro:
    'Berkas lampiran dan berkas hasil di bawah ini dibuat satu kali pada saat finalisasi. ' +
    'Sidik SHA-256 sebuah berkas berubah apabila satu byte saja isinya berubah.',
  file: 'Nama berkas',
  size: 'Ukuran',
  hash: 'Sidik (SHA-256)',
  receiptTitle: 'Tanda Terima Berkas',
  receiptIntro: ({ program, regency, period }: Occasion) =>
    `Telah diterima melalui SIKS-NG Online berkas ${program} ${regency} ${period} dengan keterangan sebagai berikut.`,
  receiptCounts: 'Hasil pemeriksaan',
  receiptHash: 'Cocokkan sidik ini dengan sidik yang ditampilkan aplikasi offline saat berkas dibuat.',
  deliverer: 'Yang menyerahkan,',
  receiver: 'Yang menerima,',
  blankName: '( ................................................ )',
} as const
