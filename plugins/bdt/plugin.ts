import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']
const READERS = [...REGENCY, 'pusdatin']
const MAP = { permission: 'map', exact: 'view' } as const

export default definePlugin({
  name: 'bdt',
  title: 'Verifikasi Validasi BDT',
  description: 'Perbaikan dan usulan baru Basis Data Terpadu per desa, sampai pengesahan dan hasil.',
  version: '1.0.0',
  requires: { core: '^1.0.0' },
  permissions: {
    view: { title: 'Melihat rekapitulasi dan daftar BDT', access: 'read', roles: READERS },
    map: { title: 'Melihat peta BDT', access: 'read', roles: [...READERS, 'supervisor_province'] },
    verify: { title: 'Memeriksa dan memutuskan perbaikan BDT', access: 'write', roles: REGENCY },
    finalise: { title: 'Finalisasi dan Surat Pengesahan BDT', access: 'approve', roles: REGENCY },
  },
  menu: {
    title: 'Verifikasi Validasi BDT',
    icon: 'clipboard-check',
    items: [
      { title: 'Rekapitulasi', route: 'bdt.recap', permission: 'view' },
      { title: 'Kemajuan', route: 'bdt.cockpit', permission: 'view' },
      { title: 'Perbaikan BDT', route: 'bdt.repairs', permission: 'view' },
      { title: 'Usulan Baru BDT', route: 'bdt.additions', permission: 'view' },
      { title: 'Finalisasi', route: 'bdt.finalisation', permission: 'finalise' },
      { title: 'Surat Pengesahan', route: 'bdt.letter', permission: 'finalise' },
      { title: 'Unduh Hasil', route: 'bdt.results', permission: 'finalise' },
    ],
  },
  migrations: 'database/migrations',
  charts: [
    {
      ...{ id: 'leaving', title: 'Keluar dari daftar menurut alasan', type: 'doughnut', permission: 'view' },
      load: () => import('./charts/leaving.js'),
    },
  ],
  mapLayers: [
    { ...MAP, id: 'households', title: 'Jumlah rumah tangga', load: () => import('./layers/households.js') },
    { ...MAP, id: 'persons', title: 'Jumlah jiwa', load: () => import('./layers/persons.js') },
    { ...MAP, id: 'poorest', title: 'Desil 1', load: () => import('./layers/poorest.js') },
    { ...MAP, id: 'poorest_two', title: 'Desil 1 dan 2', load: () => import('./layers/poorest_two.js') },
    { ...MAP, id: 'decile_two', title: 'Desil 2', load: () => import('./layers/decile_two.js') },
    { ...MAP, id: 'decile_three', title: 'Desil 3', load: () => import('./layers/decile_three.js') },
    { ...MAP, id: 'decile_four', title: 'Desil 4', load: () => import('./layers/decile_four.js') },
    { ...MAP, id: 'unranked', title: 'Belum ada peringkat', load: () => import('./layers/unranked.js') },
    { ...MAP, id: 'progress', title: 'Kemajuan verifikasi', load: () => import('./layers/progress.js') },
    { ...MAP, id: 'accepted', title: 'Hasil diterima', load: () => import('./layers/accepted.js') },
    { ...MAP, id: 'problems', title: 'Masalah dan bentrok', load: () => import('./layers/problems.js') },
    { ...MAP, id: 'proposals', title: 'Usulan baru', load: () => import('./layers/proposals.js') },
    { ...MAP, id: 'leaving', title: 'Keluar dari daftar', load: () => import('./layers/leaving.js') },
  ],
  api: 'api.ts',
  emits: ['departures', 'pkh'],
  verification: () => import('./verification.js'),
  personCard: () => import('./person_card.js'),
})
