import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']
const READERS = [...REGENCY, 'pusdatin']
const MAP = { permission: 'map', exact: 'view' } as const

export default definePlugin({
  name: 'bsp',
  title: 'Verifikasi Validasi BSP',
  description: 'Daftar KPM Bantuan Sosial Pangan (Rastra/BPNT) dengan kuota, pengganti, dan data ganda, sampai pengesahan.',
  version: '1.0.0',
  requires: { core: '^1.0.0', plugins: { bdt: '^1.0.0' } },
  permissions: {
    view: { title: 'Melihat daftar KPM dan kuota BSP', access: 'read', roles: READERS },
    map: { title: 'Melihat peta BSP', access: 'read', roles: [...READERS, 'supervisor_province'] },
    verify: { title: 'Memeriksa KPM, memilih pengganti, dan menggeser kuota BSP', access: 'write', roles: REGENCY },
    finalise: { title: 'Finalisasi dan Surat Pengesahan BSP', access: 'approve', roles: REGENCY },
    load: { title: 'Memuat kuota BSP dan daftar acuan 27-12-2017', access: 'write', roles: ['pusdatin'] },
  },
  menu: {
    title: 'Verifikasi Validasi BSP',
    icon: 'clipboard-check',
    items: [
      { title: 'Rekapitulasi', route: 'bsp.recap', permission: 'view' },
      { title: 'Kemajuan', route: 'bsp.cockpit', permission: 'view' },
      { title: 'Daftar KPM', route: 'bsp.repairs', permission: 'view' },
      { title: 'Perbaikan KPM', route: 'bsp.changes', permission: 'view' },
      { title: 'Penggantian KPM', route: 'bsp.vacancies', permission: 'view' },
      { title: 'Usulan Pengganti', route: 'bsp.additions', permission: 'view' },
      { title: 'Data Ganda', route: 'bsp.twins', permission: 'view' },
      { title: 'Kabar dari BDT', route: 'bsp.news', permission: 'view' },
      { title: 'Kuota Desa', route: 'bsp.quota', permission: 'view' },
      { title: 'Finalisasi', route: 'bsp.finalisation', permission: 'finalise' },
      { title: 'Surat Pengesahan', route: 'bsp.letter', permission: 'finalise' },
      { title: 'Unduh Hasil', route: 'bsp.results', permission: 'finalise' },
      { title: 'Riwayat', route: 'bsp.history', permission: 'view' },
    ],
  },
  routes: () => import('./routes.js'),
  migrations: 'database/migrations',
  verification: () => import('./verification.js'),
  widgets: [{ id: 'quota', title: 'Kuota BSP', permission: 'view', size: 'wide', load: () => import('./widget.js') }],
  charts: [
    { id: 'quota', title: 'Kuota per kecamatan', type: 'bar', permission: 'view', load: () => import('./charts/quota.js') },
  ],
  mapLayers: [
    { ...MAP, id: 'families', title: 'Jumlah KPM', load: () => import('./layers/families.js') },
    { ...MAP, id: 'progress', title: 'Kemajuan verifikasi', load: () => import('./layers/progress.js') },
    { ...MAP, id: 'accepted', title: 'Hasil diterima', load: () => import('./layers/accepted.js') },
    { ...MAP, id: 'problems', title: 'Masalah dan bentrok', load: () => import('./layers/problems.js') },
    { ...MAP, id: 'leaving', title: 'KPM keluar', load: () => import('./layers/leaving.js') },
    { ...MAP, id: 'substitutes', title: 'Usulan pengganti', load: () => import('./layers/substitutes.js') },
  ],
  loads: [
    { id: 'quota', title: 'Kuota BSP dan tahap BPNT', permission: 'load', load: () => import('./loads/quota.js') },
    {
      id: 'cutoff',
      title: 'Daftar acuan Rastra/BPNT 27-12-2017',
      permission: 'load',
      replaces: true,
      load: () => import('./loads/cutoff.js'),
    },
  ],
  listens: { 'bdt.departures': () => import('./news/departures.js'), 'bdt.pkh': () => import('./news/pkh.js') },
  personCard: () => import('./person_card.js'),
  tasks: () => import('./tasks.js'),
  demo: () => import('./demo/story.js'),
  commands: [() => import('./commands/substitute.js'), () => import('./commands/shift.js'), () => import('./commands/quota.js')],
})
