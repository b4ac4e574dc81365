import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Lets Node run the sources: `--import=./bin/typescript.js`. What was translated once is read from `node_modules/.cache`, by content,
 * and modules are found and read on the thread that asks for them; both make a command start in a fraction of the time that a loader
 * thread without a memory takes.
 */
const ROOT = new URL('../', import.meta.url).href
const require = createRequire(import.meta.url)
const { imports } = require('../package.json')
const patterns = Object.entries(imports).map(([name, target]) => [name.split('*'), (target.default ?? target).split('*')])

/** What `tsconfig.json` asks of a translation: decorators of before the standard, with types. */
const OPTIONS = {
  sourceMaps: true,
  inlineSourcesContent: false,
  emitSourceMapColumns: false,
  module: { type: 'es6' },
  jsc: {
    target: 'esnext',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { decoratorMetadata: true, legacyDecorator: true },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}
const cache = fileURLToPath(new URL('node_modules/.cache/siks-ng', ROOT))
const version = `${require('@swc/core/package.json').version} ${JSON.stringify(OPTIONS)}`
mkdirSync(cache, { recursive: true })
process.setSourceMapsEnabled(true)

registerHooks({
  resolve(specifier, context, next) {
    const url = ownSource(specifier, context.parentURL)
    return url ? { url, format: 'module', shortCircuit: true } : next(specifier, context)
  },
  load(url, context, next) {
    const [address] = url.split('?')
    if (!isOwn(address) || !address.endsWith('.ts')) return next(url, context)
    return { format: 'module', source: translated(fileURLToPath(address)), shortCircuit: true }
  },
})

/** The address of a TypeScript file of this project, or nothing when Node should look itself. */
function ownSource(specifier, parent) {
  const [path, query] = specifier.split('?')
  const address = addressOf(path, parent)
  if (!address || !isOwn(address)) return undefined
  const source = address.endsWith('.js') ? `${address.slice(0, -2)}ts` : address
  if (!source.endsWith('.ts') || !existsSync(fileURLToPath(source))) return undefined
  return query === undefined ? source : `${source}?${query}`
}

function addressOf(path, parent) {
  if (path.startsWith('file:')) return path
  if (!parent) return undefined
  if (path.startsWith('.')) return new URL(path, parent).href
  if (!path.startsWith('#') || !isOwn(parent)) return undefined
  for (const [[before, after], [head, tail]] of patterns) {
    if (after === undefined ? path === before : path.startsWith(before)) {
      return new URL(after === undefined ? head : head + path.slice(before.length) + tail, ROOT).href
    }
  }
  return undefined
}

function isOwn(address) {
  return address.startsWith(ROOT) && !address.includes('/node_modules/')
}

function translated(file) {
  const source = readFileSync(file, 'utf8')
  const name = basename(file)
  const kept = join(cache, `${createHash('sha256').update(`${version}\0${name}\0${source}`).digest('hex')}.js`)
  if (existsSync(kept)) return readFileSync(kept, 'utf8')
  const { code, map } = require('@swc/core').transformSync(source, { ...OPTIONS, filename: file, sourceFileName: name })
  const output = `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`
  const unfinished = `${kept}.${process.pid}`
  writeFileSync(unfinished, output)
  renameSync(unfinished, kept)
  return output
}
