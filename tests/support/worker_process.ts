import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { QUEUE_SCHEMA } from '#services/jobs/queue'

const SCRIPT = fileURLToPath(new URL('../fixtures/worker_process.ts', import.meta.url))
const alive = new Set<ChildProcess>()
let spawned = false

// A test that fails before it kills its worker must not leave it to the next ones.
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')))

/**
 * A real worker process of its own, which a test can really kill. It knows the job `test.slow` and goes by the clock of the
 * test. Workers of earlier tests end.
 */
export async function spawnWorker(): Promise<ChildProcess> {
  for (const child of alive) await kill(child, 'SIGKILL')
  const child = spawn(process.execPath, ['--import=./bin/typescript.js', SCRIPT], {
    env: { ...process.env, NODE_ENV: 'test', SIKS_TEST_NOW: clock.now().toISOString() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  alive.add(child)
  spawned = true
  child.once('exit', () => alive.delete(child))
  for await (const chunk of child.stdout!) {
    if (String(chunk).includes('ready')) break
  }
  if (child.exitCode !== null) throw new Error(`The worker process ended with ${child.exitCode}.`)
  return child
}

/** Ends the workers that a group started and forgets them, so that none takes the jobs of the next group or is counted there. */
export async function endWorkers(): Promise<void> {
  if (!spawned) return
  spawned = false
  for (const child of alive) await kill(child, 'SIGKILL')
  await db.connection().from('workers').delete()
}

/** Takes away what other tests left waiting, so that a worker comes to the job of this test at once. */
export async function forgetQueuedJobs(): Promise<void> {
  await db.connection('owner').rawQuery(`delete from ${QUEUE_SCHEMA}.job where state in ('created', 'retry')`)
  await db.connection('owner').from('jobs').where('state', 'queued').update({ state: 'cancelled', finished_at: new Date() })
}

export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
