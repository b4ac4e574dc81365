import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { regencyForTest } from '#tests/support/places'

const run = promisify(execFile)
const GB = 1024 ** 3
/** About 1 kB a household with its two members; the long run streams more than 3 GB of cells. */
const [RECORDS, LEAST] = process.env.SIKS_TEST_LONG ? [3_400_000, 3 * GB] : [12_000, 0.01 * GB]
/** Beside what the application holds before it reads anything. */
const CAP = 150

test.group('A register far larger than the memory', () => {
  test(`is read with less than ${CAP} MB of memory more, whatever its size`, async ({ assert }) => {
    const { villages } = await regencyForTest()
    const { stdout } = await run(
      process.execPath,
      [
        ...['--max-old-space-size=160', '--max-semi-space-size=16', '--import=./bin/typescript.js'],
        ...['tests/functional/editions/flat_load.ts', String(RECORDS), villages[0]!],
      ],
      { env: { ...process.env, SIKS_WORKER: 'none' } },
    )
    const told = JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as {
      read: number
      rejected: number
      bytes: number
      megabytes: number
    }
    assert.deepInclude(told, { read: 3 * RECORDS, rejected: 0 })
    assert.isAbove(told.bytes, LEAST)
    assert.isBelow(told.megabytes, CAP)
  }).timeout(process.env.SIKS_TEST_LONG ? 3_600_000 : 300_000)
})
