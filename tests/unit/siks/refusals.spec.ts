import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { MESSAGES } from '#siks/messages'
import { SiksError } from '#siks/errors'
import { generateIssueKeys } from '#siks/issue_keys'
import {
  ISSUE,
  firstLine,
  keys,
  manifest,
  ndjson,
  readAll,
  refusalOf,
  sampleRecord,
  sealPacked,
  sealText,
  wire,
  writeSample,
} from './support.js'

const record = wire(sampleRecord(1))
const refused = async (bytes: Uint8Array | Promise<Uint8Array>, given = {}) => refusalOf(readAll(await bytes, given))

test.group('A .siks file refused as a whole', () => {
  test('of 0 bytes', async ({ assert }) => {
    assert.equal((await refused(new Uint8Array())).code, 'E_SIKS_EMPTY_FILE')
  })

  test('with no household in it', async ({ assert }) => {
    assert.equal((await refused(sealText(ndjson([])))).code, 'E_SIKS_EMPTY')
  })

  test('of a newer outer version, naming the version found and those supported', async ({ assert }) => {
    const newer = Buffer.from(await writeSample())
    newer.set(Buffer.from('SIKS2'))
    const refusal = await refused(newer)
    assert.equal(refusal.code, 'E_SIKS_VERSION')
    assert.deepInclude(refusal.params, { found: '2', supported: '1' })
    assert.include(refusal.message, 'format versi 2, sedangkan sistem ini membaca versi 1')
  })

  test('of a newer or unreadable manifest version', async ({ assert }) => {
    const ofVersion = (version: unknown) => refused(sealText(ndjson([record], {}, { ...firstLine, version })))
    for (const version of [2, 0]) {
      const refusal = await ofVersion(version)
      assert.equal(refusal.code, 'E_SIKS_VERSION')
      assert.equal(refusal.params.found, String(version))
    }
    for (const version of ['1', null, undefined, 1.5]) {
      const refusal = await ofVersion(version)
      assert.deepEqual([refusal.code, refusal.params], ['E_SIKS_MANIFEST', { field: 'version' }])
    }
  })

  test('of an issue this supervisor has no key for', async ({ assert }) => {
    const refusal = await refused(writeSample(), { identityOf: async () => null })
    assert.equal(refusal.code, 'E_SIKS_FOREIGN_ISSUE')
    assert.include(refusal.message, ISSUE)
  })

  test('encrypted for another issue than its header names', async ({ assert }) => {
    const other = await generateIssueKeys()
    const refusal = await refused(sealPacked(gzipSync(ndjson([record])), other.recipient))
    assert.equal(refusal.code, 'E_SIKS_WRONG_RECIPIENT')
  })

  test('whose clear header names another issue of the same key than its manifest', async ({ assert }) => {
    const bytes = await sealPacked(gzipSync(ndjson([record])), keys.recipient, 'issue-lain')
    assert.equal((await refused(bytes, { identityOf: async () => keys.identity })).code, 'E_SIKS_ISSUE_MISMATCH')
  })

  test('with a manifest that lacks or misspells a field, naming the field', async ({ assert }) => {
    const wrong: Record<string, unknown> = {
      format: 'sikz',
      modules: [],
      issue: 'a b',
      edition: '',
      period: 7,
      code_system: 'lain',
      device: null,
      sequence: 1.5,
      previous: 'abc',
      operator: 'x\u0000y',
      app: undefined,
      created_at: '2026-13-45T00:00:00Z',
      scope: ['Magelang'],
    }
    for (const [field, value] of Object.entries(wrong)) {
      const refusal = await refused(sealText(ndjson([record], {}, { ...firstLine, [field]: value })))
      assert.equal(refusal.code, 'E_SIKS_MANIFEST')
      assert.equal(refusal.params.field, field)
    }
  })

  test('without an end line, or with nothing at all inside', async ({ assert }) => {
    const lines = ndjson([record]).split('\n')
    assert.equal((await refused(sealText(`${lines.slice(0, -2).join('\n')}\n`))).code, 'E_SIKS_NO_END')
    assert.equal((await refused(sealText(''))).code, 'E_SIKS_NO_END')
  })

  test('whose end line miscounts, misstates the digest or is signed by somebody else', async ({ assert }) => {
    const other = await generateIssueKeys()
    assert.equal((await refused(sealText(ndjson([record], { records: 2 })))).code, 'E_SIKS_COUNT')
    assert.equal((await refused(sealText(ndjson([record], { sha256: '0'.repeat(64) })))).code, 'E_SIKS_DIGEST')
    assert.equal((await refused(sealText(ndjson([record], { signature: '0'.repeat(128) })))).code, 'E_SIKS_SIGNATURE')
    assert.equal((await refused(writeSample(), { publicKeyOf: async () => other.publicKey })).code, 'E_SIKS_SIGNATURE')
    assert.equal((await refused(sealText(ndjson([record], { signature: undefined })))).code, 'E_SIKS_END_SHAPE')
    assert.equal((await refused(sealText(`${ndjson([record])}{}\n`))).code, 'E_SIKS_END_SHAPE')
  })

  test('with a record line changed after signing', async ({ assert }) => {
    assert.equal((await refused(sealText(ndjson([record]).replace('UJI', 'UJO')))).code, 'E_SIKS_DIGEST')
  })

  test('with a line that is not JSON, not UTF-8 or far deeper than any record, naming the line', async ({ assert }) => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    for (const broken of ['{"t":"household"', '', '\ufeff{}', 'NIK;NAMA', deep, `{"x":${deep}}`]) {
      const refusal = await refused(sealText(ndjson([record, broken])))
      assert.equal(refusal.code, 'E_SIKS_BROKEN_LINE')
      assert.equal(refusal.params.line, 3)
    }
    const latin = Buffer.from(ndjson([{ ...record, values: { nama_krt: 'CAFÉ' } }]), 'latin1')
    assert.equal((await refused(sealText(latin))).code, 'E_SIKS_BROKEN_LINE')
  })

  test('whose payload is not one whole gzip member', async ({ assert }) => {
    const packed = gzipSync(ndjson([record]))
    assert.equal((await refused(sealPacked(Buffer.from(ndjson([record]))))).code, 'E_SIKS_GZIP')
    assert.equal((await refused(sealPacked(packed.subarray(0, -9)))).code, 'E_SIKS_GZIP')
    assert.equal((await refused(sealPacked(Buffer.concat([packed, packed])))).code, 'E_SIKS_GZIP')
    assert.equal((await refused(sealPacked(new Uint8Array()))).code, 'E_SIKS_GZIP')
  })

  test('above a limit of size, households or line length, each with its own reason', async ({ assert }) => {
    const bytes = await writeSample(100)
    assert.equal((await refused(bytes, { limits: { fileBytes: bytes.length - 1 } })).code, 'E_SIKS_FILE_TOO_LARGE')
    assert.equal((await refused(bytes, { limits: { unpackedBytes: 50_000 } })).code, 'E_SIKS_UNPACKED_TOO_LARGE')
    assert.equal((await refused(bytes, { limits: { records: 99 } })).code, 'E_SIKS_TOO_MANY_RECORDS')
    assert.equal((await refused(bytes, { limits: { ratioFreeBytes: 1_000, ratio: 2 } })).code, 'E_SIKS_BOMB')
    const long = await refused(bytes, { limits: { lineBytes: 700 } })
    assert.equal(long.code, 'E_SIKS_LINE_TOO_LONG')
    assert.equal(long.params.line, 2)
    const exact = { limits: { fileBytes: bytes.length, records: 100 } }
    assert.equal((await readAll(bytes, exact)).lines.length, 100)
  })
})

test.group('A refusal', () => {
  test('says in Indonesian and English what is wrong, and in whole sentences', ({ assert }) => {
    for (const [code, text] of Object.entries(MESSAGES)) {
      assert.match(code, /^E_SIKS_[A-Z_]+$/)
      assert.match(text.id, /[.}]$/, code)
      assert.match(text.en, /[.}]$/, code)
      const names = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort()
      assert.deepEqual(names(text.id), names(text.en), code)
    }
  })

  test('writes numbers the way each language does', ({ assert }) => {
    const refusal = new SiksError('E_SIKS_TOO_MANY_RECORDS', { limit: 50_000 })
    assert.include(refusal.text.id, 'lebih dari 50.000 data')
    assert.include(refusal.text.en, 'more than 50,000 records')
    assert.equal(refusal.message, refusal.text.id)
    assert.equal(refusal.status, 422)
  })

  test('of a manifest is given before any record is read', async ({ assert }) => {
    const refusal = await refused(sealText(ndjson([record], {}, { ...firstLine, ...manifest, scope: [] })))
    assert.equal(refusal.code, 'E_SIKS_MANIFEST')
  })
})
