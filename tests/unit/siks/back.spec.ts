import { test } from '@japa/runner'
import { openBack, writeBack, type BackRecord } from '#siks/back'
import { generateIssueKeys } from '#siks/issue_keys'
import { ISSUE, collect, keys, manifest, refusalOf, sampleRecord, streamBytes, writeSample } from './support.js'

const { edition, period, modules, created_at } = manifest
const first = { issue: ISSUE, number: 1, edition, period, modules, created_by: 'Supervisor Uji', created_at }

function returned(n: number): BackRecord {
  const { key, kind, outcome, values, groups } = sampleRecord(n)
  const field = { group: 'members', key: groups.members![0]!.key, field: 'nik' }
  return {
    ...{ module: 'bdt', key, kind, outcome, values, groups, device: 'PC-1', rev: 3, note: 'Periksa NIK.' },
    fields: [field],
    problems: [{ rule: 'BDT-R06', severity: 'block', fields: [field], message: { id: 'NIK salah.', en: 'Wrong NIK.' } }],
    ...{ returned_by: 'Supervisor Uji', returned_at: created_at },
  }
}

const records = [returned(1), returned(2)]
const bytes = await collect(writeBack(first, keys.returnRecipient, records))

async function read(identity: string, from: Uint8Array = bytes) {
  const opened = await openBack(streamBytes(from), identity)
  const found: BackRecord[] = []
  for await (const record of opened.records) found.push(record)
  return { manifest: opened.manifest, found }
}

test.group('A file of returned records', () => {
  test('opens with the return identity of its package and gives back every record', async ({ assert }) => {
    const { manifest: read1, found } = await read(keys.returnIdentity)
    assert.deepEqual(read1, { format: 'siksback', version: 1, ...first })
    assert.deepEqual(found, records)
  })

  test('opens neither with the key of another package nor with the one that opens .siks files', async ({ assert }) => {
    const other = await generateIssueKeys()
    for (const identity of [other.returnIdentity, keys.identity]) {
      assert.equal((await refusalOf(read(identity))).code, 'E_SIKS_BACK_ISSUE')
    }
  })

  test('that is cut, changed or another kind of file is refused', async ({ assert }) => {
    assert.equal((await refusalOf(read(keys.returnIdentity, bytes.subarray(0, -30)))).code, 'E_SIKS_TRUNCATED')
    const changed = Buffer.from(bytes)
    changed[bytes.length - 60] ^= 1
    assert.equal((await refusalOf(read(keys.returnIdentity, changed))).code, 'E_SIKS_TAMPERED')
    assert.equal((await refusalOf(read(keys.returnIdentity, await writeSample()))).code, 'E_SIKS_WRONG_KIND')
  })

  test('shows nobody a note or a name', ({ assert }) => {
    const text = Buffer.from(bytes).toString('latin1')
    assert.isTrue(text.startsWith(`SIKSBACK1 ${ISSUE}\n`))
    for (const secret of ['Periksa', 'nama_krt', keys.returnIdentity]) assert.notInclude(text, secret)
  })
})
