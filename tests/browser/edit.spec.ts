import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, workingOf, write } from '#tests/functional/review/support'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'

test.group('Editing everything in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('a proposal, a new member judged while typing, a death with its successor, a return, and the act taken back', async ({
    browserContext,
    assert,
  }) => {
    const found = await openOffice(([a]) => [household('K01', a!, 1), household('K02', a!, 2)])
    const [a] = found.regency.villages
    await write(found, received(changed(household('K02', a!, 2), { alamat: 'JALAN BARU' })))
    await browserContext.loginAs(found.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/bdt/usulan-baru`)
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'Ketik usulan baru' }).click()])
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('textbox', { name: 'NIK' }).fill('3201011204789901')
    await page.getByRole('textbox', { name: 'Nama lengkap' }).fill('UJI KEPALA')
    await page.locator('select[name="desa"]').selectOption(a!)
    await page.getByRole('button', { name: 'Cari, lalu lanjut' }).press('Enter')
    await page.getByText('orang mungkin sama').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.locator('a[href="/bdt/ruta/K01"]').first().click()

    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'Susunan' }).click()])
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('link', { name: 'Tambah Anggota rumah tangga' }).press('Enter')
    await page.locator('#f-q-members-0-nama').fill('BAYI UJI')
    await page.locator('[data-question="sta_kawin"] .field-code').fill('1')
    await page.locator('[data-question="jns_kel"] .field-code').fill('1')
    await page.getByText(/Pemeriksaan: \d+ penghalang/).waitFor()
    await page.locator('[data-question="sta_hamil"]').waitFor({ state: 'hidden' })
    await page.locator('.live-problems li').first().waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.keyboard.press('F9')
    await page.getByText('Tersimpan:').waitFor()
    assert.lengthOf((await workingOf(found, 'K01'))!.doc.groups.members!, 4)

    await page.goto(`${base()}/bdt/ruta/K01/susunan`)
    await Promise.all([
      page.waitForEvent('load'),
      page.getByRole('link', { name: 'Nyatakan meninggal atau pindah: UJI KEPALA' }).click(),
    ])
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('radio', { name: 'Meninggal' }).check()
    await page.getByLabel('Pengganti sebagai Kepala rumah tangga').selectOption('K01-2')
    await page.getByLabel('Pengganti sebagai Kepala keluarga').selectOption('K01-2')
    await page.getByRole('button', { name: 'Nyatakan meninggal atau pindah' }).click()
    await page.getByText('Tersimpan:').waitFor()
    assert.equal((await workingOf(found, 'K01'))!.doc.values.nama_krt, 'UJI ISTRI')

    await page.goto(`${base()}/bdt/ruta/K02`)
    await page.getByRole('button', { name: 'Kembalikan' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Alasan' }).fill('Alamat belum lengkap')
    await page.getByRole('dialog').getByRole('button', { name: 'Kembalikan' }).click()
    await page.getByText('1 perubahan dikembalikan.').waitFor()
    await page.goto(`${base()}/bdt/dikembalikan`)
    await page.getByText('Alamat belum lengkap').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.goto(`${base()}/bdt/pola`)
    assert.deepEqual(await faultsOf(page), [])
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'Riwayat keputusan' }).click()])
    assert.deepEqual(await faultsOf(page), [])
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: /^Batalkan:/ }).click()])
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Batalkan untuk 1 data' }).press('Enter')
    await page.getByText('kembali seperti semula').waitFor()
    assert.equal((await workingOf(found, 'K02'))!.state, 'received')
    assert.deepEqual(complaints, [])
  })
})
