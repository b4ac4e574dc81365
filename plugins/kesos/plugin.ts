import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']

export default definePlugin({
  name: 'kesos',
  title: 'View Data Kesos',
  description: 'Pencarian satu orang atau daftar NIK, kartu orang lintas SK dan program, dan laporan subjek data.',
  version: '1.0.0',
  requires: { core: '^1.0.0' },
  permissions: {
    search: { title: 'Mencari dan membuka kartu orang', access: 'read', roles: REGENCY },
    list: { title: 'Mencari dan mengekspor daftar NIK', access: 'read', roles: REGENCY },
    report: { title: 'Mencetak laporan subjek data', access: 'read', roles: REGENCY },
    match: { title: 'Memuat hasil padan Dukcapil', access: 'write', roles: ['pusdatin'] },
  },
  menu: {
    title: 'View Data Kesos',
    icon: 'search',
    items: [
      { title: 'Pencarian', route: 'kesos.search', permission: 'search' },
      { title: 'Rekap per wilayah', route: 'kesos.summary', permission: 'search' },
      { title: 'Daftar NIK', route: 'kesos.list', permission: 'list' },
    ],
  },
  routes: () => import('./routes.js'),
  migrations: 'database/migrations',
  personCard: () => import('./person_card.js'),
  loads: [
    {
      id: 'dukcapil',
      title: 'Hasil padan Dukcapil',
      permission: 'match',
      replaces: true,
      load: () => import('./loads/dukcapil.js'),
    },
  ],
  nightly: () => import('./night.js'),
})
