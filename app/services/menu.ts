import router from '@adonisjs/core/services/router'
import type { I18n } from '@adonisjs/i18n'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import type { RouteDefinition } from '#kernel/routes'
import type { Sight } from '#services/accounts/sight'
import { hasLayers } from '#services/map/layers'
import { titleOf } from '#services/plugin_words'
import { pluginEnabled } from '#services/plugin_switches'
import { NATIONAL, type Role } from '#services/scope'

export interface MenuEntry {
  title: string
  href: string
  icon: string
  /** Whether the open page lies under this entry. */
  current: boolean
}

export interface MenuGroup {
  title: string
  icon: string
  entries: MenuEntry[]
  current: boolean
}

/** Whose menu it is, and the open page: a request, or a person whose view an officer looks at. */
export interface MenuReader extends Sight {
  i18n: I18n
  auth: { user?: { role: Role } | undefined }
  request: { url(withQuery?: boolean): string }
}

interface CoreEntry {
  key: string
  href: string
  icon: string
  permission?: string
}

const HOME: readonly CoreEntry[] = [
  { key: 'dashboard', href: '/beranda', icon: 'home' },
  { key: 'packages', href: '/paket', icon: 'device-floppy', permission: 'core.packages' },
  { key: 'import', href: '/import', icon: 'upload', permission: 'core.import' },
  { key: 'import_history', href: '/import/riwayat', icon: 'history', permission: 'core.import_view' },
  { key: 'remarks', href: '/catatan', icon: 'messages', permission: 'core.import_view' },
  { key: 'objections', href: '/sanggah', icon: 'messages', permission: 'core.objections' },
  { key: 'documents', href: '/dokumen', icon: 'file-text' },
]

/** Desks of the ministry, the province and the auditor. */
const DESKS: readonly CoreEntry[] = [
  { key: 'users', href: '/admin/pengguna', icon: 'users', permission: 'core.users' },
  { key: 'resets', href: '/admin/permohonan-sandi', icon: 'lock-open', permission: 'core.resets' },
  { key: 'loads', href: '/admin/data', icon: 'device-floppy', permission: 'core.editions' },
  { key: 'periods', href: '/admin/periode', icon: 'calendar', permission: 'core.periods' },
  { key: 'letters', href: '/admin/pengesahan', icon: 'clipboard-check', permission: 'core.letters_view' },
  { key: 'offline', href: '/admin/aplikasi', icon: 'download', permission: 'core.offline' },
  { key: 'modules', href: '/admin/modul', icon: 'settings', permission: 'core.switches' },
  { key: 'progress', href: '/admin/kemajuan', icon: 'chart-bar', permission: 'core.progress' },
  { key: 'map', href: '/peta', icon: 'map-2', permission: 'core.progress' },
  { key: 'shapes', href: '/admin/peta', icon: 'settings', permission: 'core.maps' },
  { key: 'log', href: '/admin/log', icon: 'shield-check', permission: 'core.log' },
  { key: 'trail', href: '/admin/jejak-surat', icon: 'certificate', permission: 'core.log' },
  { key: 'announcements', href: '/admin/pengumuman', icon: 'messages', permission: 'core.announcements' },
  { key: 'feedback_desk', href: '/admin/masukan', icon: 'mail', permission: 'core.announcements' },
  { key: 'health', href: '/admin/kesehatan', icon: 'heart-handshake', permission: 'core.health' },
]

const ACCOUNT: readonly CoreEntry[] = [
  { key: 'profile', href: '/profil', icon: 'building-community', permission: 'core.profile' },
  { key: 'password', href: '/kata-sandi', icon: 'lock' },
  { key: 'second_step', href: '/dua-langkah', icon: 'shield-check' },
  { key: 'feedback', href: '/masukan', icon: 'messages' },
]

/** Below the address of a verification module, by the name of their route; rights are the module's, `view` where none is named. */
const VERIFICATION: readonly CoreEntry[] = [
  { key: 'problems', href: 'masalah', icon: 'alert-triangle' },
  { key: 'duplicates', href: 'ganda', icon: 'users' },
  { key: 'returns', href: 'dikembalikan', icon: 'arrow-back-up', permission: 'verify' },
  { key: 'patterns', href: 'pola', icon: 'clipboard-check', permission: 'verify' },
  { key: 'charts', href: 'grafik', icon: 'chart-bar' },
  { key: 'time', href: 'per-sk', icon: 'history' },
  { key: 'comparisons', href: 'perbandingan', icon: 'arrows-exchange' },
  { key: 'paper', href: 'cetak', icon: 'printer' },
  { key: 'minutes', href: 'berita-acara', icon: 'certificate' },
]

/**
 * The left column for the signed-in person: the core's pages, then each module that is on for the regency. What the person has
 * no right to is left out, and what a module has no page for.
 */
export async function menuFor(ctx: MenuReader): Promise<MenuGroup[]> {
  const groups: MenuGroup[] = [
    group(ctx.i18n.t('shell.menu.home'), 'home', coreEntries(ctx, HOME)),
    group(ctx.i18n.t('shell.menu.desks'), 'building-community', coreEntries(ctx, DESKS)),
    ...(await moduleGroups(ctx)),
  ]
  return markCurrent(
    groups.filter(({ entries }) => entries.length > 0),
    ctx.request.url(),
    ctx.request.url(true),
  )
}

/** Entries of the person's own drop-down, above "Keluar". */
export function accountEntries(ctx: MenuReader): MenuEntry[] {
  return coreEntries(ctx, ACCOUNT)
}

function group(title: string, icon: string, entries: MenuEntry[]): MenuGroup {
  return { title, icon, entries, current: false }
}

function coreEntries(ctx: MenuReader, entries: readonly CoreEntry[]): MenuEntry[] {
  return entries
    .filter(({ permission }) => !permission || ctx.can(permission))
    .map(({ key, href, icon }) => ({ title: ctx.i18n.t(`shell.menu.${key}`), href, icon, current: false }))
}

async function moduleGroups(ctx: MenuReader): Promise<MenuGroup[]> {
  const place = ctx.regency ?? (ctx.scope.regions.includes(NATIONAL) ? NATIONAL : null)
  if (!place) return []
  const groups = await Promise.all(
    registry.all().map(async (plugin) => ((await pluginEnabled(plugin.name, place)) ? moduleGroup(ctx, plugin, place) : [])),
  )
  return groups.flat()
}

function moduleGroup(ctx: MenuReader, plugin: AnyPlugin, place: string): MenuGroup[] {
  if (!plugin.menu) return []
  const chosen = ctx.auth.user?.role === 'supervisor_regency' ? '' : `?regency=${place}`
  const entries = plugin.menu.items
    .filter(({ route, permission }) => router.has(route) && ctx.can(`${plugin.name}.${permission}`))
    .filter(({ national }) => national || place !== NATIONAL)
    .map(({ title, route, icon, national }) => ({
      title: ctx.i18n.t(route.replace('.', '.menu.'), undefined, title),
      href: `${router.makeUrl(route)}${national ? '' : chosen}`,
      icon: icon ?? 'list',
      current: false,
    }))
  if (place !== NATIONAL && hasLayers(plugin, ctx.can)) entries.splice(1, 0, mapEntry(ctx, plugin))
  if (place !== NATIONAL) entries.push(...verificationEntries(ctx, plugin, chosen))
  return [group(titleOf({ name: plugin.name, title: plugin.menu.title }, ctx.i18n), plugin.menu.icon, entries)]
}

/**
 * How many entries a module has in the menu of who may see all of it.
 * @param routes those of the module; a command has none in its router
 */
export function menuSize(plugin: AnyPlugin, routes: readonly RouteDefinition[]): number {
  if (!plugin.menu) return 0
  const names = new Set(routes.map(({ name }) => `${plugin.name}.${name}`))
  const own = plugin.menu.items.filter(({ route }) => names.has(route)).length
  const ofCore = VERIFICATION.filter(({ key }) => names.has(`${plugin.name}.${key}`)).length
  return own + ofCore + (hasLayers(plugin, () => true) ? 1 : 0)
}

/** Pages that the core gives to every verification module, behind those that the module names itself. */
function verificationEntries({ i18n, can }: MenuReader, { name, path = name }: AnyPlugin, chosen: string): MenuEntry[] {
  return VERIFICATION.filter(({ key, permission = 'view' }) => router.has(`${name}.${key}`) && can(`${name}.${permission}`)).map(
    ({ key, href, icon }) => ({
      ...{ title: i18n.t(`shell.menu.${key}`), href: `/${path}/${href}${chosen}`, icon, current: false },
    }),
  )
}

/** "Web GIS" stands where the layers belong: behind the recapitulation of their module. */
function mapEntry({ i18n }: MenuReader, { name, path = name }: AnyPlugin): MenuEntry {
  return { title: i18n.t('shell.menu.map'), href: `/peta?modul=${path}`, icon: 'map-2', current: false }
}

/**
 * Marks the entry with the longest address that begins the open one, the query deciding between equals, and its group; a page behind
 * none of them, as a record is, opens the group of its module.
 */
function markCurrent(groups: MenuGroup[], url: string, whole: string): MenuGroup[] {
  const pathOf = (entry: MenuEntry) => entry.href.split('?')[0] ?? entry.href
  const asked = (entry: MenuEntry) => Number(whole.includes(entry.href))
  const holding = groups
    .flatMap(({ entries }) => entries)
    .filter((entry) => url === pathOf(entry) || url.startsWith(`${pathOf(entry)}/`))
    .sort((a, b) => pathOf(b).length - pathOf(a).length || asked(b) - asked(a))[0]
  const begun = (entry: MenuEntry) => pathOf(entry).split('/')[1] === url.split('/')[1]
  const opened = groups.find(({ entries }) => (holding ? entries.includes(holding) : entries.some(begun)))
  return groups.map((item) => ({
    ...item,
    current: item === opened,
    entries: item.entries.map((entry) => ({ ...entry, current: entry === holding })),
  }))
}
