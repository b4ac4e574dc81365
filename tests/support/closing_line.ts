import { appendFileSync } from 'node:fs'
import type { NamedReporterContract } from '@japa/runner/types'
import { watchdog } from './watchdog.js'

const counts = { passed: 0, failed: 0, skipped: 0 }
let ended = false

/**
 * Promises `N passed, N failed` as the last line of this process, whatever happens: a run that could not even begin,
 * or that ends red for a reason outside a test (a hook, an unhandled rejection), counts one failure.
 */
export function promiseClosingLine(): void {
  process.on('exit', (code) => {
    if ((code !== 0 || !ended) && counts.failed === 0) counts.failed = 1
    if (counts.failed > 0) process.exitCode = 1
    process.stdout.write(`${closingLine()}\n`)
  })
}

/** The last line of a run. */
export function closingLine({ passed, failed, skipped } = counts): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}

/** Counts tests for the closing line and tells the watchdog what is running. A run without any test is a failure. */
export function closingLineReporter(): NamedReporterContract {
  return {
    name: 'closing line',
    handler: (_runner, emitter) => {
      emitter.on('test:start', (test) => watchdog.begin(test.title.expanded))
      emitter.on('test:end', (test) => {
        if (test.isSkipped || test.isTodo) counts.skipped++
        else if (test.hasError) fail(test.meta.fileName)
        else counts.passed++
        watchdog.count(counts.passed, counts.failed)
      })
      emitter.on('runner:end', () => {
        ended = true
        if (counts.passed + counts.failed > 0) return
        process.stdout.write('No test matches the given suites and filters.\n')
        process.exitCode = 1
        counts.failed = 1
      })
    },
  }
}

/** Counts a failure; tells its file to the run that this one is a part of. */
function fail(file: string) {
  counts.failed++
  if (process.env.SIKS_TEST_FAILED) appendFileSync(process.env.SIKS_TEST_FAILED, `${file}\n`)
}
