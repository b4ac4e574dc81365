import { test } from '@japa/runner'
import { generateIssueKeys, generatePassphrase } from '#siks/issue_keys'
import { packageHeader, writePackage } from '#siks/package'
import { answerRecovery, makeRecoveryRequest, readRecoveryAnswer, readRecoveryRequest, recoveryCode } from '#siks/recovery'
import { ISSUE, collect, keys, manifest, packageFacts, refusalOf, streamBytes } from './support.js'

const { modules, issue, edition, period, code_system, scope, created_at } = manifest
const passphrase = generatePassphrase()
const sealed = await collect(
  await writePackage(
    {
      ...{ modules, issue, edition, period, code_system, scope, created_at, ...packageFacts },
      ...{ recipient: keys.recipient, signing_seed: keys.signingSeed, return_identity: keys.returnIdentity },
    },
    passphrase,
    [],
  ),
)
const header = await packageHeader(streamBytes(sealed))
const asked = await makeRecoveryRequest({ ...header, device: 'PC-1', operator: 'Operator Uji', created_at })
const answer = await collect(await answerRecovery(asked.request, keys.identity, created_at))

test.group('A forgotten passphrase', () => {
  test('comes back through a request and its answer', async ({ assert }) => {
    assert.equal(header.issue, ISSUE)
    assert.deepEqual(await readRecoveryRequest(asked.bytes), asked.request)
    assert.deepEqual(await readRecoveryAnswer(streamBytes(answer), asked.identity), { issue: ISSUE, passphrase })
  })

  test('is told to no other computer', async ({ assert }) => {
    const other = await makeRecoveryRequest({ ...header, device: 'PC-2', operator: 'Orang Lain', created_at })
    assert.equal((await refusalOf(readRecoveryAnswer(streamBytes(answer), other.identity))).code, 'E_SIKS_ANSWER_OTHER')
    assert.notEqual(recoveryCode(other.request), recoveryCode(asked.request))
    for (const bytes of [asked.bytes, answer]) {
      assert.notInclude(Buffer.from(bytes).toString('latin1'), passphrase)
    }
  })

  test('is not recovered with the key of another issue', async ({ assert }) => {
    const { identity } = await generateIssueKeys()
    assert.equal((await refusalOf(answerRecovery(asked.request, identity, created_at))).code, 'E_SIKS_WRONG_RECIPIENT')
  })

  test('a request that is cut, changed or no request at all is refused by name', async ({ assert }) => {
    const cut = asked.bytes.subarray(0, -20)
    assert.equal((await refusalOf(readRecoveryRequest(cut))).code, 'E_SIKS_TRUNCATED')
    const text = Buffer.from(asked.bytes).toString()
    const turned = Buffer.from(text.replace(`SIKSRECOVER1 ${ISSUE}`, 'SIKSRECOVER1 other'))
    assert.equal((await refusalOf(readRecoveryRequest(turned))).code, 'E_SIKS_ISSUE_MISMATCH')
    const foreign = Buffer.from(text.replace(/age1[a-z0-9]+/, 'age1short'))
    assert.deepInclude(await refusalOf(readRecoveryRequest(foreign)), { code: 'E_SIKS_MANIFEST', params: { field: 'recipient' } })
    assert.equal((await refusalOf(readRecoveryRequest(sealed))).code, 'E_SIKS_WRONG_KIND')
    const newer = Buffer.from(text.replace('SIKSRECOVER1', 'SIKSRECOVER9'))
    assert.equal((await refusalOf(readRecoveryRequest(newer))).code, 'E_SIKS_VERSION')
  })

  test('an answer that is cut or changed is refused', async ({ assert }) => {
    assert.equal(
      (await refusalOf(readRecoveryAnswer(streamBytes(answer.subarray(0, -3)), asked.identity))).code,
      'E_SIKS_TRUNCATED',
    )
    const changed = Buffer.from(answer)
    changed[answer.length - 30] ^= 1
    assert.equal((await refusalOf(readRecoveryAnswer(streamBytes(changed), asked.identity))).code, 'E_SIKS_TAMPERED')
  })
})
