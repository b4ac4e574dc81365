import sharp from 'sharp'
import type { Letter } from '#services/documents/letter_pdf'

export const OUTCOMES = [
  'Perbaikan',
  'Tetap',
  'Mampu',
  'Tidak ditemukan',
  'Meninggal seluruhnya',
  'Ganda',
  'Bagian dari ruta lain',
  'Menolak',
  'Pindah dalam kab/kota',
  'Pindah ke luar',
  'Usulan baru',
  'Belum diverifikasi',
  'Jumlah',
]

/** A made-up coat of arms on a transparent ground. */
export function logo(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="340"><path d="M150 10 L290 60 V190 Q290 290 150 335 Q10 290 10 190 V60 Z"
    fill="#0d47a1" stroke="#ffb300" stroke-width="14"/><circle cx="150" cy="165" r="70" fill="#ffca28"/><rect x="135" y="90" width="30" height="150" fill="#b71c1c"/></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

/** A whole letter of Kota Magelang with invented people and figures; `change` replaces fields. */
export async function sampleLetter(change: Partial<Letter> = {}, districts = 3, columns = OUTCOMES): Promise<Letter> {
  const names = ['Magelang Selatan', 'Magelang Utara', 'Magelang Tengah']
  const rows = Array.from({ length: districts }, (_, i) => {
    const values = columns.slice(0, -1).map((_, c) => ((i + 3) * (c + 7) * 37) % 900)
    return { name: names[i] ?? `Kecamatan Contoh ${i + 1}`, values: [...values, values.reduce((a, b) => a + b, 0)] }
  })
  return {
    number: '470/048/2026',
    date: '2026-11-25',
    place: 'Magelang',
    subject: 'Pengesahan Hasil Verifikasi dan Validasi Basis Data Terpadu',
    annexes: 17,
    recipient: [
      'Yth. Menteri Sosial Republik Indonesia',
      'c.q. Kepala Pusat Data dan Informasi Kesejahteraan Sosial',
      'di Jakarta',
    ],
    letterhead: {
      logo: await logo(),
      lines: ['PEMERINTAH KOTA MAGELANG', 'DINAS SOSIAL'],
      address: ['Jalan Contoh Nomor 1, Magelang 56100', 'Telepon (0293) 000000 · Surel dinsos@contoh.invalid'],
    },
    signatory: {
      capacity: 'an.',
      principal: 'Wali Kota Magelang',
      position: 'Kepala Dinas Sosial',
      name: "Dra. SITI MA'RUF UJI, M.Si.",
      rank: 'Pembina Utama Muda (IV/c)',
      nip: '197001011995032991',
    },
    occasion: {
      program: 'Basis Data Terpadu (BDT)',
      regency: 'Kota Magelang',
      period: 'Periode II Tahun 2026',
      decree: '8/HUK/2026',
      decreeDate: '2026-01-15',
    },
    finalised: '2026-11-24',
    unit: 'rumah tangga',
    total: 5012,
    counts: { columns, rows },
    waived: [
      { label: 'BDT-R06 NIK ganda dalam satu rumah tangga', count: 4 },
      { label: 'BDT-R11 kepala rumah tangga di bawah umur', count: 2 },
    ],
    notTaken: [
      { label: 'dikembalikan', count: 3 },
      { label: 'ditolak', count: 5 },
      { label: 'ditarik', count: 1 },
      { label: 'belum diputuskan', count: 12 },
    ],
    copies: ['Gubernur Jawa Tengah', 'Kepala Dinas Sosial Provinsi Jawa Tengah'],
    seal: new Uint8Array(32).map((_, i) => (i * 53 + 17) % 256),
    verifyUrl: 'https://siks.contoh.invalid/verifikasi/7K3M-Q9XT-2HWD',
    createdAt: new Date('2026-11-25T03:00:00Z'),
    ...change,
  }
}

/** What would run, or be filled in, if a paper took it for more than text. */
export const SCRIPTS = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '{{ 7*7 }}', '${7*7}']
