import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { writeResult } from '#siks/result'
import { collect, sampleRecord, sampleRecords } from './support.js'

const manifest = {
  module: 'bdt',
  edition: 'e1',
  period: 'p1',
  regency: '33.71',
  code_system: 'kemendagri' as const,
  finalisation: 'f1',
  seal_root: 'ab'.repeat(32),
  finalised_at: '2026-11-25T12:00:00+07:00',
}

test.group('A result', () => {
  test('is gzip NDJSON of manifest, households and an end line that proves them', async ({ assert }) => {
    const text = gunzipSync(await collect(writeResult(manifest, sampleRecords(300)))).toString()
    const lines = text.trimEnd().split('\n')
    assert.equal(lines.length, 302)
    assert.deepEqual(JSON.parse(lines[0]), { format: 'siksresult', version: 1, ...manifest })
    const { key, outcome, values, groups } = sampleRecord(300)
    assert.deepEqual(JSON.parse(lines[300]), { t: 'household', key, outcome, values, ...groups })
    const proven = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)
    const sha256 = createHash('sha256').update(proven).digest('hex')
    assert.deepEqual(JSON.parse(lines[301]), { t: 'end', records: 300, sha256 })
  })

  test('may be empty, since a regency may have no household left', async ({ assert }) => {
    const lines = gunzipSync(await collect(writeResult(manifest, [])))
      .toString()
      .trimEnd()
      .split('\n')
    assert.include(JSON.parse(lines[1]), { t: 'end', records: 0 })
  })
})
