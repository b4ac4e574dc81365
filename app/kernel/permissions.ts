import type { Access } from '#kernel/manifest'
import type { PluginRegistry } from '#kernel/registry'
import type { Role } from '#services/scope'

export interface Permission {
  key: string
  title: string
  access: Access
  roles: readonly string[]
}

const REGENCY: Role[] = ['supervisor_regency']
const PROVINCE: Role[] = ['supervisor_province']
const MINISTRY: Role[] = ['pusdatin']
const AUDITOR: Role[] = ['auditor']

/** Rights of the core's own pages; those of modules stand in their manifests. */
const CORE: readonly Permission[] = [
  { key: 'core.import', title: 'Mengimpor berkas .siks', access: 'write', roles: REGENCY },
  { key: 'core.import_view', title: 'Melihat riwayat import', access: 'read', roles: REGENCY },
  { key: 'core.packages', title: 'Menerbitkan paket data dan mengunduh data dasar', access: 'write', roles: REGENCY },
  { key: 'core.profile', title: 'Mengubah profil instansi dan pengesahan', access: 'write', roles: REGENCY },
  { key: 'core.reveal', title: 'Membuka data rahasia dengan keperluan', access: 'read', roles: REGENCY },
  { key: 'core.ask_period', title: 'Meminta perpanjangan atau pembukaan kembali periode', access: 'write', roles: REGENCY },
  { key: 'core.objections', title: 'Mencatat dan memutuskan sanggah', access: 'approve', roles: REGENCY },
  { key: 'core.users', title: 'Mengelola pengguna', access: 'write', roles: MINISTRY },
  { key: 'core.resets', title: 'Memutuskan permohonan buka kunci dan atur ulang kata sandi', access: 'approve', roles: MINISTRY },
  { key: 'core.editions', title: 'Memuat dan menerbitkan data dasar', access: 'write', roles: MINISTRY },
  { key: 'core.periods', title: 'Membuka, memperpanjang dan menutup periode', access: 'write', roles: MINISTRY },
  { key: 'core.letters', title: 'Memeriksa pengesahan daerah', access: 'approve', roles: MINISTRY },
  { key: 'core.letters_view', title: 'Melihat pengesahan daerah', access: 'read', roles: [...PROVINCE, ...MINISTRY] },
  { key: 'core.forward', title: 'Mencatat penerusan pengesahan kepada gubernur', access: 'write', roles: PROVINCE },
  { key: 'core.offline', title: 'Menerbitkan dan menarik aplikasi offline', access: 'write', roles: MINISTRY },
  { key: 'core.switches', title: 'Mengaktifkan dan menonaktifkan modul per wilayah', access: 'write', roles: MINISTRY },
  { key: 'core.progress', title: 'Melihat kemajuan daerah', access: 'read', roles: [...PROVINCE, ...MINISTRY] },
  { key: 'core.remark', title: 'Menulis catatan kepada supervisor daerah', access: 'write', roles: PROVINCE },
  { key: 'core.log', title: 'Mencari log dan menelusuri surat', access: 'read', roles: AUDITOR },
  {
    key: 'core.announcements',
    title: 'Mengelola pengumuman, dokumen, tanya jawab dan masukan',
    access: 'write',
    roles: MINISTRY,
  },
  { key: 'core.maps', title: 'Memuat batas wilayah peta dan menetapkan pasangannya', access: 'write', roles: MINISTRY },
  { key: 'core.health', title: 'Melihat kesehatan sistem', access: 'read', roles: MINISTRY },
]

/** The permission matrix as data: core's and every plugin's, keys prefixed by their owner. */
export function permissionMatrix(registry: PluginRegistry): Permission[] {
  const plugins = registry
    .all()
    .flatMap((plugin) =>
      Object.entries(plugin.permissions).map(([key, permission]) => ({ key: `${plugin.name}.${key}`, ...permission })),
    )
  return [...CORE, ...plugins]
}

const rights = new WeakMap<PluginRegistry, Map<string, ReadonlySet<string>>>()

/** Whether a role has a right. The matrix is turned into sets once per registry, for it does not change while we run. */
export function roleMay(registry: PluginRegistry, role: Role, key: string): boolean {
  let matrix = rights.get(registry)
  if (!matrix) {
    matrix = new Map(permissionMatrix(registry).map((permission) => [permission.key, new Set(permission.roles)]))
    rights.set(registry, matrix)
  }
  return matrix.get(key)?.has(role) ?? false
}
