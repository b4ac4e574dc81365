import { registry } from '#kernel/registry'
import { declaredContributions } from '#kernel/adapters'
import { ReportingCommand } from '#services/console'

interface Line {
  name: string
  version: string
  title: string
  path: string
  requires: Record<string, string>
  contributions: string[]
}

export default class PluginList extends ReportingCommand<{ plugins: Line[] }> {
  static override commandName = 'plugin:list'
  static override description = 'List the installed plugins in order of boot, with what each adds'

  protected override async perform() {
    const plugins = registry.all().map((plugin) => ({
      ...{ name: plugin.name, version: plugin.version, title: plugin.title, path: `/${plugin.path ?? plugin.name}` },
      ...{ requires: plugin.requires.plugins ?? {}, contributions: declaredContributions(plugin) },
    }))
    return { plugins }
  }

  protected override describe({ plugins }: { plugins: Line[] }) {
    if (plugins.length === 0) return ['Tidak ada modul terpasang.']
    return plugins.map(
      ({ name, version, title, path, contributions }) => `${name} ${version}  ${path}  ${title}  (${contributions.join(', ')})`,
    )
  }
}
