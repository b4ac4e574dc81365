import { readdirSync, readFileSync } from 'node:fs'
import type { Kernel } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

const HEAD = `# Commands

Every command of the core, started as \`npm run -s ace -- COMMAND\`. \`[ ]\` may be left out, \`…\` may be given several
times. Each takes \`--help\`, which says what every option means. Those with * take \`--json\`: they print one JSON object and nothing else, a refusal is
\`{"error": {"code", "message"}}\` with exit code 1. Those with + take \`--as LOGIN\`: they act in the name of that person, with his rights and in his region; without it
the console acts, which may everything. This list is written from the commands themselves;
those of a module stand in its README, and \`npm run -s ace -- list\` names all that are installed.
`

/** The reference of commands as Markdown; docs/commands.md is this text, kept current by a test. */
export function commandList(kernel: Kernel): string {
  const all = [...kernel.getNamespaceCommands(), ...kernel.getNamespaces().flatMap((name) => kernel.getNamespaceCommands(name))]
  const ours = all.filter(({ commandName }) => coreCommands().has(commandName))
  const groups = Map.groupBy(ours, ({ namespace }) => namespace ?? '')
  const sections = [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, commands]) => sectionOf(name, commands))
  return [HEAD, ...sections].join('\n')
}

/** Names of the commands in `app/commands`; those of the framework and of plugins are others. */
function coreCommands(): Set<string> {
  const folder = new URL('../../app/commands/', import.meta.url)
  return new Set(
    readdirSync(folder).flatMap((file) => /commandName = '([^']+)'/.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1] ?? []),
  )
}

function sectionOf(name: string, commands: readonly CommandMetaData[]): string {
  const rows = commands
    .toSorted((one, other) => (one.commandName < other.commandName ? -1 : 1))
    .map((command) => `| \`${usageOf(command)}\`${marksOf(command)} | ${command.description.replaceAll('|', '\\|')} |`)
  return [`## ${name || 'Of the whole installation'}`, '', '| command | what it does |', '| --- | --- |', ...rows, ''].join('\n')
}

function usageOf({ commandName, args, flags }: CommandMetaData): string {
  const given = args.map(({ argumentName, required, type }) =>
    optional(`${argumentName.toUpperCase()}${type === 'spread' ? '…' : ''}`, required),
  )
  const options = flags
    .filter(({ flagName }) => flagName !== 'json' && flagName !== 'as')
    .toSorted((one, other) => Number(Boolean(other.required)) - Number(Boolean(one.required)))
    .map(({ flagName, type, required }) => {
      const value = { boolean: '', number: ' N', array: ' VALUE…' }[type as string] ?? ' VALUE'
      return optional(`--${flagName}${value}`, Boolean(required))
    })
  return [commandName, ...given, ...options].join(' ')
}

function optional(text: string, required: boolean | undefined): string {
  return required === false ? `[${text}]` : text
}

function marksOf(command: CommandMetaData): string {
  return `${flagOf(command, 'json') ? ' *' : ''}${flagOf(command, 'as') ? ' +' : ''}`
}

function flagOf({ flags }: CommandMetaData, name: string): boolean {
  return flags.some(({ flagName }) => flagName === name)
}
