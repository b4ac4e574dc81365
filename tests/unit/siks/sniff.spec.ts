import { gzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { test } from '@japa/runner'
import { writePackage } from '#siks/package'
import { writeResult } from '#siks/result'
import { kindName, sniff, type FileKind } from '#siks/sniff'
import { collect, keys, manifest, packageFacts, readAll, refusalOf, sampleRecords, writeSample } from './support.js'

async function zipOf(...names: string[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const name of names) zip.addBuffer(Buffer.from('isi'), name)
  zip.end()
  return buffer(zip.outputStream)
}

async function dropped(): Promise<[FileKind, Uint8Array][]> {
  const packageManifest = {
    ...{ ...manifest, ...packageFacts },
    ...{ recipient: keys.recipient, signing_seed: keys.signingSeed, return_identity: keys.returnIdentity },
  }
  const result = {
    module: 'bdt',
    edition: 'e1',
    period: 'p1',
    regency: '33.71',
    code_system: 'kemendagri' as const,
    finalisation: 'f1',
    seal_root: 'ab'.repeat(32),
    finalised_at: '2026-11-25T12:00:00+07:00',
  }
  const households = Array.from(sampleRecords(500))
  return [
    ['siksdb', await collect(await writePackage(packageManifest, 'AAAA-BBBB', []))],
    ['siksresult', await collect(writeResult(result, households))],
    ['siksresult', await collect(writeResult(result, households.slice(0, 1)))],
    ['siksback', Buffer.from('SIKSBACK1 issue\nage-encryption.org/v1\n')],
    ['siksanswer', Buffer.from('SIKSANSWER1 issue\nage-encryption.org/v1\n')],
    ['siksrecover', Buffer.from('SIKSRECOVER1 issue\n{"format":"siksrecover"}\n')],
    ['sikswork', Buffer.from('SIKSWORK1 issue\nage-encryption.org/v1\n')],
    ['plugin', await zipOf('lansia/plugin.ts', 'lansia/routes.ts')],
    ['plugin', await zipOf('siks-plugin.json')],
    ['zip', await zipOf('desa-1.siks', 'desa-2.siks')],
    ['zip', await zipOf('Kec. XL/data xl/PC-1.siks', 'keyword/plugin.ts.siks')],
    ['zip', await zipOf('xl-word/ppt/workbook.xml.siks')],
    ['zip', await zipOf('word/PC-1.siks', 'xl/PC-2.siks')],
    ['zip', await zipOf('kiriman/plugin.ts', 'kiriman/PC-1.siks')],
    ['zip', await zipOf('word/catatan.txt', 'xl/foto.jpg')],
    ['xlsx', await zipOf('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml')],
    ['document', await zipOf('word/document.xml')],
    ['xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['csv', Buffer.from('\ufeffnik;nama;tgl_lahir\r\n3201014507859901;SITI UJI;05/07/1985\r\n')],
    ['csv', Buffer.from('sep=;\nnik;nama\n')],
    ['csv', Buffer.from('nik,nama')],
    ['text', Buffer.from('Yth. Supervisor\nberkas menyusul')],
    ['json', Buffer.from('{"format":"siks","version":1}\n')],
    ['html', Buffer.from('<!DOCTYPE html><title>Masuk</title>')],
    ['pdf', Buffer.from('%PDF-1.7\n')],
    ['image', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['image', Buffer.from('ffd8ffe0', 'hex')],
    ['rar', Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')],
    ['gzip', gzipSync('apa saja')],
    ['age', Buffer.from('age-encryption.org/v1\n-> X25519 abc\n')],
    ['database', Buffer.from('SQLite format 3\0')],
    ['program', Buffer.from('MZ\x90\0')],
  ]
}

test.group('A file dropped by mistake', () => {
  test('is recognised by its content', async ({ assert }) => {
    for (const [kind, bytes] of await dropped()) assert.equal(await sniff(bytes), kind)
    assert.equal(await sniff(await writeSample()), 'siks')
    for (const cut of ['SIKS1', 'SIKS']) assert.equal(await sniff(Buffer.from(cut)), 'siks', 'a copy that broke off at once')
    assert.equal(await sniff(new Uint8Array()), 'empty')
    assert.equal(await sniff(Uint8Array.of(0, 1, 2, 3)), 'unknown')
  })

  test('is named in the refusal together with what to do', async ({ assert }) => {
    for (const [kind, bytes] of await dropped()) {
      const refusal = await refusalOf(readAll(bytes))
      assert.equal(refusal.code, 'E_SIKS_WRONG_KIND', kind)
      assert.equal(refusal.params.found, kind)
      assert.include(refusal.text.id, `Ini bukan berkas .siks, melainkan ${kindName(kind).id}. `)
      assert.include(refusal.text.en, kindName(kind).en)
    }
  })

  test('and unknown altogether is said to be unknown', async ({ assert }) => {
    assert.equal((await refusalOf(readAll(Uint8Array.of(0, 1, 2, 3)))).code, 'E_SIKS_NOT_SIKS')
    assert.equal((await refusalOf(readAll(Buffer.alloc(1_000_000, 7)))).code, 'E_SIKS_NOT_SIKS')
  })
})
