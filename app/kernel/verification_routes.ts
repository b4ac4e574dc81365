import { defineRoutes, type RouteDefinition } from '#kernel/routes'
import type { VerificationModule } from '#kernel/registry'

const Recap = () => import('#controllers/verification/recap_controller')
const Records = () => import('#controllers/verification/records_controller')
const RecordPage = () => import('#controllers/verification/record_controller')
const Explanation = () => import('#controllers/verification/explanation_controller')
const Edits = () => import('#controllers/verification/edits_controller')
const Structure = () => import('#controllers/verification/structure_controller')
const Proposals = () => import('#controllers/verification/proposals_controller')
const Patterns = () => import('#controllers/verification/patterns_controller')
const Acts = () => import('#controllers/verification/acts_controller')
const Returns = () => import('#controllers/verification/returns_controller')
const Decisions = () => import('#controllers/verification/decisions_controller')
const Bulk = () => import('#controllers/verification/bulk_controller')
const Cockpit = () => import('#controllers/verification/cockpit_controller')
const Views = () => import('#controllers/verification/views_controller')
const Exports = () => import('#controllers/verification/exports_controller')
const Finalisation = () => import('#controllers/verification/finalisation_controller')
const PeriodRequests = () => import('#controllers/verification/period_requests_controller')
const Letter = () => import('#controllers/verification/letter_controller')
const Minutes = () => import('#controllers/verification/minutes_controller')
const News = () => import('#controllers/verification/news_controller')
const Duplicates = () => import('#controllers/verification/duplicates_controller')
const Problems = () => import('#controllers/verification/problems_controller')
const ProblemWork = () => import('#controllers/verification/problem_work_controller')
const Paper = () => import('#controllers/verification/paper_controller')
const Time = () => import('#controllers/verification/time_controller')
const Comparisons = () => import('#controllers/verification/comparison_controller')
const Charts = () => import('#controllers/verification/charts_controller')
const LargeActs = () => import('#controllers/verification/large_acts_controller')
const Results = () => import('#controllers/verification/results_controller')

/** Pages that the core gives to every verification module, and the one of what others told where the module listens. */
export function verificationRoutes({ paths }: VerificationModule, listens = false): RouteDefinition[] {
  return defineRoutes((route) => [
    route.get('/', [Recap, 'entry']).can('view').as('entry'),
    route.get('rekapitulasi', [Recap, 'index']).can('view').as('recap'),
    route.get(paths.repairs, [Records, 'repairs']).can('view').as('repairs'),
    route.post(paths.repairs, [Records, 'findRepairs']).can('view').as('repairs.find'),
    route.get(`${paths.repairs}/unduh.xlsx`, [Exports, 'repairs']).can('view').as('repairs.xlsx'),
    route.get(`${paths.repairs}/unduh.csv`, [Exports, 'repairs']).can('view').as('repairs.csv'),
    ...(paths.changes
      ? [
          route.get(paths.changes, [Records, 'changes']).can('view').as('changes'),
          route.post(paths.changes, [Records, 'findChanges']).can('view').as('changes.find'),
          route.get(`${paths.changes}/unduh.xlsx`, [Exports, 'changes']).can('view').as('changes.xlsx'),
          route.get(`${paths.changes}/unduh.csv`, [Exports, 'changes']).can('view').as('changes.csv'),
        ]
      : []),
    route.get(paths.additions, [Records, 'additions']).can('view').as('additions'),
    route.post(paths.additions, [Records, 'findAdditions']).can('view').as('additions.find'),
    route.get(`${paths.additions}/unduh.xlsx`, [Exports, 'additions']).can('view').as('additions.xlsx'),
    route.get(`${paths.additions}/unduh.csv`, [Exports, 'additions']).can('view').as('additions.csv'),
    route.post('tampilan', [Views, 'store']).can('view').as('views.store'),
    route.post('tampilan/:view/baku', [Views, 'makeDefault']).can('view').as('views.default'),
    route.post('tampilan/:view/biasa', [Views, 'clearDefault']).can('view').as('views.usual'),
    route.post('tampilan/:view/hapus', [Views, 'destroy']).can('view').as('views.drop'),
    route.get('massal', [Bulk, 'index']).can('verify').as('bulk'),
    route.post('massal', [Bulk, 'store']).can('verify').as('bulk.store'),
    route.post('massal/tinjau', [Bulk, 'preview']).can('verify').as('bulk.preview'),
    route.get('massal/:act', [Bulk, 'show']).can('verify').as('bulk.show'),
    route.post('massal/:act/urungkan', [Bulk, 'undo']).can('verify').as('bulk.undo'),
    route.get('kemajuan', [Cockpit, 'index']).can('view').as('cockpit'),
    route.get('kemajuan/unduh.xlsx', [Cockpit, 'workbook']).can('view').as('cockpit.xlsx'),
    route.get('kemajuan/unduh.csv', [Cockpit, 'table']).can('view').as('cockpit.csv'),
    route.get('kemajuan/pengingat.pdf', [Cockpit, 'nudge']).can('view').as('cockpit.nudge'),
    route.get('kemajuan/desa/:village', [Cockpit, 'village']).can('view').as('cockpit.village'),
    route.get('unduhan/:job', [Exports, 'show']).can('view').as('export'),
    route.get('unduhan/:job/berkas', [Exports, 'download']).can('view').as('export.file'),
    route.get(`${paths.record}/:key`, [RecordPage, 'show']).can('view').as('record'),
    route.get(`${paths.record}/:key/kenapa`, [Explanation, 'show']).can('view').as('record.why'),
    route.get(`${paths.record}/:key/kenapa.pdf`, [Explanation, 'pdf']).can('view').as('record.why.pdf'),
    route.get(`${paths.record}/:key/bukti-segel.json`, [Explanation, 'proof']).can('finalise').as('record.proof'),
    route.post(`${paths.record}/:key/pemberitahuan`, [Explanation, 'notice']).can('verify').as('record.notice'),
    route.get(`${paths.record}/:key/ubah`, [Edits, 'show']).can('verify').as('record.edit'),
    route.post(`${paths.record}/:key/ubah`, [Edits, 'save']).can('verify').as('record.save'),
    route.post(`${paths.record}/:key/draf`, [Edits, 'draft']).can('verify').as('record.draft'),
    ...(listens
      ? [
          route.get('kabar', [News, 'index']).can('view').as('news'),
          route.post('kabar/:item/terapkan', [News, 'confirm']).can('verify').as('news.confirm'),
          route.post('kabar/:item/abaikan', [News, 'dismiss']).can('verify').as('news.dismiss'),
        ]
      : []),
    route.post(`${paths.record}/:key/periksa`, [Edits, 'check']).can('verify').as('record.check'),
    route.get(`${paths.record}/:key/susunan`, [Structure, 'show']).can('verify').as('record.structure'),
    route.post(`${paths.record}/:key/susunan`, [Structure, 'act']).can('verify').as('record.restructure'),
    route.get(`${paths.additions}/ketik`, [Proposals, 'search']).can('verify').as('proposals.search'),
    route.post(`${paths.additions}/ketik`, [Proposals, 'begin']).can('verify').as('proposals.begin'),
    route.get('pola', [Patterns, 'index']).can('verify').as('patterns'),
    route.get('keputusan/riwayat', [Acts, 'index']).can('verify').as('acts'),
    route.get('keputusan/riwayat/:act', [Acts, 'show']).can('verify').as('acts.show'),
    route.post('keputusan/riwayat/:act', [Acts, 'undo']).can('verify').as('acts.undo'),
    route.get('dikembalikan', [Returns, 'index']).can('verify').as('returns'),
    route.post('dikembalikan/ingatkan', [Returns, 'remind']).can('verify').as('returns.remind'),
    route.get('dikembalikan/lembar.pdf', [Returns, 'slips']).can('verify').as('returns.slips'),
    route.get('keputusan/pekerjaan/:act', [LargeActs, 'show']).can('verify').as('large_acts.show'),
    route.post('keputusan', [Decisions, 'one']).can('verify').as('decisions.one'),
    route.post('keputusan/tinjau', [Decisions, 'preview']).can('verify').as('decisions.preview'),
    route.post('keputusan/banyak', [Decisions, 'many']).can('verify').as('decisions.many'),
    route.post('keputusan/terima-bersih', [Decisions, 'clean']).can('verify').as('decisions.clean'),
    route.post('keputusan/kecualikan', [Decisions, 'waive']).can('verify').as('decisions.waive'),
    route.post('keputusan/bentrok', [Decisions, 'conflict']).can('verify').as('decisions.conflict'),
    route.get('ganda', [Duplicates, 'index']).can('view').as('duplicates'),
    route.get('ganda/pasangan', [Duplicates, 'show']).can('view').as('duplicates.pair'),
    route.post('ganda/putuskan', [Duplicates, 'decide']).can('verify').as('duplicates.decide'),
    route.post('ganda/urungkan', [Duplicates, 'undo']).can('verify').as('duplicates.undo'),
    route.post('ganda/periksa', [Duplicates, 'search']).can('verify').as('duplicates.search'),
    route.get('masalah', [Problems, 'index']).can('view').as('problems'),
    route.get('masalah/unduh.xlsx', [Problems, 'workbook']).can('view').as('problems.xlsx'),
    route.get('masalah/cetak.pdf', [Problems, 'paper']).can('view').as('problems.pdf'),
    route.get('masalah/kerja', [ProblemWork, 'show']).can('view').as('problems.work'),
    route.post('masalah/kerja', [ProblemWork, 'save']).can('verify').as('problems.save'),
    route.get('finalisasi', [Finalisation, 'index']).can('finalise').as('finalisation'),
    route.post('finalisasi', [Finalisation, 'store']).can('finalise').as('finalisation.store'),
    route.post('finalisasi/permohonan', [PeriodRequests, 'store']).can('finalise').as('period_requests.store'),
    route
      .post('finalisasi/permohonan/:request/tarik', [PeriodRequests, 'withdraw'])
      .can('finalise')
      .as('period_requests.withdraw'),
    route.post('finalisasi/permohonan/:request/dibaca', [PeriodRequests, 'seen']).can('finalise').as('period_requests.seen'),
    route.get('surat-pengesahan', [Letter, 'index']).can('finalise').as('letter'),
    route.post('surat-pengesahan', [Letter, 'store']).can('finalise').as('letter.store'),
    route.get('surat-pengesahan/konsep', [Letter, 'preview']).can('finalise').as('letter.preview'),
    route.post('surat-pengesahan/pindai', [Letter, 'upload']).can('finalise').as('letter.upload'),
    route.get('surat-pengesahan/:letter/:part', [Letter, 'show']).can('finalise').as('letter.show'),
    route.get('grafik', [Charts, 'index']).can('view').as('charts'),
    route.post('grafik', [Charts, 'refresh']).can('view').as('charts.refresh'),
    route.get('per-sk', [Time, 'index']).can('view').as('time'),
    route.get('per-sk/rekap', [Time, 'recap']).can('view').as('time.recap'),
    route.get('per-sk/daftar', [Time, 'list']).can('view').as('time.list'),
    route.get('per-sk/unduh.csv', [Time, 'csv']).can('view').as('time.csv'),
    route.get(`per-sk/${paths.record}/:key`, [Time, 'record']).can('view').as('time.record'),
    route.get('perbandingan', [Comparisons, 'index']).can('view').as('comparisons'),
    route.post('perbandingan', [Comparisons, 'store']).can('view').as('comparisons.store'),
    route.get('perbandingan/:comparison', [Comparisons, 'show']).can('view').as('comparison'),
    route.get('perbandingan/:comparison/unduh.csv', [Comparisons, 'csv']).can('view').as('comparison.csv'),
    route.get('perbandingan/:comparison/lampiran.pdf', [Comparisons, 'paper']).can('view').as('comparison.paper'),
    route.get('perbandingan/:comparison/baris/:n', [Comparisons, 'row']).can('view').as('comparison.row'),
    route.get('cetak', [Paper, 'index']).can('view').as('paper'),
    route.post('cetak', [Paper, 'print']).can('view').as('paper.print'),
    route.get('cetak/formulir-kosong.pdf', [Paper, 'blank']).can('view').as('paper.blank'),
    route.get(`${paths.record}/:key/formulir.pdf`, [Paper, 'record']).can('view').as('record.form'),
    route.get('berita-acara', [Minutes, 'index']).can('view').as('minutes'),
    route.get('berita-acara/berkas/:minutes', [Minutes, 'file']).can('view').as('minutes.file'),
    route.get('berita-acara/:village', [Minutes, 'show']).can('view').as('minutes.village'),
    route.post('berita-acara/:village', [Minutes, 'store']).can('verify').as('minutes.store'),
    route.post('berita-acara/:village/cabut', [Minutes, 'withdraw']).can('verify').as('minutes.withdraw'),
    route.get('hasil', [Results, 'index']).can('finalise').as('results'),
    route.get('hasil/:period/:file', [Results, 'show']).can('finalise').as('results.show'),
  ])
}
