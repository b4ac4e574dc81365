import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']
const REVIEWER = ['pfm_reviewer']

export default definePlugin({
  name: 'mou',
  title: 'Permohonan Data & MoU',
  description: 'Surat Permohonan Data dan MoU kabupaten/kota, diperiksa DitJen PFM sebelum data diberikan.',
  version: '1.0.0',
  requires: { core: '^1.0.0' },
  permissions: {
    view: {
      title: 'Melihat permohonan data dan MoU',
      access: 'read',
      roles: [...REGENCY, ...REVIEWER, 'pusdatin'],
    },
    submit: { title: 'Mengunggah Surat Permohonan Data dan MoU', access: 'write', roles: REGENCY },
    review: { title: 'Memeriksa permohonan data dan MoU', access: 'approve', roles: REVIEWER },
    overview: { title: 'Melihat keadaan MoU semua kabupaten/kota', access: 'read', roles: [...REVIEWER, 'pusdatin'] },
  },
  menu: {
    title: 'Permohonan Data & MoU',
    icon: 'certificate',
    items: [
      { title: 'Permohonan & MoU', route: 'mou.agreement', permission: 'view' },
      { title: 'Meja Pemeriksaan', route: 'mou.desk', permission: 'review', national: true },
      { title: 'Keadaan Semua Wilayah', route: 'mou.overview', permission: 'overview', national: true },
    ],
  },
  routes: () => import('./routes.js'),
  migrations: 'database/migrations',
  widgets: [
    {
      ...{ id: 'agreement', title: 'Permohonan Data & MoU', permission: 'submit', size: 'small' },
      load: () => import('./widget.js'),
    },
  ],
  dataAccess: () => import('./gate.js'),
  tasks: () => import('./tasks.js'),
  nightly: () => import('./night.js'),
  demo: () => import('./demo.js'),
  commands: [() => import('./commands/upload.js'), () => import('./commands/decide.js')],
})
