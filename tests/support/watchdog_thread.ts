import { writeSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { WatchdogMessage } from './watchdog.js'

const PATIENCE_MS = 5_000

let title = 'none yet'
let passed = 0
let failed = 0

parentPort!.on('message', (message: WatchdogMessage) => {
  if ('title' in message) title = message.title
  else if ('passed' in message) [passed, failed] = [message.passed, message.failed]
  else setTimeout(bark, message.limitMs, message.limitMs)
})

function bark(limitMs: number) {
  writeSync(1, `\nThe run took longer than ${limitMs / 60_000} minutes and was ended. The last test begun: "${title}".\n`)
  parentPort!.postMessage('leave')
  setTimeout(bite, PATIENCE_MS)
}

function bite() {
  writeSync(1, `${passed} passed, ${failed + 1} failed\n`)
  process.kill(process.pid, 'SIGKILL')
}
