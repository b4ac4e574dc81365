import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { actsOf } from '#verification/lists/bulk/acts'
import { household } from '#tests/functional/imports/support'
import { openOffice, workingOf } from '#tests/functional/review/support'
import { eventually } from '#tests/support/patience'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'
import { hasFocus } from './support/keyboard.js'

test.group('Lists in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('by keys to a row, chosen columns kept as a view, all that match given one outcome and taken back, then the cockpit', async ({
    browserContext,
    assert,
  }) => {
    const office = await openOffice(([village]) => Array.from({ length: 30 }, (_, n) => household(`L${n + 10}`, village!, n + 1)))
    await browserContext.loginAs(office.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const nik = String(household('L12', '', 3).groups.members![0]!.nik)

    await page.goto(`${base()}/bdt/perbaikan`)
    await page.locator('h1').click()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Pintasan' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type(nik)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Perbaikan BDT 1', exact: true }).waitFor()
    assert.notInclude(page.url(), nik)
    await page.getByRole('link', { name: /^Nomor:/ }).click()
    await page.getByRole('heading', { name: 'Perbaikan BDT 30' }).waitFor()

    await page.locator('h1').click()
    for (const key of ['j', 'j', 'k', 'j', 'x']) await page.keyboard.press(key)
    await page.getByText('1 dipilih di halaman ini').waitFor()
    const second = page.locator('tbody tr').nth(1)
    await second.locator('input[type=checkbox]:checked').waitFor()
    await hasFocus(second.locator('th a'))

    await page.locator('summary', { hasText: 'Kolom' }).click()
    await page.getByRole('checkbox', { name: 'NIK (disamarkan)' }).uncheck()
    await page
      .getByRole('checkbox', { name: /Nomor KK|No\. KK|No KK/ })
      .first()
      .check()
    await page.getByRole('button', { name: 'Tampilkan kolom' }).click()
    await page.getByRole('columnheader', { name: /^Kepala:/ }).waitFor()
    await page.locator('summary', { hasText: 'Tampilan' }).click()
    await page.getByRole('textbox', { name: 'Nama tampilan' }).fill('Dengan KK')
    await page.getByRole('button', { name: 'Simpan' }).click()
    await page.getByText('Tampilan "Dengan KK" disimpan.').waitFor()

    await page.locator('input[data-all]').check()
    await page.getByRole('button', { name: 'Pilih semua 30 yang cocok' }).click()
    const refuse = page.locator('.bulk-bar').getByRole('button', { name: 'Tolak' })
    await refuse.hover()
    const shade = () => refuse.evaluate((button) => getComputedStyle(button).backgroundColor)
    await eventually('no dark shade on the dark bar', shade, (colour) => !/\/|rgba/.test(colour))
    await page.getByRole('combobox', { name: 'Hasil verval untuk yang dipilih' }).selectOption('not_found')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Beri hasil' }).click()
    await page.getByRole('textbox', { name: 'Alasan' }).fill('Musdes')
    await page.getByRole('button', { name: 'Beri hasil "Tidak ditemukan" kepada 30 data' }).click()
    await page.waitForURL('**/bdt/massal/*')
    const job = async () => (await office.act((tx) => actsOf(tx, office.place)))[0]!.jobId!
    const first = await job()
    await runAndWait(first)
    await page.getByText('30 data kembali persis seperti sebelumnya').waitFor()
    assert.equal((await workingOf(office, 'L12'))?.outcome, 'not_found')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Batalkan pada 30 data' }).click()
    await runAndWait(await eventually('the job that takes it back', job, (id) => id !== first))
    await page.getByText('Dibatalkan', { exact: true }).first().waitFor()
    assert.isUndefined(await workingOf(office, 'L12'))

    await page.goto(`${base()}/bdt/kemajuan`)
    await page.getByRole('heading', { name: /^Kemajuan BDT/ }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
