import type { InstalledPlugins } from '#kernel/manifest'

/** The installed modules. The key is the folder; the order is the order of boot and migration. */
export default {
  bdt: () => import('#plugins/bdt/plugin'),
  bsp: () => import('#plugins/bsp/plugin'),
  pbi: () => import('#plugins/pbi/plugin'),
  mou: () => import('#plugins/mou/plugin'),
  relocation: () => import('#plugins/relocation/plugin'),
  kesos: () => import('#plugins/kesos/plugin'),
} satisfies InstalledPlugins
