import { definePlugin } from '#core/plugin'

const REGENCY = ['supervisor_regency']

export default definePlugin({
  name: 'relocation',
  path: 'pemindahan',
  title: 'Pemindahan Rumah Tangga',
  description: 'Pemindahan rumah tangga, SLS, atau seluruh desa di dalam satu kabupaten/kota, pada semua modul sekaligus.',
  version: '1.0.0',
  requires: { core: '^1.0.0' },
  permissions: {
    view: { title: 'Melihat pemindahan rumah tangga', access: 'read', roles: [...REGENCY, 'pusdatin'] },
    move: { title: 'Memindahkan rumah tangga dan membatalkan pemindahan', access: 'write', roles: REGENCY },
  },
  menu: {
    title: 'Pemindahan Rumah Tangga',
    icon: 'arrows-exchange',
    items: [
      { title: 'Cari & Pindahkan', route: 'relocation.find', permission: 'move' },
      { title: 'Riwayat Pemindahan', route: 'relocation.history', permission: 'view' },
    ],
  },
  routes: () => import('./routes.js'),
  migrations: 'database/migrations',
  tasks: () => import('./tasks.js'),
  demo: () => import('./demo/story.js'),
  commands: [() => import('./commands/move.js'), () => import('./commands/list.js'), () => import('./commands/undo.js')],
})
