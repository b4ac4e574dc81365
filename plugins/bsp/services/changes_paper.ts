import { formatLongDate } from '#core/domain'
import { papers, query, records, type CyclePaper, type PaperOccasion, type Place, type Tx } from '#core/plugin'
import { outcomes, outcomesThat } from '../outcomes.js'
import { quotaBoard } from './quota.js'

interface Change {
  village: string
  out: string | null
  outName: string | null
  outcome: string
  inName: string | null
  inNik: string | null
  inVillage: string | null
  percentile: number | null
}

/** The Berita Acara Daftar KPM Perubahan: who goes out and why, and who comes in for whom; nothing else changes the list. */
export async function changesPaper(tx: Tx, place: Place, occasion: PaperOccasion): Promise<CyclePaper[]> {
  const changes = await changesOf(tx, place)
  const board = await quotaBoard(tx, place)
  const names = new Map(board.villages.map(({ code, name }) => [code, name]))
  const nameOf = (code: string | null) => (code === null ? '' : (names.get(code) ?? code))
  const sumOf = (figure: 'edition' | 'limit' | 'used') =>
    papers.number(board.villages.reduce((sum, village) => sum + village[figure], 0))
  const filled = changes.filter(({ inName }) => inName !== null).length
  const content = papers.list({
    ...{ title: 'Berita Acara Daftar KPM Perubahan', occasion, institution: occasion.institution, createdAt: tx.now },
    facts: [
      ['Kuota kabupaten/kota', papers.number(board.quota.limit)],
      ...(board.reserve > 0
        ? ([['Di antaranya cadangan', `${papers.number(board.reserve)}, milik kabupaten/kota dan bukan milik desa`]] as const)
        : []),
      ['KPM dalam hasil', papers.number(board.quota.used)],
      ['Tempat kosong', papers.number(board.quota.free)],
      ['KPM keluar', papers.number(changes.length)],
      ['Pengganti', papers.number(filled)],
      ['Tanggal finalisasi', formatLongDate(occasion.finalised)],
    ],
    intro:
      'Berdasarkan hasil musyawarah desa/kelurahan, daftar KPM Bantuan Sosial Pangan berubah sebagai berikut. Setiap pengganti berasal dari ' +
      'keluarga pada Basis Data Terpadu yang belum menerima BSP maupun PKH, dan mengisi tepat satu tempat KPM yang keluar.',
    signing: occasion.signing,
    numbered: true,
    sections: [
      {
        title: 'KPM keluar dan penggantinya',
        columns: [
          { header: 'Desa/kelurahan', width: 80 },
          { header: 'ID KPM', width: 'auto' },
          { header: 'KPM keluar', width: '*' },
          { header: 'Alasan', width: 90 },
          { header: 'Pengganti', width: '*' },
          { header: 'NIK pengganti', width: 'auto', secret: 'nik' },
          { header: 'Persentil', width: 'auto', align: 'right' },
        ],
        rows: changes.map((change) => [
          nameOf(change.village),
          change.out ?? '',
          change.outName ?? '',
          reasonOf(change.outcome),
          change.inName === null
            ? '–'
            : change.inVillage === change.village
              ? change.inName
              : `${change.inName} (${nameOf(change.inVillage)})`,
          change.inNik ?? '',
          change.percentile === null ? '' : String(change.percentile),
        ]),
      },
      {
        title: 'Kuota desa/kelurahan',
        columns: [
          { header: 'Kode', width: 'auto' },
          { header: 'Desa/kelurahan', width: '*' },
          { header: 'Data dasar', width: 'auto', align: 'right' },
          { header: 'Kuota', width: 'auto', align: 'right' },
          { header: 'Hasil', width: 'auto', align: 'right' },
        ],
        rows: board.villages.map(({ code, name, edition, limit, used }) => [
          code,
          name,
          ...[edition, limit, used].map(papers.number),
        ]),
        total: ['', 'Jumlah', ...(['edition', 'limit', 'used'] as const).map(sumOf)],
      },
    ],
  })
  return [{ name: `berita-acara-bsp-${place.regency}.pdf`, content, records: changes.length }]
}

function reasonOf(code: string): string {
  return outcomes.find((outcome) => outcome.code === code)?.label.id ?? code
}

/** Accepted removals, each with the accepted substitute that is tied to it. */
function changesOf(tx: Tx, place: Place): Promise<Change[]> {
  const { current, people } = records.tables(place)
  return query<Change>(
    tx,
    `select v.village_code as village, v.register_id as "out", v.name as "outName", v.outcome, n.name as "inName", p.nik as "inNik",
       n.village_code as "inVillage", cast(s.percentile as float) as percentile
     from ${current} v
     left join bsp_substitutions s on s.period_id = v.period_id and s.regency_code = v.regency_code and s.vacancy_key = v.key and s.released_at is null
     left join ${current} n on n.period_id = v.period_id and n.regency_code = v.regency_code and n.key = s.substitute_key and n.state = 'accepted'
     left join lateral (select nik from ${people} p where p.period_id = n.period_id and p.regency_code = n.regency_code and p.record_key = n.key and p.active
       order by p.relation nulls last, p.key limit 1) p on true
     where v.period_id = :period and v.regency_code = :regency and v.kind = 'repair' and v.state = 'accepted' and v.outcome = any (:freeing)
     order by v.village_code, v.name_key, v.key`,
    { period: place.periodId, regency: place.regency, freeing: outcomesThat('frees') },
  )
}
