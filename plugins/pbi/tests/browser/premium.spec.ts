import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { complaintsOf, faultsOf, inScope, supervisorOf, tabTo } from '#core/testing'
import { matchAll } from '../../services/matching.js'
import { accept, bring, decideOutcome, proposal, testList, type TestList } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

/** A file of BPJS in which the first participant is dead, the second somebody else's number, the third unknown. */
function compare({ regency, place, docs }: TestList): Promise<unknown> {
  const row = (key: string, name: string, status: number) => {
    const { values, groups } = docs.get(key)!
    const own = groups.persons![0]!
    return {
      number: values.no_bpjs,
      nik: status === 3 ? own.nik : null,
      name,
      birth: status === 3 ? own.tgl_lahir : '1950-01-01',
      status,
    }
  }
  return inScope(regency.code, async (tx) => {
    await query(
      tx,
      `insert into pbi_bpjs (regency_code, no_bpjs, nik, nama, name_key, tgl_lahir, segmen, status, load_id)
       select :regency, number, nik, name, name, birth, 1, status, gen_random_uuid()
       from json_to_recordset(cast(:rows as json)) as r(number text, nik text, name text, birth date, status smallint)`,
      { regency: regency.code, rows: JSON.stringify([row('A001', 'PESERTA A001', 3), row('A002', 'ORANG LAIN', 1)]) },
    )
    await matchAll(tx, place)
  })
}

test.group('The premium list in the browser', () => {
  test('a supervisor pairs a substitute, accepts it, proposes a newborn and looks at what BPJS says', async ({
    browserContext,
    assert,
  }) => {
    const list = await testList({ people: [6, 3], quota: 10 })
    await decideOutcome(list, 'A003', 'replaced', { alasan_keluar: 3 }, 'received')
    await accept(list, 'A003')
    await bring(list, 'substitute', [proposal(list.regency.villages[1]!, 'S1', {})])
    await compare(list)
    await browserContext.loginAs(await supervisorOf(list.regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const clean = async () => assert.deepEqual(await faultsOf(page), [])

    await page.goto(address('/pbi/penggantian'))
    await tabTo(page, page.getByRole('button', { name: /Pilih pengganti/ }))
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Usulan pengganti/).selectOption('S1')
    await clean()
    await dialog.getByRole('button', { name: 'Pilih pengganti' }).click()
    await page.getByText('Pengganti dipasangkan.').waitFor()
    await page.goto(address('/pbi/usulan-masuk?status=received'))
    await page.getByRole('link', { name: 'PESERTA S1' }).click()
    await page.getByRole('button', { name: 'Terima', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByText('1 perubahan diterima.').waitFor()

    await page.goto(address('/pbi/bayi'))
    await clean()
    await page.locator('[name=mother]').fill('A004')
    await page.locator('[name=name]').fill('BAYI UJI')
    await page.getByLabel('Perempuan').check()
    await page.locator('[name=birth]').fill('02-11-2026')
    await page.getByRole('button', { name: 'Usulkan bayi' }).click()
    await page.getByText('Bayi diusulkan.').waitFor()

    await page.goto(address('/pbi/padanan'))
    await page.getByText('Tidak padan: nomor milik orang lain').waitFor()
    await clean()
    await page.getByRole('link', { name: 'Meninggal menurut BPJS' }).first().click()
    await page.getByRole('link', { name: 'PESERTA A001' }).waitFor()
    for (const path of ['kuota', 'riwayat']) {
      await page.goto(address(`/pbi/${path}`))
      await clean()
    }
    assert.deepEqual(complaints, [])
  })
})
