import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Migrates the template by the very command a user runs; it does nothing where the template is up to date. */
export async function migrateTemplate(): Promise<void> {
  const result = spawnSync(process.execPath, ['ace.js', 'migrate'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development', SIKS_WORKER: 'none' },
  })
  if (result.status !== 0) throw new Error(`The test template could not be migrated.\n${result.stdout}\n${result.stderr}`)
}
