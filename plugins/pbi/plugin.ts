import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']
const READERS = [...REGENCY, 'pusdatin']
const MAP = { permission: 'map', exact: 'view' } as const

export default definePlugin({
  name: 'pbi',
  title: 'Verifikasi Validasi PBI',
  description:
    'Daftar peserta Penerima Bantuan Iuran Jaminan Kesehatan per jiwa: usulan, kuota, dan padanan BPJS, sampai pengesahan.',
  version: '1.0.0',
  requires: { core: '^1.0.0', plugins: { bdt: '^1.0.0' } },
  permissions: {
    view: { title: 'Melihat daftar peserta PBI, neraca, dan padanan BPJS', access: 'read', roles: READERS },
    map: { title: 'Melihat peta PBI', access: 'read', roles: [...READERS, 'supervisor_province'] },
    verify: { title: 'Memeriksa peserta, memasangkan pengganti, dan mengusulkan bayi PBI', access: 'write', roles: REGENCY },
    finalise: { title: 'Finalisasi dan Surat Pengesahan PBI', access: 'approve', roles: REGENCY },
    load: { title: 'Memuat kuota usulan PBI dan data BPJS Kesehatan', access: 'write', roles: ['pusdatin'] },
  },
  menu: {
    title: 'Verifikasi Validasi PBI',
    icon: 'clipboard-check',
    items: [
      { title: 'Rekapitulasi', route: 'pbi.recap', permission: 'view' },
      { title: 'Kemajuan', route: 'pbi.cockpit', permission: 'view' },
      { title: 'Daftar Peserta PBI', route: 'pbi.repairs', permission: 'view' },
      { title: 'Usulan Perubahan', route: 'pbi.changes', permission: 'view' },
      { title: 'Usulan Masuk', route: 'pbi.additions', permission: 'view' },
      { title: 'Penggantian Peserta', route: 'pbi.pairs', permission: 'view' },
      { title: 'Bayi Baru Lahir', route: 'pbi.newborns', permission: 'verify' },
      { title: 'Padanan BPJS', route: 'pbi.matches', permission: 'view' },
      { title: 'Kabar dari BDT', route: 'pbi.news', permission: 'view' },
      { title: 'Kuota Usulan', route: 'pbi.quota', permission: 'view' },
      { title: 'Finalisasi', route: 'pbi.finalisation', permission: 'finalise' },
      { title: 'Surat Pengesahan', route: 'pbi.letter', permission: 'finalise' },
      { title: 'Unduh Hasil', route: 'pbi.results', permission: 'finalise' },
      { title: 'Riwayat', route: 'pbi.history', permission: 'view' },
    ],
  },
  routes: () => import('./routes.js'),
  migrations: 'database/migrations',
  verification: () => import('./verification.js'),
  widgets: [{ id: 'balance', title: 'Neraca PBI', permission: 'view', size: 'wide', load: () => import('./widget.js') }],
  mapLayers: [
    { ...MAP, id: 'participants', title: 'Peserta PBI', load: () => import('./layers/participants.js') },
    { ...MAP, id: 'progress', title: 'Kemajuan verifikasi', load: () => import('./layers/progress.js') },
    { ...MAP, id: 'accepted', title: 'Hasil diterima', load: () => import('./layers/accepted.js') },
    { ...MAP, id: 'problems', title: 'Masalah dan bentrok', load: () => import('./layers/problems.js') },
    { ...MAP, id: 'leaving', title: 'Usulan keluar', load: () => import('./layers/leaving.js') },
    { ...MAP, id: 'joining', title: 'Usulan masuk', load: () => import('./layers/joining.js') },
  ],
  loads: [
    { id: 'quota', title: 'Kuota usulan PBI', permission: 'load', load: () => import('./loads/quota.js') },
    {
      id: 'bpjs',
      title: 'Data peserta BPJS Kesehatan',
      permission: 'load',
      replaces: true,
      load: () => import('./loads/bpjs.js'),
    },
  ],
  personCard: () => import('./person_card.js'),
  listens: { 'bdt.departures': () => import('./news/departures.js') },
  tasks: () => import('./tasks.js'),
  nightly: () => import('./night.js'),
  demo: () => import('./demo/story.js'),
  commands: [
    () => import('./commands/balance.js'),
    () => import('./commands/match.js'),
    () => import('./commands/newborn.js'),
    () => import('./commands/pair.js'),
  ],
})
