import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const VIRTUAL = 'virtual:offline-modules'
const LATER = '\0left-on-the-server'

/** The verification modules of `config/plugins.ts`, each with the file that holds its contribution. */
function verificationModules(root: string): { name: string; file: string }[] {
  const listed = readFileSync(join(root, 'config/plugins.ts'), 'utf8').matchAll(/import\('#plugins\/([a-z0-9_]+)\/plugin'\)/g)
  return [...listed].flatMap(([, name]) => {
    const manifest = join(root, 'plugins', name!, 'plugin.ts')
    const contribution = /verification: \(\) => import\('(\.[^']+)\.js'\)/.exec(readFileSync(manifest, 'utf8'))
    return contribution ? [{ name: name!, file: `${resolve(dirname(manifest), contribution[1]!)}.ts` }] : []
  })
}

/**
 * Vite plugin that gives the offline application every installed module through `virtual:offline-modules`, so that no file of the core
 * names one. What a module loads only when it is asked for (samples, screens of the server) stays out.
 */
export function offlineModules(root: string): Plugin {
  return {
    name: 'offline-modules',
    enforce: 'pre',
    resolveId(id) {
      return id === VIRTUAL ? `\0${VIRTUAL}` : undefined
    },
    resolveDynamicImport(_, importer) {
      return importer?.startsWith(join(root, 'plugins')) ? LATER : null
    },
    load(id) {
      if (id === LATER) return 'export default null'
      if (id !== `\0${VIRTUAL}`) return undefined
      const modules = verificationModules(root)
      return [
        ...modules.map(({ file }, index) => `import m${index} from ${JSON.stringify(file)}`),
        `export default [${modules.map(({ name }, index) => `{ ...m${index}, name: ${JSON.stringify(name)} }`).join(', ')}]`,
      ].join('\n')
    },
  }
}
