import { defineRoutes } from '#core/plugin'

const Agreement = () => import('./controllers/agreement_controller.js')
const Documents = () => import('./controllers/documents_controller.js')
const Desk = () => import('./controllers/desk_controller.js')
const Overview = () => import('./controllers/overview_controller.js')

export default defineRoutes<'view' | 'submit' | 'review' | 'overview'>((route) => [
  route.get('/', [Agreement, 'index']).can('view').as('agreement'),
  route.post('isian', [Agreement, 'save']).can('submit').as('draft'),
  route.post('tarik/:id', [Agreement, 'withdraw']).can('submit').as('withdraw'),
  route.get('format-surat-permohonan.pdf', [Documents, 'request']).can('submit').as('blank.request'),
  route.get('format-mou.pdf', [Documents, 'agreement']).can('submit').as('blank.agreement'),
  route.get('dokumen/:file', [Documents, 'show']).can('view').as('document'),
  route.get('dokumen/:file/halaman/:page', [Documents, 'page']).can('view').as('document.page'),
  route.get('meja', [Desk, 'index']).can('review').national().as('desk'),
  route.post('meja/berikutnya', [Desk, 'next']).can('review').national().as('desk.next'),
  route.get('meja/wilayah', [Overview, 'index']).can('overview').national().as('overview'),
  route.get('meja/wilayah.xlsx', [Overview, 'workbook']).can('overview').national().as('overview.xlsx'),
  route.get('meja/periksa/:id', [Desk, 'show']).can('review').national().as('desk.show'),
  route.post('meja/periksa/:id/ambil', [Desk, 'take']).can('review').national().as('desk.take'),
  route.post('meja/periksa/:id/lepas', [Desk, 'release']).can('review').national().as('desk.release'),
  route.post('meja/periksa/:id/batalkan', [Desk, 'revoke']).can('review').national().as('desk.revoke'),
  route.post('meja/periksa/:id/putuskan', [Desk, 'decide']).can('review').national().as('desk.decide'),
])
