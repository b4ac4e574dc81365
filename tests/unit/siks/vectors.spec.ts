import { createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { openBack } from '#siks/back'
import { openPackage, recoverPassphrase, type PackageLine } from '#siks/package'
import { openSiks } from '#siks/reader'
import { readRecoveryAnswer, readRecoveryRequest, recoveryCode } from '#siks/recovery'
import { endIsSigned, publicKeyOfSeed, signEnd } from '#siks/signature'
import { createSiksWriter } from '#siks/writer'
import { collect, streamBytes } from './support.js'

const fixture = (name: string) => readFile(new URL(`../../fixtures/siks/${name}`, import.meta.url))
const vector = JSON.parse(String(await fixture('example.json')))
const bytes = await fixture('example.siks')
const text = String(await fixture('example.ndjson'))
const { keys, manifest } = vector
const from = { identityOf: async () => keys.identity as string, publicKeyOf: async () => keys.public_key as string }

/** Bytes of a bech32 text; the checksum is left to the library proper. */
function bech32Bytes(encoded: string): Buffer {
  const letters = encoded.slice(encoded.lastIndexOf('1') + 1, -6).toLowerCase()
  const bits = Array.from(letters, (letter) =>
    'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
}

const raw = (prefix: string, key: Buffer) => ({ key: Buffer.concat([Buffer.from(prefix, 'hex'), key]), format: 'der' as const })
const x25519Private = (key: Buffer) => createPrivateKey({ ...raw('302e020100300506032b656e04220420', key), type: 'pkcs8' })
const x25519Public = (key: Buffer) => createPublicKey({ ...raw('302a300506032b656e032100', key), type: 'spki' })
const ed25519Public = (key: Buffer) => createPublicKey({ ...raw('302a300506032b6570032100', key), type: 'spki' })
const derive = (key: Buffer, salt: Buffer, info: string) => Buffer.from(hkdfSync('sha256', key, salt, info, 32))

function open(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

test.group('The test vectors of docs/siks-format.md', () => {
  test('are read to the stated manifest, records, digest and signature', async ({ assert }) => {
    const opened = await openSiks(streamBytes(bytes), from)
    assert.deepEqual(opened.manifest, manifest)
    const records = []
    for await (const { record } of opened.records) records.push(record)
    assert.deepEqual(records, vector.records)
    const { sha256, file, records: count } = await opened.finish()
    assert.deepEqual({ sha256, count }, { sha256: vector.end.sha256, count: 3 })
    assert.deepEqual(file, vector.file)
    const end = { issue: manifest.issue, records: 3, sha256 }
    assert.equal(signEnd(end, keys.signing_seed), vector.end.signature)
    assert.equal(publicKeyOfSeed(keys.signing_seed), keys.public_key)
    assert.isTrue(endIsSigned(end, vector.end.signature, keys.public_key))
  })

  test('are written again to the same lines, though encryption differs each time', async ({ assert }) => {
    const { format, version, ...rest } = manifest
    const writer = createSiksWriter({ recipient: keys.recipient, signingSeed: keys.signing_seed, manifest: rest })
    const again = Buffer.from(await collect(writer.stream(vector.records)))
    assert.deepEqual([format, version], ['siks', 1])
    assert.notDeepEqual(again, bytes)
    assert.equal(unsealed(again), text)
  })

  test('are read by the text of the format alone, with nothing but the cryptography of Node', ({ assert }) => {
    assert.equal(unsealed(bytes), text)
    const lines = text.trimEnd().split('\n')
    const end = JSON.parse(lines[4])
    const before = text.slice(0, text.indexOf(lines[4]))
    assert.equal(createHash('sha256').update(before).digest('hex'), end.sha256)
    const message = `siks-ng/siks/v1/end\n${manifest.issue}\n${end.records}\n${end.sha256}\n`
    assert.equal(message, vector.end.signed_message)
    const publicKey = ed25519Public(Buffer.from(keys.public_key, 'hex'))
    assert.isTrue(verify(null, Buffer.from(message), publicKey, Buffer.from(end.signature, 'hex')))
  })

  test('stand on that page with the same values', async ({ assert }) => {
    const page = await readFile(new URL('../../../docs/siks-format.md', import.meta.url), 'utf8')
    const { sha256, signature } = vector.end
    const halves = `\`${signature.slice(0, 64)}\` \`${signature.slice(64)}\``
    for (const value of [
      ...Object.values(keys),
      sha256,
      halves,
      vector.file.sha256,
      vector.package.passphrase,
      ...Object.values(vector.recovery).slice(0, 1),
      vector.recovery.code,
    ]) {
      assert.include(page, value)
    }
  })

  test('hold a package that opens by passphrase and by the key of its issue', async ({ assert }) => {
    const sealed = await fixture('example.siksdb')
    for (const key of [{ passphrase: vector.package.passphrase }, { identity: keys.identity }]) {
      const opened = await openPackage(streamBytes(sealed), key)
      assert.deepEqual(opened.manifest, vector.package.manifest)
      const lines: PackageLine[] = []
      for await (const line of opened.lines) lines.push(line)
      assert.deepEqual(lines, vector.package.lines)
    }
  })

  test('hold returned records that open with the return identity of the package', async ({ assert }) => {
    const opened = await openBack(streamBytes(await fixture('example.siksback')), vector.package.manifest.return_identity)
    assert.deepEqual(opened.manifest, vector.back.manifest)
    const records = []
    for await (const record of opened.records) records.push(record)
    assert.deepEqual(records, vector.back.records)
  })

  test('hold a recovery request with its code, and the answer that gives the passphrase back', async ({ assert }) => {
    const request = await readRecoveryRequest(await fixture('example.siksrecover'))
    assert.equal(request.recipient, vector.recovery.recipient)
    assert.equal(recoveryCode(request), vector.recovery.code)
    assert.equal(await recoverPassphrase(request.issue, request.recovery, keys.identity), vector.package.passphrase)
    const answer = await readRecoveryAnswer(streamBytes(await fixture('example.siksanswer')), vector.recovery.identity)
    assert.deepEqual(answer, { issue: manifest.issue, passphrase: vector.package.passphrase })
  })
})

/** The NDJSON of a small (one block) `.siks` file, by the steps of the document. */
function unsealed(file: Buffer): string {
  const headerEnd = file.indexOf('\n') + 1
  if (file.subarray(0, headerEnd).toString() !== `SIKS1 ${manifest.issue}\n`) throw new Error('header')
  if (file.subarray(-16).toString() !== `\nEND ${String(file.length).padStart(10, '0')}\n`) throw new Error('trailer')
  const age = file.subarray(headerEnd, -16)
  const [, stanza, body, mac] = age.toString('latin1').split('\n')
  const share = Buffer.from(stanza.split(' ')[2], 'base64')
  const secret = diffieHellman({ privateKey: x25519Private(bech32Bytes(keys.identity)), publicKey: x25519Public(share) })
  const salt = Buffer.concat([share, bech32Bytes(keys.recipient)])
  const fileKey = open(derive(secret, salt, 'age-encryption.org/v1/X25519'), Buffer.alloc(12), Buffer.from(body, 'base64'))
  const start = age.indexOf(mac) + mac.length + 1
  const streamKey = derive(fileKey, age.subarray(start, start + 16), 'payload')
  const lastBlock = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  return gunzipSync(open(streamKey, lastBlock, age.subarray(start + 16))).toString()
}
