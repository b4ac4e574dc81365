import { test } from '@japa/runner'
import { generateIssueKeys, generatePassphrase, normalisePassphrase } from '#siks/issue_keys'
import { endIsSigned, publicKeyOfSeed, signEnd } from '#siks/signature'

test.group('Keys of an issue', () => {
  test('are new each time and belong together', async ({ assert }) => {
    const [one, two] = [await generateIssueKeys(), await generateIssueKeys()]
    assert.match(one.identity, /^AGE-SECRET-KEY-1[A-Z0-9]{58}$/)
    assert.match(one.recipient, /^age1[a-z0-9]{58}$/)
    assert.equal(publicKeyOfSeed(one.signingSeed), one.publicKey)
    for (const name of ['identity', 'recipient', 'signingSeed', 'publicKey'] as const) assert.notEqual(one[name], two[name])
  })

  test('sign exactly one issue, count and digest', async ({ assert }) => {
    const { signingSeed, publicKey } = await generateIssueKeys()
    const end = { issue: 'i', records: 3, sha256: 'ab'.repeat(32) }
    const signature = signEnd(end, signingSeed)
    assert.isTrue(endIsSigned(end, signature, publicKey))
    for (const other of [{ issue: 'j' }, { records: 4 }, { sha256: 'cd'.repeat(32) }]) {
      assert.isFalse(endIsSigned({ ...end, ...other }, signature, publicKey))
    }
    assert.isFalse(endIsSigned(end, signature.toUpperCase(), publicKey))
    assert.isFalse(endIsSigned(end, signature, 'not a key'))
  })

  test('come with a passphrase of at least 80 bits in groups a person can read out', ({ assert }) => {
    const phrases = new Set(Array.from({ length: 1_000 }, generatePassphrase))
    assert.equal(phrases.size, 1_000)
    for (const phrase of phrases) assert.match(phrase, /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/)
    assert.isAtLeast(20 * Math.log2(32), 80)
    assert.equal(new Set([...phrases].join('').replaceAll('-', '')).size, 32)
  })

  test('forgive how a passphrase is typed', ({ assert }) => {
    assert.equal(normalisePassphrase(' 7k1o abcd–0000 zzzz  9999'), '7K10-ABCD-0000-ZZZZ-9999')
    assert.equal(normalisePassphrase('7KLO-ABCD'), '7K10-ABCD')
    assert.equal(normalisePassphrase(''), '')
  })
})
