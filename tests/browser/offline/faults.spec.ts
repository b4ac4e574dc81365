import { readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { becomes } from '#tests/support/patience'
import { household } from './records.js'
import { computers } from './browser.js'
import {
  applicationAddress,
  applicationFile,
  backupFrom,
  openHousehold,
  openPackageIn,
  packageOf,
  PASSPHRASE,
  question,
} from './support.js'

async function attempt(page: Page, files: string | string[], passphrase = PASSPHRASE): Promise<string> {
  await page.goto(applicationAddress())
  await page.locator('input[type=file]').first().setInputFiles(files)
  const refused = page.locator('[data-error]:visible')
  await refused.or(page.getByText('Dipilih:')).first().waitFor()
  if (!(await refused.isVisible())) {
    await page.getByLabel('Frasa sandi', { exact: true }).fill(passphrase)
    await page.keyboard.press('Enter')
  }
  await refused.waitFor()
  return refused.innerText()
}

test.group('What goes wrong is said, and nothing is lost', () => {
  test('wrong passphrase, cut and changed packages, other files and other issues are each refused with what to do', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1)])
    const other = await packageOf([household(2)], { issue: '0199c2f4-7a10-7000-8000-00000000aaaa' })
    const bytes = readFileSync(pack.path)
    const file = (name: string, content: Uint8Array | string) => {
      const path = join(pack.folder, name)
      writeFileSync(path, content)
      return path
    }
    const { page, complaints } = await (await computers(cleanup))()

    assert.include(await attempt(page, pack.path, '0000-0000-0000-0000-0000'), 'Frasa sandi tidak cocok')
    assert.include(await attempt(page, file('potong.siksdb', bytes.subarray(0, bytes.length - 400))), 'Berkas terpotong')
    const changed = Uint8Array.from(bytes)
    changed[bytes.length - 200]! ^= 1
    assert.include(await attempt(page, file('ubah.siksdb', changed)), 'rusak atau diubah')
    assert.include(await attempt(page, file('kosong.siksdb', '')), '0 byte')
    assert.include(await attempt(page, file('foto.siksdb', '%PDF-1.7 x')), 'dokumen PDF')
    const newer = `SIKSDB9${bytes.subarray(7).toString('latin1')}`
    assert.include(await attempt(page, file('baru.siksdb', Buffer.from(newer, 'latin1'))), 'versi 9')

    await openPackageIn(page, other.path)
    await openHousehold(page, household(2).key)
    await question(page, 'households', '', 'alamat').fill('RT 02/RW 02')
    await page.keyboard.press('F9')
    const work = await backupFrom(page, other.folder)
    await page.getByRole('button', { name: 'Tutup paket' }).click()
    await page.getByRole('heading', { name: 'Buka paket data' }).waitFor()
    assert.include(await attempt(page, work), 'Berkas kerja dibuka bersama paketnya')
    assert.include(await attempt(page, [pack.path, work]), 'milik paket')
    await openPackageIn(page, other.path)
    await page.getByText('1 dari 1 selesai').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('a clock that is years off, a period that is over and an application that is too old are warned of', async ({
    cleanup,
  }) => {
    const another = await computers(cleanup)
    const { page } = await another()
    const behind = await packageOf([household(1)], { created_at: new Date(Date.now() + 400 * 86_400_000).toISOString() })
    await openPackageIn(page, behind.path)
    await page.getByText('sebelum paket diterbitkan').waitFor()
    const over = (await packageOf([])).manifest.periods.map((period) => ({ ...period, closes_on: '2020-01-31' }))
    const closed = await packageOf([household(1)], {
      ...{ issue: '0199c2f4-7a10-7000-8000-00000000bbbb', periods: over, offline: { minimum: '99.0.0' } },
    })
    const second = await another()
    await openPackageIn(second.page, closed.path)
    await second.page.getByText('berakhir 31-01-2020').waitFor()
    await second.page.getByText('versi 99.0.0 ke atas').waitFor()
    await second.page.getByRole('button', { name: 'Ekspor', exact: true }).waitFor()
  })

  test('the page shows the hash of its own file, and an edited file says that it cannot run', async ({ assert, cleanup }) => {
    const { page } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    const html = readFileSync(applicationFile(), 'utf8')
    const hash = createHash('sha256').update(html).digest('hex')
    await page.locator('.foot', { hasText: hash.slice(0, 16) }).waitFor()
    const { sha256, bytes } = JSON.parse(readFileSync(applicationFile().replace('.html', '.json'), 'utf8')) as Record<
      string,
      unknown
    >
    assert.deepEqual({ sha256, bytes }, { sha256: hash, bytes: Buffer.byteLength(html) })
    assert.isBelow(Buffer.byteLength(html), 1_500_000)

    const edited = join((await packageOf([])).folder, 'siks-offline.html')
    writeFileSync(edited, html.replace('Buka paket data', 'Buka paket lain'))
    await page.goto(`file://${edited}`)
    await page.getByText('isi berkasnya berubah atau tidak lengkap').waitFor()
    await becomes(() => page.locator('h1').count(), 0)
  })
})
