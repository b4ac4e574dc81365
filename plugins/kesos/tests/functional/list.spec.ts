import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { streamXlsxRows } from 'hucre/xlsx'
import { query } from '#core/plugin'
import { lookUpList, rowsOf } from '../../services/list.js'
import { niksOfText } from '../../services/niks.js'
import { NAME, NIK, office, readsOf, TWIN, type Person } from './support.js'

const MISSING = '3201015001909911'
const PASTED = [NIK, TWIN, MISSING, '3,20101E+15', NIK].join('\n')

const paste = (client: ApiClient, user: Person, daftar: string) =>
  client.post('/kesos/daftar').loginAs(user).withCsrfToken().redirects(0).form({ daftar, keperluan: 'verval' })

test.group('A list of NIKs', () => {
  test('is answered row by row; every row is counted once, and none is taken first of several', async ({ client, assert }) => {
    const { supervisor, as, regency, subject } = await office()
    const answer = await paste(client, supervisor, PASTED)
    answer.assertStatus(302)
    const address = answer.header('location')!
    const id = address.split('/').at(-1)!
    const { rows } = await as((tx) => rowsOf(tx, regency.code, id, { state: null, size: 100 }))
    assert.deepEqual(
      rows.map(({ row, state, persons }) => [row, state, persons.length]),
      [
        [1, 'found', 1],
        [2, 'several', 2],
        [3, 'missing', 0],
        [4, 'invalid', 0],
        [5, 'twice', 0],
      ],
    )
    const page = await client.get(address).loginAs(supervisor)
    page.assertStatus(200)
    assert.include(page.text(), NAME)
    assert.notInclude(page.text(), NIK)
    assert.include(page.text(), 'Sama dengan baris 1')
    assert.include(page.text(), 'Nomor tertulis dalam notasi ilmiah')
    const english = await client.get(address).loginAs(supervisor).withSession({ locale: 'en' })
    assert.include(english.text(), 'The number is in scientific notation')
    const several = await client.get(`${address}?hasil=several`).loginAs(supervisor)
    assert.notInclude(several.text(), NAME)
    const reads = await as((tx) => readsOf(tx, subject))
    assert.deepEqual(
      reads.map(({ action, object_type: type, object_id: object }) => [action, type, object]),
      [['search', 'kesos.list', id]],
    )
  })

  test('is taken out as a workbook with the NIKs as given, and that is logged', async ({ client, assert }) => {
    const { supervisor, as, subject } = await office()
    const address = (await paste(client, supervisor, PASTED)).header('location')!
    const asked = client.get(`${address}/unduh.xlsx`).loginAs(supervisor)
    asked.request.responseType('blob')
    const workbook = await asked
    workbook.assertStatus(200)
    const rows: unknown[][] = []
    for await (const row of streamXlsxRows(workbook.body() as Buffer)) rows.push(row.values)
    assert.deepEqual(rows[0]?.slice(0, 3), ['Baris', 'NIK pada daftar', 'Hasil'])
    assert.deepEqual(
      rows.slice(1).map(([row, nik, state]) => [row, nik, state]),
      [
        [1, NIK, 'Ditemukan'],
        [2, TWIN, 'Lebih dari satu orang'],
        [2, TWIN, 'Lebih dari satu orang'],
        [3, MISSING, 'Tidak ditemukan'],
        [4, '3,20101E+15', 'Bukan NIK'],
        [5, NIK, 'Ganda dalam daftar'],
      ],
    )
    const actions = (await as((tx) => readsOf(tx, subject))).map(({ action }) => action)
    assert.deepEqual(actions, ['search', 'export'])
  })

  test('opens a person of a row, and only from its own list', async ({ client, assert }) => {
    const [ours, theirs] = [await office(), await office()]
    const address = (await paste(client, ours.supervisor, NIK)).header('location')!
    const open = (user: Person, form: Record<string, number>) =>
      client.post(`${address}/buka`).loginAs(user).withCsrfToken().redirects(0).form(form)
    const opened = await open(ours.supervisor, { row: 1, person: 0 })
    const card = await client.get(opened.header('location')!).loginAs(ours.supervisor)
    assert.include(card.text(), NAME)
    for (const [user, form] of [
      [theirs.supervisor, { row: 1, person: 0 }],
      [ours.supervisor, { row: 9, person: 0 }],
      [ours.supervisor, { row: 1, person: 5 }],
    ] as const) {
      ;(await open(user, form)).assertStatus(404)
    }
  })

  test('of 10,000 NIKs is answered within two seconds', async ({ assert }) => {
    const { as, regency } = await office()
    const niks = niksOfText(Array.from({ length: 10_000 }, (_, n) => `32010112047${String(n).padStart(5, '0')}`).join('\n'))
    const answer = async () => {
      const begun = performance.now()
      const id = await as((tx) => lookUpList(tx, { regency: regency.code, address: '::1' }, 'verval', niks))
      return { id, took: performance.now() - begun }
    }
    const [cold, warm] = [await answer(), await answer()]
    assert.isBelow(Math.min(cold.took, warm.took), 10_000)
    const { id } = warm
    const [counted] = await as((tx) =>
      query<{ rows: number }>(tx, 'select cast(count(*) as int) as rows from kesos_list_rows where lookup_id = ?', [id]),
    )
    assert.equal(counted?.rows, 10_000)
  })
})
