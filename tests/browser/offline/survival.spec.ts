import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { becomes } from '#tests/support/patience'
import { hasFocus } from '../support/keyboard.js'
import { dump, kept } from './stored.js'
import { household } from './records.js'
import { computers, fakePicker } from './browser.js'
import {
  applicationAddress,
  backupFrom,
  exportFrom,
  openHousehold,
  openPackageIn,
  packageOf,
  PASSPHRASE,
  question,
} from './support.js'

const root = (name: string) => ['households', '', name] as const

test.group('The operator’s work survives', () => {
  test('a closed browser loses nothing, and what it keeps is unreadable', async ({ assert, cleanup }) => {
    const pack = await packageOf([1, 2, 3].map((n) => household(n)))
    const { page, tab } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    const [first, second] = [household(1).key, household(2).key]
    await openHousehold(page, first)
    let before = (await page.evaluate(dump)).text
    await question(page, ...root('alamat')).fill('JALAN TERSIMPAN 1')
    await page.keyboard.press('F9')
    await kept(page, before)
    await openHousehold(page, second)
    before = (await page.evaluate(dump)).text
    await question(page, ...root('alamat')).fill('JALAN SETENGAH 2')
    await kept(page, before)
    await page.close({ runBeforeUnload: false })

    const again = await tab()
    await again.goto(applicationAddress())
    const stored = await again.evaluate(dump)
    assert.include(stored.names, `siks-${pack.manifest.issue}`)
    for (const secret of ['UJI KEPALA', 'TERSIMPAN', 'SETENGAH', first, '320101120478', PASSPHRASE]) {
      assert.notInclude(stored.text, secret)
    }
    await again.getByRole('button', { name: 'Lanjutkan' }).click()
    await again.getByLabel('Frasa sandi', { exact: true }).fill(PASSPHRASE.toLowerCase().replaceAll('-', ' '))
    await again.keyboard.press('Enter')
    await again.getByText('1 dari 3 selesai').waitFor()
    await openHousehold(again, second)
    await becomes(() => question(again, ...root('alamat')).inputValue(), 'JALAN SETENGAH 2')
    await again.keyboard.press('F9')
    const { records } = await exportFrom(again, pack)
    assert.sameMembers(
      records.map(({ values }) => values.alamat),
      ['JALAN TERSIMPAN 1', 'JALAN SETENGAH 2'],
    )
  })

  test('the work file goes on at another computer: device, sequence, hash and rev continue', async ({ assert, cleanup }) => {
    const pack = await packageOf([1, 2, 3].map((n) => household(n)))
    const another = await computers(cleanup)
    const home = await another()
    await openPackageIn(home.page, pack.path)
    await openHousehold(home.page, household(1).key)
    await question(home.page, ...root('alamat')).fill('RT 05/RW 05')
    await home.page.keyboard.press('F9')
    const one = await exportFrom(home.page, pack)
    const work = await backupFrom(home.page, pack.folder)

    const village = await another()
    await openPackageIn(village.page, [pack.path, work])
    await village.page.getByText('1 data diambil dari berkas').waitFor()
    await openHousehold(village.page, household(1).key)
    await becomes(() => question(village.page, ...root('alamat')).inputValue(), 'RT 05/RW 05')
    await question(village.page, ...root('alamat')).fill('RT 06/RW 06')
    await village.page.keyboard.press('F9')
    const two = await exportFrom(village.page, pack)
    assert.equal(two.manifest.device, one.manifest.device)
    assert.deepEqual([one.manifest.sequence, two.manifest.sequence], [1, 2])
    assert.match(two.manifest.previous ?? '', /^[0-9a-f]{64}$/)
    assert.isNull(one.manifest.previous)
    assert.deepEqual([one.records[0]!.rev, two.records[0]!.rev], [1, 2])
    assert.deepEqual([...home.complaints, ...village.complaints], [])
  })

  test('a second tab is refused and the first one is told', async ({ cleanup }) => {
    const pack = await packageOf([household(1)])
    const { page, tab } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    const second = await tab()
    await second.goto(page.url())
    await second.locator('input[type=file]').first().setInputFiles(pack.path)
    await second.getByLabel('Frasa sandi', { exact: true }).fill(PASSPHRASE)
    await second.keyboard.press('Enter')
    await second.locator('[data-error]', { hasText: 'tab atau jendela lain' }).waitFor()
    await page.getByText('Tab lain mencoba membuka paket ini').waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await second.getByRole('button', { name: 'Buka paket' }).click()
    await second.locator('.progress-card').waitFor()
    await page.getByRole('heading', { name: 'Buka paket data' }).waitFor()
  })

  test('after twenty households without a work file nothing goes on before a backup is saved', async ({ assert, cleanup }) => {
    const docs = Array.from({ length: 22 }, (_, n) => household(n + 1, { nama_sls: 'RT 01/RW 01' }))
    const pack = await packageOf(docs)
    const { page } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await page.locator('[data-row]').first().focus()
    for (let n = 0; n < 20; n++) await page.keyboard.press('2')
    const dialog = page.getByRole('alertdialog')
    await dialog.waitFor()
    await hasFocus(dialog.getByRole('button'))
    await page.keyboard.press('2')
    await page.keyboard.press('Tab')
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    assert.match(download.suggestedFilename(), /^3371011003-P12-LR-[0-9A-F]{12}\.sikswork$/)
    await dialog.waitFor({ state: 'detached' })
    const { records } = await exportFrom(page, pack)
    assert.lengthOf(records, 20)
    assert.isTrue(records.every(({ outcome }) => outcome === 'unchanged'))
  })

  test('a work file holds the work, tells of a stick pulled out, and is written again when it is back', async ({ cleanup }) => {
    const pack = await packageOf([household(1), household(2)])
    const another = await computers(cleanup)
    const { page, context } = await another()
    await context.addInitScript(fakePicker)
    await openPackageIn(page, pack.path)
    await page.getByRole('button', { name: 'Buat berkas kerja' }).click()
    await page.getByText('Tersimpan ke kerja.sikswork').waitFor()
    await page.getByRole('button', { name: 'Buat berkas kerja' }).waitFor({ state: 'hidden' })
    await openHousehold(page, household(1).key)
    await question(page, ...root('alamat')).fill('RT 07/RW 07')
    await page.keyboard.press('F9')
    await page.waitForFunction(() => Number(document.body.dataset.writes) >= 2)
    await page.evaluate(() => void (document.body.dataset.pulled = 'yes'))
    await openHousehold(page, household(2).key)
    await question(page, ...root('alamat')).fill('RT 08/RW 08')
    await page.keyboard.press('F9')
    await page.getByText('Flashdisk mungkin dicabut').waitFor()
    await page.getByRole('button', { name: 'Buat berkas kerja' }).waitFor()
    await page.evaluate(() => void delete document.body.dataset.pulled)
    await page.getByRole('button', { name: 'Pakai berkas kerja yang ada' }).click()
    await page.getByText('Tersimpan ke kerja.sikswork').waitFor()
    await page.getByText('Flashdisk mungkin dicabut').waitFor({ state: 'hidden' })

    const disk = Buffer.from((await page.evaluate(() => localStorage.getItem('test-disk'))) ?? '', 'base64')
    const path = join(pack.folder, 'disk.sikswork')
    writeFileSync(path, disk)
    const village = await another()
    await openPackageIn(village.page, [pack.path, path])
    await village.page.getByText('2 dari 2 selesai').waitFor()
  })

  test('a newer work file on the stick is joined, not written over', async ({ assert, cleanup }) => {
    const pack = await packageOf([household(1), household(2)])
    const { page, context } = await (await computers(cleanup))()
    await context.addInitScript(fakePicker)
    await openPackageIn(page, pack.path)
    await openHousehold(page, household(1).key)
    await question(page, ...root('alamat')).fill('DARI KOMPUTER LAIN')
    await page.keyboard.press('F9')
    await page.getByRole('button', { name: 'Buat berkas kerja' }).click()
    await page.getByText('Tersimpan ke kerja.sikswork').waitFor()
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await page.getByRole('button', { name: 'Hapus dari komputer ini' }).click()
    await page.getByRole('button', { name: 'Yakin?' }).click()
    await page.getByText('Salinan di komputer ini dihapus').waitFor()
    await page.reload()
    await openPackageIn(page, pack.path)
    await page.getByText('0 dari 2 selesai').waitFor()
    await openHousehold(page, household(2).key)
    await question(page, ...root('alamat')).fill('DI SINI')
    await page.keyboard.press('F9')
    await page.getByRole('button', { name: 'Pakai berkas kerja yang ada' }).click()
    await page.getByText('1 data diambil dari berkas').waitFor()
    const { records } = await exportFrom(page, pack)
    assert.sameMembers(
      records.map(({ values }) => values.alamat),
      ['DARI KOMPUTER LAIN', 'DI SINI'],
    )
  })
})
