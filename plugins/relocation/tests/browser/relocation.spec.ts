import { test } from '@japa/runner'
import { complaintsOf, faultsOf, inventedRegister, regencyForTest, supervisorOf, tabTo } from '#core/testing'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

test.group('Moving households in the browser', () => {
  test('a supervisor moves what he found, takes it back, tries a list, and parts a household', async ({
    browserContext,
    assert,
  }) => {
    const regency = await regencyForTest()
    const [from, to] = regency.villages as [string, string]
    const { records, summary, module } = await inventedRegister(regency, 6, (docs, { name, locality }) =>
      docs.forEach((doc, index) => {
        doc.values[name] = `UJI PINDAH ${'ABCDEF'[index]}`
        doc.values[locality] = index < 2 ? 'RT 01' : 'RT 02'
      }),
    )
    await browserContext.loginAs(await supervisorOf(regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const clean = async () => assert.deepEqual(await faultsOf(page), [])

    await page.goto(address('/pemindahan'))
    await page.getByLabel('Nama, NIK, No. KK, atau ID').fill('uji pindah')
    await page.keyboard.press('Enter')
    await page.getByText('Ditemukan 6').waitFor()
    await page.getByLabel('Pilih semua di halaman ini').check()
    await page.locator('[name="ids[]"]:checked').nth(5).waitFor()
    await page.getByLabel('Pilih semua di halaman ini').uncheck()
    await page.getByLabel('UJI PINDAH A', { exact: true }).check()
    await page.locator('[name=to]').selectOption(to)
    await clean()
    await tabTo(page, page.getByRole('button', { name: 'Lihat dampaknya' }))
    await page.keyboard.press('Enter')
    await page.getByText('Dampak per desa/kelurahan').first().waitFor()
    await clean()
    await page.getByLabel('Alasan atau dasar pemindahan').fill('Surat pindah 12/2026')
    await page.getByRole('button', { name: 'Pindahkan 1 data' }).click()
    await page.getByText('1 data dipindahkan.').waitFor()
    await page.getByRole('link', { name: 'Batalkan pemindahan ini' }).click()
    await page.getByLabel('Alasan pembatalan').fill('Salah desa')
    await page.getByRole('button', { name: 'Kembalikan 1 data' }).click()
    await page.getByText('1 data dikembalikan').first().waitFor()

    await page.goto(address(`/pemindahan/desa?desa=${from}`))
    await page.getByLabel('Hanya SLS yang dicentang').check()
    await page.getByLabel('RT 01', { exact: true }).check()
    await page.locator('[name=to]').selectOption(to)
    await clean()
    await page.getByRole('button', { name: 'Lihat dampaknya' }).click()
    await page.getByRole('button', { name: 'Pindahkan 2 data' }).waitFor()

    const id = String(records[0]!.values[summary.registerKey])
    await page.goto(address('/pemindahan/berkas'))
    const list = Buffer.from(`id_data;kode_desa_tujuan\r\n${id};${to}\r\n99;${to}\r\n`)
    await page.locator('[name=berkas]').setInputFiles({ name: 'pindah.csv', mimeType: 'text/csv', buffer: list })
    await page.getByRole('button', { name: 'Lihat dampaknya' }).click()
    await page.getByText('1 baris tidak dipakai').first().waitFor()
    await page.getByRole('button', { name: 'Buang rencana ini' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Buang rencana ini' }).click()
    await page.getByText('Rencana pemindahan dibuang').waitFor()
    await clean()

    const large = records.find((one) => (one.groups[summary.people.group] ?? []).length > 1)!
    await page.goto(address(`/pemindahan/pecah/${module}/${encodeURIComponent(large.key)}`))
    await page.locator('[name="persons[]"]').first().check()
    await page.locator('[name=head]').selectOption({ index: 1 })
    await page.locator('[name=to]').selectOption(to)
    await page.getByLabel('Alamat baru').fill('JL BARU 2')
    await clean()
    await page.getByRole('button', { name: 'Lihat dampaknya' }).click()
    await page.getByLabel('Alasan atau dasar pemindahan').fill('Menikah dan pindah')
    await page.getByRole('button', { name: 'Pindahkan 1 data' }).click()
    await page.getByRole('link', { name: 'Yang pindah' }).click()
    await page.getByText('JL BARU 2').first().waitFor()
    assert.deepEqual(complaints, [])
  })
})
