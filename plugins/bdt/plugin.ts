import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']
const READERS = [...REGENCY, 'pusdatin']

export default definePlugin({
  name: 'bdt',
  title: 'Verifikasi Validasi BDT',
  description: 'Perbaikan dan usulan baru Basis Data Terpadu per desa, sampai pengesahan dan hasil.',
  version: '1.0.0',
  requires: { core: '^1.0.0' },
  permissions: {
    view: { title: 'Melihat rekapitulasi dan daftar BDT', access: 'read', roles: READERS },
    verify: { title: 'Memeriksa dan memutuskan perbaikan BDT', access: 'write', roles: REGENCY },
    finalise: { title: 'Finalisasi dan Surat Pengesahan BDT', access: 'approve', roles: REGENCY },
  },
  menu: {
    title: 'Verifikasi Validasi BDT',
    icon: 'clipboard-check',
    items: [
      { title: 'Rekapitulasi', route: 'bdt.recap', permission: 'view' },
      { title: 'Perbaikan BDT', route: 'bdt.repairs', permission: 'view' },
      { title: 'Usulan Baru BDT', route: 'bdt.additions', permission: 'view' },
      { title: 'Finalisasi', route: 'bdt.finalisation', permission: 'finalise' },
      { title: 'Surat Pengesahan', route: 'bdt.letter', permission: 'finalise' },
      { title: 'Unduh Hasil', route: 'bdt.results', permission: 'finalise' },
    ],
  },
  migrations: 'database/migrations',
  verification: () => import('./verification.js'),
  personCard: () => import('./person_card.js'),
})
