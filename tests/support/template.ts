import { spawnSync } from 'node:child_process'
import { ROOT } from './import_graph.js'

const LIMIT_MS = 180_000

/** Migrates the database named in the environment by the very command a user runs. */
export function migrateTemplate(): void {
  const result = spawnSync(process.execPath, ['ace.js', 'migrate'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...process.env, NODE_ENV: 'development', SIKS_WORKER: 'none' },
  })
  if (result.status !== 0) throw new Error(`The test template could not be migrated.\n${result.stdout}\n${result.stderr}`)
}
