import type { AnyPlugin } from '#kernel/manifest'
import { ADAPTERS, declaredContributions } from '#kernel/adapters'
import type { Complain } from '#kernel/errors'
import { ROLES } from '#kernel/roles'

/** What the plugin under check is compared with. */
export interface Neighbours {
  /** Folder of the plugin as config/plugins.ts spells it. */
  folder: string
  /** Path of its manifest, for the messages. */
  file: string
  /** Plugins listed before it. */
  before: readonly AnyPlugin[]
}

const NAME = /^[a-z][a-z0-9]{1,20}$/
const PATH = /^[a-z][a-z0-9-]*$/
const KEY = /^[a-z][a-z0-9_]*$/
const VERSION = /^\d+\.\d+\.\d+$/
/** First parts of the addresses that the core and its files have. */
export const CORE_PATHS = [
  'admin',
  'assets',
  'bahasa',
  'beranda',
  'berkas',
  'catatan',
  'dokumen',
  'dua-langkah',
  'faq',
  'health',
  'import',
  'kata-sandi',
  'keluar',
  'masuk',
  'masukan',
  'metrics',
  'notifikasi',
  'paket',
  'panduan',
  'pekerjaan',
  'peta',
  'profil',
  'rahasia',
  'sanggah',
  'unggahan',
  'verifikasi',
]
const ACCESS = ['read', 'write', 'approve']

/** Names, versions, permissions and shown things of a manifest, without opening any of its doors. */
export function checkManifest(plugin: AnyPlugin, { folder, file, before }: Neighbours, complain: Complain): void {
  const fail = (problem: string, cure: string) => complain(file, problem, cure)
  if (plugin.name !== folder) {
    fail(
      `its name differs from its folder "${folder}".`,
      `Names are for ever: write name: '${folder}', or rename the folder if it is new.`,
    )
  }
  if (!NAME.test(plugin.name)) {
    fail(`the name "${plugin.name}" is not 2 to 21 lower-case letters and digits.`, 'Choose a short word such as "lansia".')
  }
  if (!VERSION.test(plugin.version)) fail(`the version "${plugin.version}" is not of the form 1.2.3.`, 'Write three numbers.')
  for (const field of ['title', 'description'] as const) {
    if (!plugin[field]?.trim()) fail(`the ${field} is empty.`, `Write the ${field} in Indonesian.`)
  }
  checkPath(plugin, before, fail)
  checkPermissions(plugin, fail)
  checkShown(plugin, fail)
  for (const contribution of declaredContributions(plugin)) {
    if (ADAPTERS[contribution] === null) {
      fail(`declares "${contribution}", for which this core has no adapter yet.`, 'Take it out until the core has one.')
    }
  }
}

type Fail = (problem: string, cure: string) => void

function checkPath(plugin: AnyPlugin, before: readonly AnyPlugin[], fail: Fail) {
  const path = plugin.path ?? plugin.name
  if (!PATH.test(path)) fail(`the path "${path}" is not lower-case letters, digits and hyphens.`, 'Write it without slashes.')
  if (CORE_PATHS.includes(path)) fail(`uses the address "/${path}" of the core.`, 'Choose another path.')
  const twin = before.find((other) => (other.path ?? other.name) === path)
  if (twin) fail(`uses the address "/${path}" of "${twin.name}".`, 'Choose another path.')
}

function checkPermissions(plugin: AnyPlugin, fail: Fail) {
  for (const [key, { title, access, roles }] of Object.entries(plugin.permissions)) {
    if (!KEY.test(key)) fail(`the permission "${key}" is not snake_case.`, 'Use lower-case letters, digits and underscores.')
    if (!title?.trim()) fail(`the permission "${key}" has no title.`, 'Say in Indonesian what it allows.')
    if (!ACCESS.includes(access)) fail(`the permission "${key}" has the access "${access}".`, `Use one of ${ACCESS.join(', ')}.`)
    if (roles.length === 0) fail(`the permission "${key}" is given to no role.`, `Name at least one of ${ROLES.join(', ')}.`)
    for (const role of roles) {
      if (!ROLES.some((known) => known === role)) {
        fail(`the permission "${key}" names the role "${role}".`, `Use one of ${ROLES.join(', ')}.`)
      }
    }
  }
}

function checkShown(plugin: AnyPlugin, fail: Fail) {
  const declared = Object.keys(plugin.permissions)
  const { widgets, charts, mapLayers, loads, letters } = plugin
  const groups: Record<string, readonly { id: string; title: string; permission: string }[] | undefined> = {
    ...{ widgets, charts, mapLayers, loads, letters },
  }
  const shown = [...(plugin.menu?.items ?? []), ...Object.values(groups).flatMap((items) => items ?? [])]
  for (const { permission, title } of shown) {
    if (!title?.trim()) fail('shows something without a title.', 'Give every menu line and widget a title.')
    if (!declared.includes(permission)) {
      fail(
        `"${title}" names the permission "${permission}".`,
        `Declare it, or use one of ${declared.join(', ') || '(none declared)'}.`,
      )
    }
  }
  if (charts && !plugin.verification) {
    fail('declares charts, but is no verification module.', 'They stand on its Rekapitulasi; on a page of your own use @chart.')
  }
  for (const [kind, items] of Object.entries({ ...groups, jobs: plugin.jobs })) {
    const ids = (items ?? []).map(({ id }) => id)
    for (const id of ids)
      if (!KEY.test(id)) fail(`the ${kind} id "${id}" is not snake_case.`, 'Ids are short; the core prefixes them.')
    const twin = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twin) fail(`declares the ${kind} id "${twin}" twice.`, 'Give each an id of its own.')
  }
  for (const { route, title } of plugin.menu?.items ?? []) {
    if (!route.startsWith(`${plugin.name}.`)) {
      fail(`the menu line "${title}" opens the route "${route}" of another.`, `Name a route of this plugin: "${plugin.name}.…".`)
    }
  }
}
