import { Worker } from 'node:worker_threads'

/** What the watching thread is told. */
export type WatchdogMessage = { limitMs: number } | { title: string } | { passed: number; failed: number }

let thread: Worker | undefined

/**
 * Ends a run that hangs and names the test that hung. It lives on a thread of its own, so that even a test that blocks the
 * event loop, or waits for nothing, is ended: first it asks this thread to leave, then it kills the process.
 */
export const watchdog = {
  start(minutes: number): void {
    thread = new Worker(new URL('./watchdog_thread.ts', import.meta.url), { execArgv: [] })
    thread.on('message', () => process.exit(1))
    send({ limitMs: minutes * 60_000 })
  },
  begin: (title: string): void => send({ title }),
  count: (passed: number, failed: number): void => send({ passed, failed }),
}

function send(message: WatchdogMessage) {
  thread?.postMessage(message)
}
