import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { bring, csv, run } from '#tests/functional/editions/desk_support'
import { base, complaintsOf, faultsOf, smallTargetsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

test.group('The desk of base data in the browser', () => {
  test('an officer loads a decree from two files, corrects the mapping, reads the report, loads and publishes', async ({
    browserContext,
    assert,
  }) => {
    const { code, villages } = await regencyForTest()
    const officer = await ministryStaff()
    await browserContext.loginAs(officer)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const edition = `Edisi ${uuid()}`

    await page.goto(`${base()}/admin/data`)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.getByRole('link', { name: 'Muat Data' }).click()
    await page.getByRole('link', { name: 'Data dasar BDT' }).click()
    await page.waitForURL(/jenis=bdt\.edition/)
    assert.deepEqual(await faultsOf(page), [])
    const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page
      .locator('#pick-files')
      .setInputFiles([
        file(
          'ruta.csv',
          csv(
            ['idbdt', 'kode desa', 'Kepala', 'alamat'],
            ['X1', villages[0]!, 'SATU', 'JL UJI'],
            ['X2', 'DUKUH', 'DUA', 'JL UJI'],
          ),
        ),
        file('art.csv', csv(['idbdt', 'idartbdt', 'nuk', 'nama', 'nik'], ['X1', 'X101', 1, 'SATU', '3201014507859901'])),
      ])
    await page.getByRole('button', { name: 'Lanjut dengan 2 berkas' }).click()

    await page.waitForURL(/\/admin\/data\/[0-9a-f-]{36}$/)
    await page.getByText('Kolom wajib belum ditunjuk: nama_krt.').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel('Nama edisi').fill(edition)
    await page.getByLabel('Nomor SK').fill('8/HUK/2019')
    await page.getByLabel('Tanggal SK').fill('10-01-2019')
    await page.getByText('Kemendagri (2-2-2-4)').click()
    await page.getByRole('combobox', { name: 'kepala', exact: true }).fill('nama_krt')
    await page.getByRole('button', { name: 'Simpan dan periksa' }).click()

    const apply = page.getByRole('button', { name: 'Muat 2 dari 3 baris' })
    await apply.waitFor()
    await page.getByText('tidak dikenali. Contoh yang benar').first().waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize({ width: 360, height: 800 })
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize({ width: 1366, height: 768 })
    await apply.click()

    const toEdition = page.getByRole('link', { name: 'Lihat edisi ini' })
    await toEdition.waitFor()
    await toEdition.click()
    await page.getByRole('heading', { name: 'Sebelum diterbitkan' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Terbitkan edisi ini' }).click()
    const dialog = page.getByRole('dialog')
    const publish = dialog.getByRole('button', { name: 'Terbitkan untuk 1 kabupaten/kota' })
    await becomes(() => publish.isDisabled(), true)
    await dialog.getByRole('textbox').fill('TERBITKAN')
    await publish.click()
    await page.getByText(`Edisi ${edition} diterbitkan.`).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    const [stored] = await db.connection('owner').from('editions').where('name', edition)
    assert.equal(stored.state, 'published')
    const regencies = await db.connection('owner').from('edition_regencies').where('edition_id', stored.id)
    assert.deepEqual(
      regencies.map((row) => row.regency_code),
      [code],
    )
    assert.deepEqual(complaints, [])
  })

  test('an officer takes a wrong list back: the effect is shown, a reason and a word are asked, the page tells what became of it', async ({
    browserContext,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const options = { code_system: 'kemendagri' }
    await run(await bring('bsp.quota', { 'benar.csv': csv(['kode_kab', 'kuota'], [code, 120]) }), options, { apply: true })
    const wrong = await run(await bring('bsp.quota', { 'salah.csv': csv(['kode_kab', 'kuota'], [code, 90]) }), options, {
      apply: true,
    })
    await browserContext.loginAs(await ministryStaff())
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/admin/data/${wrong.id}`)
    await page.getByRole('link', { name: 'Tarik kembali muatan ini' }).click()
    await page.getByText('Isinya lagi seperti sebelum muatan ini').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.setViewportSize({ width: 360, height: 800 })
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Tarik kembali…' }).click()
    await page.getByLabel('Alasan').fill('Berkas tahap lain.')
    await page.getByLabel('Ketik TARIK untuk melanjutkan').fill('TARIK')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('dialog').getByRole('button', { name: 'Tarik kembali' }).click()
    await page.getByText('0 baris dihapus, 1 baris kembali ke isi sebelumnya. Alasan: Berkas tahap lain.').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
