import { formatLongDate } from '#core/domain'
import { papers, type CyclePaper, type PaperOccasion, type Place, type Tx } from '#core/plugin'
import { changesOf, outcomeName, reasonName, type Change } from './changes.js'
import { balanceOf } from './quota.js'

/** The Berita Acara Usulan Perubahan Peserta PBI: who goes out, who comes in, each with its reason, and the balance by village. */
export async function changesPaper(tx: Tx, place: Place, occasion: PaperOccasion): Promise<CyclePaper[]> {
  const [out, into] = [await changesOf(tx, place, 'out'), await changesOf(tx, place, 'in')]
  const { quota, edition, villages } = await balanceOf(tx, place)
  const names = new Map(villages.map(({ code, name }) => [code, name]))
  const sumOf = (figure: 'edition' | 'out' | 'in' | 'result') =>
    papers.number(villages.reduce((sum, village) => sum + village[figure], 0))
  const section = (title: string, changes: readonly Change[], last: string) => ({
    title,
    columns: [
      { header: 'Desa/kelurahan', width: 80 },
      { header: 'ID peserta', width: 'auto' as const },
      { header: 'Nama', width: '*' as const },
      { header: 'NIK', width: 'auto' as const, secret: 'nik' as const },
      { header: 'No. BPJS', width: 'auto' as const, secret: 'card' as const },
      { header: 'Usulan', width: 70 },
      { header: last, width: '*' as const },
    ],
    rows: changes.map((change) => [
      names.get(change.village) ?? change.village,
      change.participant ?? '',
      change.name ?? '',
      change.nik ?? '',
      change.number ?? '',
      outcomeName(change.outcome),
      change.replaces ? `Menggantikan ${change.replaces}` : reasonName(change),
    ]),
  })
  const content = papers.list({
    ...{ title: 'Berita Acara Usulan Perubahan Peserta PBI', occasion, institution: occasion.institution, createdAt: tx.now },
    facts: [
      ['Kuota usulan', papers.number(quota.limit)],
      ['Peserta data dasar', papers.number(edition)],
      ['Usulan keluar', papers.number(out.length)],
      ['Usulan masuk', papers.number(into.length)],
      ['Peserta dalam hasil', papers.number(quota.used)],
      ['Tanggal finalisasi', formatLongDate(occasion.finalised)],
    ],
    intro:
      'Berdasarkan hasil musyawarah desa/kelurahan, diusulkan perubahan peserta Penerima Bantuan Iuran Jaminan Kesehatan sebagai berikut. ' +
      'Setiap usulan keluar dan masuk disertai alasannya; setiap pengganti mengisi tempat tepat satu peserta yang keluar.',
    signing: occasion.signing,
    numbered: true,
    sections: [
      section('Usulan keluar', out, 'Alasan'),
      section('Usulan masuk', into, 'Alasan'),
      {
        title: 'Neraca per desa/kelurahan',
        columns: [
          { header: 'Kode', width: 'auto' },
          { header: 'Desa/kelurahan', width: '*' },
          { header: 'Data dasar', width: 'auto', align: 'right' },
          { header: 'Keluar', width: 'auto', align: 'right' },
          { header: 'Masuk', width: 'auto', align: 'right' },
          { header: 'Hasil', width: 'auto', align: 'right' },
        ],
        rows: villages.map(({ code, name, edition: had, out: left, in: came, result }) => [
          ...[code, name, ...[had, left, came, result].map(papers.number)],
        ]),
        total: ['', 'Jumlah', ...(['edition', 'out', 'in', 'result'] as const).map(sumOf)],
      },
    ],
  })
  return [{ name: `berita-acara-pbi-${place.regency}.pdf`, content, records: out.length + into.length }]
}
