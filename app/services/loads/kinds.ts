import type { I18n } from '@adonisjs/i18n'
import { registry } from '#kernel/registry'
import { assertPluginOn, pluginEnabled } from '#services/plugin_switches'
import { bpsKind } from '#services/region_bps'
import { NATIONAL } from '#services/scope'
import { editionKind } from '#verification/editions/kind'
import { LoadError } from './errors.js'
import type { LoadKind } from './kind.js'
import { rowsKind } from './rows_kind.js'

const added = new Map<string, LoadKind>()

/** Everything that can be loaded at the desk: editions of every module, the lists of modules, the core's own. */
export function loadKinds(): LoadKind[] {
  const lists = registry.all().flatMap((plugin) => (plugin.loads ?? []).map((declared) => rowsKind(plugin, declared)))
  return [...registry.modules().map(editionKind), ...lists, bpsKind(), ...added.values()]
}

/** The kinds that a person may load; those of a module that is off for the ministry are gone. */
export async function kindsFor(can: (permission: string) => boolean): Promise<LoadKind[]> {
  const open: LoadKind[] = []
  for (const kind of loadKinds()) {
    if (can(kind.permission) && (!kind.plugin || (await pluginEnabled(kind.plugin, NATIONAL)))) open.push(kind)
  }
  return open
}

/** @throws LoadError `E_LOAD_KIND` */
export async function kindFor(id: string, can: (permission: string) => boolean): Promise<LoadKind> {
  const found = (await kindsFor(can)).find((kind) => kind.id === id)
  if (!found) throw new LoadError('E_LOAD_KIND', { id: 'Jenis muatan ini tidak ada.', en: 'There is no such kind of load.' })
  return found
}

/** For jobs, whose person was asked when he sent the form. @throws LoadError `E_LOAD_KIND` */
export function kindOf(id: string): LoadKind {
  const kinds = loadKinds()
  const found = kinds.find((kind) => kind.id === id)
  if (!found) {
    const known = kinds.map((kind) => kind.id).join(', ')
    throw new LoadError('E_LOAD_KIND', {
      id: `Jenis muatan "${id}" tidak terpasang. Yang terpasang: ${known}.`,
      en: `Kind of load "${id}" is not installed. Installed are: ${known}.`,
    })
  }
  return found
}

/** For commands, whose person is asked by themselves. @throws LoadError `E_LOAD_KIND`; PluginOff where the module is off for the ministry */
export async function kindInUse(id: string): Promise<LoadKind> {
  const kind = kindOf(id)
  if (kind.plugin) await assertPluginOn(kind.plugin, NATIONAL)
  return kind
}

/** Adds a kind that no manifest declares, for tests; gives what takes it away again. */
export function addLoadKind(kind: LoadKind): () => void {
  added.set(kind.id, kind)
  return () => added.delete(kind.id)
}

/** What a figure of a report is called: by a word of the module (`figure.<name>`), else by one of the core. */
export function figureName(i18n: I18n, { plugin }: Pick<LoadKind, 'plugin'>, name: string): string {
  const ofCore = i18n.t(`loads.figure.${name}`, undefined, name)
  return plugin ? i18n.t(`${plugin}.figure.${name}`, undefined, ofCore) : ofCore
}
