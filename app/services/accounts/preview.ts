import router from '@adonisjs/core/services/router'
import type { I18n } from '@adonisjs/i18n'
import { permissionMatrix, type Permission } from '#kernel/permissions'
import { registry } from '#kernel/registry'
import type User from '#models/user'
import { menuFor, type MenuGroup } from '#services/menu'
import { passageOf, type PluginGuard } from '#services/plugin_guard'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { regenciesAmong, regionNames, scopeRegions } from '#services/regions'
import { NATIONAL } from '#services/scope'
import { sightOf, type Sight } from './sight.js'

/** A page that a person can open, by its address without what changes from record to record. */
export interface ShownPage {
  pattern: string
  /** The right that opens it; null for pages of everybody who is signed in. */
  right: string | null
  /** He has to choose a regency first. */
  choose: boolean
}

export interface ModuleState {
  name: string
  title: string
  /** Regencies of the person where it is on, and how many he has. */
  on: number
  of: number
  /** Names of the regencies where it is off; the first of them where they are many. */
  off: string[]
}

/** What a person sees, found out by the functions that draw his own pages. */
export interface Preview {
  menu: MenuGroup[]
  pages: ShownPage[]
  rights: Permission[]
  regencies: { count: number; names: string[] }
  /** Former codes that the scope takes in beside the ones of today. */
  aliases: number
  modules: ModuleState[]
}

const NAMED = 12

export async function previewOf(user: User, i18n: I18n): Promise<Preview> {
  const sight = sightOf(user, await scopeRegions(user.role, user.regionCode))
  const codes = await regenciesAmong(sight.scope.regions)
  const names = await regionNames(codes)
  const known = new Set([...codes, NATIONAL])
  return {
    menu: await menuFor({ ...sight, i18n, auth: { user }, request: { url: () => '' } }),
    pages: await pagesFor(sight, codes),
    rights: permissionMatrix(registry).filter(({ key }) => sight.can(key)),
    regencies: { count: codes.length, names: codes.slice(0, NAMED).map((code) => names[code]!) },
    aliases: sight.scope.regions.filter((code) => code.includes('.') && !known.has(code)).length,
    modules: await modulesOf(codes, names),
  }
}

async function modulesOf(codes: readonly string[], names: Readonly<Record<string, string>>): Promise<ModuleState[]> {
  const states: ModuleState[] = []
  for (const { name, title } of registry.all()) {
    const on = await pluginEnabledAmong(name, codes)
    const off = codes.filter((code) => !on.has(code))
    states.push({ name, title, on: on.size, of: codes.length, off: off.slice(0, NAMED).map((code) => names[code]!) })
  }
  return states
}

type Guard = { name: 'can'; args: { permission: string } } | { name: 'plugin'; args: PluginGuard } | { name: 'auth' }

/** Every page of the routes themselves that the person gets through to; where he has to choose a regency, through one of them. */
async function pagesFor(sight: Sight, codes: readonly string[]): Promise<ShownPage[]> {
  const pages: ShownPage[] = []
  for (const { pattern, methods, middleware } of Object.values(router.toJSON()).flat()) {
    if (!methods.includes('GET') || pattern.includes('.json')) continue
    const guards = [...middleware.all()].flatMap((handler: unknown) => (isGuard(handler) ? handler : []))
    if (guards.length === 0) continue
    const page = await pageFor(sight, codes, pattern, guards)
    if (page) pages.push(page)
  }
  return pages.sort((a, b) => (a.pattern < b.pattern ? -1 : 1))
}

async function pageFor(
  sight: Sight,
  codes: readonly string[],
  pattern: string,
  guards: readonly Guard[],
): Promise<ShownPage | null> {
  let right: string | null = null
  let choose = false
  for (const guard of guards) {
    if (guard.name === 'auth') continue
    right = guard.args.permission
    if (guard.name === 'can') {
      if (!sight.can(right)) return null
      continue
    }
    if (!sight.can(right)) return null
    const passage = await passageOf(sight, undefined, guard.args)
    if (typeof passage !== 'string') continue
    choose = sight.regency === null && (await anyPassage(sight, codes, guard.args))
    if (!choose) return null
  }
  return { pattern, right, choose }
}

/** Whether the page opens for any of the regencies; the switches above are asked once for all. */
async function anyPassage(sight: Sight, codes: readonly string[], guard: PluginGuard): Promise<boolean> {
  const [first] = [...(await pluginEnabledAmong(guard.plugin, codes))]
  return first !== undefined && typeof (await passageOf(sight, first, guard)) !== 'string'
}

function isGuard(handler: unknown): handler is Guard {
  const name = typeof handler === 'object' && handler !== null && 'name' in handler ? handler.name : null
  return name === 'auth' || name === 'can' || name === 'plugin'
}
