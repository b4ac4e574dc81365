const [major] = process.versions.node.split('.')
if (Number(major) < 24) {
  const { spawnSync } = await import('node:child_process')
  const bin = new URL('./node_modules/.bin/node', import.meta.url).pathname
  process.exit(spawnSync(bin, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1)
}
// What was compiled once is not compiled again by the next command.
const { enableCompileCache } = await import('node:module')
enableCompileCache()
await import('./bin/typescript.js')
await import('./bin/console.ts')
