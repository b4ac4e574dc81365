import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { importsOf, projectFiles, resolveImport } from '#tests/support/import_graph'

/** What a boundary needs to know of the installed plugins. */
export interface Estate {
  root: string
  /** Names of the plugins, and which each requires. */
  plugins: Readonly<Record<string, readonly string[]>>
}

const PLUGIN_DOORS = ['#core/plugin', '#core/domain']
const DATABASE_PACKAGE = '@adonisjs/lucid'
const PURE = [
  'app/domain.ts',
  'app/domain/',
  'app/siks/',
  ...[
    'engine',
    'may_hold',
    'nouns',
    'merge',
    'diff',
    'shape',
    'canonical',
    'rules',
    'instrument',
    'answers',
    'form',
    'message',
    'dictionary',
    'read_value',
    'browser_door',
    'declare',
    'people_of',
    'shared_rule',
    'shared_rules',
    'nik_rules',
    'answer_rules',
    'number_text',
    'seal_proof',
    'review/answer_input',
    'review/form_input',
    'review/place_input',
    'review/rows',
    'review/typed_rows',
    'resolve',
  ].map((name) => `app/verification/${name}.ts`),
]
/** Files of `app/siks` that join the pure codec to Node's files and zlib; the browser never loads them. */
const ON_THE_SERVER = ['app/siks/node_files.ts', 'app/siks/archive.ts']

/** Every import that crosses a boundary, as a sentence that says what is allowed. */
export function trespasses({ root, plugins }: Estate): string[] {
  const files = projectFiles(
    [
      'app/**/*.ts',
      'start/**/*.ts',
      'config/**/*.ts',
      'plugins/**/*.ts',
      'resources/js/**/*.{ts,js}',
      'resources/offline/**/*.ts',
    ],
    root,
  )
  return files.flatMap((file) => {
    const rule = ruleFor(file, plugins)
    const imported = importsOf(file, root).filter((specifier) => !rule.allows(specifier, resolveImport(file, specifier, root)))
    return [
      ...imported.map((specifier) => `${file} imports "${specifier}". ${rule.cure}`),
      ...(rule.forbidsNames ? namesOfPlugins(file, root, Object.keys(plugins)) : []),
    ]
  })
}

interface Boundary {
  cure: string
  /** Whether a file of the core must not spell a plugin's name. */
  forbidsNames?: boolean
  allows(specifier: string, target: string | null): boolean
}

function ruleFor(file: string, plugins: Estate['plugins']): Boundary {
  const [top, plugin] = file.split('/')
  if (top === 'plugins') return pluginRule(file, plugin, plugins[plugin] ?? [])
  if (isPure(file)) {
    return {
      cure: 'Pure code runs in the browser too: it may import pure code and packages for the browser, no node: module and nothing of the server.',
      forbidsNames: true,
      allows: (specifier, target) => (target ? isPure(target) : isPackage(specifier)),
    }
  }
  if (file === 'config/plugins.ts') return { cure: '', allows: () => true }
  if (top === 'resources') {
    return {
      cure: 'Scripts of the browser may import the pure core and packages, nothing of the server.',
      forbidsNames: true,
      allows: (specifier, target) =>
        !specifier.startsWith('node:') && (target === null || target.startsWith('resources/') || isPure(target)),
    }
  }
  return {
    cure: 'The core knows no module by name: only config/plugins.ts names plugins.',
    forbidsNames: true,
    allows: (specifier, target) => !specifier.startsWith('#plugins/') && !target?.startsWith('plugins/'),
  }
}

function pluginRule(file: string, plugin: string, requires: readonly string[]): Boundary {
  const home = `plugins/${plugin}/`
  const inTests = file.startsWith(`${home}tests/`)
  const doors = [...PLUGIN_DOORS, ...(inTests ? ['#core/testing'] : []), ...requires.map((name) => `#plugins/${name}/api`)]
  const pureRules = /^plugins\/[^/]+\/(rules|instrument)\//.test(file) || /^plugins\/[^/]+\/outcomes\.ts$/.test(file)
  const database = file.startsWith(`${home}database/`)
  return {
    cure: pureRules
      ? 'Rules and instrument run in the browser too: they may use #core/plugin, #core/domain and files beside them, no node: module.'
      : `A plugin may use ${doors.join(', ')}${requires.length > 0 ? '' : ' and the api of a plugin it requires'}; @adonisjs/lucid only under database/.`,
    allows: (specifier, target) => {
      if (specifier.startsWith('#')) return doors.includes(specifier)
      if (specifier.startsWith('.')) return target === null || target.startsWith(home)
      if (pureRules) return !specifier.startsWith('node:') && !specifier.startsWith('@adonisjs/')
      return database || !specifier.startsWith(DATABASE_PACKAGE)
    },
  }
}

function isPure(file: string) {
  return PURE.some((path) => file === path || (path.endsWith('/') && file.startsWith(path))) && !ON_THE_SERVER.includes(file)
}

function isPackage(specifier: string) {
  return !/^(node:|#|\.|@adonisjs\/|pg$)/.test(specifier)
}

/** Strings of the core that spell a plugin's name, as a whole or before a separator: `'bdt'`, `'bdt.view'`, `'bdt_updates'`. */
function namesOfPlugins(file: string, root: string, plugins: readonly string[]): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  if (!plugins.some((name) => text.toLowerCase().includes(name))) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      for (const name of plugins) {
        if (new RegExp(String.raw`(^|[\s/#.'"])${name}($|[\s._:/-])`).test(node.text))
          found.push(`${file} says "${name}" in "${node.text.trim().slice(0, 60)}". The core knows no module by name.`)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
