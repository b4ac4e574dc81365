import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Files of the project by pattern, relative to its root, sorted. */
export function projectFiles(patterns: string | string[], root = ROOT): string[] {
  return globSync(patterns, { cwd: root, exclude: ['node_modules/**', 'build/**', 'storage/**', 'tmp/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
}

/** Every specifier a file imports: static, dynamic, type-only and re-exported ones. Comments and strings are not counted. */
export function importsOf(file: string, root = ROOT): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true)
  return importedFiles.map(({ fileName }) => fileName)
}

const ALIASES = Object.entries(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { imports: Record<string, string | { default: string }> })
    .imports,
).map(([alias, target]) => [alias, typeof target === 'string' ? target : target.default] as const)

/** The project file that a specifier means, relative to the root; null for packages and for files that do not exist. */
export function resolveImport(from: string, specifier: string, root = ROOT): string | null {
  const target = specifier.startsWith('.') ? join(dirname(from), specifier) : aliasTarget(specifier)
  if (!target) return null
  const path = relative(root, resolve(root, target)).replaceAll('\\', '/')
  return [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(join(root, candidate))) ?? null
}

function aliasTarget(specifier: string): string | null {
  for (const [alias, target] of ALIASES) {
    if (alias === specifier) return target
    const [head] = alias.split('*')
    if (alias.includes('*') && specifier.startsWith(head)) return target.replace('*', specifier.slice(head.length))
  }
  return null
}

/** The files themselves and everything of the project they import, directly or not. */
export function importClosure(files: readonly string[], root = ROOT): string[] {
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const specifier of importsOf(file, root)) {
      const found = resolveImport(file, specifier, root)
      if (found) visit(found)
    }
  }
  files.forEach(visit)
  return [...seen].sort()
}
