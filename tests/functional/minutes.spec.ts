import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from '@japa/runner'
import PDFDocument from 'pdfkit'
import { query } from '#services/scope'
import { rehearse, resultFiles } from '#verification/finalise/index'
import { minutesMissing, minutesOfVillage } from '#verification/minutes/index'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { pageTexts } from '../unit/documents/support.js'
import { contentOfFile, inPlace, seal, temporaryFolder, testRegister } from './finalisation/support.js'

/** A signed paper of so many pages, invented. */
async function scanned(text: string, pages = 1): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4' })
  document.text(text)
  for (let page = 1; page < pages; page++) document.addPage().text(text)
  document.end()
  return buffer(document)
}

test.group('Minutes of village meetings', () => {
  test('are uploaded by village, warned of while they are missing, replaced, withdrawn, and told by the annexes', async ({
    client,
    assert,
  }) => {
    const { place, regency } = await testRegister(4)
    const [first, second] = regency.villages as [string, string]
    const supervisor = await supervisorOf(place.regency)
    const missing = async () => (await inPlace(place, (tx) => minutesMissing(tx, place))).map(({ code }) => code)
    assert.deepEqual(await missing(), [first, second].sort())
    const rehearsed = await client.get('/bdt/finalisasi').loginAs(supervisor)
    assert.include(rehearsed.text(), '2 dari 2 desa/kelurahan belum mempunyai berita acara')

    const send = (village: string, fields: Record<string, string>, content: Buffer) =>
      client
        .post(`/bdt/berita-acara/${village}`)
        .header('referer', `/bdt/berita-acara/${village}`)
        .loginAs(supervisor)
        .withCsrfToken()
        .fields(fields)
        .file('scan', content, { filename: 'apa saja.exe' })
    const form = { number: ' 470 / 12 / 2026 ', held_on: '3-11-2026', meeting: '', seen: '' }
    const paper = await scanned('BERITA ACARA', 3)
    const taken = await send(first, form, paper)
    assert.include(taken.text(), 'Berita acara nomor 470 / 12 / 2026 tersimpan.')
    assert.deepEqual(await missing(), [second])

    const stale = await send(first, { ...form, number: '1' }, paper)
    assert.include(stale.text(), `${supervisor.name} mengunggah berita acara nomor 470 / 12 / 2026`)
    for (const [fields, content, words] of [
      [{ ...form, held_on: '3-11-2099' }, paper, 'paling lambat hari ini'],
      [{ ...form, number: ' ' }, paper, 'Isi nomor berita acara'],
      [form, Buffer.from('<html>bukan pindaian</html>'), 'Berkas bukan PDF, JPG, atau PNG'],
      [form, paper, 'Berkas yang sama sudah diunggah untuk'],
      [form, await scanned('panjang', 61), 'paling banyak 60 halaman'],
    ] as const) {
      const refused = await send(second, fields, content)
      assert.include(refused.text(), words)
    }
    assert.deepEqual(await missing(), [second])

    const [before] = await inPlace(place, (tx) => minutesOfVillage(tx, place, first))
    assert.include(before, { number: '470 / 12 / 2026', heldOn: '2026-11-03', pages: 3, endedAt: null })
    await send(first, { ...form, number: '470/13/2026', seen: before!.id }, await scanned('GANTI'))
    const kept = await inPlace(place, (tx) => minutesOfVillage(tx, place, first))
    assert.deepEqual(
      kept.map(({ number, endedAt }) => [number, endedAt === null]),
      [
        ['470/13/2026', true],
        ['470 / 12 / 2026', false],
      ],
    )
    const file = await client.get(`/bdt/berita-acara/berkas/${before!.id}`).loginAs(supervisor)
    file.assertStatus(200)
    const [reads] = await inPlace(place, (tx) =>
      query<{ count: number }>(
        tx,
        `select cast(count(*) as int) as count from reads where regency_code = ? and object_type = 'bdt.minutes'`,
        [place.regency],
      ),
    )
    assert.equal(reads!.count, 1)

    const { missing: lacking } = (await inPlace(place, (tx) => rehearse(tx, place))).minutes
    assert.deepEqual(
      lacking.map(({ code }) => code),
      [second],
    )
    await seal(place)
    const files = (await inPlace(place, (tx) => resultFiles(tx, place))).filter(({ kind }) => kind === 'annex')
    const texts = await Promise.all(
      files.map(async ({ fileId }) => (await pageTexts(await contentOfFile(place, fileId))).join(' ')),
    )
    assert.lengthOf(texts, 2)
    assert.isTrue(texts.some((text) => text.includes('Nomor 470/13/2026, musyawarah')))
    assert.isTrue(texts.some((text) => text.includes('Belum ada berita acara musyawarah')))
    const late = await send(second, form, await scanned('TERLAMBAT'))
    assert.notInclude(late.text(), 'tersimpan')
    assert.deepEqual(await missing(), [second])
  })

  test('are added, listed and withdrawn by command, and belong to their regency alone', async ({ client, assert }) => {
    const { place, regency } = await testRegister(2)
    const [village] = regency.villages as [string]
    const { login } = await supervisorOf(place.regency)
    const by = ['--regency', place.regency, '--as', login, '--json']
    await temporaryFolder(async (folder) => {
      const path = join(folder, 'ba.pdf')
      writeFileSync(path, await scanned('BERITA ACARA'))
      const given = ['--village', village, '--number', '5/BA', '--date', '2026-11-02', '--file', path]
      const added = await aceHere<{ id: string }>('minutes:add', 'bdt', ...given, ...by)
      assert.equal(added.code, 0)
      assert.include(added.json, { village, number: '5/BA', held_on: '2026-11-02', pages: 1 })
      const listed = await aceHere('minutes:list', 'bdt', '--missing', ...by)
      assert.include(listed.json, { villages: 2, missing: 1 })
      const stranger = await supervisorOf((await regencyForTest()).code)
      ;(await client.get(`/bdt/berita-acara/berkas/${added.json.id}`).loginAs(stranger)).assertStatus(404)
      const withdrawn = await aceHere('minutes:withdraw', 'bdt', '--village', village, '--reason', 'Keliru desa', ...by)
      assert.deepEqual(withdrawn.json, { village, number: '5/BA', reason: 'Keliru desa' })
      const again = await aceHere<{ error: { code: string } }>(
        'minutes:withdraw',
        ...['bdt', '--village', village, '--reason', 'Sekali lagi', ...by],
      )
      assert.deepEqual([again.code, again.json.error.code], [1, 'E_MINUTES_MISSING'])
    })
  })
})
