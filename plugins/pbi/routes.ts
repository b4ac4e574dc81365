import { defineRoutes } from '#core/plugin'

const Pairs = () => import('./controllers/pairs_controller.js')
const Newborns = () => import('./controllers/newborns_controller.js')
const Matches = () => import('./controllers/matches_controller.js')
const Balance = () => import('./controllers/balance_controller.js')

export default defineRoutes<'view' | 'verify' | 'finalise'>((route) => [
  route.get('penggantian', [Pairs, 'index']).can('view').as('pairs'),
  route.get('penggantian/:key', [Pairs, 'show']).can('verify').as('pairs.show'),
  route.post('penggantian/:key/pilih', [Pairs, 'take']).can('verify').as('pairs.take'),
  route.post('penggantian/:key/pasang', [Pairs, 'pair']).can('verify').as('pairs.pair'),
  route.post('penggantian/:key/lepas', [Pairs, 'unpair']).can('verify').as('pairs.unpair'),
  route.get('bayi', [Newborns, 'index']).can('verify').as('newborns'),
  route.post('bayi', [Newborns, 'store']).can('verify').as('newborns.store'),
  route.get('padanan', [Matches, 'index']).can('view').as('matches'),
  route.post('padanan', [Matches, 'anew']).can('verify').as('matches.anew'),
  route.get('kuota', [Balance, 'index']).can('view').as('quota'),
  route.get('riwayat', [Balance, 'history']).can('view').as('history'),
])
