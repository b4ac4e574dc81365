import { ListLoader } from '@adonisjs/core/ace'
import plugins from '#config/plugins'
import type { BaseCommand } from '@adonisjs/core/ace'
import type { InstalledPlugins } from '#kernel/manifest'

/** Ace commands that plugins contribute. A provider would add them too late, so the command kernel reads this module. */
let loader: ListLoader<typeof BaseCommand> | undefined

async function pluginCommands() {
  if (loader) return loader
  const commands: (typeof BaseCommand)[] = []
  for (const open of Object.values(plugins as InstalledPlugins)) {
    const { default: plugin } = await open()
    for (const load of plugin.commands ?? []) commands.push((await load()).default)
  }
  loader = new ListLoader(commands)
  return loader
}

export async function getMetaData() {
  return (await pluginCommands()).getMetaData()
}

export async function getCommand(metaData: Parameters<ListLoader<typeof BaseCommand>['getCommand']>[0]) {
  return (await pluginCommands()).getCommand(metaData)
}
