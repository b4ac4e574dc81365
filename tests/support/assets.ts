import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { projectFiles, ROOT } from './import_graph.js'

const MANIFEST = join(ROOT, 'public/assets/.vite/manifest.json')
const SOURCES = ['resources/{css,js}/**/*', 'app/{domain,verification,siks}/**/*.ts', 'plugins/*/{assets,rules,instrument}/**/*']

/** Builds scripts and styles unless the built ones are newer than every source, so that pages under test load them as in production. */
export async function ensureAssets(): Promise<void> {
  if (existsSync(MANIFEST)) {
    const built = statSync(MANIFEST).mtimeMs
    const sources = projectFiles([...SOURCES, 'vite.config.ts', 'package-lock.json'])
    if (sources.every((file) => statSync(join(ROOT, file)).mtimeMs < built)) return
  }
  await build({ root: ROOT, logLevel: 'warn' })
}
