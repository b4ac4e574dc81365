import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from '@japa/runner'
import { query } from '#services/scope'
import { runAndWait } from '#services/jobs/run_and_wait'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { pageTexts } from '../../unit/documents/support.js'
import type { ChildRow } from '#verification/instrument'
import { namedModule } from '#services/named_module'
import { answerColumns } from '#verification/paper/form_answers'
import { toldOf } from '#verification/paper/told'
import type { PaperRow } from '#verification/paper/rows'
import { prelistPaper, visitPaper } from '#verification/paper/village_lists'
import { openRegister } from '#tests/support/register'
import { household, inPlace, temporaryFolder, testRegister, update, write } from '../finalisation/support.js'

const NIK = /\d{12}99\d\d/

test.group('Papers for the villages', () => {
  test('prelist, visits and forms are made as work with its page, masked unless the person verifies, and each is logged', async ({
    client,
    assert,
  }) => {
    const { place, docs, regency } = await testRegister(6)
    const [village] = regency.villages as [string]
    const supervisor = await supervisorOf(place.regency)
    await write(place, [update(docs[2]!, { state: 'returned' }), update(docs[0]!, { state: 'received' })])
    const page = await client.get(`/bdt/cetak?desa=${village}`).loginAs(supervisor)
    page.assertStatus(200)
    assert.include(page.text(), '3 rumah tangga')

    const print = async (fields: Record<string, string>) => {
      const sent = await client
        .post('/bdt/cetak')
        .form({ desa: village, ...fields })
        .loginAs(supervisor)
        .withCsrfToken()
        .redirects(0)
      sent.assertStatus(302)
      const href = String(sent.header('location'))
      const job = await runAndWait(href.split('/').at(-1)!)
      assert.equal(job.state, 'done', job.message ?? '')
      ;(await client.get(href).loginAs(supervisor)).assertTextIncludes('Kertas menurut pilihan Anda')
      const file = await client.get(`${href}/berkas`).loginAs(supervisor)
      file.assertStatus(200)
      return (await pageTexts(file.body() as Buffer)).join(' ')
    }
    const prelist = await print({ paper: 'prelist' })
    for (const words of ['KEPALA H001', 'KEPALA H005', 'Keputusan', 'Tanda tangan', 'Usulan baru musyawarah', '**********']) {
      assert.include(prelist, words)
    }
    assert.notMatch(prelist, NIK)
    const visits = await print({ paper: 'visits', open: '1' })
    assert.include(visits, 'dikembalikan')
    assert.include(visits, 'KEPALA H005')
    assert.notInclude(visits, 'KEPALA H001')
    const masked = await print({ paper: 'forms' })
    assert.include(masked, 'III.12')
    assert.notMatch(masked, NIK)
    assert.match(await print({ paper: 'forms', clear: '1' }), NIK)

    const blank = await client.get('/bdt/cetak/formulir-kosong.pdf').loginAs(supervisor)
    const empty = (await pageTexts(blank.body() as Buffer)).join(' ')
    for (const words of ['4 Tidak ada → III.12', '2 Tidak → IV.23', 'Bila IV.6 = 2 dan IV.7 10 sampai 49', 'Responden,']) {
      assert.include(empty, words)
    }
    const single = await client.get('/bdt/ruta/H001/formulir.pdf').loginAs(supervisor)
    assert.include((await pageTexts(single.body() as Buffer)).join(' '), 'KEPALA H001')
    const logged = await inPlace(place, (tx) =>
      query<{ fields: string[] }>(
        tx,
        `select fields from reads where regency_code = ? and object_type = 'bdt.paper' and action = 'export' order by cardinality(fields)`,
        [place.regency],
      ),
    )
    assert.deepEqual(
      logged.map(({ fields }) => fields.length),
      [0, 0, 0, 0, 2],
    )
  })

  test('a prelist tells which members work and in which position, and which have a disability', async ({ assert }) => {
    const regency = await regencyForTest()
    const [village] = regency.villages as [string]
    const told = (key: string, ...answers: Record<string, number>[]) => {
      const doc = household(village, key)
      const members = doc.groups.members!.map((row, at): ChildRow => ({ ...row, ...answers[at] }))
      return { ...doc, groups: { ...doc.groups, members } }
    }
    const inEdition = [
      told('H001', { status_pekerjaan: 6, jenis_cacat: 0 }, { status_pekerjaan: 4, jenis_cacat: 11 }),
      told('H002', { status_pekerjaan: 4 }, { status_pekerjaan: 4 }),
      told('H003', { jenis_cacat: 2, sta_keberadaan_art: 2 }, { jenis_cacat: 0 }),
    ]
    const place = await openRegister(regency.code, inEdition)
    await write(place, [update(told('H002', { status_pekerjaan: 5 }, { jenis_cacat: 3 }), { state: 'received' })])
    const facts = await inPlace(place, (tx) => toldOf(tx, place, ['H001', 'H002', 'H003']))
    assert.deepEqual(Object.fromEntries(facts), {
      H001: { status_pekerjaan: [4, 6], jenis_cacat: [11] },
      H002: { status_pekerjaan: [5], jenis_cacat: [3] },
      H003: { status_pekerjaan: [], jenis_cacat: [] },
    })
    const supervisor = await supervisorOf(place.regency)
    await temporaryFolder(async (folder) => {
      const path = join(folder, 'daftar.pdf')
      const by = ['--regency', place.regency, '--as', supervisor.login, '--out', path, '--json']
      await aceHere('paper:print', 'bdt', '--village', village, ...by)
      const prelist = (await pageTexts(readFileSync(path))).join(' ')
      for (const words of [
        'Kolom Kerja memuat',
        'Kolom Disab. memuat',
        '4, 6',
        'jawaban IV.21',
        '6 Pekerja bebas pertanian',
        'jawaban IV.13',
        '3 Tuna rungu',
      ])
        assert.include(prelist, words)
      assert.notInclude(prelist, '0 Tidak cacat')
      await aceHere('paper:print', 'bdt', '--village', village, '--paper', 'visits', ...by)
      assert.notInclude((await pageTexts(readFileSync(path))).join(' '), 'Disab.')
    })
  })

  test('give a decision the same number in the meeting and on a visit', async ({ assert }) => {
    const row: PaperRow = {
      ...{ key: 'K1', registerId: 'K1', name: 'UJI', address: null, locality: null, kind: 'none', state: 'untouched' },
      ...{ outcome: 'unverified', decile: 0, persons: 1, sex: null, nik: null, spouse: null },
    }
    const list = {
      ...{ module: namedModule('bsp'), institution: 'Dinas Sosial', district: 'Uji', rows: [row], told: new Map() },
      occasion: { program: 'Uji', regency: 'Kota Uji', period: 'Uji', decree: '1', decreeDate: '2026-01-01' },
      ...{ village: { code: '33.71.01.1011', name: 'Uji' }, createdAt: new Date(0) },
    }
    const [prelist, visits] = await Promise.all(
      [prelistPaper(list), visitPaper(list)].map(async (paper) => (await pageTexts(await buffer(paper))).join(' ')),
    )
    for (const paper of [prelist, visits]) for (const words of ['13 Perbaikan data', 'ID KPM']) assert.include(paper, words)
    assert.include(visits, '12 Pengganti')
    assert.notInclude(prelist, 'Pengganti')
  })

  test('have as many columns for people as a record may hold, four abreast', ({ assert }) => {
    const columnsOf = (module: string, group: string) => {
      const { instrument } = namedModule(module)
      const found = instrument.groups.find(({ name }) => name === group)!
      return answerColumns(instrument, found, null, false).map((page) => page.map(({ head }) => head))
    }
    assert.deepEqual(columnsOf('pbi', 'persons'), [['']])
    assert.deepEqual(columnsOf('bdt', 'members'), [['1', '2', '3', '4']])
  })

  test('are printed by command, and only for villages of the own regency', async ({ client, assert }) => {
    const { place, regency } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    const other = await regencyForTest()
    await temporaryFolder(async (folder) => {
      const path = join(folder, 'daftar.pdf')
      const by = ['--regency', place.regency, '--as', supervisor.login, '--out', path, '--json']
      const made = await aceHere('paper:print', 'bdt', '--village', regency.villages[0]!, ...by)
      assert.include(made.json, { paper: 'prelist', records: 1 })
      const pages = await pageTexts(readFileSync(path))
      assert.include(pages.join(' '), 'KEPALA H001')
      assert.lengthOf(pages, 1, 'sections follow each other')
      await aceHere('paper:print', 'bdt', '--village', regency.villages[0]!, '--apart', ...by)
      const apart = await pageTexts(readFileSync(path))
      assert.lengthOf(apart, 2)
      assert.deepEqual(
        apart.map((text) => [text.includes('KEPALA H001'), text.includes('Usulan baru musyawarah')]),
        [
          [true, false],
          [false, true],
        ],
      )
      const refused = await aceHere<{ error: { code: string } }>('paper:print', 'bdt', '--village', other.villages[0]!, ...by)
      assert.deepEqual([refused.code, refused.json.error.code], [1, 'E_PAPER_VILLAGE'])
    })
    const stranger = await supervisorOf(other.code)
    ;(await client.get('/bdt/ruta/H001/formulir.pdf').loginAs(stranger)).assertStatus(404)
  })

  test('two clicks on one page print once; another choice, or the page opened anew, prints again', async ({ client, assert }) => {
    const { place, regency } = await testRegister(3)
    const [village] = regency.villages as [string]
    const supervisor = await supervisorOf(place.regency)
    const opened = async () => {
      const page = await client.get(`/bdt/cetak?desa=${village}`).loginAs(supervisor)
      return page.text().match(/name="form" value="([0-9a-f-]{36})"/)![1]!
    }
    const click = async (form: string, paper: string) => {
      const sent = await client
        .post('/bdt/cetak')
        .form({ desa: village, paper, form })
        .loginAs(supervisor)
        .withCsrfToken()
        .redirects(0)
      sent.assertStatus(302)
      return String(sent.header('location')).split('/').at(-1)!
    }
    const form = await opened()
    const [first, second] = await Promise.all([click(form, 'prelist'), click(form, 'prelist')])
    assert.equal(first, second)
    await runAndWait(first)
    assert.equal(await click(form, 'prelist'), first)
    const others = [await click(form, 'visits'), await click(await opened(), 'prelist')]
    assert.lengthOf(new Set([first, ...others]), 3)
    const jobs = await inPlace(place, (tx) =>
      query(tx, `select 1 from jobs where regency_code = ? and name = 'papers.print'`, [place.regency]),
    )
    assert.lengthOf(jobs, 3)
  })
})
