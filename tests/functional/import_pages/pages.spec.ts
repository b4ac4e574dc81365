import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import { test } from '@japa/runner'
import { pageTexts } from '../../unit/documents/support.js'
import { maskSecret } from '#domain/mask'
import { regionNames } from '#services/regions'
import type { ApiClient } from '@japa/api-client'
import yazl from 'yazl'
import { applyFile, changed, household, take, working, writeExport } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { importId, importsOf, openCounter, settledFiles, type Counter } from './support.js'

const TAG = '<img src=x onerror=alert(1)>.siks'
/** A NIK that somebody typed into the address. */
const SLIPPED = '3201 0145 0785 9901'

/** Sends files with the plain form and gives where the answer leads. */
async function send(client: ApiClient, { supervisor }: Counter, ...files: { path: string; name: string }[]): Promise<string> {
  const request = client.post('/import').loginAs(supervisor).withCsrfToken().redirects(0)
  for (const { path, name } of files) request.file('files[]', path, { filename: name })
  const answer = await request
  answer.assertStatus(302)
  return answer.header('location') ?? ''
}

const edited = (desk: Counter, key: string, n: number, alamat: string) => ({
  doc: changed(household(key, desk.village, n), { alamat }),
})

test.group('Pages of the import', () => {
  test('nothing is taken before the terms are agreed to, and agreeing is asked once', async ({ client, assert }) => {
    const desk = await openCounter()
    const other = await supervisorOf(desk.regency.code)
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09')] })
    const before = await client.get('/import').loginAs(other)
    assert.include(before.text(), 'Ketentuan Import')
    assert.notInclude(before.text(), 'data-endpoint')
    await send(client, { ...desk, supervisor: other }, { path, name: 'a.siks' })
    assert.deepEqual(await importsOf(desk), [])
    await client.post('/import/ketentuan').form({ agreed: '1' }).loginAs(other).withCsrfToken().redirects(0)
    const after = await client.get('/import').loginAs(other)
    assert.include(after.text(), 'data-endpoint="/unggahan"')
    assert.match(importId(await send(client, { ...desk, supervisor: other }, { path, name: 'a.siks' })), /^[0-9a-f-]{36}$/)
  })

  test('a batch with one bad file goes on with the other, and the page adds up', async ({ client, assert }) => {
    const desk = await openCounter()
    await take(desk, { device: 'PC-0', records: [edited(desk, 'H3', 3, 'RT 05')] })
    const good = await writeExport(desk, {
      records: [
        edited(desk, 'H1', 1, 'RT 09'),
        edited(desk, 'H2', 2, 'RT 01/RW 02'),
        edited(desk, 'H3', 3, 'RT 06'),
        edited(desk, 'H9', 9, 'RT 01'),
      ],
    })
    const bad = join(desk.folder, 'rekap.siks')
    await writeFile(bad, 'nik;nama\n')
    const id = importId(await send(client, desk, { path: good, name: TAG }, { path: bad, name: 'rekap.siks' }))
    const files = await settledFiles(desk, id)
    assert.deepEqual(files.map(({ state }) => state).sort(), ['checked', 'refused'])
    const page = await client.get(`/import/${id}`).loginAs(desk.supervisor)
    page.assertStatus(200)
    assert.include(page.text(), 'Dibaca 4 = diterima 2 + ditolak 1 + bentrok 1')
    assert.include(page.text(), '&lt;img src=x onerror=alert(1)&gt;.siks')
    assert.notInclude(page.text(), '<img src=x')
    const file = files.find(({ state }) => state === 'checked')!
    const report = await client.get(`/import/${id}/berkas/${file.id}`).loginAs(desk.supervisor)
    report.assertStatus(200)
    assert.include(report.text(), 'data ini tidak ada pada data dasar')
    assert.include(report.text(), 'di berkas “RT 06”, tersimpan “RT 05”')
    assert.notInclude(report.text(), '<img src=x')
    assert.notMatch(report.text(), /\b32010\d{11}\b/, 'no NIK or card number in clear')
    const rejected = await client.get(`/import/${id}/berkas/${file.id}?status=rejected`).loginAs(desk.supervisor)
    assert.equal(rejected.text().match(/<th scope="row">/g)?.length, 1)
  })

  test('the same file twice leads to the first import and starts no second one', async ({ client, assert }) => {
    const desk = await openCounter()
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09')] })
    const first = importId(await send(client, desk, { path, name: 'pc-1.siks' }))
    const second = importId(await send(client, desk, { path, name: 'lagi.siks' }))
    assert.equal(second, first)
    assert.deepEqual(await importsOf(desk), [first])
  })

  test('two tabs that send the same file at once make one import', async ({ client, assert }) => {
    const desk = await openCounter()
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09')] })
    const both = await Promise.all([1, 2].map((tab) => send(client, desk, { path, name: `tab-${tab}.siks` })))
    assert.equal(importId(both[0]), importId(both[1]))
    assert.lengthOf(await importsOf(desk), 1)
  })

  test('a ZIP that reaches outside its folder is refused whole', async ({ client, assert }) => {
    const desk = await openCounter()
    const inner = await readFile(await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 09')] }))
    const zip = new yazl.ZipFile()
    zip.addBuffer(inner, 'baik.siks')
    zip.addBuffer(inner, 'xx/xx/uji.siks')
    zip.end()
    const path = join(desk.folder, 'jahat.zip')
    await pipeline(zip.outputStream, createWriteStream(path))
    const bytes = await readFile(path)
    await writeFile(path, Buffer.from(bytes.toString('latin1').replaceAll('xx/xx/uji.siks', '../../uji.siks'), 'latin1'))
    const id = importId(await send(client, desk, { path, name: 'jahat.zip' }))
    const files = await settledFiles(desk, id)
    assert.lengthOf(files, 1)
    assert.include(files[0], { state: 'refused', name: 'jahat.zip', read: 0 })
    assert.match(files[0]!.reasonCode ?? '', /^E_SIKS_ARCHIVE_/)
  })

  test('hostile names are kept as text and come back intact on the report', async ({ client, assert }) => {
    const desk = await openCounter()
    const names = ['../../../public/uji.siks', '/etc/uji.siks', 'Data Nu’man – RT 01 (baru).siks', `${'n'.repeat(290)}.siks`]
    const files = []
    for (const [at, name] of names.entries()) {
      const path = await writeExport(desk, { device: `PC-${at}`, records: [edited(desk, 'H1', 1, 'RT 09')] })
      files.push({ path, name })
    }
    const id = importId(await send(client, desk, ...files))
    const stored = await settledFiles(desk, id)
    assert.lengthOf(stored, 4)
    assert.isTrue(stored.every(({ state }) => state === 'checked'))
    const named = stored.find(({ name }) => name.includes('Nu’man'))!
    assert.equal(named.name, 'Data Nu’man – RT 01 (baru).siks')
    const answer = await client.get(`/import/${id}/berkas/${named.id}/laporan.csv`).loginAs(desk.supervisor)
    answer.assertStatus(200)
    assert.include(answer.header('content-disposition'), encodeURIComponent('Data Nu’man – RT 01 '))
    assert.isTrue(stored.every(({ name }) => Array.from(name).length <= 200))
  })

  test('an undo is previewed with its numbers and done only with the token of that preview', async ({ client, assert }) => {
    const desk = await openCounter()
    const file = await take(desk, { records: [edited(desk, 'H1', 1, 'RT 05'), edited(desk, 'H2', 2, 'RT 05')] })
    await take(desk, { device: 'PC-2', records: [{ doc: changed(household('H2', desk.village, 2), { luas_lantai: 54 }) }] })
    const applied = (await client.get(`/import/${file.importId}`).loginAs(desk.supervisor)).text()
    assert.include(applied, '1 berkas diterapkan')
    assert.include(applied, 'href="/bdt/perbaikan?status=received"')
    assert.include(applied, 'href="/bdt/finalisasi"')
    const address = `/import/${file.importId}/berkas/${file.id}/urungkan`
    const page = await client.get(address).loginAs(desk.supervisor)
    assert.include(page.text(), 'Urungkan 1 data')
    assert.include(page.text(), 'import lain')
    const stale = client.post(address).form({ token: 'lain' }).loginAs(desk.supervisor).withCsrfToken().redirects(0)
    await stale
    assert.equal((await settledFiles(desk, file.importId))[0]!.state, 'applied')
    const token = /name="token" value="([0-9a-f]{32})"/.exec(page.text())?.[1] ?? ''
    await client.post(address).form({ token }).loginAs(desk.supervisor).withCsrfToken().redirects(0)
    const [undone] = await settledFiles(desk, file.importId)
    assert.equal(undone!.state, 'undone')
    assert.isUndefined(await working(desk, 'H1'))
    const batch = await client.get(`/import/${file.importId}`).loginAs(desk.supervisor)
    assert.include(batch.text(), '1 data tidak ikut diurungkan')
  })

  test('clean files are applied together, the rest waits', async ({ client, assert }) => {
    const desk = await openCounter()
    const clean = await writeExport(desk, { device: 'PC-1', records: [edited(desk, 'H1', 1, 'RT 09')] })
    const rejected = await writeExport(desk, { device: 'PC-2', records: [edited(desk, 'H9', 9, 'RT 09')] })
    const id = importId(await send(client, desk, { path: clean, name: 'a.siks' }, { path: rejected, name: 'b.siks' }))
    await settledFiles(desk, id)
    const page = await client.get(`/import/${id}`).loginAs(desk.supervisor)
    assert.include(page.text(), 'Terapkan semua yang bersih (1 dari 2)')
    await client.post(`/import/${id}/terapkan`).loginAs(desk.supervisor).withCsrfToken().redirects(0)
    const files = await settledFiles(desk, id)
    assert.deepEqual(files.map(({ name, state }) => `${name} ${state}`).sort(), ['a.siks applied', 'b.siks checked'])
  })

  test('report, rejected rows and receipt can be taken home, and the history finds the file by name', async ({
    client,
    assert,
  }) => {
    const desk = await openCounter()
    const path = await writeExport(desk, {
      records: [edited(desk, 'H1', 1, '=1+1'), edited(desk, 'H9', 9, `=1+1 NIK ${SLIPPED}`)],
    })
    const id = importId(await send(client, desk, { path, name: 'Kedungsari.siks' }))
    const [file] = await settledFiles(desk, id)
    await applyFile(desk, file!)
    const base = `/import/${id}/berkas/${file!.id}`
    const csv = await client.get(`${base}/laporan.csv`).loginAs(desk.supervisor)
    const lines = csv.text().trim().split('\r\n')
    assert.equal(lines.filter((line) => /;H[19];/.test(line)).length >= 2, true)
    const rejected = await client.get(`${base}/ditolak.csv`).loginAs(desk.supervisor)
    assert.include(rejected.text(), "'=1+1 NIK 3201••••••01")
    assert.notInclude(rejected.text(), SLIPPED)
    const parts: string[][] = parse(rejected.text(), { delimiter: ';', bom: true, from: 2 })
    assert.deepEqual(
      parts.map(([line, , title]) => `${line} ${title!.split(':')[0]}`),
      ['Rumah tangga', 'Keluarga 1', ...Array<string>(3).fill('Anggota rumah tangga'), 'Usaha ART'].map((title) => `3 ${title}`),
    )
    const numbers = household('H9', desk.village, 9).groups.members!.flatMap(({ nik }) =>
      nik === undefined ? [] : [String(nik)],
    )
    assert.isNotEmpty(numbers)
    for (const nik of numbers) {
      assert.notInclude(rejected.text(), nik)
      assert.include(rejected.text(), maskSecret('nik', nik))
    }
    const sheet = await client.get(`${base}/laporan.xlsx`).loginAs(desk.supervisor)
    assert.include(sheet.header('content-type'), 'spreadsheetml')
    const receipt = await client.get(`${base}/tanda-terima.pdf`).loginAs(desk.supervisor)
    receipt.assertStatus(200)
    assert.include(receipt.header('content-type'), 'application/pdf')
    const found = await client.get('/import/riwayat?cari=kedung&status=applied').loginAs(desk.supervisor)
    assert.include(found.text(), 'Kedungsari.siks')
    assert.include(found.text(), `href="${base}/laporan.xlsx"`)
    const { [desk.village]: area } = await regionNames([desk.village])
    assert.include((await pageTexts(receipt.body() as Buffer)).join(' '), `${area} (${desk.village})`)
    assert.match(found.text(), new RegExp(`title="Wilayah paket: ${area}">${area}</small>`))
    const report = await client.get(base).loginAs(desk.supervisor)
    assert.include(report.text(), `${area} (${desk.village})`)
    assert.include(
      found.text(),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
        .slice(0, 12),
    )
    const [district, other] = [desk.village.slice(0, 8), `${desk.regency.code}.99`]
    for (const [asked, finds] of [
      ['modul=bdt', true],
      ['modul=pbi', false],
      [`kecamatan=${district}`, true],
      [`kecamatan=${district}&desa=${desk.village}`, true],
      [
        `kecamatan=${district}&desa=${desk.regency.villages.find((code) => code !== desk.village && code.startsWith(district))}`,
        false,
      ],
      [`kecamatan=${other}`, true],
    ] as const) {
      const page = await client.get(`/import/riwayat?${asked}`).loginAs(desk.supervisor)
      assert.equal(page.text().includes('Kedungsari.siks'), finds, asked)
    }
    const none = await client.get('/import/riwayat?cari=%25').loginAs(desk.supervisor)
    assert.notInclude(none.text(), 'Kedungsari.siks')
  })

  test('a list is narrowed to the records of one file by its name', async ({ client, assert }) => {
    const desk = await openCounter()
    const path = await writeExport(desk, { records: [edited(desk, 'H1', 1, 'RT 05')] })
    const id = importId(await send(client, desk, { path, name: 'Kedungsari.siks' }))
    const [file] = await settledFiles(desk, id)
    const list = async (query: string) => (await client.get(`/bdt/perbaikan${query}`).loginAs(desk.supervisor)).text()
    const OPTION = new RegExp(`<option value="${file!.id}"\\s*>Kedungsari.siks, `)
    assert.notMatch(await list(''), OPTION, 'nothing came from it yet')
    await applyFile(desk, file!)
    assert.match(await list(''), OPTION)
    const asked = { berkas: file!.id, status: 'received' }
    const found = await client.post('/bdt/perbaikan').form(asked).loginAs(desk.supervisor).withCsrfToken().redirects(0)
    const narrowed = await list(String(found.header('location')).slice('/bdt/perbaikan'.length))
    assert.match(narrowed, new RegExp(`<option value="${file!.id}" selected[^>]*>Kedungsari.siks`))
    assert.include(narrowed, '<strong>Kedungsari.siks</strong>')
    assert.deepEqual(
      [...narrowed.matchAll(/href="\/bdt\/ruta\/(\w+)"/g)].map(([, key]) => key),
      ['H1'],
    )
  })

  test('a supervisor of another regency gets 404 on every address of an import', async ({ client, assert }) => {
    const desk = await openCounter()
    const file = await take(desk, { records: [edited(desk, 'H1', 1, 'RT 05')] })
    const stranger = await supervisorOf((await regencyForTest()).code)
    const base = `/import/${file.importId}/berkas/${file.id}`
    const pages = ['', '/urungkan', '/laporan.xlsx', '/laporan.csv', '/ditolak.xlsx', '/ditolak.csv', '/tanda-terima.pdf']
    for (const address of [`/import/${file.importId}`, ...pages.map((page) => base + page)]) {
      assert.equal((await client.get(address).loginAs(stranger)).status(), 404, address)
    }
    for (const act of [
      `/import/${file.importId}/terapkan`,
      ...['terapkan', 'periksa', 'batal', 'urungkan'].map((verb) => `${base}/${verb}`),
    ]) {
      const answer = await client.post(act).loginAs(stranger).withCsrfToken().redirects(0)
      assert.equal(answer.status(), 404, act)
    }
    assert.equal((await client.get(`/import/${file.id}/berkas/${file.id}`).loginAs(desk.supervisor)).status(), 404)
    assert.equal((await settledFiles(desk, file.importId))[0]!.state, 'applied')
    const history = await client.get('/import/riwayat').loginAs(stranger)
    assert.notInclude(history.text(), file.name)
  })
})
