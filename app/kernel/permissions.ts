import type { Access } from '#kernel/manifest'
import type { PluginRegistry } from '#kernel/registry'
import type { Role } from '#services/scope'

export interface Permission {
  key: string
  /** As the manifest of a module has it; the core's own stand in the catalogue. */
  title?: string
  access: Access
  roles: readonly string[]
}

const REGENCY: Role[] = ['supervisor_regency']
const PROVINCE: Role[] = ['supervisor_province']
const MINISTRY: Role[] = ['pusdatin']
const AUDITOR: Role[] = ['auditor']

/** Rights of the core's own pages; those of modules stand in their manifests. */
const CORE: readonly Permission[] = [
  { key: 'core.import', access: 'write', roles: REGENCY },
  { key: 'core.import_view', access: 'read', roles: REGENCY },
  { key: 'core.packages', access: 'write', roles: REGENCY },
  { key: 'core.profile', access: 'write', roles: REGENCY },
  { key: 'core.reveal', access: 'read', roles: REGENCY },
  { key: 'core.ask_period', access: 'write', roles: REGENCY },
  { key: 'core.objections', access: 'approve', roles: REGENCY },
  { key: 'core.users', access: 'write', roles: MINISTRY },
  { key: 'core.resets', access: 'approve', roles: MINISTRY },
  { key: 'core.editions', access: 'write', roles: MINISTRY },
  { key: 'core.periods', access: 'write', roles: MINISTRY },
  { key: 'core.letters', access: 'approve', roles: MINISTRY },
  { key: 'core.letters_view', access: 'read', roles: [...PROVINCE, ...MINISTRY] },
  { key: 'core.forward', access: 'write', roles: PROVINCE },
  { key: 'core.offline', access: 'write', roles: MINISTRY },
  { key: 'core.switches', access: 'write', roles: MINISTRY },
  { key: 'core.progress', access: 'read', roles: [...PROVINCE, ...MINISTRY] },
  { key: 'core.remark', access: 'write', roles: PROVINCE },
  { key: 'core.log', access: 'read', roles: AUDITOR },
  {
    key: 'core.announcements',
    access: 'write',
    roles: MINISTRY,
  },
  { key: 'core.maps', access: 'write', roles: MINISTRY },
  { key: 'core.health', access: 'read', roles: MINISTRY },
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
