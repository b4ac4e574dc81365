import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Rule {
  selectors: string[]
  remove(): void
}

interface Sheet {
  walkRules(visit: (rule: Rule) => void): void
  walkAtRules(visit: (rule: { name: string; params: string; nodes?: unknown[]; remove(): void }) => void): void
  walkDecls(pattern: RegExp, visit: (declaration: { value: string }) => void): void
}

const WORD = /[A-Za-z_][\w-]*/g
const CLASS = /\.((?:\\.|[\w-])+)/g
const NEGATED = /:not\([^()]*(?:\([^()]*\)[^()]*)*\)/g

/**
 * PostCSS plugin that leaves out every rule with a class that no file under `folders` with one of `endings` spells out, which is
 * most of Tabler. A class must therefore stand whole somewhere; `prefixes` keeps the families whose names are put together.
 */
export function trimUnused(folders: readonly string[], endings: readonly string[], prefixes: readonly string[]) {
  const files = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
  const words = new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(WORD) ?? []))
  const known = (name: string) => words.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
  const used = (selector: string) =>
    [...selector.replace(NEGATED, '').matchAll(CLASS)].every(([, name]) => known((name ?? '').replaceAll('\\', '')))

  return {
    postcssPlugin: 'trim-unused',
    OnceExit(sheet: Sheet) {
      sheet.walkRules((rule) => {
        const kept = rule.selectors.filter(used)
        if (kept.length === 0) rule.remove()
        else if (kept.length < rule.selectors.length) rule.selectors = kept
      })
      const played = new Set<string>()
      sheet.walkDecls(/animation(?:-name)?$/, ({ value }) => value.match(WORD)?.forEach((word) => played.add(word)))
      sheet.walkAtRules((rule) => {
        if (rule.nodes?.length === 0 || (rule.name.endsWith('keyframes') && !played.has(rule.params))) rule.remove()
      })
    },
  }
}
