import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = /^siks-run-(\d+)$/

/** The temporary folder of the machine, for what all runs share. */
export const machineFolder = tmpdir()

/**
 * Gives this run and all its processes a temporary folder of their own, so that a test that looks for what was left behind never sees
 * the work of a run beside it. It goes with the run; those of runs that were killed go now.
 */
export function ownTemporaryFolder(): void {
  for (const name of readdirSync(machineFolder)) {
    const pid = Number(NAME.exec(name)?.[1])
    if (pid && !isAlive(pid)) rmSync(join(machineFolder, name), { recursive: true, force: true })
  }
  const own = join(machineFolder, `siks-run-${process.pid}`)
  mkdirSync(own, { recursive: true })
  process.env[process.platform === 'win32' ? 'TEMP' : 'TMPDIR'] = own
  process.once('exit', () => rmSync(own, { recursive: true, force: true, maxRetries: 3 }))
}

/** Whether a process lives, also one of another user. */
export function isAlive(pid: number): boolean {
  if (existsSync('/proc/self')) return existsSync(`/proc/${pid}`)
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
