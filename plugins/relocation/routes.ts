import { defineRoutes } from '#core/plugin'

const Find = () => import('./controllers/find_controller.js')
const Plans = () => import('./controllers/plans_controller.js')
const Split = () => import('./controllers/split_controller.js')
const History = () => import('./controllers/history_controller.js')

export default defineRoutes<'view' | 'move'>((route) => [
  route.get('/', [Find, 'index']).can('move').as('find'),
  route.post('cari', [Find, 'search']).can('move').as('search'),
  route.get('desa', [Find, 'area']).can('move').as('area'),
  route.get('berkas', [Find, 'file']).can('move').as('file'),
  route.get('berkas/contoh.csv', [Find, 'template']).can('move').as('template'),
  route.get('pecah/:module/:key', [Split, 'show']).can('move').as('split'),
  route.post('pecah/:module/:key', [Split, 'store']).can('move').as('split.store'),
  route.post('rencana', [Plans, 'store']).can('move').as('plans.store'),
  route.post('rencana/berkas', [Plans, 'upload']).can('move').as('plans.upload'),
  route.get('riwayat', [History, 'index']).can('view').as('history'),
  route.get('riwayat/:id', [Plans, 'show']).can('view').as('plans.show'),
  route.get('riwayat/:id/ditolak.csv', [Plans, 'rejected']).can('view').as('plans.rejected'),
  route.post('riwayat/:id/jalankan', [Plans, 'run']).can('move').as('plans.run'),
  route.post('riwayat/:id/buang', [Plans, 'discard']).can('move').as('plans.discard'),
  route.post('riwayat/:id/batalkan', [Plans, 'undo']).can('move').as('plans.undo'),
])
