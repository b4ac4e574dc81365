import { setTimeout } from 'node:timers/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { becomes } from '#tests/support/patience'
import { computers } from './browser.js'
import { household } from './records.js'
import { dump, kept, spoil } from './stored.js'
import { applicationAddress, openHousehold, openPackageIn, packageOf, PASSPHRASE, question } from './support.js'

const root = (name: string) => ['households', '', name] as const

test.group('The browser’s own copy of the work', () => {
  test('what only the browser holds is told before it is removed, and not removed under another tab', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1)])
    const { page, tab } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    await openHousehold(page, household(1).key)
    const before = (await page.evaluate(dump)).text
    await question(page, ...root('alamat')).fill('RT 09/RW 09')
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()
    await kept(page, before)
    const second = await tab()
    await second.goto(applicationAddress())
    await second.getByRole('button', { name: 'Hapus dari komputer ini' }).click()
    await second.getByRole('button', { name: '1 perubahan hanya ada di sini' }).click()
    await second.locator('[data-error]', { hasText: 'tab atau jendela lain' }).waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await second.getByRole('button', { name: 'Hapus dari komputer ini' }).click()
    await second.getByRole('button', { name: '1 perubahan hanya ada di sini' }).click()
    await second.getByText('Salinan di komputer ini dihapus').waitFor()
    const left = await second.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    assert.notInclude(left, `siks-${pack.manifest.issue}`)
  })

  test('where the browser stores nothing the application starts, and closing asks before work is lost', async ({ cleanup }) => {
    const pack = await packageOf([household(1)])
    const { page, context } = await (await computers(cleanup))()
    await context.addInitScript(() => {
      const blocked = () => {
        throw new DOMException('blocked', 'SecurityError')
      }
      Object.defineProperty(globalThis, 'localStorage', { get: blocked })
      Object.defineProperty(globalThis, 'indexedDB', { get: blocked })
    })
    await openPackageIn(page, pack.path)
    await page.getByText('Peramban ini tidak menyimpan apa pun').waitFor()
    await openHousehold(page, household(1).key)
    await question(page, ...root('alamat')).fill('RT 09/RW 09')
    await page.keyboard.press('F9')
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Pekerjaan belum tersimpan' })
    await dialog.getByText('1 perubahan').waitFor()
    await dialog.getByRole('button', { name: 'Kembali bekerja' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Simpan cadangan, lalu tutup' }).click(),
    ])
    const path = join(pack.folder, 'kerja.sikswork')
    await download.saveAs(path)
    await page.getByRole('heading', { name: 'Buka paket data' }).waitFor()
    await openPackageIn(page, [pack.path, path])
    await page.getByText('1 dari 1 selesai').waitFor()
    await page.locator('[data-error]').waitFor({ state: 'hidden' })
  })

  test('an entry of the browser that cannot be read is told of; without the first one nothing is written', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1), household(2)])
    const { page } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    for (const n of [1, 2]) {
      await openHousehold(page, household(n).key)
      await question(page, ...root('alamat')).fill(`JALAN ${n}`)
      await page.keyboard.press('F9')
    }
    await page.locator('[data-notice]').waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    const reopen = async () => {
      await page.getByRole('button', { name: 'Lanjutkan' }).click()
      await page.getByLabel('Frasa sandi', { exact: true }).fill(PASSPHRASE)
      await page.keyboard.press('Enter')
      await page.locator('.progress-card').waitFor()
    }
    await page.evaluate(spoil, { name: `siks-${pack.manifest.issue}`, isHead: false })
    await reopen()
    await page.getByText('1 isian dalam salinan peramban tidak terbaca').waitFor()
    await page.getByText('1 dari 2 selesai').waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await page.evaluate(spoil, { name: `siks-${pack.manifest.issue}`, isHead: true })
    const before = (await page.evaluate(dump)).text
    await reopen()
    await page.getByText('tidak terbaca dan dibiarkan apa adanya').waitFor()
    await openHousehold(page, household(2).key)
    await question(page, ...root('alamat')).fill('JALAN LAIN')
    await page.keyboard.press('F9')
    // Closing stores whatever waits to be stored before it asks.
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await page.getByRole('alertdialog', { name: 'Pekerjaan belum tersimpan' }).waitFor()
    const after = (await page.evaluate(dump)).text
    for (const part of before.match(/"[0-9a-f]{32}"/g) ?? []) assert.include(after, part)
    assert.equal(after.match(/"[0-9a-f]{32}"/g)?.length, before.match(/"[0-9a-f]{32}"/g)?.length)
  })
  test('browser data cleared in the middle is stored anew from the open work, and nothing is asked of the operator', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1), household(2)])
    const { page, context, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    const edit = async (n: number, address: string) => {
      await openHousehold(page, household(n).key)
      await question(page, ...root('alamat')).fill(address)
      await page.keyboard.press('F9')
      await page.locator('[data-notice]').waitFor()
    }
    await edit(1, 'JALAN SATU')
    const entries = ({ text }: { text: string }) => text.match(/"[0-9a-f]{32}"/g)?.length ?? 0
    // The browser may still be clearing what is asked for, and then never answer.
    const inTime = <T>(asked: Promise<T>) => Promise.race([asked, setTimeout(5000, null, { ref: false })])
    const whole = () => inTime(page.evaluate(dump).then(entries, () => null))
    await becomes(whole, 1)
    const clear = async () => {
      const tools = await context.newCDPSession(page)
      await inTime(tools.send('Storage.clearDataForOrigin', { origin: 'file://', storageTypes: 'indexeddb' }))
    }
    await clear()
    await becomes(whole, 1)
    await edit(2, 'JALAN DUA')
    await becomes(whole, 2)
    await clear()
    await becomes(whole, 2)
    await becomes(() => page.locator('.alert.is-bad:visible').allTextContents(), [])
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await openPackageIn(page, pack.path)
    await page.getByText('2 dari 2 selesai').waitFor()
    await openHousehold(page, household(1).key)
    await becomes(() => question(page, ...root('alamat')).inputValue(), 'JALAN SATU')
    assert.deepEqual(complaints, [])
  })
})
