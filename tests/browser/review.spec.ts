import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, waivableProblem, workingOf, write, type Office } from '#tests/functional/review/support'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'

async function office(): Promise<Office> {
  const found = await openOffice(([a, b]) => [
    household('K01', a!, 1, { sumber_penerangan: 1, daya: 2, nomor_pln: '123456789012' }),
    ...['K02', 'K03', 'K04'].map((key, n) => household(key, a!, n + 2)),
    household('K05', b!, 5),
  ])
  const [a] = found.regency.villages
  const edit = (key: string, n: number) => changed(household(key, a!, n), { alamat: `JALAN BARU ${n}`, lantai: 3 })
  await write(
    found,
    received(edit('K02', 2)),
    received(edit('K03', 3), { problems: [waivableProblem(found)] }),
    received(edit('K04', 4)),
  )
  return found
}

test.group('Review in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('the edit form hides and empties what the skip rules do not ask, at once and on the server, and keeps a draft', async ({
    browserContext,
    assert,
  }) => {
    const found = await office()
    await browserContext.loginAs(found.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/bdt/ruta/K01/ubah?blok=III`)
    const power = page.locator('[data-question="daya"]')
    const meter = page.locator('[data-question="nomor_pln"]')
    const asked = () => Promise.all([power.isVisible(), meter.isVisible()])
    await becomes(asked, [true, true])

    const source = page.locator('[data-question="sumber_penerangan"] .field-code')
    await source.fill('3')
    await becomes(asked, [false, false])
    await becomes(() => page.locator('#f-q-sumber_penerangan').inputValue(), '3')
    await source.fill('1')
    await becomes(() => page.locator('#f-q-nomor_pln').inputValue(), '123456789012')
    // A slow machine keeps a draft of what was typed up to here already.
    const kept = page.waitForResponse((answer) => /daya=6/.test(answer.request().postData() ?? '') && /draf/.test(answer.url()))
    await page.locator('#f-q-daya').selectOption('6')
    await becomes(asked, [true, false])
    await kept
    await page.getByText('Draf tersimpan').waitFor()

    await page.goto(`${base()}/bdt/ruta/K01`)
    await page.goto(`${base()}/bdt/ruta/K01/ubah?blok=III`)
    await page.getByRole('link', { name: 'Lanjutkan isian itu' }).click()
    await page.getByRole('link', { name: 'Lanjutkan isian itu' }).waitFor({ state: 'detached' })
    await page.waitForLoadState()
    await becomes(() => page.locator('#f-q-daya').inputValue(), '6')
    await becomes(asked, [true, false])
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Simpan', exact: true }).click()
    await page.getByText('Tersimpan:').waitFor()
    const { doc } = (await workingOf(found, 'K01'))!
    assert.equal(doc.values.daya, 6)
    assert.notProperty(doc.values, 'nomor_pln')
    assert.deepEqual(complaints, [])
  })

  test('from the recap to a list, a selection by keyboard, a waiver and an acceptance', async ({ browserContext, assert }) => {
    const found = await office()
    const [village] = found.regency.villages
    await browserContext.loginAs(found.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/bdt/rekapitulasi?per=status&kecamatan=${found.regency.district}`)
    assert.deepEqual(await faultsOf(page), [])
    await page.locator('tfoot a').last().click()
    await page.getByRole('heading', { name: 'Perbaikan BDT 5' }).waitFor()
    await page.goto(`${base()}/bdt/perbaikan?desa=${village}`)
    assert.deepEqual(await faultsOf(page), [])

    await page.locator('input[value="K02"]').press('Space')
    await page.locator('input[value="K03"]').press('Space')
    await page.getByText('2 dipilih di halaman ini').waitFor()
    await page.getByRole('button', { name: 'Terima', exact: true }).press('Enter')
    await page.getByRole('heading', { name: 'Terima perubahan' }).waitFor()
    await page.getByRole('button', { name: 'Terima 1 perubahan' }).press('Enter')
    await page.getByText('1 perubahan diterima.').waitFor()
    assert.equal((await workingOf(found, 'K02'))?.state, 'accepted')

    await page.goto(`${base()}/bdt/ruta/K03?tab=masalah`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Kecualikan dengan alasan' }).first().click()
    await page.getByRole('textbox', { name: 'Alasan' }).fill('Sudah diperiksa')
    await page.getByRole('dialog').getByRole('button', { name: 'Kecualikan dengan alasan' }).click()
    await page.getByText('dikecualikan.').waitFor()
    await page.getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByText('1 perubahan diterima.').waitFor()
    assert.equal((await workingOf(found, 'K03'))?.state, 'accepted')
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'Blok IV' }).click()])
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
