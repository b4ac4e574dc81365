import { defineRoutes } from '#core/plugin'

const Vacancies = () => import('./controllers/vacancies_controller.js')
const Quota = () => import('./controllers/quota_controller.js')
const Twins = () => import('./controllers/twins_controller.js')
const Cutoff = () => import('./controllers/cutoff_controller.js')

export default defineRoutes<'view' | 'verify' | 'finalise'>((route) => [
  route.get('penggantian', [Vacancies, 'index']).can('view').as('vacancies'),
  route.get('penggantian/:key', [Vacancies, 'show']).can('verify').as('vacancies.show'),
  route.post('penggantian/:key/pilih', [Vacancies, 'take']).can('verify').as('vacancies.take'),
  route.post('penggantian/:key/ikat', [Vacancies, 'tie']).can('verify').as('vacancies.tie'),
  route.post('penggantian/lepas', [Vacancies, 'release']).can('verify').as('vacancies.release'),
  route.get('kuota', [Quota, 'index']).can('view').as('quota'),
  route.post('kuota/geser', [Quota, 'shift']).can('verify').as('quota.shift'),
  route.get('riwayat', [Quota, 'history']).can('view').as('history'),
  route.get('data-ganda', [Twins, 'index']).can('view').as('twins'),
  route.get('data-ganda/pasangan', [Twins, 'show']).can('verify').as('twins.show'),
  route.post('data-ganda', [Twins, 'judge']).can('verify').as('twins.judge'),
  route.get('acuan-2017.csv', [Cutoff, 'csv']).can('verify').as('cutoff.csv'),
])
