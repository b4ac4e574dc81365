import { test } from '@japa/runner'
import { streamXlsxRows } from 'hucre/xlsx'
import { aceHere } from '#core/testing'
import { regions, scope } from '#core/plugin'
import { formatDate } from '#core/domain'
import { filtered, readFilter, standings, type Standing } from '../../services/overview.js'
import { LOOKS, type State } from '../../states.js'
import { cast, day, decide, sendRequest } from './support.js'

const SWITCH_MS = 1100
const ACTOR = { id: null, name: 'Uji saklar', role: 'system' } as const

test.group('Where every regency stands', () => {
  test('tells all 514 by their newest round, as a page with filters and as a workbook', async ({ assert, client }) => {
    const [one, two] = [await cast(), await cast()]
    const { supervisor, reviewer, regency } = one
    await decide(reviewer, await sendRequest(supervisor, regency.code), 'approve')
    await sendRequest(two.supervisor, two.regency.code)
    const page = await client.get(`/mou/meja/wilayah?cari=${regency.code}`).loginAs(reviewer)
    page.assertStatus(200)
    assert.include(page.text(), `href="/mou?regency=${regency.code}">${regency.name}`)
    assert.include(page.text(), formatDate(day(400)))
    const asked = client.get('/mou/meja/wilayah.xlsx').loginAs(reviewer)
    asked.request.responseType('blob')
    const workbook = await asked
    workbook.assertStatus(200)
    const rows: unknown[][] = []
    for await (const row of streamXlsxRows(workbook.body() as Buffer)) rows.push(row.values)
    assert.deepEqual(rows[0]?.slice(0, 4), ['Kode', 'Kabupaten/kota', 'Provinsi', 'Keadaan'])
    const codes = (await regions.regencies()).map(({ code }) => code)
    assert.lengthOf(codes, 514)
    assert.deepEqual(
      rows.slice(1).map(([code]) => code),
      codes,
    )
    const of = (code: string) => rows.find(([first]) => first === code)
    assert.deepEqual(of(regency.code)?.slice(3, 6), ['Disetujui', 1, '12/NK/DINSOS'])
    assert.equal(of(two.regency.code)?.[3], 'Menunggu pemeriksaan')
  })

  test('tells until when an agreement runs also while a renewal waits, and where the module is off', async ({
    assert,
    client,
  }) => {
    const [one, two] = [await cast(), await cast()]
    const { supervisor, reviewer, regency } = one
    await decide(reviewer, await sendRequest(supervisor, regency.code, { valid_until: day(200) }), 'approve')
    await sendRequest(supervisor, regency.code, { valid_until: day(500), number: 'BARU' })
    await aceHere('plugin:switch', 'mou', '--region', two.regency.code, '--off', '--reason', 'Uji saklar')
    await new Promise((resolve) => setTimeout(resolve, SWITCH_MS))
    const found = await scope.run(scope.of([regency.code, two.regency.code], ACTOR), (tx) => standings(tx))
    const of = (code: string) => found.find((standing) => standing.code === code)
    assert.containsSubset(of(regency.code), { state: 'waiting', round: 2, validUntil: day(200), number: '12/NK/DINSOS' })
    assert.containsSubset(of(two.regency.code), { state: 'off', validUntil: null })
    const page = (await client.get(`/mou/meja/wilayah?keadaan=off&cari=${two.regency.code}`).loginAs(reviewer)).text() ?? ''
    assert.include(page, 'Nonaktif')
    assert.include(page, two.regency.name)
    assert.notInclude(page, `href="/mou?regency=${two.regency.code}"`)
  })

  test('finds by state, province, code and part of a name', ({ assert }) => {
    const standing = (code: string, name: string, state: State): Standing => ({
      ...{ code, name, state, look: LOOKS[state], province: { code: code.slice(0, 2), name: 'Provinsi' } },
      ...{ round: null, number: null, submittedAt: null, submittedOn: null, validUntil: null },
    })
    const all = [
      standing('33.71', 'Kota Magelang', 'approved'),
      standing('33.08', 'Kab. Magelang', 'waiting'),
      standing('34.03', 'Kab. Gunungkidul', 'approved'),
    ]
    const codes = (query: Record<string, string>) => filtered(all, readFilter(query)).map(({ code }) => code)
    assert.deepEqual(codes({}), ['33.71', '33.08', '34.03'])
    assert.deepEqual(codes({ cari: 'magelang' }), ['33.71', '33.08'])
    assert.deepEqual(codes({ cari: '34' }), ['34.03'])
    assert.deepEqual(codes({ keadaan: 'approved', provinsi: '33' }), ['33.71'])
    assert.deepEqual(codes({ keadaan: 'apa saja', provinsi: "33' or 1" }), ['33.71', '33.08', '34.03'])
  })
})
