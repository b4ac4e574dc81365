import { test } from '@japa/runner'
import { becomes } from '#tests/support/patience'
import { household } from './records.js'
import { computers } from './browser.js'
import { backupFrom, exportFrom, openHousehold, openPackageIn, packageOf, PASSPHRASE, question, slowFiles } from './support.js'

test.group('A new package', () => {
  test('takes over what it does not show of the old one, onto its own data, and goes on with its exports', async ({
    assert,
    cleanup,
  }) => {
    const old = await packageOf([1, 2, 3].map((n) => household(n)))
    const fresh = await packageOf([household(1, { jumlah_kamar: 5 }), household(2)], {
      issue: '0199c2f4-7a10-7000-8000-00000000cccc',
    })
    const { page, complaints } = await (await computers(cleanup))()
    const answer = (name: string) => question(page, 'households', '', name)
    await openPackageIn(page, old.path)
    await openHousehold(page, household(2).key)
    await answer('alamat').fill('SUDAH DIEKSPOR')
    await page.keyboard.press('F9')
    const before = await exportFrom(page, old)
    for (const n of [1, 3]) {
      await openHousehold(page, household(n).key)
      await answer('alamat').fill(`BELUM DIEKSPOR ${n}`)
      await page.keyboard.press('F9')
    }
    const work = await backupFrom(page, old.folder)
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await openPackageIn(page, fresh.path)
    await page.getByText('Lanjutkan pekerjaan dari paket lama').click()
    await slowFiles(page)
    await page.getByLabel('Paket lama dan berkas kerjanya').setInputFiles([old.path, work])
    await page.getByLabel('Frasa sandi paket lama').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.getByText('2 data dipindahkan sebagai isian. 1 tidak ada dalam paket ini.').waitFor()
    await openHousehold(page, household(1).key)
    await becomes(() => answer('alamat').inputValue(), 'BELUM DIEKSPOR 1')
    await page.keyboard.press('F9')
    await openHousehold(page, household(2).key)
    // The office may have refused that file.
    await becomes(() => answer('alamat').inputValue(), 'SUDAH DIEKSPOR')
    await page.keyboard.press('F9')
    const { records, manifest } = await exportFrom(page, fresh)
    assert.deepEqual([manifest.issue, manifest.sequence], [fresh.manifest.issue, 2])
    assert.equal(manifest.device, before.manifest.device)
    assert.deepEqual(
      records.map(({ values, rev }) => [values.alamat, values.jumlah_kamar, rev]),
      [
        ['BELUM DIEKSPOR 1', 5, 2],
        ['SUDAH DIEKSPOR', household(2).values.jumlah_kamar, 2],
      ],
    )
    assert.deepEqual(complaints, [])
  })
})
