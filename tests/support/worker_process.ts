import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('../fixtures/worker_process.ts', import.meta.url))

/** A real worker process of its own, which a test can really kill. It knows the job `test.slow`. */
export async function spawnWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import=@poppinss/ts-exec', SCRIPT], {
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout!) {
    if (String(chunk).includes('ready')) break
  }
  if (child.exitCode !== null) throw new Error(`The worker process ended with ${child.exitCode}.`)
  return child
}

export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
