import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { becomes } from '#tests/support/patience'
import { computers } from './browser.js'
import { household } from './records.js'
import { dump, kept } from './stored.js'
import {
  applicationAddress,
  backupFrom,
  openHousehold,
  openPackageIn,
  packageOf,
  PASSPHRASE,
  question,
  slowFiles,
} from './support.js'

test.group('The first screen', () => {
  test('a work file goes with the package it was chosen for, and what is typed survives a page that is left at once', async ({
    cleanup,
  }) => {
    const [one, two] = [
      await packageOf([household(1)]),
      await packageOf([household(2)], { issue: '0199c2f4-7a10-7000-8000-00000000cccc' }),
    ]
    const { page: first, tab } = await (await computers(cleanup))()
    let page = first
    await openPackageIn(page, one.path)
    await openHousehold(page, household(1).key)
    await question(page, 'households', '', 'alamat').fill('JALAN SATU')
    await page.keyboard.press('F9')
    const work = await backupFrom(page, one.folder)
    await openHousehold(page, household(1).key)
    const before = (await page.evaluate(dump)).text
    // Nothing but the leaving writes: what waits its turn never gets it.
    await page.evaluate(() => {
      const real = globalThis.setTimeout
      const short = (task: () => void, after = 0) => (after < 200 ? real(task, after) : 0)
      Object.assign(globalThis, { setTimeout: short })
    })
    await question(page, 'households', '', 'alamat').fill('JALAN TERAKHIR')
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
    await kept(page, before)
    await page.close({ runBeforeUnload: false })
    page = await tab()
    await page.goto(applicationAddress())
    await page.locator('input[type=file]').first().setInputFiles([one.path, work])
    await page.getByText('Dipilih: paket.siksdb, kerja.sikswork').waitFor()
    await page.locator('input[type=file]').first().setInputFiles(two.path)
    await page.getByText('Dipilih: paket.siksdb', { exact: true }).waitFor()
    await page.getByLabel('Frasa sandi', { exact: true }).fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.getByText('0 dari 1 selesai').waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await openPackageIn(page, [one.path, work])
    await openHousehold(page, household(1).key)
    await becomes(() => question(page, 'households', '', 'alamat').inputValue(), 'JALAN TERAKHIR')
  })
  test('opened before the chosen files were looked into, it waits for them; what is wrong with one stays said', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1)])
    const stranger = join(pack.folder, 'foto.siksdb')
    writeFileSync(stranger, 'bukan paket')
    const { page, complaints } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    await slowFiles(page)
    const files = page.locator('input[type=file]').first()
    const sendAtOnce = async (path: string) => {
      await files.setInputFiles(path)
      await page.getByLabel('Frasa sandi', { exact: true }).fill(PASSPHRASE)
      await page.keyboard.press('Enter')
    }
    await sendAtOnce(stranger)
    await becomes(() => page.getByRole('button', { name: 'Buka paket' }).isEnabled(), true)
    await becomes(async () => (await page.locator('[data-error]').textContent())!.slice(0, 26), 'Ini bukan berkas .siksdb, ')
    await sendAtOnce(pack.path)
    await page.getByText('0 dari 1 selesai').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('a request for a forgotten passphrase waits for the package too', async ({ cleanup }) => {
    const pack = await packageOf([household(1)])
    const { page } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    await slowFiles(page)
    await page.getByRole('button', { name: 'Lupa frasa sandi' }).click()
    await page.locator('#lost-operator').fill('SITI')
    await page.locator('input[type=file]').first().setInputFiles(pack.path)
    await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Buat permintaan' }).click()])
  })
})
