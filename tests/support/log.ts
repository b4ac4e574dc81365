import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Runner } from '@japa/runner/core'
import { dataFolder } from '#services/database/addresses'

/** Sixteen digits in a row are a NIK, a family card or a bank card. */
const SIXTEEN_DIGITS = /(?<![0-9a-f.-])\d{16}(?![0-9a-f.-])/

/** Sends everything the application says under test, in full detail, to a file. */
export function keepLog(): void {
  process.env.SIKS_LOG_FILE = join(dataFolder(), `log-${process.pid}.ndjson`)
  process.env.LOG_LEVEL = 'trace'
}

/** Writes down what the application of this process has said so far. */
export async function flushLog(): Promise<void> {
  const { default: logger } = await import('@adonisjs/core/services/logger')
  await new Promise<void>((done) => logger.pino.flush(() => done()))
}

/**
 * Reads the log of the whole run for numbers that identify a person. The file is kept, and named, when a test failed.
 *
 * @throws Error when a line holds one; the number itself is not repeated
 */
export async function readLog(runner: Runner): Promise<void> {
  const file = process.env.SIKS_LOG_FILE
  if (file) await flushLog()
  if (!file || !existsSync(file)) return
  const lines = readFileSync(file, 'utf8').split('\n')
  const guilty = lines.filter((line) => SIXTEEN_DIGITS.test(line))
  if (guilty.length > 0) {
    const example = guilty[0].replaceAll(new RegExp(SIXTEEN_DIGITS, 'g'), '<16 digits>').slice(0, 300)
    throw new Error(`${guilty.length} lines of the log hold a number of 16 digits, e.g. ${example}. The log is in ${file}.`)
  }
  if (runner.getSummary().hasError) process.stdout.write(`\nThe log of the application under test: ${file}\n`)
  else rmSync(file)
}
