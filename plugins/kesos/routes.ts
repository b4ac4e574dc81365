import { defineRoutes } from '#core/plugin'

const Search = () => import('./controllers/search_controller.js')
const Card = () => import('./controllers/card_controller.js')
const Summary = () => import('./controllers/summary_controller.js')
const List = () => import('./controllers/list_controller.js')

export default defineRoutes<'search' | 'list' | 'report' | 'match'>((route) => [
  route.get('/', [Search, 'index']).can('search').as('search'),
  route.post('cari', [Search, 'store']).can('search').as('look_up'),
  route.get('hasil/:lookup', [Search, 'show']).can('search').as('results'),
  route.get('hasil/:lookup/:at', [Card, 'show']).can('search').as('card'),
  route.post('hasil/:lookup/:at/anggota', [Card, 'relative']).can('search').as('relative'),
  route.post('hasil/:lookup/:at/laporan', [Card, 'report']).can('report').as('report'),
  route.get('rekap', [Summary, 'show']).can('search').as('summary'),
  route.get('rekap/unduh.csv', [Summary, 'download']).can('search').as('summary.download'),
  route.get('daftar', [List, 'index']).can('list').as('list'),
  route.post('daftar', [List, 'store']).can('list').as('list.store'),
  route.get('daftar/:lookup', [List, 'show']).can('list').as('list.show'),
  route.post('daftar/:lookup/buka', [List, 'open']).can('list').as('list.open'),
  route.get('daftar/:lookup/unduh.xlsx', [List, 'download']).can('list').as('list.download'),
])
