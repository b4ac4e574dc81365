import { test } from '@japa/runner'
import { generateIssueKeys, generatePassphrase } from '#siks/issue_keys'
import { openPackage, writePackage, type PackageLine } from '#siks/package'
import { ISSUE, collect, keys, manifest, packageFacts, refusalOf, sampleRecord, streamBytes, writeSample } from './support.js'

const { modules, issue, edition, period, code_system, scope, created_at } = manifest
const packageManifest = {
  ...{ modules, issue, edition, period, code_system, scope, created_at },
  recipient: keys.recipient,
  signing_seed: keys.signingSeed,
  return_identity: keys.returnIdentity,
  ...packageFacts,
}
const { values, groups } = sampleRecord(1)
const content: PackageLine[] = [
  { t: 'region', code: '33.71.01.1003', name: 'Kelurahan Uji' },
  { t: 'instrument', module: 'bdt', version: '1', code_list_version: '2015' },
  { t: 'rules', module: 'bdt', version: '1' },
  { t: 'household', module: 'bdt', key: '3371-000001', values, groups },
]
const passphrase = generatePassphrase()
const bytes = await collect(await writePackage(packageManifest, passphrase, content))

async function read(key: Parameters<typeof openPackage>[1], from = bytes) {
  const opened = await openPackage(streamBytes(from), key)
  const lines: PackageLine[] = []
  for await (const line of opened.lines) lines.push(line)
  return { manifest: opened.manifest, lines }
}

test.group('A package', () => {
  test('opens with its passphrase and gives back what was put in', async ({ assert }) => {
    const opened = await read({ passphrase })
    assert.deepEqual(opened.manifest, { format: 'siksdb', version: 1, ...packageManifest })
    assert.deepEqual(opened.lines, content)
  })

  test('opens with the key of its issue when the passphrase is lost', async ({ assert }) => {
    assert.deepEqual((await read({ identity: keys.identity })).lines, content)
  })

  test('does not open with another passphrase or the key of another issue', async ({ assert }) => {
    assert.equal((await refusalOf(read({ passphrase: generatePassphrase() }))).code, 'E_SIKS_PASSPHRASE')
    const { identity } = await generateIssueKeys()
    assert.equal((await refusalOf(read({ identity }))).code, 'E_SIKS_WRONG_RECIPIENT')
  })

  test('that is cut, changed or really a .siks file is refused', async ({ assert }) => {
    assert.equal((await refusalOf(read({ passphrase }, bytes.subarray(0, -40)))).code, 'E_SIKS_TRUNCATED')
    const changed = Buffer.from(bytes)
    changed[bytes.length - 60] ^= 1
    assert.equal((await refusalOf(read({ passphrase }, changed))).code, 'E_SIKS_TAMPERED')
    const refusal = await refusalOf(read({ passphrase }, await writeSample()))
    assert.equal(refusal.code, 'E_SIKS_WRONG_KIND')
    assert.include(refusal.message, 'bukan berkas .siksdb, melainkan berkas .siks hasil verval')
  })

  test('shows nobody its passphrase, only its issue', ({ assert }) => {
    const text = Buffer.from(bytes).toString('latin1')
    assert.isTrue(text.startsWith(`SIKSDB1 ${ISSUE} `))
    for (const secret of [passphrase, keys.signingSeed, 'household']) assert.notInclude(text, secret)
  })
})
