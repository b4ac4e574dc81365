import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { allDocuments, documentsFor, publishDocument, withdrawDocument } from '#services/announcements/documents'
import { DeskRefused } from '#services/announcements/errors'
import { judgeFile, type JudgedFile } from '#services/announcements/judge_file'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { query } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { as } from './support.js'

const DAY = '2026-11-26'
const csv = (): JudgedFile & { name: string } => ({
  content: Buffer.from('a;b\n1;2\n'),
  contentType: 'text/csv',
  extension: 'csv',
  name: 'daftar.exe',
})
const typed = (more: Record<string, string> = {}) => ({
  kind: 'circular',
  title: 'Surat uji',
  number: '12/SE',
  issued_on: '01-11-2026',
  valid_from: '01-11-2026',
  ...more,
})
const titlesFor = async (user: Parameters<typeof as>[0]) =>
  (await as(user, (tx) => documentsFor(tx, DAY))).map(({ title }) => title)

test.group('Documents', () => {
  test('a document goes to the regions it is for, under a name that says what it is', async ({ client, assert }) => {
    const [here, there] = [await regencyForTest(), await regencyForTest()]
    const staff = await ministryStaff()
    const title = `Edaran ${here.code}`
    const id = await as(staff, (tx) => publishDocument(tx, typed({ title, regions: here.code }), csv()))
    const [one, other] = [await supervisorOf(here.code), await supervisorOf(there.code)]
    assert.include(await titlesFor(one), title)
    assert.notInclude(await titlesFor(other), title)
    const taken = await client.get(`/dokumen/${id}/unduh`).loginAs(one)
    taken.assertStatus(200)
    taken.assertHeader('x-content-type-options', 'nosniff')
    assert.match(taken.header('content-disposition')!, /daftar\.csv/)
    ;(await client.get(`/dokumen/${id}/unduh`).loginAs(other)).assertStatus(404)
    await as(staff, (tx) => withdrawDocument(tx, id))
    await assert.rejects(() => as(staff, (tx) => withdrawDocument(tx, id)), new RegExp(staff.name))
    ;(await client.get(`/dokumen/${id}/unduh`).loginAs(one)).assertStatus(404)
    assert.include(
      (await as(staff, allDocuments)).map((found) => found.id),
      id,
    )
  })

  test('a document with personal data reaches its own regency alone, and each download is in the read log', async ({
    client,
    assert,
  }) => {
    const { code, province } = await regencyForTest()
    const staff = await ministryStaff()
    const title = `Daftar nama ${code}`
    const id = await as(staff, (tx) => publishDocument(tx, typed({ title, kind: 'cutoff', personal: '1', regions: code }), csv()))
    const own = await supervisorOf(code)
    for (const user of [
      staff,
      await provinceSupervisorOf(province),
      await ministryStaff('auditor'),
      await supervisorOf((await regencyForTest()).code),
    ]) {
      assert.notInclude(await titlesFor(user), title)
      ;(await client.get(`/dokumen/${id}/unduh`).loginAs(user)).assertStatus(404)
    }
    ;(await client.get(`/dokumen/${id}/unduh`).loginAs(own)).assertStatus(200)
    const reads = await inScope(code, (tx) =>
      query(
        tx,
        `select user_id, action, purpose from reads where regency_code = ? and object_type = 'document' and object_id = ?`,
        [code, id],
      ),
    )
    assert.deepEqual(reads, [{ user_id: own.id, action: 'download', purpose: 'verval' }])
    const [file] = await inScope(code, (tx) =>
      query<{ id: string }>(tx, `select id from files where regency_code = ? and kind = 'document'`, [code]),
    )
    for (const user of [staff, own]) (await client.get(`/berkas/${file!.id}`).loginAs(user)).assertStatus(404)
  })

  test('personal data for a province or for all is refused', async ({ assert }) => {
    const staff = await ministryStaff()
    for (const regions of ['', '33', '33.01 33.02']) {
      const refusal = await as(staff, (tx) => publishDocument(tx, typed({ personal: '1', regions }), csv())).catch(
        (error: unknown) => error,
      )
      assert.property((refusal as DeskRefused).problems, 'regions', regions)
    }
  })

  test('a file is judged by what it holds, whatever it is called', async ({ assert }) => {
    const xlsx: Buffer[] = []
    for await (const chunk of writeWorkbook({ name: 'Uji', columns: [{ header: 'a', type: 'text' }] }, [['1']]))
      xlsx.push(chunk as Buffer)
    const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'white' } })
      .png()
      .toBuffer()
    assert.equal((await judgeFile(Buffer.concat(xlsx))).extension, 'xlsx')
    assert.equal((await judgeFile(png)).extension, 'png')
    assert.equal((await judgeFile(Buffer.from('%PDF-1.7\n'))).extension, 'pdf')
    assert.equal((await judgeFile(Buffer.from('kode,nama\n33.71,Magelang\n'))).extension, 'csv')
    const zip = readFileSync(createRequire(import.meta.url).resolve('yauzl/package.json'))
    for (const bad of [
      Buffer.alloc(0),
      Buffer.from('<html><script>alert(1)</script></html>'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      Buffer.from('MZ\x90\x00\x03'),
      Buffer.concat([Buffer.from('PK\x03\x04'), zip]),
      Buffer.concat(xlsx).subarray(0, 300),
    ]) {
      await assert.rejects(() => judgeFile(bad), DeskRefused)
    }
  })

  test('the form takes a file and refuses a program that calls itself a circular', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const { code } = await regencyForTest()
    const send = (content: Buffer, title: string, wanted: Parameters<typeof typed>[0] = {}) =>
      client
        .post('/admin/pengumuman/dokumen')
        .loginAs(staff)
        .withCsrfToken()
        .header('referer', '/admin/pengumuman/dokumen/baru')
        .fields(typed({ title, ...wanted }))
        .file('file', content, { filename: 'edaran.pdf' })
    const refused = await send(Buffer.from('MZ\x90\x00\x03\x00\x00'), 'Program')
    assert.include(refused.text(), 'Jenis berkas ini tidak diterima')
    assert.notMatch(refused.text(), /name="personal"[^>]* checked/)
    const secret = await send(Buffer.from('MZ\x90\x00\x03\x00\x00'), 'Program', { personal: '1', regions: code })
    assert.match(secret.text(), /name="personal"[^>]* checked/, 'a list with personal data stays one when its form comes back')
    const taken = await send(Buffer.from('%PDF-1.4\n%%EOF'), 'Edaran asli')
    assert.include(taken.text(), 'Edaran asli')
    assert.notInclude(
      (await as(staff, allDocuments)).map(({ title }) => title),
      'Program',
    )
  })
})
